import { describe, expect, it } from 'vitest'
import { logAxis, logTicks, tickText, topOfLosses } from '../../../src/dashboard/charts/layout'

describe('an axis of losses', () => {
  it('reaches the greatest loss, but no further than six decades above the least: a run that diverges must not flatten the others', () => {
    expect(topOfLosses([0.5, 20, 3])).toBe(20)
    expect(topOfLosses([2, 1e37, 5, Infinity, NaN, 0])).toBeCloseTo(2e6, 0)
    expect(topOfLosses([NaN, 0])).toBeNaN()
  })
})

describe('ticks of a logarithmic axis', () => {
  const within = (low: number, high: number): number[] => logTicks(low, high).filter((tick) => tick >= low && tick <= high)

  it('are 1, 2 and 5 of each decade, decades alone over a long range, and more digits over a short one', () => {
    expect(within(10, 1000)).toEqual([10, 20, 50, 100, 200, 500, 1000])
    expect(within(1e-3, 1e4)).toEqual([1e-3, 1e-2, 0.1, 1, 10, 100, 1000, 1e4])
    expect(within(2, 5)).toEqual([2, 3, 4, 5])
  })

  it('reach beyond both ends of the data', () => {
    for (const [low, high] of [[53, 1030], [0.0071, 0.49], [3, 3.1], [1, 1]]) {
      const ticks = logTicks(low, high)
      expect(ticks[0]).toBeLessThanOrEqual(low)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(high)
      expect([...ticks].sort((a, b) => a - b)).toEqual(ticks)
    }
  })

  it('are few, positive and finite over all that a number can be', () => {
    for (const [low, high] of [[5e-324, 1e308], [5e-324, 5e-324], [1e308, 1.7e308], [1, 1e300]]) {
      const ticks = logTicks(low, high)
      expect(ticks.length).toBeLessThan(80)
      expect(ticks.every((tick) => tick > 0 && Number.isFinite(tick))).toBe(true)
    }
    expect(logAxis('loss', '', [5e-324, 1e308]).tickvals!.length).toBeGreaterThan(10)
  })

  it('are written as plain numbers', () => {
    expect([1000, 20000, 0.5, 0.005, 1.5].map(tickText)).toEqual(['1000', '20\u2009000', '0.5', '0.005', '1.5'])
  })
})
