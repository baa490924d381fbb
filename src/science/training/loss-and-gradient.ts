import { asFloat64, forward } from '../models/forward'
import { modelRecord, parameterLayout } from '../models/model'
import { tensorViews } from '../models/tensor-view'
import type { RunSpec } from './run-spec'
import { taskLoss } from './task-loss'

export interface LossAndGradient {
  readonly loss: number
  readonly gradient: Float64Array // [P_trainable]
}

/** The oracle of every engine: batch loss and its analytic gradient in float64. parameters [P], inputs [b, f]. */
export function lossAndGradient(
  run: RunSpec, parameters: Float32Array | Float64Array, inputs: Float32Array | Float64Array,
): LossAndGradient {
  const p = asFloat64(parameters), x = asFloat64(inputs)
  const activations = forward(run, p, x)
  const { loss, outputGradient } = taskLoss(run, x, activations.outputs)
  const gradient = new Float64Array(parameterLayout(run).trainable)
  modelRecord(run.model.kind).backward(run, tensorViews(run, p), tensorViews(run, gradient), x, activations, outputGradient)
  return { loss, gradient }
}

/** The batch loss alone. */
export function batchLoss(
  run: RunSpec, parameters: Float32Array | Float64Array, inputs: Float32Array | Float64Array,
): number {
  const x = asFloat64(inputs)
  return taskLoss(run, x, forward(run, parameters, x).outputs).loss
}
