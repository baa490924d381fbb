import { expect, it } from 'vitest'
import { explainedVarianceSums } from '../../../../src/science/metrics/explained-variance'

/** One feature, y = |x|, over the given samples; ŷ as answered. */
function explained(inputs: readonly number[], answer: (x: number) => number) {
  const sums = explainedVarianceSums(1)
  sums.add(inputs, inputs.map(Math.abs), inputs.map(answer))
  return sums.result()
}

const inputs = [0, 0.5, 0, -1, 0, 0.25, 0, 0]
const y = inputs.map(Math.abs)
const mean = y.reduce((sum, value) => sum + value, 0) / y.length
const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length

it('always answering the mean explains nothing: R² = 0 against the variance, not the second moment', () => {
  expect(explained(inputs, () => mean).r2[0]).toBeCloseTo(0, 12)
  expect(explained(inputs, () => 0).r2[0]).toBeCloseTo(-(mean ** 2) / variance, 12) // worse than the mean
  expect(explained(inputs, Math.abs).r2[0]).toBe(1)
})

it('a constant error on samples where the feature is absent counts as much as one where it is present', () => {
  const errs = (where: (x: number) => boolean) => explained(inputs, (x) => Math.abs(x) + (where(x) ? 0.1 : 0)).r2[0]
  expect(errs((x) => x === 0)).toBeCloseTo(1 - 5 * 0.01 / 8 / variance, 12)
  expect(errs((x) => x !== 0)).toBeCloseTo(1 - 3 * 0.01 / 8 / variance, 12)
})

it('half-features are judged on the samples of their own sign, against the second moment', () => {
  const { halfFeatures, activeFraction } = explained(inputs, (x) => Math.max(0, x)) // answers positive x only
  expect([...halfFeatures]).toEqual([0, 1]) // −, +
  expect(activeFraction[0]).toBe(3 / 8)
})
