/**
 * A statistic over seeds that is no mean of theirs (overlaps over pairs of seeds, say): leave one seed out at a time, and treat
 * the pseudo-values kθ − (k − 1)θ₋ᵣ as k independent observations [Tukey 1958]: Student's t on their spread around θ.
 */
import { type Estimate, spread, studentEstimate } from './spread'

/** @param statistic of the seeds kept, by place in 0 … count − 1; null where it is undefined. Null only where all seeds give null. */
export function jackknife(count: number, statistic: (kept: readonly number[]) => number | null): Estimate | null {
  const all = Array.from({ length: count }, (_, r) => r)
  const value = statistic(all)
  if (value === null) return null
  const bare: Estimate = { value, interval: null, interval90: null }
  const without = all.map((r) => statistic(all.filter((other) => other !== r)))
  if (count < 2 || without.some((left) => left === null)) return bare
  const { sd } = spread(without.map((left) => count * value - (count - 1) * left!))
  return studentEstimate(value, sd! / Math.sqrt(count), count - 1)
}
