/**
 * What each hidden neuron takes from each feature, before its activation: the weights whose stacks show whether a neuron
 * serves one feature or many [Elhage et al. 2022, "Computation in superposition"].
 *
 *   autoencoder:  W_fk                         (k is a hidden unit)
 *   residual:     E_f·W_in[l, k]               what reaches layer l along the embedding alone; later layers also
 *                                              read what earlier ones wrote, which this leaves out, as it does RMSNorm's
 *                                              factor, one for all features of a sample
 */
import type { Network } from '../models/model'
import { tensorViews } from '../models/tensor-view'

/** @param parameters [P]  Returns L arrays [f, k]. */
export function neuronWeights(network: Network, parameters: Float64Array): Float64Array[] {
  const { model, task: { featureCount: n }, shape: { width: d, depth: L, neurons: m } } = network
  const tensor = tensorViews(network, parameters)
  if (model.kind === 'autoencoder') return [tensor('W').slice()]
  const embedding = tensor('E') // [f, h]
  return Array.from({ length: L }, (_, l) => {
    const weights = new Float64Array(n * m), reads = tensor('W_in', l) // [f, k], [k, h]
    for (let f = 0; f < n; f++) {
      for (let k = 0; k < m; k++) {
        let dot = 0
        for (let h = 0; h < d; h++) dot += embedding[f * d + h] * reads[k * d + h]
        weights[f * m + k] = dot
      }
    }
    return weights
  })
}

/** How many features a neuron serves: 1/Σ_f q_f² of q = w²/Σw² [k]; 1 for one alone, n for all alike, 0 for a neuron that takes nothing. */
export function featuresServed(weights: Float64Array, neurons: number): Float64Array {
  const squares = new Float64Array(neurons), fourths = new Float64Array(neurons) // [k]
  weights.forEach((weight, e) => {
    squares[e % neurons] += weight ** 2
    fourths[e % neurons] += weight ** 4
  })
  return squares.map((sum, k) => (sum > 0 ? sum ** 2 / fourths[k] : 0))
}
