/** Estimates from the seeds of several shapes: contrasts of means, differences and ratios, by Welch and Satterthwaite. */
import { type Estimate, type Interval, studentEstimate } from './spread'
import { studentCumulative } from './student'

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Variance of the mean of k ≥ 2 values. */
function meanVariance(values: readonly number[]): number {
  const centre = mean(values)
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length
}

/**
 * Σ_g w_g·mean(values_g), each group with its own variance: Satterthwaite's degrees of freedom. No interval unless
 * every group that weighs has two seeds. Seeds of the same number in different shapes share their data; their noise then
 * correlates positively, which a contrast (weights of both signs) cancels: the interval errs on the wide side.
 */
export function contrast(groups: readonly (readonly number[])[], weights: readonly number[]): Estimate {
  const { value, standardError, degreesOfFreedom } = moments(groups, weights)
  return studentEstimate(value, standardError, degreesOfFreedom)
}

/** Two-sided probability of so large a contrast where the true one is 0; null where it has no interval. */
export function contrastProbability(groups: readonly (readonly number[])[], weights: readonly number[]): number | null {
  const { value, standardError, degreesOfFreedom } = moments(groups, weights)
  if (!Number.isFinite(standardError)) return null
  return value === 0 ? 1 : 2 * studentCumulative(-Math.abs(value) / standardError, degreesOfFreedom) // no noise: 0
}

/** Likewise, of a contrast so far beyond [low, high] where the true one lies at the edge; 1 for a value inside. */
export function probabilityBeyond(groups: readonly (readonly number[])[], weights: readonly number[], low: number, high: number): number | null {
  const { value, standardError, degreesOfFreedom } = moments(groups, weights)
  if (!Number.isFinite(standardError)) return null
  const distance = Math.max(value - high, low - value)
  return distance <= 0 ? 1 : 2 * studentCumulative(-distance / standardError, degreesOfFreedom)
}

/** Standard error NaN where a group that weighs has one seed. */
function moments(groups: readonly (readonly number[])[], weights: readonly number[]): { value: number; standardError: number; degreesOfFreedom: number } {
  const value = groups.reduce((sum, values, g) => sum + weights[g] * mean(values), 0)
  let variance = 0, fourth = 0
  for (const [g, values] of groups.entries()) {
    if (weights[g] === 0) continue
    if (values.length < 2) return { value, standardError: NaN, degreesOfFreedom: 0 }
    const part = weights[g] ** 2 * meanVariance(values)
    variance += part
    fourth += part * part / (values.length - 1)
  }
  const degreesOfFreedom = fourth > 0 ? variance * variance / fourth : 1e4 // no noise at all: the interval is a point
  return { value, standardError: Math.sqrt(variance), degreesOfFreedom }
}

/** (mean a − mean b)/mean of both: the relative difference of two shapes' losses, say. Means must be positive. */
export const relativeDifference = (a: readonly number[], b: readonly number[]): Estimate => contrast([a, b], relativeWeights(a, b))

/** Weights of that contrast. */
export function relativeWeights(a: readonly number[], b: readonly number[]): [number, number] {
  const scale = (mean(a) + mean(b)) / 2
  return [1 / scale, -1 / scale]
}

/** mean a/mean b, interval on the logarithm by the delta method; null when a mean is not positive. */
export function ratioOfMeans(a: readonly number[], b: readonly number[]): Estimate | null {
  const above = mean(a), below = mean(b)
  if (!(above > 0 && below > 0)) return null
  const { interval, interval90 } = contrast([a, b], [1 / above, -1 / below])
  const value = above / below
  const around = (log: Interval | null): Interval | null =>
    log && { low: value * Math.exp(log.low), high: value * Math.exp(log.high), level: log.level }
  return { value, interval: around(interval), interval90: around(interval90) }
}
