/** The note's table on recall, and the exponents of the two controls. */
import { dividedBelow, vagueAbove } from '../criteria'
import type { ShapeRow } from '../conclusions/note-table'
import type { Estimate } from '../statistics/spread'
import { summarise } from '../summary'
import { type Claim, near, percent, range, short } from './claim'

const withInterval = ({ value, interval }: Estimate): string =>
  interval === null ? `${short(value)} (no interval)` : `${short(value)} (${Math.round(100 * interval.level)}% interval ${short(interval.low)} to ${short(interval.high)})`

/** Each row over the next deeper one. */
function steps(rows: readonly ShapeRow[], value: (row: ShapeRow) => number): { readonly from: ShapeRow; readonly to: ShapeRow; readonly ratio: number }[] {
  const deepestFirst = [...rows].sort((x, y) => y.layers - x.layers)
  return deepestFirst.slice(1).map((to, at) => ({ from: deepestFirst[at], to, ratio: value(to) / value(deepestFirst[at]) }))
}

function exponentClaim(claim: Pick<Claim, 'id' | 'preset' | 'says' | 'source'>, target: number, tolerance: number): Claim {
  return {
    ...claim, expected: `s within ${tolerance} of ${target}, its interval no wider than ${short(vagueAbove * tolerance)}`,
    judge: (runs) => {
      const { law } = summarise(runs)
      if (law.kind === 'none') return { measured: `no law: ${law.reason}`, met: null }
      const free = law.a && law.b ? `; a = ${withInterval(law.a)}, b = ${withInterval(law.b)}` : ''
      const { value, interval } = law.s
      const vague = interval === null || interval.high - interval.low > vagueAbove * tolerance // twice as wide as what is expected: it tells nothing
      return { measured: `s = ${withInterval(law.s)}${free}; ${law.cells.length} cells`, met: vague ? null : near(value, target, tolerance) }
    },
  }
}

function sharedClaim(claim: Pick<Claim, 'id' | 'preset' | 'source'>): Claim {
  return {
    ...claim,
    says: 'Features are not divided over layers: without any one of L layers far more than 1/L of them are lost, and each is written by more than one layer.',
    expected: 'every shape with L ≥ 2: at least twice 1/L lost (¾ of two layers), mean over layers, and a participation ratio above 1.25',
    judge: (runs) => {
      const deep = summarise(runs).rows.filter(({ layers }) => layers >= 2).map(({ label, layers, runs: averaged }) => {
        const own = runs.filter(({ id }) => averaged.includes(id))
        const mean = (name: string): number => own.reduce((sum, { metrics }) => sum + metrics.scalars[name], 0) / own.length
        return { label, layers, lost: mean('ablationLoss'), participation: mean('participationRatio') }
      })
      return {
        measured: deep.map(({ label, layers, lost, participation }) => `${label}: ${percent(lost, 0)} lost (1/L = ${percent(1 / layers, 0)}), written by ${short(participation)} of ${layers} layers`).join('; '),
        met: deep.length === 0 ? null : deep.every(({ layers, lost, participation }) => lost >= Math.min(2 / layers, (1 + 1 / layers) / 2) && participation > dividedBelow),
      }
    },
  }
}

