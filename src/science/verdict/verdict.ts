/**
 * From numbers to a verdict, by criteria fixed beforehand:
 *
 * | verdict | criterion |
 * |---|---|
 * | universality | 90% interval of s inside [−0.1, 0.1], and no widest pair of a comparison contradicts it |
 * | fixed degree | 90% interval of s inside [0.4, 0.6], same condition |
 * | residual width | 90% interval of s inside [−0.6, −0.4], same condition |
 * | intermediate | otherwise |
 *
 * A pair's ratio of features per neuron is depthRatio^(½ − s): for the note's ratio of 4, [1.74, 2.3] is s in [−0.1,
 * 0.1] and [0.87, 1.15] is s in [0.4, 0.6]. Pairs contradict when their own 95% interval lies wholly outside.
 * With importance or frequency that is graded, universality also asks for the same *set* of features: U ≥ 0.9.
 * Beside the verdict stand two questions of their own: cross-layer compensation (cross-layer.ts) and whether the bound
 * binds (observed-bound.ts). They never change its kind.
 */
import { missedControls } from '../conclusions/controls'
import type { CrossLayerCompensation } from '../conclusions/cross-layer'
import type { Design } from '../conclusions/design'
import type { LayerEvidence } from '../conclusions/layer-evidence'
import type { BoundStanding } from '../conclusions/observed-bound'
import { dividedBelow, sameFeaturesFrom } from '../criteria'
import { type Standing, standing } from '../statistics/equivalence'
import { type DroppedCell, type IntervalMethod, type NoLawReason, isSaturated } from '../statistics/law-fit'
import type { Estimate } from '../statistics/spread'
import { type Caveat, caveatsOf } from './caveats'
import { type Evidence, designIn, isPreview } from './evidence'
import { type LawBand, lawBands } from './law-bands'
import { type VerdictNumber, numbersOf } from './numbers'
import { type WidestPair, pairExponent, widestPairs } from './widest-pairs'

export type VerdictKind =
  | 'universality' // s ≈ 0: the count follows the parameters, the note's table stands
  | 'fixed-degree' // s ≈ ½: the count follows the neurons
  | 'residual-width' // s ≈ −½: the count follows the residual width
  | 'intermediate' // an interval that fits none of them
  | 'saturated' // the count sits at its ceiling n (or floor): shapes cannot be distinguished
  | 'not-enough' // too few shapes or seeds for a law
  | 'worse-than-chance' // every network is (chance.ts): nothing can be said of shapes
  | 'not-a-law-test' // the experiment does not vary shape at equal budget

/** Which criterion was met or missed. */
export type VerdictReason =
  | { readonly kind: 'cell-dropped'; readonly cell: DroppedCell }
  | { readonly kind: 'no-law'; readonly reason: NoLawReason }
  | { readonly kind: 'no-interval'; readonly s: number; readonly method: IntervalMethod }
  | { readonly kind: 'band'; readonly band: LawBand; readonly s: Estimate; readonly standing: Standing; readonly isCalibrated: boolean }
  | { readonly kind: 'pair-contradicts'; readonly law: LawBand['law']; readonly pair: WidestPair } // s lies in the band, this pair outside
  | { readonly kind: 'other-features'; readonly law: LawBand['law']; readonly shared: Estimate } // s lies in the band, U below sameFeaturesFrom
  | { readonly kind: 'degree-is-fixed' } // as the note supposes; it is its other premise that fails
  | { readonly kind: 'degree-moves'; readonly isBoundSilent: boolean } // at equal sparsity: no function of sparsity alone
  | { readonly kind: 'layers-share-features'; readonly layers: LayerEvidence }
  | { readonly kind: 'cross-layer'; readonly found: CrossLayerCompensation } // a question of its own
  | { readonly kind: 'bound'; readonly found: BoundStanding } // likewise

