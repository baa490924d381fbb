import { expect, it } from 'vitest'
import { drawBatch } from '../../../../src/science/data/feature-law'
import { initialParameters } from '../../../../src/science/training/initial-parameters'
import { batchLoss } from '../../../../src/science/training/loss-and-gradient'
import { measureRun } from '../../../../src/science/metrics/measure'
import { purpose } from '../../../../src/science/random/streams'
import { featureLaw } from '../../../../src/science/tasks/task'
import { bottleneck, frozenResidual, runOf, tiedRelu } from '../run-examples'

const importance = { kind: 'geometric', ratio: 0.8 } as const
const samples = 600 // more than two chunks of the measurement, the last one ragged

it.each([
  ['a residual network', runOf({ kind: 'absolute-value', featureCount: 20, sparsity: 0.8, importance }, { ...frozenResidual, outputBias: true }, { width: 8, depth: 2, neurons: 4 })],
  ['an autoencoder', runOf({ kind: 'reconstruction', featureCount: 5, sparsity: 0.5, importance }, tiedRelu, bottleneck(2))],
])('%s is judged on the evaluation stream of its data seed, weighted as its loss is, and never on a batch it trains on', (_, spec) => {
  const run = { ...spec, measurement: { probes: 1, evaluationSamples: samples } }
  const parameters = initialParameters(run)
  const lossOn = (stream: number) => batchLoss(run, parameters, drawBatch(featureLaw(run.task)!, run.seeds.data, stream, 0, samples))
  const { heldOutLoss } = measureRun(run, parameters).scalars
  expect(heldOutLoss).toBeCloseTo(lossOn(purpose.evaluation), 10) // the same sum in another order
  expect(Math.abs(heldOutLoss - lossOn(purpose.batch))).toBeGreaterThan(1e-4)
})
