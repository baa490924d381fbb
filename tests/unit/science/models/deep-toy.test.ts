import { describe, expect, it } from 'vitest'
import { parameterLayout } from '../../../../src/science/models/model'
import { batchOf } from '../../../../src/science/training/batch'
import { initialParameters } from '../../../../src/science/training/initial-parameters'
import { lossAndGradient } from '../../../../src/science/training/loss-and-gradient'
import { trainReference } from '../../../../src/science/training/reference-training'
import type { RunSpec } from '../../../../src/science/training/run-spec'
import { deepRuns } from '../../../engine/deep-runs'

const layerless = deepRuns['deep toy without layers, 19 features in 5 dimensions']
const autoencoder: RunSpec = {
  ...layerless, model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' }, shape: { width: 5, depth: 1, neurons: 5 },
}
/** [P] of a layerless network: b_U then E; of the autoencoder W then b. */
const tensor = (run: RunSpec, values: ArrayLike<number>, name: string): number[] => {
  const { offset, size } = parameterLayout(run).tensors.find((each) => each.name === name)!
  return Array.from(values).slice(offset, offset + size)
}

describe('the deep toy model without layers is the ReLU-output model of Elhage et al.', () => {
  it('starts at the same bits', () => {
    const own = initialParameters(layerless), theirs = initialParameters(autoencoder)
    expect(tensor(layerless, own, 'E')).toEqual(tensor(autoencoder, theirs, 'W'))
    expect(tensor(layerless, own, 'b_U')).toEqual(tensor(autoencoder, theirs, 'b'))
  })

  it('has the same loss and gradient', () => {
    const own = lossAndGradient(layerless, initialParameters(layerless), batchOf(layerless, 3))
    const theirs = lossAndGradient(autoencoder, initialParameters(autoencoder), batchOf(autoencoder, 3))
    expect(own.loss).toBe(theirs.loss)
    expect(tensor(layerless, own.gradient, 'E')).toEqual(tensor(autoencoder, theirs.gradient, 'W'))
    expect(tensor(layerless, own.gradient, 'b_U')).toEqual(tensor(autoencoder, theirs.gradient, 'b'))
  })

  it('takes the same steps', () => {
    expect(trainReference(layerless, 5).losses).toEqual(trainReference(autoencoder, 5).losses)
  })
})

it('an untied readout starts at the embedding', () => {
  const run = deepRuns['untied deep toy computing |x| of 23 features in 6 dimensions, depth 2']
  const start = initialParameters(run)
  expect(tensor(run, start, 'U')).toEqual(tensor(run, start, 'E'))
})

it('a network whose layers write nothing reads its embedding from the stream and nothing from what was written', () => {
  const run = deepRuns['deep toy of 37 features in 5 dimensions, depth 3']
  const silent = initialParameters(run)
  const { offset, size } = parameterLayout(run).tensors.find(({ name }) => name === 'W_out')!
  silent.fill(0, offset, offset + size)
  const toy: RunSpec = { ...run, shape: { width: 5, depth: 0, neurons: 0 } }
  expect(lossAndGradient(run, silent, batchOf(run, 0)).loss).toBe(lossAndGradient(toy, initialParameters(toy), batchOf(toy, 0)).loss)
})
