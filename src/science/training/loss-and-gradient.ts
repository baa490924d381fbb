import { asFloat64, forward } from '../models/forward'
import { parameterLayout } from '../models/model'
import { type AutoencoderNetwork, autoencoderGradient } from '../models/autoencoder'
import { type ResidualNetwork, residualGradient } from '../models/residual'
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
  const gradient = activations.kind === 'autoencoder'
    ? autoencoderGradient(run as RunSpec & AutoencoderNetwork, p, x, activations, outputGradient)
    : residualGradient(run as RunSpec & ResidualNetwork, p, parameterLayout(run).trainable, x, activations, outputGradient)
  return { loss, gradient }
}

/** The batch loss alone. */
export function batchLoss(
  run: RunSpec, parameters: Float32Array | Float64Array, inputs: Float32Array | Float64Array,
): number {
  const x = asFloat64(inputs)
  return taskLoss(run, x, forward(run, parameters, x).outputs).loss
}
