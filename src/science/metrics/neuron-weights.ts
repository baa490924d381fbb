/**
 * What each hidden neuron takes from each feature, before its activation: the weights whose stacks show whether a neuron
 * serves one feature or many [Elhage et al. 2022, "Computation in superposition"].
 *
 *   autoencoder:  W_fk                         (k is a hidden unit)
 *   residual:     E_f·W_in[l, k]               what reaches layer l along the embedding alone; later layers also
 *                                              read what earlier ones wrote, which this leaves out, as it does RMSNorm's
 *                                              factor, one for all features of a sample
 */
import { modelRecord } from '../models/model'
import type { Network } from '../models/network'
import { tensorViews } from '../models/tensor-view'

/** @param parameters [P]  Returns L arrays [f, k]. */
export const neuronWeights = (network: Network, parameters: Float64Array): Float64Array[] =>
  modelRecord(network.model.kind).neuronWeights(network, tensorViews(network, parameters))

/** How many features a neuron serves: 1/Σ_f q_f² of q = w²/Σw² [k]; 1 for one alone, n for all alike, 0 for a neuron that takes nothing. */
export function featuresServed(weights: Float64Array, neurons: number): Float64Array {
  const squares = new Float64Array(neurons), fourths = new Float64Array(neurons) // [k]
  weights.forEach((weight, e) => {
    squares[e % neurons] += weight ** 2
    fourths[e % neurons] += weight ** 4
  })
  return squares.map((sum, k) => (sum > 0 ? sum ** 2 / fourths[k] : 0))
}
