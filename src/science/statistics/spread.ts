/** Numbers with their uncertainty: what every claim of the lab is printed from. */
import { confidenceLevel, equivalenceLevel } from '../criteria'
import { studentQuantile } from './student'

/** A confidence interval; `level` is its nominal coverage, 0.95 unless a test of equivalence asks for 0.90. */
export interface Interval {
  readonly low: number
  readonly high: number
  readonly level: number
}

/** An estimate. Intervals are null when they cannot be had (one seed, no degrees of freedom), never guessed. */
export interface Estimate {
  readonly value: number
  readonly interval: Interval | null // 95%
  readonly interval90: Interval | null // 90%: two one-sided tests at 5%
}

/** A quantity over the seeds of one shape. */
export interface Spread {
  readonly count: number // seeds, ≥ 1
  readonly mean: number
  readonly sd: number | null // n − 1 in the denominator; null with one seed
  readonly min: number
  readonly max: number
  /** 95% for the mean over seeds, Student's t; null with one seed. */
  readonly interval: Interval | null
}

/** Where the mean of a quantity can lie; either end may be infinite. */
export interface Range {
  readonly low: number
  readonly high: number
}
const anywhere: Range = { low: -Infinity, high: Infinity }

/**
 * A 100·level % interval for a mean that lies in [a, b], from k values with mean x̄ and standard deviation sd: the score interval
 *
 *   {μ ∈ [a, b]: (x̄ − μ)² ≤ t² φ V(μ)/k},  φ = sd²/V(x̄),
 *
 * V(μ) = (μ − a)(b − μ) with two finite ends, μ − a or b − μ with one, 1 with none, where it is Student's. It lies in [a, b] by
 * construction, where a symmetric interval would have to be cut. For shares and one draw each it is Wilson's [Wilson 1927], φ the
 * over-dispersion of quasi-likelihood [McCullagh & Nelder 1989, ch. 4]. A mean at an end has no spread: the interval is that point.
 * With values outside [a, b] (a count worse than chance) it is Student's.
 */
function meanInterval({ count, mean, sd, min, max }: Omit<Spread, 'sd' | 'interval'> & { readonly sd: number }, level: number, { low: a, high: b }: Range): Interval {
  const half = studentQuantile(0.5 + level / 2, count - 1) * sd / Math.sqrt(count)
  const fromLow = mean - a, fromHigh = b - mean
  if (min < a || max > b || (fromLow === Infinity && fromHigh === Infinity)) return { low: mean - half, high: mean + half, level }
  if (half === 0) return { low: mean, high: mean, level }
  // (x̄ − μ)² = q V(μ) is a quadratic in the distance μ − x̄: (1 + qc)δ² − q V′δ − half² = 0, c = 1 with two ends, else 0.
  const isTwoSided = fromLow < Infinity && fromHigh < Infinity
  const variance = isTwoSided ? fromLow * fromHigh : fromLow < Infinity ? fromLow : fromHigh
  const q = half ** 2 / variance, slope = isTwoSided ? fromHigh - fromLow : fromLow < Infinity ? 1 : -1, curvature = 1 + (isTwoSided ? q : 0)
  const root = Math.sqrt((q * slope) ** 2 + 4 * curvature * half ** 2)
  return { low: Math.max(a, mean + (q * slope - root) / (2 * curvature)), high: Math.min(b, mean + (q * slope + root) / (2 * curvature)), level } // ends: rounding
}

/** @param values one per seed, not empty  @param range of the mean */
export function spread(values: readonly number[], range: Range = anywhere): Spread {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const min = Math.min(...values), max = Math.max(...values)
  if (count < 2) return { count, mean, sd: null, min, max, interval: null }
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1))
  return { count, mean, sd, min, max, interval: meanInterval({ count, mean, sd, min, max }, confidenceLevel, range) }
}

/** value ± t·standard error, at 95 and 90%; no intervals without degrees of freedom. */
export function studentEstimate(value: number, standardError: number, degreesOfFreedom: number): Estimate {
  if (!(degreesOfFreedom > 0) || !Number.isFinite(standardError)) return { value, interval: null, interval90: null }
  const around = (level: number): Interval => {
    const half = studentQuantile(0.5 + level / 2, degreesOfFreedom) * standardError
    return { low: value - half, high: value + half, level }
  }
  return { value, interval: around(confidenceLevel), interval90: around(equivalenceLevel) }
}

/** Mean over seeds, at 95 and 90%. @param values one per seed, not empty  @param range of the mean */
export function meanEstimate(values: readonly number[], range: Range = anywhere): Estimate {
  const { sd, interval, ...rest } = spread(values, range)
  if (sd === null || !Number.isFinite(sd)) return { value: rest.mean, interval: null, interval90: null }
  return { value: rest.mean, interval, interval90: meanInterval({ ...rest, sd }, equivalenceLevel, range) }
}

/** Of e^x, where the estimate is of x. */
export function exponentiated({ value, interval, interval90 }: Estimate): Estimate {
  const up = (bounds: Interval | null): Interval | null => bounds && { ...bounds, low: Math.exp(bounds.low), high: Math.exp(bounds.high) }
  return { value: Math.exp(value), interval: up(interval), interval90: up(interval90) }
}
