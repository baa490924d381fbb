import { describe, expect, test } from 'vitest'
import { summarise } from '../../../../src/science/summary'
import { pairExponent, widestPairs } from '../../../../src/science/verdict/widest-pairs'
import { plantedRuns } from '../planted-runs'

/** A shape of 4096 weights, or another size. */
const shape = (depth: number, size = 4096) => {
  const width = 64 / Math.sqrt(depth)
  return { width, depth, neurons: size / (2 * width * depth) }
}
const pairsOf = (shapes: readonly ReturnType<typeof shape>[], count: (depth: number) => number = () => 10): number[][] => {
  const { rows } = summarise(plantedRuns({ shapes, seeds: 2, count: ({ depth }) => count(depth) }))
  const layersOf = (key: string): number => rows.find((row) => row.key === key)!.layers
  return widestPairs(rows).map(({ deep, wide }) => [layersOf(deep), layersOf(wide)])
}

describe('the widest pair of a budget', () => {
  test('is its deepest shape and its shallowest of two layers or more, in whatever order they come', () => {
    expect(pairsOf([shape(4), shape(16), shape(1), shape(8)])).toEqual([[16, 4]])
    expect(pairsOf([shape(8), shape(4), shape(16)])).toEqual([[16, 4]])
    expect(pairsOf([shape(1), shape(16)])).toEqual([[16, 1]]) // where there is no other
  })

  test('stays within its budget, one pair each', () => {
    expect(pairsOf([shape(16), shape(4), shape(8, 16384), shape(2, 16384)])).toEqual([[16, 4], [8, 2]])
  })

  test('is none where no shape is shallower, or where the ratio of counts is not defined', () => {
    expect(pairsOf([shape(16)])).toEqual([])
    expect(pairsOf([{ width: 16, depth: 16, neurons: 8 }, { width: 8, depth: 16, neurons: 16 }])).toEqual([])
    expect(pairsOf([shape(16), shape(4)], (depth) => (depth === 4 ? 0 : 10))).toEqual([])
    expect(pairsOf([shape(16), shape(8), shape(4)], (depth) => (depth === 4 ? 0 : 10))).toEqual([[16, 8]])
  })

  test('knows how far apart its depths are', () => {
    const [{ depthRatio }] = widestPairs(summarise(plantedRuns({ shapes: [shape(16), shape(4)], seeds: 2, count: () => 10 })).rows)
    expect(depthRatio).toBe(4)
  })
})

test.each([0.5, 1, 2, 4, 8])('the exponent that a ratio of %d implies has its interval the right way round', (ratio) => {
  const around = (by: number) => ({ low: ratio / by, high: ratio * by, level: 0.95 })
  const { value, interval, interval90 } = pairExponent({ value: ratio, interval: around(1.1), interval90: around(1.05) }, 4)
  expect(interval!.low).toBeCloseTo(value - Math.log(1.1) / Math.log(4), 12)
  expect(interval!.high).toBeCloseTo(value + Math.log(1.1) / Math.log(4), 12)
  expect(interval90!.high - interval90!.low).toBeLessThan(interval!.high - interval!.low)
  expect(pairExponent({ value: ratio, interval: null, interval90: null }, 4).interval).toBeNull()
})

test('of two shapes of one depth the first is taken', () => {
  const shapes = [shape(16), { width: 32, depth: 4, neurons: 16 }, { width: 16, depth: 4, neurons: 32 }]
  expect(widestPairs(summarise(plantedRuns({ shapes, seeds: 2, count: () => 10 })).rows)[0].wide).toMatch(/^32\/4\//)
})
