/** Whether two shapes learn the same features: overlap across shapes over the overlap that seeds of one shape reach. */
import { type Estimate } from '../statistics/spread'
import { jackknife } from '../statistics/jackknife'
import { ceilingNormalised, weightedOverlap } from './similarity'

export interface SharedFeatures {
  readonly acrossShapes: number // J(A, B), mean over seeds r ≠ q
  readonly withinA: number // J(A, A′), mean over pairs of seeds
  readonly withinB: number
  readonly normalised: Estimate | null // U; interval over seeds by the jackknife, from three seeds on
}

/**
 * @param a qualities of shape A, one [f] per seed; @param b of shape B, same seed at the same place
 * Across shapes only different seeds are paired, as within a shape, so that shared data favours neither side. Null
 * with fewer than two seeds of either.
 */
export function sharedFeatures(
  a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[], importance?: ArrayLike<number>,
): SharedFeatures | null {
  const seeds = Math.min(a.length, b.length)
  if (seeds < 2) return null
  // Seeds over seeds, once: leaving a seed out sums part of it.
  const overlaps = (first: readonly ArrayLike<number>[], second: readonly ArrayLike<number>[]): number[][] =>
    first.slice(0, seeds).map((x, r) => second.slice(0, seeds).map((y, q) => (r === q ? 0 : weightedOverlap(x, y, importance))))
  const across = overlaps(a, b), within = [overlaps(a, a), overlaps(b, b)]
  const meanOf = (table: readonly (readonly number[])[], kept: readonly number[]): number =>
    kept.reduce((sum, r) => sum + kept.reduce((row, q) => row + table[r][q], 0), 0) / (kept.length * (kept.length - 1)) // r = q is 0
  const all = Array.from({ length: seeds }, (_, r) => r)
  return {
    acrossShapes: meanOf(across, all), withinA: meanOf(within[0], all), withinB: meanOf(within[1], all),
    normalised: jackknife(seeds, (kept) => (kept.length < 2 ? null : ceilingNormalised(meanOf(across, kept), meanOf(within[0], kept), meanOf(within[1], kept)))),
  }
}
