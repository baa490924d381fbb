/** What a network is shown at a step, and what it should answer. */
import { drawBatch } from '../data/feature-law'
import { permutation } from '../data/permutation'
import { purpose } from '../random/streams'
import type { RunSpec } from './run-spec'
import { type RegressionTask, featureLaw, taskTraits } from '../tasks/task'
import { targets } from '../tasks/targets'

/**
 * Inputs of one training step. Recall shows all n keys, in order, at every step: the identity matrix, which
 * the products of `matrix-product.ts` read as cheaply as indices because they skip zeros. Returns [b, f].
 */
export function batchOf(run: RunSpec, step: number): Float32Array {
  const law = featureLaw(run.task)
  if (law === null) return allKeys(run.task.featureCount)
  return drawBatch(law, run.seeds.data, purpose.batch, step, run.training.batchSize)
}

/** The n one-hot keys of recall. Returns [b = f, f], the identity. */
export function allKeys(featureCount: number): Float32Array {
  const keys = new Float32Array(featureCount * featureCount)
  for (let f = 0; f < featureCount; f++) keys[f * featureCount + f] = 1
  return keys
}

/** What a regression is asked for. Returns [b, f]. */
export function regressionTargets({ kind, featureCount }: Pick<RegressionTask, 'kind' | 'featureCount'>, inputs: Float64Array | Float32Array): Float64Array {
  return targets[taskTraits[kind].target].answer(Float64Array.from(inputs), featureCount)
}

/** Recall: the class that the key in row b must be answered with, π(b). Returns [b]. */
export function recallTargets(run: Pick<RunSpec, 'task' | 'seeds'>): Uint32Array {
  return permutation(run.seeds.data, run.task.featureCount)
}
