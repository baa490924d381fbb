/** A verdict in full: a sentence that a newspaper could print, a paragraph that a reviewer would accept, and what stands behind them. */
import { ceilingFraction, exponentBands, farFraction } from '../science/criteria'
import { invariant } from '../science/invariant'
import { metricTraits } from '../science/metrics/metric-traits'
import type { LawFit } from '../science/statistics/law-fit'
import type { Estimate } from '../science/statistics/spread'
import { settingKey, varying } from '../science/tasks/setting'
import { degreeRatio, isoBudgetExponent, lawNames, scalingLaws } from '../science/theory/laws'
import type { LawBand } from '../science/verdict/law-bands'
import type { Quantity } from '../science/verdict/numbers'
import type { VerdictKind, VerdictReason } from '../science/verdict/verdict'
import { describeCaveat, describeDesign } from './caveat-text'
import { describeCalibration } from './control-text'
import { formatEstimate, formatInterval } from './estimates'
import { type LabelledSummary, type NameOf, nameRows } from './labels'
import { atTheCeiling, describeFit, describeMethod, describeNoLaw, describePredictor, lawTitles } from './law-text'
import { formatFixed, formatPercent, formatShort } from './numbers'
import { formatCount, formatList } from './phrases'
import { describeReason } from './reason-text'

export interface VerdictText {
  readonly kind: VerdictKind
  readonly preview: boolean
  readonly sentence: string
  readonly paragraph: string
  readonly numbers: readonly {
    readonly name: string // 's'
    readonly meaning: string // 'exponent of depth at equal budget'
    readonly estimate: Estimate
    readonly predicted: readonly { readonly law: string; readonly value: number }[]
  }[]
  readonly reasons: readonly string[]
  readonly caveats: readonly string[]
}

export function describeVerdict(summary: LabelledSummary): VerdictText {
  const { verdict } = summary, nameOf = nameRows(summary.rows)
  return {
    kind: verdict.kind, preview: verdict.preview, ...concludingText(summary, nameOf),
    numbers: verdict.numbers.map(({ quantity, estimate, predicted }) => ({
      ...describeQuantity(quantity, nameOf), estimate, predicted: predicted.map(({ by, value }) => ({ law: describePredictor(by), value })),
    })),
    reasons: verdict.reasons.map((reason) => describeReason(reason, nameOf)), caveats: verdict.caveats.map((caveat) => describeCaveat(caveat, nameOf)),
  }
}

type Concluding = Pick<VerdictText, 'sentence' | 'paragraph'>

function concludingText(summary: LabelledSummary, nameOf: NameOf): Concluding {
  const { verdict, law } = summary
  switch (verdict.kind) {
    case 'universality': case 'fixed-degree': case 'residual-width': return namedLaw(summary, verdict.kind, nameOf)
    case 'intermediate': {
      const against = verdict.reasons.find((reason) => reason.kind === 'pair-contradicts' || reason.kind === 'other-features')
      return against === undefined ? intermediate(summary, nameOf) : contradicted(summary, against, nameOf)
    }
    case 'saturated': return saturated(summary, nameOf)
    case 'not-enough': return law.kind === 'none' ? tooFew(summary, describeNoLaw(law.reason), nameOf) : noInterval(summary, law.s.value, nameOf)
    case 'not-a-law-test': return noLawTest(summary)
  }
  verdict.kind satisfies never
}

/** What a sentence begins with when it is quoted alone. */
const previewText = ({ verdict: { preview, design } }: LabelledSummary): string => (preview ? `A preview (${describeDesign(design)}): ` : '')

const counted = ({ primaryCount }: LabelledSummary): string => metricTraits[primaryCount].title.toLowerCase()

function countingText(summary: LabelledSummary): string {
  const shapes = new Set(summary.rows.map(({ shape: { width, depth, neurons } }) => `${width}/${depth}/${neurons}`)).size
  return `Counting ${counted(summary)} over ${formatCount(shapes, 'shape')}, ${formatCount(summary.budgets, 'budget')}, at least ${formatCount(summary.seeds, 'seed')} each`
}

/** "features per neuron changed 1.96-fold (95% interval 1.90 to 2.02) from d 16 × L 16 to d 32 × L 4; …". */
function pairText({ verdict: { pairs: [pair] } }: LabelledSummary, nameOf: NameOf): string {
  if (pair === undefined) return 'no two shapes of equal size can be set side by side'
  const { deep, wide, ratio, depthRatio } = pair
  return `features per neuron changed ${formatFixed(ratio.value)}-fold (${formatInterval(ratio.interval)}) from ${nameOf(deep)} to ${nameOf(wide)}; the note's table says ${formatFixed(degreeRatio(0, depthRatio))}, a fixed degree of superposition says 1`
}