export interface Verdict {
  readonly kind: VerdictKind
  /** Fewer than 8 seeds, 5 shapes on each of 3 budgets, or an interval of seed noise only. */
  readonly preview: boolean
  readonly design: Design // what it rests on
  readonly pairs: readonly WidestPair[] // of each comparison
  readonly numbers: readonly VerdictNumber[]
  readonly reasons: readonly VerdictReason[]
  readonly caveats: readonly Caveat[]
}

export function reachVerdict(evidence: Evidence): Verdict {
  const { law, rows } = evidence
  const pairs = widestPairs(rows)
  const common = { preview: isPreview(evidence), design: designIn(evidence), pairs, numbers: numbersOf(evidence, pairs), caveats: caveatsOf(evidence) }
  if (rows.length > 0 && rows.every(({ flags }) => flags.some(({ kind }) => kind === 'worse-than-chance'))) return { ...common, kind: 'worse-than-chance', reasons: [] }
  if (!evidence.isLawTest) return { ...common, kind: 'not-a-law-test', reasons: [] }
  if (law.kind === 'none') {
    return isSaturated(law) && pairs.length > 0
      ? { ...common, kind: 'saturated', reasons: law.dropped.map((cell) => ({ kind: 'cell-dropped', cell })) }
      : { ...common, kind: 'not-enough', reasons: [{ kind: 'no-law', reason: law.reason }] }
  }
  if (law.s.interval90 === null) return { ...common, kind: 'not-enough', reasons: [{ kind: 'no-interval', s: law.s.value, method: law.method }] }
  const isCalibrated = missedControls(evidence.controls).length === 0
  const bands = lawBands.map((band): VerdictReason => ({ kind: 'band', band, s: law.s, standing: standing(law.s, band.low, band.high), isCalibrated }))
  const besides: VerdictReason[] = [
    ...(evidence.crossLayer ? [{ kind: 'cross-layer', found: evidence.crossLayer } as const] : []), ...(evidence.bound ? [{ kind: 'bound', found: evidence.bound } as const] : []),
  ]
  const fitting = lawBands.find(({ low, high }) => standing(law.s, low, high) === 'inside')
  if (fitting === undefined) return { ...common, kind: 'intermediate', reasons: [...bands, ...besides] }
  const against = contradictions(evidence, fitting, pairs)
  if (against.length > 0) return { ...common, kind: 'intermediate', reasons: [...bands, ...against, ...besides] }
  return { ...common, kind: fitting.kind, reasons: [...bands, ...consequences(evidence, fitting.kind, pairs), ...besides] }
}

/** What contradicts a law in whose band s lies. */
function contradictions({ shared }: Evidence, { kind, law, low, high }: LawBand, pairs: readonly WidestPair[]): VerdictReason[] {
  const against = pairs.filter(({ ratio, depthRatio }) => standing(pairExponent(ratio, depthRatio), low, high) === 'outside')
  const U = kind === 'universality' ? shared?.normalised ?? null : null
  return [
    ...against.map((pair): VerdictReason => ({ kind: 'pair-contradicts', law, pair })),
    ...(U !== null && U.value < sameFeaturesFrom ? [{ kind: 'other-features', law, shared: U } as const] : []),
  ]
}

/** Whether the note's contradiction is real here: the degree moves at equal sparsity. */
function consequences({ layers, rows }: Evidence, kind: LawBand['kind'], pairs: readonly WidestPair[]): VerdictReason[] {
  if (kind === 'fixed-degree') return [{ kind: 'degree-is-fixed' }]
  const moved = pairs.filter(({ ratio: { interval } }) => interval && (interval.low > 1 || interval.high < 1))
  if (kind !== 'universality' || moved.length === 0) return []
  // Of sets and unequal frequencies the bound says nothing; recall's keys are equally rare in every shape.
  const isBoundSilent = rows.some(({ sparsity, independentProbability }) => sparsity !== null && independentProbability === null)
  const isShared = layers !== null && (layers.participation.interval?.low ?? layers.participation.value) > dividedBelow
  return [{ kind: 'degree-moves', isBoundSilent }, ...(isShared ? [{ kind: 'layers-share-features', layers } as const] : [])]
}
