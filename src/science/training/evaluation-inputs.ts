import { drawSample, samplingTable } from '../data/feature-law'
import { purpose } from '../random/streams'
import { featureLaw } from '../tasks/task'
import type { RegressionRun } from './run-spec'

/** Inputs [b, f] of held-out samples first … first + count − 1; a sample is the same whatever the chunk. Recall has all its keys instead. */
export function evaluationInputs(run: Pick<RegressionRun, 'task' | 'seeds'>, first: number, count: number): Float64Array {
  const law = featureLaw(run.task)
  const table = samplingTable(law)
  const inputs = new Float64Array(count * law.featureCount)
  for (let b = 0; b < count; b++) {
    drawSample(table, run.seeds.data, purpose.evaluation, 0, first + b, inputs, b * law.featureCount)
  }
  return inputs
}
