import { describe, expect, test } from 'vitest'
import { contrast, contrastProbability, probabilityBeyond, ratioOfMeans, relativeDifference } from '../../../../src/science/statistics/contrast'

// Two groups of two seeds each: standard error √2, 2 degrees of freedom, whose t at 97.5% is 4.302653.
const about = (centre: number): number[] => [centre - 1, centre + 1]
const critical = 4.302653 * Math.SQRT2

describe('a difference of two shapes', () => {
  test('has the probability of Student’s t, whichever is the larger', () => {
    for (const difference of [critical, -critical]) expect(contrastProbability([about(difference), about(0)], [1, -1])).toBeCloseTo(0.05, 6)
    expect(contrastProbability([about(3), about(3)], [1, -1])).toBe(1)
    expect(contrastProbability([[1, 1], [2, 2]], [1, -1])).toBe(0) // no noise at all
  })

  test('beyond a band is judged from its nearer edge, on either side', () => {
    const beyond = (difference: number) => probabilityBeyond([about(difference), about(0)], [1, -1], -2, 5)
    expect(beyond(5 + critical)).toBeCloseTo(0.05, 6)
    expect(beyond(-2 - critical)).toBeCloseTo(0.05, 6)
    expect(beyond(5 + 2 * critical)).toBeLessThan(0.03)
    expect([beyond(5), beyond(0), beyond(-2)]).toEqual([1, 1, 1])
  })

  test('of one seed has no probability, and no interval', () => {
    expect(probabilityBeyond([[9], about(0)], [1, -1], -1, 1)).toBeNull()
    expect(contrastProbability([[9], about(0)], [1, -1])).toBeNull()
    expect(contrast([[9], about(0)], [1, -1]).interval).toBeNull()
  })
})

test('a shape that does not weigh may have one seed', () => {
  expect(contrast([about(4), [7]], [1, 0])).toMatchObject({ value: 4, interval: { level: 0.95 } })
})

test('without noise the interval is the point itself', () => {
  expect(contrast([[3, 3], [1, 1]], [1, -1])).toMatchObject({ value: 2, interval: { low: 2, high: 2 }, interval90: { low: 2, high: 2 } })
})

test('a ratio is defined of positive means only', () => {
  expect([ratioOfMeans([0, 0], [1, 1]), ratioOfMeans([1, 1], [0, 0]), ratioOfMeans([-1, -1], [-1, -1])]).toEqual([null, null, null])
  expect(ratioOfMeans([3, 3], [2, 2])!.value).toBe(1.5)
})

test('a relative difference is over the mean of both', () => {
  expect(relativeDifference([3, 3], [1, 1]).value).toBe(1)
})
