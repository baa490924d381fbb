/**
 * The autoencoders of Elhage et al. 2022, sections 2 and 7, in float64:
 *   h = σ_h(x W)          x [b, f], W [f, h]
 *   ŷ = σ_o(h Vᵀ + b)     V [f, h], V = W when tied
 */
import { addColumnSums, addProduct, addProductWithTransposed, addRow, addTransposedProduct } from '../linear-algebra/matrix-product'
import { activate, gateGradient } from './activation'
import type { ModelRecord, TensorRow } from './model-record'
import type { AutoencoderModel } from './network'

const readout = ({ tied }: AutoencoderModel): 'W' | 'V' => (tied ? 'W' : 'V')

export const autoencoder: ModelRecord<'autoencoder'> = {
  label: 'one hidden layer (toy model)',
  describeShape: ({ width }) => `m ${width}`,
  tasks: {
    recall: { count: 'featuresByBits', refused: 'recall needs layers between its keys and values' },
    reconstruction: { count: 'featuresByNorm', refused: null }, // by norm as its paper does
    'absolute-value': { count: 'featuresBySoftR2', refused: null },
    conjunction: { count: 'featuresBySoftR2', refused: null },
  },
  layers: null,

  tensors({ task: { featureCount: n }, shape: { width: m }, model }) {
    const weights = (name: 'W' | 'V'): TensorRow => ({
      name, axes: 'fh', shape: [n, m], trainable: true, isCounted: true,
      initial: { kind: 'normal', stream: name, deviation: Math.sqrt(2 / (n + m)) },
    })
    return [
      weights('W'), ...(model.tied ? [] : [weights('V')]),
      { name: 'b', axes: 'f', shape: [n], trainable: true, isCounted: false, initial: { kind: 'zero' } },
    ]
  },

  forward({ task: { featureCount: n }, shape: { width: m }, model }, tensor, inputs) {
    const B = inputs.length / n
    const hidden = new Float64Array(B * m) // [b, h]
    addProduct(hidden, inputs, tensor('W'), B, n, m)
    activate(hidden, model.hidden)
    const outputs = new Float64Array(B * n) // [b, f]
    addRow(outputs, tensor('b'), B)
    addProductWithTransposed(outputs, hidden, tensor(readout(model)), B, m, n)
    activate(outputs, model.output)
    return { batchSize: B, stream: [], neurons: [hidden], writes: [], read: hidden, outputs }
  },

  backward({ task: { featureCount: n }, shape: { width: m }, model }, tensor, gradient, inputs, { batchSize: B, read: hidden, outputs }, outputGradient) {
    const decoder = readout(model)
    gateGradient(outputGradient, outputs, model.output)
    addColumnSums(gradient('b'), outputGradient, B)
    addTransposedProduct(gradient(decoder), outputGradient, hidden, B, n, m)
    const hiddenGradient = new Float64Array(B * m) // [b, h]
    addProduct(hiddenGradient, outputGradient, tensor(decoder), B, n, m)
    gateGradient(hiddenGradient, hidden, model.hidden)
    addTransposedProduct(gradient('W'), inputs, hiddenGradient, B, n, m)
  },

  tangent({ shape: { width: m }, model }, tensor) {
    const W = tensor('W'), direction = new Float64Array(m) // [h]
    return ({ read: hidden }, b, j) => {
      for (let h = 0; h < m; h++) direction[h] = model.hidden === 'relu' && !(hidden[b * m + h] > 0) ? 0 : W[j * m + h]
      return direction
    }
  },

  readout,
  directions: () => ({ tensor: 'W', stored: true }),
  neuronWeights: (_, tensor) => [tensor('W').slice()],
  hasNeurons: ({ hidden }) => hidden === 'relu',

  flopsPerStep: ({ task: { featureCount: n }, shape: { width: m } }, B) => 12 * B * n * m, // encode and decode, thrice
  flopsPerSample: ({ task: { featureCount: n }, shape: { width: m } }) => 4 * n * m,
  activationsPerSample: ({ shape: { width: m } }) => 2 * m,
}
