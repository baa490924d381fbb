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

/** @param values one per seed, not empty */
export function spread(values: readonly number[]): Spread {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const min = Math.min(...values), max = Math.max(...values)
  if (count < 2) return { count, mean, sd: null, min, max, interval: null }
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1))
  const half = studentQuantile(0.5 + confidenceLevel / 2, count - 1) * sd / Math.sqrt(count)
  return { count, mean, sd, min, max, interval: { low: mean - half, high: mean + half, level: confidenceLevel } }
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

/** Mean over seeds with Student's intervals. @param values one per seed, not empty */
export function meanEstimate(values: readonly number[]): Estimate {
  const { count, mean, sd } = spread(values)
  return studentEstimate(mean, (sd ?? NaN) / Math.sqrt(count), count - 1)
}
