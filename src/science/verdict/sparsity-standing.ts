/**
 * From (s, g) to a standing, by criteria fixed beforehand (criteria.ts), each on the 90% interval:
 *
 * | standing | s inside | g inside |
 * |---|---|---|
 * | stream-bound: the bound is met as an equality, per dimension of the stream | [−0.6, −0.4] | [0.8, 1.2] |
 * | neuron-bound: the same per neuron, so the degree is a function of sparsity alone | [0.4, 0.6] | [0.8, 1.2] |
 * | universality: features follow the parameters | [−0.1, 0.1] | – |
 * | no-grip: sparsity does not set the count | – | [−0.2, 0.2] |
 * | intermediate | otherwise | |
 *
 * Where both universality and no-grip hold, the former is named: it is the stronger statement. Beside it stands what is ruled out:
 * every law whose point lies outside the joint 95% region, or, where it fixes one of the two numbers only, outside that one's interval.
 */
import { exponentBands, gripBands } from '../criteria'
import { standing } from '../statistics/equivalence'
import { type NestedLaw, type SparsityLaw, isInside, nestedLaws } from '../statistics/sparsity-law'

export type NamedLaw = Exclude<NestedLaw['kind'], 'free'>

export interface SparsityStanding {
  readonly kind: NamedLaw | 'intermediate' | 'no-interval'
  /** False where the law named holds to within its bands but the 95% region excludes its very numbers; true where none is named. */
  readonly isExact: boolean
  /** The other laws that the 95% intervals exclude, in the order of `nestedLaws`. */
  readonly ruledOut: readonly NamedLaw[]
}

/** Null without a fitted law. */
export function standingOf(law: SparsityLaw): SparsityStanding | null {
  if (law.kind === 'none') return null
  const { s, g } = law
  if (g.interval90 === null || (s !== null && s.interval90 === null)) return { kind: 'no-interval', isExact: true, ruledOut: [] }
  const inS = (band: keyof typeof exponentBands): boolean => s !== null && standing(s, exponentBands[band].low, exponentBands[band].high) === 'inside'
  const inG = (band: keyof typeof gripBands): boolean => standing(g, gripBands[band].low, gripBands[band].high) === 'inside'
  const kind = inS('residualWidth') && inG('met') ? 'stream-bound'
    : inS('fixedDegree') && inG('met') ? 'neuron-bound'
      : inS('universality') ? 'universality'
        : inG('none') ? 'no-grip' : 'intermediate'
  const excluded = nestedLaws.flatMap((nested) => (nested.kind !== 'free' && isRuledOut(nested, law) ? [nested.kind] : []))
  return { kind, isExact: kind === 'intermediate' || !excluded.includes(kind), ruledOut: excluded.filter((other) => other !== kind) }
}

function isRuledOut({ a, b, g }: NestedLaw, law: Extract<SparsityLaw, { kind: 'fitted' }>): boolean {
  const s = a === null || b === null || law.s === null ? null : b - a / 2
  if (s !== null && g !== null && law.joint !== null) return !isInside(law.joint, [law.s!.value, law.g.value], [s, g])
  const excludes = (interval: { readonly low: number; readonly high: number } | null | undefined, value: number | null): boolean =>
    interval != null && value !== null && (value < interval.low || value > interval.high)
  return excludes(law.s?.interval, s) || excludes(law.g.interval, g)
}
