import { invariant } from '../invariant'
import { modelRecord } from './model'
import type { Activations, Network } from './network'
import { tensorViews } from './tensor-view'

/**
 * What a network computes, float64, any number of samples B = inputs.length / n.
 * @param parameters [P], all tensors, frozen ones included  @param inputs [b, f]
 */
export function forward(
  network: Network, parameters: Float32Array | Float64Array, inputs: Float32Array | Float64Array,
): Activations {
  const n = network.task.featureCount
  invariant(inputs.length % n === 0, () => `${inputs.length} input values are no whole number of samples of ${n} features`)
  return modelRecord(network.model.kind).forward(network, tensorViews(network, asFloat64(parameters)), asFloat64(inputs))
}

export function asFloat64(values: Float32Array | Float64Array): Float64Array {
  return values instanceof Float64Array ? values : Float64Array.from(values)
}
