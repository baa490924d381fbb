/**
 * Cluster bootstrap: seeds are resampled within each shape, shapes are kept. The plain percentile interval covers far
 * too little with a handful of seeds (8 shapes of 3 seeds: about 86% instead of 95%, measured in the tests), for two
 * reasons with one cure each: the resampled variance is (k − 1)/k of the true one, so deviations from the shape's mean
 * are stretched by √(k/(k−1)); and few degrees of freedom need Student's quantile instead of the normal's.
 */
import { confidenceLevel } from '../criteria'
import { randomDraws } from './random-draws'
import { type Estimate, studentEstimate } from './spread'

/** One resample after another. groups: values per shape; a group of one value is kept as it is. */
function resamples(
  groups: readonly (readonly number[])[], draws: number, seed: number, stretch: boolean, visit: (resample: readonly number[][]) => void,
): void {
  const random = randomDraws(seed)
  const stretched = groups.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const factor = stretch && values.length > 1 ? Math.sqrt(values.length / (values.length - 1)) : 1
    return values.map((value) => mean + factor * (value - mean))
  })
  const resample = groups.map((values) => new Array<number>(values.length).fill(0))
  for (let draw = 0; draw < draws; draw++) {
    stretched.forEach((values, g) => {
      for (let k = 0; k < values.length; k++) resample[g][k] = values[random.below(values.length)]
    })
    visit(resample)
  }
}

/** Percentile interval, uncorrected: what the literature calls "the bootstrap". */
export function percentileInterval(
  groups: readonly (readonly number[])[], statistic: (groups: readonly (readonly number[])[]) => number, level = confidenceLevel, draws = 10_000, seed = 1,
): { readonly low: number; readonly high: number; readonly level: number } {
  const values: number[] = []
  resamples(groups, draws, seed, false, (resample) => values.push(statistic(resample)))
  values.sort((x, y) => x - y)
  const at = (share: number): number => values[Math.min(draws - 1, Math.max(0, Math.round(share * (draws - 1))))]
  return { low: at((1 - level) / 2), high: at((1 + level) / 2), level }
}

/**
 * statistic ± t·(standard error of the stretched resamples), Σ(k_g − 1) degrees of freedom; no interval when every group
 * has one seed. For a statistic that is far from normal, pass its logarithm.
 */
export function bootstrapEstimate(
  groups: readonly (readonly number[])[], statistic: (groups: readonly (readonly number[])[]) => number, draws = 10_000, seed = 1,
): Estimate {
  const value = statistic(groups)
  const degreesOfFreedom = groups.reduce((sum, values) => sum + values.length - 1, 0)
  if (degreesOfFreedom === 0) return { value, interval: null, interval90: null }
  let sum = 0, squares = 0
  resamples(groups, draws, seed, true, (resample) => {
    const shift = statistic(resample) - value
    sum += shift
    squares += shift * shift
  })
  const variance = Math.max(0, squares / draws - (sum / draws) ** 2)
  return studentEstimate(value, Math.sqrt(variance), degreesOfFreedom)
}
