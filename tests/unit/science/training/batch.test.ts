import { describe, expect, it } from 'vitest'
import { batchOf, recallTargets, regressionTargets } from '../../../../src/science/training/batch'
import { permutation } from '../../../../src/science/data/permutation'
import { bottleneck, frozenResidual, reconstruction, runOf, tiedRelu } from '../run-examples'

const recall = runOf({ kind: 'recall', featureCount: 4 }, frozenResidual, { width: 2, depth: 1, neurons: 1 })

describe('batches', () => {
  it('of recall are all keys in order, the same at every step', () => {
    expect([...batchOf(recall, 0)]).toEqual([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])
    expect(batchOf(recall, 7)).toEqual(batchOf(recall, 0))
  })

  it('of features are new at every step and follow the data seed alone', () => {
    const run = runOf(reconstruction(5, 0.5), tiedRelu, bottleneck(2))
    expect(batchOf(run, 0).length).toBe(40)
    expect(batchOf(run, 1)).not.toEqual(batchOf(run, 0))
    expect(batchOf({ ...run, seeds: { init: 9, data: 2 } }, 0)).toEqual(batchOf(run, 0))
    expect(batchOf({ ...run, seeds: { init: 1, data: 9 } }, 0)).not.toEqual(batchOf(run, 0))
  })
})

describe('targets', () => {
  it('are the input, its absolute value, or the permuted class', () => {
    const inputs = Float32Array.of(0.5, -0.25, 0)
    const task = { featureCount: 3, sparsity: 0.5, importance: { kind: 'uniform' } } as const
    expect([...regressionTargets({ kind: 'reconstruction', ...task }, inputs)]).toEqual([0.5, -0.25, 0])
    expect([...regressionTargets({ kind: 'absolute-value', ...task }, inputs)]).toEqual([0.5, 0.25, 0])
    expect(recallTargets(recall)).toEqual(permutation(2, 4))
  })
})
