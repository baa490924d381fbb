/**
 * A verdict in three layers: the sentence and the finding (finding-text.ts), the numbers beside a figure, and what stands behind
 * them: method, criteria, caveats.
 */
import { ceilingFraction, exponentBands, farFraction } from '../science/criteria'
import { metricTraits } from '../science/metrics/metric-traits'
import type { LawFit } from '../science/statistics/law-fit'
import type { Estimate } from '../science/statistics/spread'
import type { Quantity } from '../science/verdict/numbers'
import type { VerdictKind } from '../science/verdict/verdict'
import { describeCaveat, describeDesign } from './caveat-text'
import { describeCalibration } from './control-text'
import { describeFinding } from './finding-text'
import { type LabelledSummary, type NameOf, nameRows } from './labels'
import { atTheCeiling, describeFit, describeMethod, describePredictor } from './law-text'
import { formatFixed, formatPercent } from './numbers'
import { formatCount } from './phrases'
import { describeReason } from './reason-text'

export interface VerdictText {
  readonly kind: VerdictKind
  readonly preview: boolean
  readonly sentence: string // that a student understands
  readonly finding: readonly string[] // what is ruled out, what is left, the counts that show it: paragraphs, may be none
  /** What it rests on: '3 seeds, 2 shapes, 1 budget'. */
  readonly design: string
  readonly method: string
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
    kind: verdict.kind, preview: verdict.preview, ...describeFinding(summary), design: describeDesign(verdict.design), method: describeMethods(summary),
    numbers: verdict.numbers.map(({ quantity, estimate, predicted }) => ({
      ...describeQuantity(quantity, nameOf), estimate, predicted: predicted.map(({ by, value }) => ({ law: describePredictor(by), value })),
    })),
    reasons: verdict.reasons.map((reason) => describeReason(reason, nameOf)), caveats: verdict.caveats.map((caveat) => describeCaveat(caveat, nameOf)),
  }
}

/** The third layer: design, fit and calibration. */
function describeMethods(summary: LabelledSummary): string {
  const { rows, law, controls, descriptive, verdict } = summary
  switch (verdict.kind) {
    case 'universality': case 'fixed-degree': case 'residual-width': case 'intermediate': {
      const calibration = verdict.kind === 'intermediate' ? null : describeCalibration(controls)
      return [`${countingText(summary)}.`, 'Along shapes of equal size the count F ∝ L^s: s = 0 where it follows the parameters, ½ the neurons, −½ the width of the stream.',
        verdict.kind === 'universality' ? `The band of s = 0 stands for equal counts ${bandText(law)}.` : '', describeFit(law), calibration ?? ''].filter((part) => part !== '').join(' ')
    }
    case 'saturated': {
      const method = descriptive === null ? '' : ` That s describes all ${formatCount(descriptive.cells, 'cell')}, its interval made from ${describeMethod(descriptive.method)}.`
      return `${countingText(summary)}.${method} Shapes whose count is above ${formatPercent(ceilingFraction)} of all features are left out of the law, because any law looks like equality at the ceiling; too few are left to fit one. To decide, use more features than the network can hold.`
    }
    case 'not-enough': return `${countingText(summary)}. To compare shapes, at least two of equal size and different depth must have finished.`
    case 'worse-than-chance': return `${countingText(summary)}. A network is worse than chance where its held-out loss is above that of one constant answer, with room for noise.`
    case 'not-a-law-test':
      return rows.length === 0 ? 'No finished run is measured.'
        : `It counts ${counted(summary)} over ${formatCount(rows.length, 'setting')}, at least ${formatCount(summary.seeds, 'seed')} each. Shapes of equal size are not compared, so nothing follows for the note's law.`
  }
  verdict.kind satisfies never
}

const counted = ({ primaryCount }: LabelledSummary): string => metricTraits[primaryCount].title.toLowerCase()

function countingText(summary: LabelledSummary): string {
  const shapes = new Set(summary.rows.map(({ shape: { width, depth, neurons } }) => `${width}/${depth}/${neurons}`)).size
  return `Counted: ${counted(summary)} over ${formatCount(shapes, 'shape')}, ${formatCount(summary.budgets, 'budget')}, at least ${formatCount(summary.seeds, 'seed')} each`
}

/** What the band of universality means for counts: "to within 32% over 16:1 in depth". */
function bandText(law: LawFit): string {
  const depths = law.cells.map(({ depth }) => depth)
  const range = Math.max(...depths) / Math.min(...depths)
  return `to within ${formatPercent(range ** exponentBands.universality.high - 1)} over ${formatFixed(range, Number.isInteger(range) ? 0 : 1)}:1 in depth`
}

function describeQuantity(quantity: Quantity, nameOf: NameOf): { readonly name: string; readonly meaning: string } {
  switch (quantity.kind) {
    case 'exponent': return { name: 's', meaning: 'exponent of depth at equal budget: F ∝ L^s' }
    case 'exponent-far-from-ceiling': return { name: 's', meaning: `of the ${formatCount(quantity.cells, 'cell')} below ${formatPercent(farFraction)} of all features alone, far from the ceiling` }
    case 'exponent-at-ceiling': return { name: 's', meaning: `of these shapes, F ∝ L^s at equal budget (${atTheCeiling})` }
    case 'degree-ratio': return { name: 'ratio', meaning: `features per neuron, ${nameOf(quantity.wide)} over ${nameOf(quantity.deep)}` }
    case 'participation-ratio': return { name: 'PR', meaning: `layers sharing a feature, of ${quantity.depth}` }
    case 'ablation-loss': return { name: 'lost', meaning: `share of features lost with one of ${quantity.depth} layers` }
    case 'cross-layer-share': return { name: 'χ', meaning: `share of features that only several layers of ${nameOf(quantity.row)} together give` }
    case 'bound-constant-ratio': return { name: 'C_obs', meaning: `observed constant of the bound, ${nameOf(quantity.most)} over ${nameOf(quantity.least)}, at equal sparsity` }
    case 'shared-features': return { name: 'U', meaning: 'features shared across shapes, over what seeds of one shape share' }
  }
  quantity satisfies never
}
