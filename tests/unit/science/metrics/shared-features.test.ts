import { expect, it } from 'vitest'
import { sharedFeatures } from '../../../../src/science/metrics/shared-features'

it('never pairs a seed with itself: neither as its own ceiling nor across shapes, where it shares its data', () => {
  // Seed 0 keeps the first feature, seed 1 the second, whatever the shape: different seeds share nothing.
  const seeds = [[1, 0], [0, 1]]
  expect(sharedFeatures(seeds, seeds)).toEqual({ acrossShapes: 0, withinA: 0, withinB: 0, normalised: null })
})

it('is 1 where shapes share what seeds of one shape share, and none with a single seed', () => {
  const seeds = [[1, 0.5, 0], [0.5, 1, 0], [1, 1, 0]]
  expect(sharedFeatures(seeds, seeds)!.normalised!.value).toBeCloseTo(1, 12)
  expect(sharedFeatures(seeds, seeds.slice(0, 1))).toBeNull()
})