export const noteClaims: readonly Claim[] = [
  {
    id: 'note-equal-counts', preset: 'equal-budget-three-shapes', source: 'Katta 2024, premises; pilot in JAX: 1013, 993, 926',
    says: 'Three shapes of 4,096 weights learn equally many features.',
    expected: 'every shape within 10% of the deepest',
    judge: (runs) => {
      const { rows } = summarise(runs)
      const deepest = rows.reduce((deep, row) => (row.layers > deep.layers ? row : deep))
      const shares = rows.map(({ measured }) => measured.featuresLearned.mean / deepest.measured.featuresLearned.mean - 1)
      const counts = rows.map(({ label, measured: { featuresLearned: { mean, interval } } }) =>
        `${label}: ${short(mean)}${interval === null ? '' : ` (${short(interval.low)} to ${short(interval.high)})`}`)
      return { measured: `${counts.join('; ')}; differences ${range(shares, percent)}`, met: shares.every((share) => near(share, 0, 0.1)) }
    },
  },
  {
    id: 'note-degree-doubles', preset: 'equal-budget-three-shapes', source: 'Katta 2024, the note’s table; pilot in JAX: 1.96, 1.87',
    says: 'Hence features per neuron double at each step to a quarter of the depth and twice the width.',
    expected: 'each step’s ratio within 10% of 2',
    judge: (runs) => {
      const { rows } = summarise(runs)
      const ratios = steps(rows, ({ measured }) => measured.featuresPerNeuron.mean)
      const widest = rows.find(({ layers }) => layers === Math.min(...rows.map((row) => row.layers)))?.ratioToReference
      return {
        measured: `${ratios.map(({ to, ratio }) => `${short(ratio)} to ${to.label}`).join(', ')}${widest ? `; both together ${withInterval(widest)}` : ''}`,
        met: ratios.length > 0 && ratios.every(({ ratio }) => near(ratio, 2, 0.2)),
      }
    },
  },
  {
    id: 'note-residual-halves', preset: 'equal-budget-three-shapes', source: 'the same counts over the width of the stream; pilot in JAX: 63, 31, 14.5',
    says: 'Features per residual dimension move the other way: they halve.',
    expected: 'each step’s ratio within 10% of 1/2',
    judge: (runs) => {
      const ratios = steps(summarise(runs).rows, ({ measured }) => measured.featuresPerResidualDimension.mean)
      return { measured: ratios.map(({ to, ratio }) => `${short(ratio)} to ${to.label}`).join(', '), met: ratios.length > 0 && ratios.every(({ ratio }) => near(ratio, 0.5, 0.05)) }
    },
  },
  sharedClaim({ id: 'features-shared-by-layers', preset: 'equal-budget-three-shapes', source: 'against Katta 2024, features divided over layers; pilot in JAX: 83% lost of 4 layers, 65% of 16' }),
  {
    id: 'loss-u-shaped', preset: 'both-bind', source: 'pilot in JAX; inverse depth scaling (Liu et al. 2026) predicts an interior optimum at fixed size',
    says: 'Where stream and neurons both bind, the loss is U-shaped over shapes of one size: best neither at the deepest nor at the shallowest.',
    expected: 'at every size an inner depth has the least mean loss, and both ends exceed it by more than 5%',
    judge: (runs) => {
      const { rows, comparisons } = summarise(runs)
      const sizes = comparisons.map(({ rows: keys }) => keys.map((key) => rows.find((row) => row.key === key)!)) // deepest first
      const isU = (own: readonly ShapeRow[]): boolean => {
        const losses = own.map(({ heldOutLoss: { mean } }) => mean), least = Math.min(...losses), best = losses.indexOf(least)
        return best > 0 && best < losses.length - 1 && losses[0] > 1.05 * least && losses[losses.length - 1] > 1.05 * least
      }
      return {
        measured: sizes.map((own) => own.map(({ label, heldOutLoss: { mean, interval } }) => `${label}: ${short(mean)}${interval === null ? '' : ` (${short(interval.low)} to ${short(interval.high)})`}`).join('; ')).join(' | '),
        met: sizes.some((own) => own.length < 3) ? null : sizes.every(isU),
      }
    },
  },
  {
    id: 'bound-does-not-bind', preset: 'sparsity-by-shape', source: 'Katta 2024, premise on n/m; Elhage et al. 2022: an upper bound on superposition, not its amount',
    says: 'The degree of superposition is not a function of sparsity alone: the observed constant of the bound moves over shapes and over p.',
    expected: 'C_obs differs beyond seed noise (Holm) over shapes at equal p, and over p at equal shape',
    judge: (runs) => {
      const { bound } = summarise(runs)
      if (bound === null) return { measured: 'no row inside the bound’s domain', met: null }
      const { overShapes, overSparsity, sentence } = bound
      return { measured: sentence, met: overShapes.standing === 'undecided' && overSparsity.standing === 'undecided' ? null : overShapes.standing === 'moves' && overSparsity.standing === 'moves' }
    },
  },
  exponentClaim({
    id: 'control-recall', preset: 'law-of-recall', source: 'positive control; pilot in JAX: s = −0.003 ± 0.025',
    says: 'Where parameters bind (recall), features follow the parameters whatever the shape: s = 0.',
  }, 0, 0.05),
  exponentClaim({
    id: 'control-neurons', preset: 'neurons-bind', source: 'negative control; pilot in JAX: s = 0.49 ± 0.03',
    says: 'Where neurons bind (absolute value, linear read-out), features follow the neurons: s = ½.',
  }, 0.49, 0.06),
  exponentClaim({
    id: 'recall-rmsnorm', preset: 'recall-with-rmsnorm', source: 'robustness of the positive control: what feeds the neurons should not matter where parameters bind; not measured before',
    says: 'Normalising what each layer reads leaves the exponent of depth near 0.',
  }, 0, 0.1),
  exponentClaim({
    id: 'recall-branches', preset: 'recall-with-smaller-branches', source: 'robustness of the positive control: a constant in front of a layer can be learned away; not measured before',
    says: 'Branches scaled by 1/L in place of 1/√L leave the exponent of depth near 0.',
  }, 0, 0.1),
  {
    id: 'recall-trained-embedding', preset: 'recall-with-trained-embedding', source: 'a limit of the law of recall: 2nd further weights, which N does not count; not measured before',
    says: 'Trained embeddings store the facts themselves: every shape learns them all, and the law of recall has nothing left to say.',
    expected: 'every shape learns at least 95% of all features',
    judge: (runs) => {
      const { rows } = summarise(runs)
      const shares = rows.map(({ featureCount, measured }) => measured.featuresLearned.mean / featureCount)
      return { measured: `${range(shares, (share) => percent(share, 0))} of all features in ${rows.length} shapes`, met: rows.length === 0 ? null : Math.min(...shares) >= 0.95 }
    },
  },
  {
    id: 'neurons-per-width', preset: 'neurons-per-width', source: 'if parameters bind, the feed-forward ratio does not matter; shapes of transformers: Kaplan et al. 2020, figure 5',
    says: 'At equal size and depth a quarter of a neuron per width learns as many facts as one.',
    expected: 'at every depth and size with both, α = 1/4 within 10% of α = 1',
    judge: (runs) => {
      const { rows } = summarise(runs)
      const alpha = ({ shape }: ShapeRow): number => shape.neurons / shape.width
      const pairs = rows.filter((row) => alpha(row) === 1).flatMap((one) => {
        const quarter = rows.find((row) => alpha(row) === 1 / 4 && row.layers === one.layers && row.shape.width * row.shape.neurons === one.shape.width * one.shape.neurons)
        const four = rows.find((row) => alpha(row) === 4 && row.layers === one.layers && row.shape.width * row.shape.neurons === one.shape.width * one.shape.neurons)
        return quarter === undefined ? [] : [{ one, quarter, four }]
      })
      const count = ({ measured }: ShapeRow): number => measured.featuresLearned.mean
      return {
        measured: pairs.map(({ one, quarter, four }) =>
          `L ${one.layers}: ${short(count(quarter))} at α = 1/4, ${short(count(one))} at 1${four ? `, ${short(count(four))} at 4` : ''}`).join('; '),
        met: pairs.length === 0 ? null : pairs.every(({ one, quarter }) => near(count(quarter) / count(one), 1, 0.1)),
      }
    },
  },
  sharedClaim({ id: 'features-over-layers', preset: 'features-over-layers', source: 'against Katta 2024, features divided over layers; a task whose features one layer could finish' }),
]
