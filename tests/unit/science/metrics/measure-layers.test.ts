import { expect, it } from 'vitest'
import { drawBatch } from '../../../../src/science/data/feature-law'
import { forward } from '../../../../src/science/models/forward'
import { initialParameters } from '../../../../src/science/training/initial-parameters'
import { measureRun } from '../../../../src/science/metrics/measure'
import { purpose } from '../../../../src/science/random/streams'
import { featureLaw } from '../../../../src/science/tasks/task'
import { frozenResidual, runOf } from '../run-examples'
import { absoluteValueNetwork, addAbsoluteValue } from './constructed-networks'

it('contributions of layers, branch scale included, add up to the slope of the output on its target', () => {
  const n = 6, samples = 1000
  const spec = runOf({ kind: 'absolute-value', featureCount: n, sparsity: 0.6, importance: { kind: 'uniform' } },
    { ...frozenResidual, outputBias: true }, { width: 5, depth: 3, neurons: 4 })
  const run = { ...spec, measurement: { probes: 1, evaluationSamples: samples } }
  const parameters = initialParameters(run)
  const inputs = drawBatch(featureLaw(run.task)!, run.seeds.data, purpose.evaluation, 0, samples)
  const { outputs } = forward(run, parameters, inputs)
  const { values } = measureRun(run, parameters).arrays.layerContribution // [f, l]
  for (let f = 0; f < n; f++) {
    const y = Array.from({ length: samples }, (_, b) => Math.abs(inputs[b * n + f]))
    const mean = y.reduce((sum, value) => sum + value, 0) / samples
    const covariance = y.reduce((sum, value, b) => sum + (value - mean) * outputs[b * n + f], 0)
    const variance = y.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    const total = values[3 * f] + values[3 * f + 1] + values[3 * f + 2]
    expect(Math.abs(total - covariance / variance)).toBeLessThan(1e-5 * Math.max(1, Math.abs(total))) // kept in float32
  }
})

it('only features that were learned can be lost with a layer', () => {
  // Layer 0 computes two features, layer 1 a third; the fourth is never learned.
  const { run, parameters } = absoluteValueNetwork({ width: 4, depth: 2, neurons: 4 }, (tensor) => {
    addAbsoluteValue(tensor, 0, 0, 4, 0)
    addAbsoluteValue(tensor, 0, 2, 4, 1)
    addAbsoluteValue(tensor, 1, 0, 4, 2)
  })
  const { arrays, scalars } = measureRun(run, parameters)
  expect([...arrays.learned.values]).toEqual([1, 1, 1, 0])
  expect(arrays.layerAblationLoss.values[0]).toBeCloseTo(2 / 3, 6)
  expect(arrays.layerAblationLoss.values[1]).toBeCloseTo(1 / 3, 6)
  expect(scalars.ablationLoss).toBeCloseTo(1 / 2, 6)
})
