import { expect, test } from 'vitest'
import { lateImprovement } from '../../../../src/science/training/convergence'

test('the late improvement sets the last tenth of the curve against the tenth before it', () => {
  const curve = [...Array<number>(16).fill(9), 1.1, 1.3, 1, 1] // 20 points: tenths of two
  expect(lateImprovement(curve)).toBeCloseTo(0.2, 12)
})

test('a settled curve improves by nothing, a rising one by less than nothing', () => {
  expect(lateImprovement(Array<number>(10).fill(2))).toBe(0)
  expect(lateImprovement([...Array<number>(9).fill(1), 2])).toBe(-0.5)
})

test('a short curve, or one that ends at zero, does not tell', () => {
  expect(lateImprovement([3, 2, 1])).toBeNull()
  expect(lateImprovement(Array<number>(10).fill(0))).toBeNull()
})
