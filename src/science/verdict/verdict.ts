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
import { calibrationWords } from '../conclusions/controls'
import { dividedBelow, sameFeaturesFrom } from '../criteria'
import { standing } from '../statistics/equivalence'
import { isSaturated } from '../statistics/law-fit'
import { caveatsOf } from './caveats'
import { type Evidence, isPreview } from './evidence'
import { type LawBand, lawBands } from './law-bands'
import { digits, inWords, withInterval } from './number-words'
import { type VerdictNumber, numbersOf } from './numbers'
import { type WidestPair, pairExponent, widestPairs } from './widest-pairs'
import { againstWords, intermediateWords, lawWords, noIntervalWords, plainWords, saturatedWords, tooFewWords } from './words'

export type VerdictKind =
  | 'universality' // s ≈ 0: the count follows the parameters, the note's table stands
  | 'fixed-degree' // s ≈ ½: the count follows the neurons
  | 'residual-width' // s ≈ −½: the count follows the residual width
  | 'intermediate' // an interval that fits none of them
  | 'saturated' // the count sits at its ceiling n (or floor): shapes cannot be told apart
  | 'not-enough' // too few shapes or seeds for a law
  | 'not-a-law-test' // the experiment does not vary shape at equal budget

export interface Verdict {
  readonly kind: VerdictKind
  /** Fewer than 8 seeds, 5 shapes on each of 3 budgets, or an interval of seed noise only: a preview, and the sentence says so. */
  readonly preview: boolean
  readonly sentence: string // a newspaper could print it
  readonly paragraph: string // a reviewer would accept it
  readonly numbers: readonly VerdictNumber[]
  /** Which criterion was met or missed, one sentence each. */
  readonly reasons: readonly string[]
  readonly caveats: readonly string[]
}

export function reachVerdict(evidence: Evidence): Verdict {
  const { law, rows } = evidence
  const pairs = widestPairs(rows)
  const common = { preview: isPreview(evidence), numbers: numbersOf(evidence, pairs), caveats: caveatsOf(evidence) }
  if (!evidence.isLawTest) return { ...common, kind: 'not-a-law-test', reasons: [], ...plainWords(evidence) }
  if (law.kind === 'none') {
    return isSaturated(law) && pairs.length > 0
      ? { ...common, kind: 'saturated', reasons: law.dropped.map(({ label, reason }) => `${label} is left out of the law: ${reason}.`), ...saturatedWords(evidence, pairs) }
      : { ...common, kind: 'not-enough', reasons: [`No law: ${law.reason}.`], ...tooFewWords(evidence, law.reason, pairs) }
  }
  if (law.s.interval90 === null) {
    return { ...common, kind: 'not-enough', reasons: [`s = ${digits(law.s.value)} without an interval: ${law.method}.`], ...noIntervalWords(evidence, law.s.value, pairs) }
  }
  const calibrated = calibrationWords(evidence.controls) === null
  const besides = [evidence.crossLayer, evidence.bound].flatMap((found) => (found === null ? [] : [found.sentence]))
  const reasons = lawBands.map(({ law: { name }, low, high }) => {
    const where = { inside: calibrated ? 'lies inside' : 'lies, by a test whose calibration misses, inside', outside: 'lies wholly outside', undecided: 'is not settled against' }[standing(law.s, low, high)]
    return `${name[0].toUpperCase()}${name.slice(1)}: s = ${digits(law.s.value)} (${inWords(law.s.interval90)}) ${where} [${digits(low, 1)}, ${digits(high, 1)}].`
  })
  const fitting = lawBands.find(({ low, high }) => standing(law.s, low, high) === 'inside')
  if (fitting === undefined) return { ...common, kind: 'intermediate', reasons: [...reasons, ...besides], ...intermediateWords(evidence, law.s, pairs) }
  const against = pairs.filter(({ ratio, depthRatio }) => standing(pairExponent(ratio, depthRatio), fitting.low, fitting.high) === 'outside')
  for (const { deep, wide, ratio } of against) {
    reasons.push(`But features per neuron of ${wide.label} over ${deep.label} are ${withInterval(ratio)}, which this law does not allow.`)
  }
  const shared = evidence.shared?.normalised ?? null
  const otherSet = fitting.kind === 'universality' && shared !== null && shared.value < sameFeaturesFrom
  if (otherSet) reasons.push(`But the shapes share fewer features than seeds of one shape do: U = ${withInterval(shared)}, below ${sameFeaturesFrom}.`)
  if (against.length > 0 || otherSet) return { ...common, kind: 'intermediate', reasons: [...reasons, ...besides], ...againstWords(evidence, fitting.law.name, law.s, pairs, against) }
  return { ...common, kind: fitting.kind, reasons: [...reasons, ...contradiction(evidence, fitting.kind, pairs), ...besides], ...lawWords(evidence, fitting.kind, law.s, pairs) }
}

/** Whether the note's contradiction is real here: the degree moves at equal sparsity. */
function contradiction({ layers, rows }: Evidence, kind: LawBand['kind'], pairs: readonly WidestPair[]): string[] {
  if (kind === 'fixed-degree') return ['The degree of superposition is the same for every shape at equal sparsity, as the note supposes; it is the other premise, equal features at equal size, that fails.']
  const moved = pairs.filter(({ ratio: { interval } }) => interval && (interval.low > 1 || interval.high < 1))
  if (kind !== 'universality' || moved.length === 0) return []
  // Of sets and unequal frequencies the bound says nothing; recall's keys are equally rare in every shape.
  const isBoundSilent = rows.some(({ sparsity, independentProbability }) => sparsity !== null && independentProbability === null)
  const reasons = [`At equal sparsity the degree of superposition differs between shapes beyond seed noise, so it is not a function of sparsity alone${isBoundSilent ? '' : ': read as an equality, the bound is contradicted; read as an upper bound, it need not bind here'}.`]
  if (layers && (layers.participation.interval?.low ?? layers.participation.value) > dividedBelow) {
    reasons.push(`Features are shared by ${digits(layers.participation.value, 1)} of ${layers.depth} layers (${digits(layers.participationNull.value, 1)} when shuffled) and one layer's loss costs ${Math.round(100 * layers.ablationLoss.value)}% of them, not 1/${layers.depth}: the note's division of features over layers does not hold.`)
  }
  return reasons
}
