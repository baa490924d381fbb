/** A case's initial parameters, importances and inputs, stacked on the instance axis, for peers that are not ours. */
import { drawBatch } from '../src/science/data/feature-law'
import { importanceWeights } from '../src/science/tasks/importance'
import { initialParameters } from '../src/science/training/initial-parameters'
import { parameterLayout } from '../src/science/models/model'
import { permutation } from '../src/science/data/permutation'
import { purpose } from '../src/science/random/streams'
import { featureLaw } from '../src/science/tasks/task'
import type { RunSpec } from '../src/science/training/run-spec'

export interface StackedTensors {
  readonly instances: number
  readonly featureCount: number
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[]; readonly values: Float32Array; readonly trainable: boolean }[] // [i, ...]
  readonly importance: Float32Array // [f]
  readonly permutation: Int32Array | null // [i, f], recall only
}

export function stackedTensors(runs: readonly RunSpec[]): StackedTensors {
  const layout = parameterLayout(runs[0])
  const parameters = runs.map(initialParameters)
  const { task } = runs[0]
  const n = task.featureCount
  return {
    instances: runs.length,
    featureCount: n,
    tensors: layout.tensors.map(({ name, shape, offset, size, trainable }) => {
      const values = new Float32Array(runs.length * size)
      parameters.forEach((flat, i) => values.set(flat.subarray(offset, offset + size), i * size))
      return { name, shape: [runs.length, ...shape], values, trainable }
    }),
    importance: importanceWeights(task),
    permutation: task.kind === 'recall' ? Int32Array.from(runs.flatMap((run) => Array.from(permutation(run.seeds.data, n)))) : null,
  }
}

/** The batch of one step, [i, b, f]; null for recall, whose inputs are all keys. */
export function inputsOf(runs: readonly RunSpec[], step: number): Float32Array | null {
  const law = featureLaw(runs[0].task)
  if (!law) return null
  const size = runs[0].training.batchSize * law.featureCount
  const inputs = new Float32Array(runs.length * size)
  runs.forEach((run, i) => inputs.set(drawBatch(featureLaw(run.task)!, run.seeds.data, purpose.batch, step, run.training.batchSize), i * size))
  return inputs
}
