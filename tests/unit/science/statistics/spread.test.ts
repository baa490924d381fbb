import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomDraws } from '../../../../src/science/statistics/random-draws'
import { meanEstimate, spread, studentEstimate } from '../../../../src/science/statistics/spread'
import { studentQuantile } from '../../../../src/science/statistics/student'

test('an estimate without degrees of freedom, or without a finite error, has no interval', () => {
  for (const [error, freedom] of [[1, 0], [1, -1], [1, NaN], [NaN, 3], [Infinity, 3]]) {
    expect(studentEstimate(2, error, freedom)).toEqual({ value: 2, interval: null, interval90: null })
  }
  expect(studentEstimate(2, 0, 1)).toMatchObject({ interval: { low: 2, high: 2 } })
})

test('two seeds have a spread, one has none', () => {
  expect(spread([1, 3])).toMatchObject({ count: 2, mean: 2, min: 1, max: 3, sd: Math.SQRT2 })
  expect(spread([1])).toEqual({ count: 1, mean: 1, sd: null, min: 1, max: 1, interval: null })
  expect(meanEstimate([1])).toEqual({ value: 1, interval: null, interval90: null })
})

describe('the interval of a mean that cannot lie anywhere', () => {
  const share = { low: 0, high: 1 }, loss = { low: 0, high: Infinity }

  test('lies where the mean can lie, without being cut, for any values there', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }), fc.constantFrom(share, loss), (values, range) => {
      const { mean, interval } = spread(values, range)
      expect(interval!.low).toBeGreaterThanOrEqual(0)
      expect(interval!.high).toBeLessThanOrEqual(range.high)
      expect(interval!.low).toBeLessThanOrEqual(mean + 1e-15)
      expect(interval!.high).toBeGreaterThanOrEqual(mean - 1e-15)
    }))
  })

  test('is Wilson’s score interval for a share of yes and no, up to n for n − 1 in the variance', () => {
    // 2 of 8: sd² = 8/7 · x̄(1 − x̄), so t²φ/k = t²/7; Wilson's with z² → 8 t²/7 in place of z².
    const z2 = 8 / 7 * studentQuantile(0.975, 7) ** 2, [k, p] = [8, 0.25]
    const centre = (p + z2 / (2 * k)) / (1 + z2 / k), half = Math.sqrt(z2 * (p * (1 - p) / k + z2 / (4 * k * k))) / (1 + z2 / k)
    const { interval } = spread([1, 1, 0, 0, 0, 0, 0, 0], share)
    expect(interval!.low).toBeCloseTo(centre - half, 12)
    expect(interval!.high).toBeCloseTo(centre + half, 12)
  })

  test('is Student’s where the ends are far, and where a value lies beyond them', () => {
    const student = spread([0.5, 0.5001]).interval!, near = spread([0.5, 0.5001], share).interval!
    expect(near.low).toBeCloseTo(student.low, 6)
    expect(spread([-3, 5], share).interval).toEqual(spread([-3, 5]).interval)
  })

  test('is the point itself at an end', () => {
    expect(spread([1, 1, 1], share).interval).toMatchObject({ low: 1, high: 1 })
    expect(meanEstimate([0, 0], share)).toMatchObject({ value: 0, interval: { low: 0, high: 0 }, interval90: { low: 0, high: 0 } })
  })

  test('covers the mean of skewed shares in 93 to 99 of 100 samples', () => {
    const random = randomDraws(11) // uniform squared: mean 1/3
    let covered = 0
    for (let sample = 0; sample < 2000; sample++) {
      const { low, high } = spread(Array.from({ length: 4 }, () => random.uniform() ** 2), share).interval!
      if (low <= 1 / 3 && 1 / 3 <= high) covered++
    }
    expect(covered / 2000).toBeGreaterThan(0.93)
    expect(covered / 2000).toBeLessThan(0.99)
  })
})
