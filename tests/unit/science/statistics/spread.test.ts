import { expect, test } from 'vitest'
import { meanEstimate, spread, studentEstimate } from '../../../../src/science/statistics/spread'

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