const exponentText = (s: Estimate): string => `the exponent of depth at equal size is s = ${formatEstimate(s)}, where 0 means that the count follows the parameters, ½ the neurons and −½ the width of the residual stream`

const fittedParagraph = (summary: LabelledSummary, s: Estimate, nameOf: NameOf): string =>
  `${countingText(summary)}, ${exponentText(s)}. At equal size, ${pairText(summary, nameOf)}. ${describeFit(summary.law)}`

const exponentOf = (law: LawFit): Estimate => {
  invariant(law.kind !== 'none', () => 'a verdict that names s has a law')
  return law.s
}

function namedLaw(summary: LabelledSummary, kind: LawBand['kind'], nameOf: NameOf): Concluding {
  const s = exponentOf(summary.law), estimate = `s = ${formatFixed(s.value)}, ${formatInterval(s.interval)}`
  const sentence = {
    universality: `Deep or wide, networks of equal size learned equally many features, ${bandText(summary.law)} (${estimate}), so each neuron of a wide network carried more of them: the note's table holds in this toy`,
    'fixed-degree': `Each neuron carried the same number of features whatever the shape (${estimate}), so networks of equal size but different shape did not learn equally many: the note's table fails in this toy`,
    'residual-width': `The count of features followed the width of the residual stream (${estimate}): wide networks learned more than deep ones of equal size, and the note's table fails in this toy`,
  }[kind]
  const calibration = describeCalibration(summary.controls)
  return {
    sentence: `${previewText(summary)}${sentence}${calibration === null ? '.' : ', provisionally: the test\'s own calibration misses.'}`,
    paragraph: `${fittedParagraph(summary, s, nameOf)}${calibration === null ? '' : ` ${calibration}`}`,
  }
}

function intermediate(summary: LabelledSummary, nameOf: NameOf): Concluding {
  const s = exponentOf(summary.law)
  const compatible = lawNames.map((law) => ({ title: lawTitles[law], exponent: isoBudgetExponent(scalingLaws[law]) }))
    .filter(({ exponent }) => s.interval && s.interval.low <= exponent && exponent <= s.interval.high)
  const fits = compatible.length > 0
    ? `which leaves room for ${compatible.map(({ title, exponent }) => `${title} (${formatFixed(exponent, 1)})`).join(' and ')} but does not show it to the accuracy asked for`
    : 'which is neither equal counts (0) nor a fixed number per neuron (0.5)'
  return {
    sentence: `${previewText(summary)}${compatible.length > 0 ? 'Not settled' : 'Intermediate'}: at equal size the number of features changed as depth to the power s = ${formatFixed(s.value)} (${formatInterval(s.interval)}), ${fits}.`,
    paragraph: fittedParagraph(summary, s, nameOf),
  }
}

/** s lies in the band of a law, and something else contradicts that law. */
function contradicted(summary: LabelledSummary, against: Extract<VerdictReason, { kind: 'pair-contradicts' | 'other-features' }>, nameOf: NameOf): Concluding {
  const s = exponentOf(summary.law)
  const why = against.kind === 'other-features'
    ? `the shapes share fewer features than seeds of one shape do (U = ${formatFixed(against.shared.value)})`
    : `features per neuron of ${nameOf(against.pair.wide)} over ${nameOf(against.pair.deep)} are ${formatEstimate(against.pair.ratio)}, which it does not allow`
  return {
    sentence: `${previewText(summary)}No single law: over all shapes s = ${formatFixed(s.value)} (${formatInterval(s.interval)}) is that of ${lawTitles[against.law]}, but ${why}.`,
    paragraph: fittedParagraph(summary, s, nameOf),
  }
}

/** What the band of universality means for counts: "to ±32% over 16:1 in depth". */
function bandText(law: LawFit): string {
  const depths = law.cells.map(({ depth }) => depth)
  const range = Math.max(...depths) / Math.min(...depths)
  return `to ±${formatPercent(range ** exponentBands.universality.high - 1)} over ${formatFixed(range, Number.isInteger(range) ? 0 : 1)}:1 in depth`
}

