import { describe, expect, it } from 'vitest'
import { permutation } from '../../../../src/science/data/permutation'
import { crossEntropy, squaredError, taskLoss } from '../../../../src/science/training/task-loss'
import { reconstruction } from '../run-examples'

describe('squared error', () => {
  it('is summed over features with their importances and averaged over samples', () => {
    const outputs = Float64Array.of(1, 2, 3, 0), targets = Float64Array.of(0, 0, 1, 4)
    const { loss, outputGradient } = squaredError(outputs, targets, Float32Array.of(1, 0.5))
    expect(loss).toBe((1 + 0.5 * 4 + 4 + 0.5 * 16) / 2)
    expect([...outputGradient]).toEqual([1, 1, 2, -2])
  })

  it('of reconstruction is against the input itself', () => {
    const inputs = Float64Array.of(0.5, 0, 0.25, 1)
    expect(taskLoss({ task: reconstruction(2, 0.5), seeds: { init: 0, data: 0 } }, inputs, inputs.slice()).loss).toBe(0)
    const absolute = { kind: 'absolute-value', featureCount: 2, sparsity: 0.5, importance: { kind: 'uniform' } } as const
    expect(taskLoss({ task: absolute, seeds: { init: 0, data: 0 } }, Float64Array.of(-0.5, 0.5), Float64Array.of(0.5, 0.5)).loss).toBe(0)
  })
})

describe('cross-entropy', () => {
  it('is ln n for equal logits, 6.9315 at n = 1024', () => {
    const { loss } = crossEntropy(new Float64Array(3 * 1024).fill(5), Uint32Array.of(0, 7, 1023), 1024)
    expect(loss).toBeCloseTo(Math.log(1024), 13)
    expect(loss).toBeCloseTo(6.9315, 4)
  })

  it('is the mean of −ln softmax at the right class, huge logits included', () => {
    const { loss } = crossEntropy(Float64Array.of(0, Math.log(3), 1000, 0), Uint32Array.of(1, 1), 2)
    expect(loss).toBeCloseTo((-Math.log(0.75) + 1000) / 2, 12)
  })

  it('does not change when a constant is added to a row, and its gradient sums to zero along a row', () => {
    const logits = Float64Array.of(0.3, -1.2, 2, 1, 1, 0)
    const { loss, outputGradient } = crossEntropy(logits, Uint32Array.of(2, 0), 3)
    expect(crossEntropy(logits.map((z, e) => (e < 3 ? z + 40 : z)), Uint32Array.of(2, 0), 3).loss).toBeCloseTo(loss, 13)
    for (const row of [0, 3]) {
      expect(Math.abs(outputGradient[row] + outputGradient[row + 1] + outputGradient[row + 2])).toBeLessThan(1e-16)
    }
  })

  it('of recall is against the permutation of the data seed', () => {
    const seeds = { init: 0, data: 31 }
    const order = permutation(31, 5)
    const logits = new Float64Array(25)
    for (let key = 0; key < 5; key++) logits[5 * key + order[key]] = 50
    const run = { task: { kind: 'recall', featureCount: 5 } as const, seeds }
    expect(taskLoss(run, new Float64Array(25), logits).loss).toBeLessThan(1e-20)
    expect(taskLoss({ ...run, seeds: { init: 0, data: 32 } }, new Float64Array(25), logits).loss).toBeGreaterThan(5)
  })

  it('refuses a part of the keys: row b must be key b', () => {
    const run = { task: { kind: 'recall', featureCount: 5 } as const, seeds: { init: 0, data: 1 } }
    expect(() => taskLoss(run, new Float64Array(20), new Float64Array(20))).toThrow('all 5 keys, got 4 rows')
  })
})
