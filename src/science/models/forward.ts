import { invariant } from '../invariant'
import type { Network } from './model'
import { type AutoencoderActivations, type AutoencoderNetwork, autoencoderForward } from './autoencoder'
import { type ResidualActivations, type ResidualNetwork, residualForward } from './residual'

export type Activations = AutoencoderActivations | ResidualActivations

/**
 * What a network computes, float64, any number of samples B = inputs.length / n.
 * @param parameters [P], all tensors, frozen ones included  @param inputs [b, f]
 */
export function forward(
  network: Network, parameters: Float32Array | Float64Array, inputs: Float32Array | Float64Array,
): Activations {
  const n = network.task.featureCount
  invariant(inputs.length % n === 0, () => `${inputs.length} input values are no whole number of samples of ${n} features`)
  const p = asFloat64(parameters), x = asFloat64(inputs)
  return network.model.kind === 'autoencoder'
    ? autoencoderForward(network as AutoencoderNetwork, p, x)
    : residualForward(network as ResidualNetwork, p, x)
}

export function asFloat64(values: Float32Array | Float64Array): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values)
}
