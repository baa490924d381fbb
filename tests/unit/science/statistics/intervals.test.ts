import { describe, expect, test } from 'vitest'
import { normalQuantile } from '../../../../src/science/random/normal'
import { bootstrapEstimate } from '../../../../src/science/statistics/bootstrap'
import { contrast, ratioOfMeans, relativeDifference } from '../../../../src/science/statistics/contrast'
import { standing } from '../../../../src/science/statistics/equivalence'
import { leastSquares } from '../../../../src/science/statistics/least-squares'
import { randomDraws } from '../../../../src/science/statistics/random-draws'
import { spread } from '../../../../src/science/statistics/spread'

const normals = (seed: number) => {
  const random = randomDraws(seed)
  return () => normalQuantile(random.uniform())
}

describe('spread over seeds', () => {
  test('mean, standard deviation with n − 1, range, and Student’s interval', () => {
    const { mean, sd, min, max, interval } = spread([1, 2, 3, 4])
    expect([mean, min, max]).toEqual([2.5, 1, 4])
    expect(sd).toBeCloseTo(1.290994, 6)
    expect(interval!.high - 2.5).toBeCloseTo(3.182446 * 1.290994 / 2, 5) // t(0.975, 3)
  })

  test('one seed has no spread and no interval', () => {
    expect(spread([7])).toEqual({ count: 1, mean: 7, sd: null, min: 7, max: 7, interval: null })
  })
})

test('draws are the same for the same seed, whole numbers stay below their bound', () => {
  const a = randomDraws(3), b = randomDraws(3), c = randomDraws(4)
  const take = (draws: typeof a) => Array.from({ length: 20 }, () => draws.below(6))
  const first = take(a)
  expect(take(b)).toEqual(first)
  expect(take(c)).not.toEqual(first)
  expect(new Set(Array.from({ length: 200 }, () => a.below(6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]))
})

describe('least squares', () => {
  test('coefficients, residuals and the covariance of a line through four points', () => {
    const fit = leastSquares([[1, 0], [1, 1], [1, 2], [1, 3]], [1, 3, 4, 8])!
    expect(fit.coefficients[0]).toBeCloseTo(0.7, 12)
    expect(fit.coefficients[1]).toBeCloseTo(2.2, 12)
    expect(fit.degreesOfFreedom).toBe(2)
    expect(fit.unscaledCovariance[1][1]).toBeCloseTo(1 / 5, 12) // 1/Σ(x − x̄)²
    expect(fit.residuals.reduce((sum, r) => sum + r, 0)).toBeCloseTo(0, 12)
  })

  test('collinear predictors are refused', () => {
    expect(leastSquares([[1, 2], [2, 4], [3, 6]], [1, 2, 3])).toBeNull()
    expect(leastSquares([[1, 0], [1, 0]], [1, 2])).toBeNull()
  })
})

describe('contrasts', () => {
  test('two groups give Welch’s interval', () => {
    const { value, interval } = contrast([[10, 12, 14], [9, 9.5, 10]], [1, -1])
    expect(value).toBeCloseTo(2.5, 12)
    // se² = 4/3 + 0.25/3, Satterthwaite df = se⁴/((4/3)²/2 + (0.25/3)²/2) = 2.249; t(0.975) = 3.8768 (its density integrated numerically)
    expect(interval!.high - interval!.low).toBeCloseTo(2 * 3.8768 * Math.sqrt(4.25 / 3), 3)
  })

  test('a group with one seed leaves no interval unless it does not weigh', () => {
    expect(contrast([[1], [2, 3]], [1, -1]).interval).toBeNull()
    expect(contrast([[1], [2, 3]], [0, 1]).interval).not.toBeNull()
  })

  test('the ratio’s 95% interval covers the truth in 93–97% of 1000 draws', () => {
    let covered = 0
    for (let seed = 0; seed < 1000; seed++) {
      const normal = normals(seed)
      const sample = (mean: number) => Array.from({ length: 4 }, () => mean * (1 + 0.06 * normal()))
      const { interval } = ratioOfMeans(sample(20), sample(10))!
      covered += interval!.low <= 2 && 2 <= interval!.high ? 1 : 0
    }
    expect(covered).toBeGreaterThanOrEqual(930)
    expect(covered).toBeLessThanOrEqual(970)
  })

  test('a ratio of nothing is undefined', () => {
    expect(ratioOfMeans([1, 2], [0, 0])).toBeNull()
  })

  test('the relative difference is over the mean of both', () => {
    expect(relativeDifference([11, 11], [9, 9]).value).toBeCloseTo(0.2, 12)
  })
})

test('the stretched bootstrap of a mean is Student’s interval', () => {
  const values = [3, 5, 4, 8, 6]
  const mean = (groups: readonly (readonly number[])[]) => groups[0].reduce((sum, value) => sum + value, 0) / groups[0].length
  const boot = bootstrapEstimate([values], mean, 20_000), exact = spread(values)
  // 20 000 resamples give the standard error to 0.5%; 2% leaves room for four of those.
  expect((boot.interval!.high - boot.interval!.low) / (exact.interval!.high - exact.interval!.low)).toBeCloseTo(1, 1.7)
})

describe('equivalence', () => {
  const estimate = (low: number, high: number, low90: number, high90: number) =>
    ({ value: (low + high) / 2, interval: { low, high, level: 0.95 }, interval90: { low: low90, high: high90, level: 0.9 } })

  test('inside by the 90% interval, outside by the 95% interval, else undecided', () => {
    expect(standing(estimate(-0.11, 0.09, -0.09, 0.07), -0.1, 0.1)).toBe('inside')
    expect(standing(estimate(0.12, 0.3, 0.14, 0.28), -0.1, 0.1)).toBe('outside')
    expect(standing(estimate(0.05, 0.3, 0.07, 0.28), -0.1, 0.1)).toBe('undecided')
    expect(standing({ value: 0, interval: null, interval90: null }, -0.1, 0.1)).toBe('undecided')
  })

  test('at the edge of the band equivalence is claimed in at most 5% of draws, give or take their noise', () => {
    let claimed = 0
    for (let seed = 0; seed < 2000; seed++) {
      const normal = normals(seed)
      const sample = (mean: number) => Array.from({ length: 5 }, () => mean + 0.01 * normal())
      claimed += standing(contrast([sample(1.05), sample(1)], [1, -1]), -0.05, 0.05) === 'inside' ? 1 : 0
    }
    expect(claimed / 2000).toBeLessThan(0.065) // 5% + 3 standard errors of 0.5%
    expect(claimed / 2000).toBeGreaterThan(0.02) // and it does have the power to claim
  })
})
