/** Whether two shapes learn the same features: overlap across shapes over the overlap that seeds of one shape reach. */
import { ceilingNormalised, weightedOverlap } from './similarity'

export interface SharedFeatures {
  readonly acrossShapes: number // J(A, B), mean over seeds r ≠ q
  readonly withinA: number // J(A, A′), mean over pairs of seeds
  readonly withinB: number
  readonly normalised: number | null // U
}

/**
 * @param a qualities of shape A, one [f] per seed; @param b of shape B, same seed at the same place
 * Across shapes only different seeds are paired, as within a shape, so that shared data favours neither side. Null
 * with fewer than two seeds of either.
 */
export function sharedFeatures(
  a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[], importance?: ArrayLike<number>,
): SharedFeatures | null {
  if (a.length < 2 || b.length < 2) return null
  const overlap = (first: readonly ArrayLike<number>[], second: readonly ArrayLike<number>[]): number => {
    let sum = 0, pairs = 0
    first.forEach((x, r) => second.forEach((y, q) => {
      if (r === q) return
      sum += weightedOverlap(x, y, importance)
      pairs += 1
    }))
    return sum / pairs
  }
  const acrossShapes = overlap(a, b), withinA = overlap(a, a), withinB = overlap(b, b)
  return { acrossShapes, withinA, withinB, normalised: ceilingNormalised(acrossShapes, withinA, withinB) }
}
