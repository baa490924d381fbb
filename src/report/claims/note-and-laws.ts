/** The note's table on recall, and the exponents of the two controls. */
import { type noteClaims, expectedExponents } from '../../science/claims/note-and-laws'
import type { ShapeRow } from '../../science/conclusions/note-table'
import { vagueAbove } from '../../science/criteria'
import type { LawFit } from '../../science/statistics/law-fit'
import type { Estimate, Spread } from '../../science/statistics/spread'
import { describeBound } from '../bound-text'
import { labelRows, nameRows } from '../labels'
import { describeNoLaw } from '../law-text'
import { formatPercent, formatShort } from '../numbers'
import { type ClaimText, type ClaimTexts, formatRange } from './claim-text'

const formatShortEstimate = ({ value, interval }: Estimate): string =>
  `${formatShort(value)} (${interval === null ? 'no interval' : `${Math.round(100 * interval.level)}% interval ${formatShort(interval.low)} to ${formatShort(interval.high)}`})`

const formatMean = ({ mean, interval }: Spread): string => `${formatShort(mean)}${interval === null ? '' : ` (${formatShort(interval.low)} to ${formatShort(interval.high)})`}`

function formatSteps(rows: readonly ShapeRow[], ratios: readonly { readonly to: ShapeRow; readonly ratio: number }[]): string {
  const nameOf = nameRows(labelRows(rows))
  return ratios.map(({ to, ratio }) => `${formatShort(ratio)} to ${nameOf(to.key)}`).join(', ')
}

const exponentText = ({ target, tolerance }: { readonly target: number; readonly tolerance: number }, says: string, source: string): ClaimText<LawFit> => ({
  says, source, expected: `s within ${tolerance} of ${target}, its interval no wider than ${formatShort(vagueAbove * tolerance)}`,
  measured(law) {
    if (law.kind === 'none') return `no law: ${describeNoLaw(law.reason)}`
    const free = law.a && law.b ? `; a = ${formatShortEstimate(law.a)}, b = ${formatShortEstimate(law.b)}` : ''
    return `s = ${formatShortEstimate(law.s)}${free}; ${law.cells.length} cells`
  },
})

const sharedText = (source: string): ClaimTexts<typeof noteClaims>['features-shared-by-layers'] => ({
  source,
  says: 'Features are not divided over layers: without any one of L layers far more than 1/L of them are lost, and each is written by more than one layer.',
  expected: 'every shape with L ≥ 2: at least twice 1/L lost (¾ of two layers), mean over layers, and a participation ratio above 1.25',
  measured({ rows, deep }) {
    const nameOf = nameRows(labelRows(rows))
    return deep.map(({ key, layers, lost, participation, byChance }) => `${nameOf(key)}: ${formatPercent(lost)} lost (1/L = ${formatPercent(1 / layers)}), written by ${formatShort(participation)} of ${layers} layers (${formatShort(byChance)} by chance)`).join('; ')
  },
})

export const noteTexts: ClaimTexts<typeof noteClaims> = {
  'note-equal-counts': {
    source: 'Katta 2024, premises; pilot in JAX: 1013, 993, 926',
    says: 'Three shapes of 4,096 weights learn equally many features.',
    expected: 'every shape within 10% of the deepest',
    measured: ({ rows, shares }) => `${labelRows(rows).map(({ label, measured }) => `${label}: ${formatMean(measured.featuresLearned)}`).join('; ')}; differences ${formatRange(shares, (share) => formatPercent(share, 1))}`,
  },
  'note-degree-doubles': {
    source: 'Katta 2024, the note’s table; pilot in JAX: 1.96, 1.87',
    says: 'Hence features per neuron double at each step to a quarter of the depth and twice the width.',
    expected: 'each step’s ratio within 10% of 2',
    measured: ({ rows, ratios, together }) => `${formatSteps(rows, ratios)}${together === null ? '' : `; both together ${formatShortEstimate(together)}`}`,
  },
  'note-residual-halves': {
    source: 'the same counts over the width of the stream; pilot in JAX: 63, 31, 14.5',
    says: 'Features per residual dimension move the other way: they halve.',
    expected: 'each step’s ratio within 10% of 1/2',
    measured: ({ rows, ratios }) => formatSteps(rows, ratios),
  },
  'features-shared-by-layers': sharedText('against Katta 2024, features divided over layers; pilot in JAX: 83% lost of 4 layers, 65% of 16'),
  'loss-u-shaped': {
    source: 'pilot in JAX; inverse depth scaling (Liu et al. 2026) predicts an interior optimum at fixed size',
    says: 'Where stream and neurons both bind, the loss is U-shaped over shapes of one size: best neither at the deepest nor at the shallowest.',
    expected: 'at every size an inner depth has the least mean loss, and both ends exceed it by more than 5%',
    measured: ({ rows, sizes }) => {
      const nameOf = nameRows(labelRows(rows))
      return sizes.map((own) => own.map(({ key, heldOutLoss }) => `${nameOf(key)}: ${formatMean(heldOutLoss)}`).join('; ')).join(' | ')
    },
  },
  'bound-does-not-bind': {
    source: 'Katta 2024, premise on n/m; Elhage et al. 2022: an upper bound on superposition, not its amount',
    says: 'The degree of superposition is not a function of sparsity alone: the observed constant of the bound moves over shapes and over p.',
    expected: 'C_obs differs beyond seed noise (Holm) over shapes at equal p, and over p at equal shape',
    measured: (found) => (found === null ? 'no row inside the bound’s domain' : describeBound(found.bound, nameRows(labelRows(found.rows)))),
  },
  'control-recall': exponentText(expectedExponents['control-recall'], 'Where parameters bind (recall), features follow the parameters whatever the shape: s = 0.', 'positive control; pilot in JAX: s = −0.003 ± 0.025'),
  'control-neurons': exponentText(expectedExponents['control-neurons'], 'Where neurons bind (absolute value, linear read-out), features follow the neurons: s = ½.', 'negative control; pilot in JAX: s = 0.49 ± 0.03'),
  'recall-rmsnorm': exponentText(expectedExponents['recall-rmsnorm'], 'Normalising what each layer reads leaves the exponent of depth near 0.', 'robustness of the positive control: what feeds the neurons should not matter where parameters bind; not measured before'),
  'recall-branches': exponentText(expectedExponents['recall-branches'], 'Branches scaled by 1/L in place of 1/√L leave the exponent of depth near 0.', 'robustness of the positive control: a constant in front of a layer can be learned away; not measured before'),
  'recall-trained-embedding': {
    source: 'a limit of the law of recall: 2nd further weights, which N does not count; not measured before',
    says: 'Trained embeddings store the facts themselves: every shape learns them all, and the law of recall has nothing left to say.',
    expected: 'every shape learns at least 95% of all features',
    measured: (shares) => `${formatRange(shares, formatPercent)} of all features in ${shares.length} shapes`,
  },
  'neurons-per-width': {
    source: 'if parameters bind, the feed-forward ratio does not matter; shapes of transformers: Kaplan et al. 2020, figure 5',
    says: 'At equal size and depth a quarter of a neuron per width learns as many facts as one.',
    expected: 'at every depth and size with both, α = 1/4 within 10% of α = 1',
    measured: (found) => found.map(({ layers, one, quarter, four }) =>
      `L ${layers}: ${formatShort(quarter)} at α = 1/4, ${formatShort(one)} at 1${four === null ? '' : `, ${formatShort(four)} at 4`}`).join('; '),
  },
  'features-over-layers': sharedText('against Katta 2024, features divided over layers; a task whose features one layer could finish'),
}