function saturated(summary: LabelledSummary, nameOf: NameOf): Concluding {
  const shares = summary.rows.map(({ measured, featureCount }) => measured.featuresLearned.mean / featureCount)
  const range = `${formatFixed(100 * Math.min(...shares), 0)} to ${formatPercent(Math.max(...shares))}`
  const { descriptive } = summary
  const described = descriptive === null ? '' : ` Along shapes of equal size F ∝ L^s with s = ${formatEstimate(descriptive.s)}, ${atTheCeiling}.`
  const method = descriptive === null ? '' : ` That s describes all ${formatCount(descriptive.cells, 'cell')}, its interval made from ${describeMethod(descriptive.method)}.`
  return {
    sentence: `The networks learned ${range} of all there was to learn, so the note's table is met or missed by the ceiling as much as by a law: ${pairText(summary, nameOf)}.${described}`,
    paragraph: `${countingText(summary)}.${method} Shapes whose count is above ${formatPercent(ceilingFraction)} of all features are left out of the law, because any law looks like equality at the ceiling; too few are left to fit one. A task well over capacity, as in the presets that fit the law, decides.`,
  }
}

function tooFew(summary: LabelledSummary, reason: string, nameOf: NameOf): Concluding {
  return {
    sentence: `Not enough shapes for a law: ${reason}.`,
    paragraph: summary.verdict.pairs.length > 0
      ? `${countingText(summary)}; ${pairText(summary, nameOf)}. A law of width and depth needs more shapes.`
      : `${countingText(summary)}. To compare shapes, at least two of equal size must have finished.`,
  }
}

function noInterval(summary: LabelledSummary, s: number, nameOf: NameOf): Concluding {
  return {
    sentence: `One seed per shape gives s = ${formatFixed(s)} but no interval, hence no verdict.`,
    paragraph: `${countingText(summary)}; ${pairText(summary, nameOf)}. Two seeds give a first interval, eight a verdict.`,
  }
}

function noLawTest(summary: LabelledSummary): Concluding {
  const { rows, seeds } = summary
  if (rows.length === 0) return { sentence: 'Nothing is measured yet.', paragraph: 'No run has finished.' }
  const counts = rows.map(({ measured }) => measured.featuresLearned.mean)
  const [least, most] = [Math.min(...counts), Math.max(...counts)].map((value) => formatShort(Number(value.toFixed(1)), 6))
  const range = least === most ? least : `${least} to ${most}`
  const settings = new Set(rows.map(settingKey)).size, varies = varying(rows)
  const axes = (['sparsity', 'importance', 'frequency'] as const).filter((axis) => varies[axis])
  const swept = axes.length === 1 && axes[0] === 'sparsity' ? `${settings} sparsities` : `${settings} settings of ${formatList(axes)}`
  return {
    sentence: `${range} of ${rows[0].featureCount} features were learned${settings > 1 ? `, over ${swept}` : ''}.`,
    paragraph: `This experiment does not compare shapes of equal size, so it says nothing about the note's law; it counts ${counted(summary)} over ${formatCount(rows.length, 'setting')} with at least ${formatCount(seeds, 'seed')} each.`,
  }
}

function describeQuantity(quantity: Quantity, nameOf: NameOf): { readonly name: string; readonly meaning: string } {
  switch (quantity.kind) {
    case 'exponent': return { name: 's', meaning: 'exponent of depth at equal budget: F ∝ L^s' }
    case 'exponent-far-from-ceiling': return { name: 's', meaning: `of the ${formatCount(quantity.cells, 'cell')} below ${formatPercent(farFraction)} of all features alone, far from the ceiling` }
    case 'exponent-at-ceiling': return { name: 's', meaning: `of these shapes, F ∝ L^s at equal budget (${atTheCeiling})` }
    case 'degree-ratio': return { name: 'ratio', meaning: `features per neuron, ${nameOf(quantity.wide)} over ${nameOf(quantity.deep)}` }
    case 'participation-ratio': return { name: 'PR', meaning: `layers sharing a feature, of ${quantity.depth} (shuffled: ${formatFixed(quantity.shuffled)})` }
    case 'ablation-loss': return { name: 'lost', meaning: `share of features lost with one of ${quantity.depth} layers` }
    case 'cross-layer-share': return { name: 'χ', meaning: `share of features that only several layers of ${nameOf(quantity.row)} together give` }
    case 'bound-constant-ratio': return { name: 'C_obs', meaning: `observed constant of the bound, ${nameOf(quantity.most)} over ${nameOf(quantity.least)}, at equal sparsity` }
    case 'shared-features': return { name: 'U', meaning: 'features shared across shapes, over what seeds of one shape share' }
  }
  quantity satisfies never
}
