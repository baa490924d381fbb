/**
 * Equivalence by two one-sided tests at 5%: a quantity is shown to lie in [low, high] when its 90% interval does. A null
 * interval (one seed) shows nothing. The opposite is shown when the 95% interval lies wholly outside.
 */
import type { Estimate } from './spread'

export type Standing = 'inside' | 'outside' | 'undecided'

export function standing({ interval, interval90 }: Estimate, low: number, high: number): Standing {
  if (interval90 && interval90.low >= low && interval90.high <= high) return 'inside'
  if (interval && (interval.high < low || interval.low > high)) return 'outside'
  return 'undecided'
}
