/**
 * The autoencoders of Elhage et al. 2022, sections 2 and 7, in float64:
 *   h = σ_h(x W)          x [b, f], W [f, h]
 *   ŷ = σ_o(h Vᵀ + b)     V [f, h], V = W when tied
 */
import { activate, gateGradient } from './activation'
import { addColumnSums, addProduct, addProductWithTransposed, addRow, addTransposedProduct } from '../linear-algebra/matrix-product'
import type { AutoencoderModel, Network } from './model'
import { tensorViews } from './tensor-view'

export interface AutoencoderNetwork extends Network { readonly model: AutoencoderModel }

export interface AutoencoderActivations {
  readonly kind: 'autoencoder'
  readonly batchSize: number // B
  readonly hidden: Float64Array // h, after σ_h [b, h]
  readonly outputs: Float64Array // ŷ [b, f]
}

/** parameters [P], inputs [b, f]. */
export function autoencoderForward(network: AutoencoderNetwork, parameters: Float64Array, inputs: Float64Array): AutoencoderActivations {
  const { task: { featureCount: n }, shape: { width: m }, model } = network
  const tensor = tensorViews(network, parameters)
  const W = tensor('W'), V = model.tied ? W : tensor('V')
  const B = inputs.length / n
  const hidden = new Float64Array(B * m) // [b, h]
  addProduct(hidden, inputs, W, B, n, m)
  activate(hidden, model.hidden)
  const outputs = new Float64Array(B * n) // [b, f]
  addRow(outputs, tensor('b'), B)
  addProductWithTransposed(outputs, hidden, V, B, m, n)
  activate(outputs, model.output)
  return { kind: 'autoencoder', batchSize: B, hidden, outputs }
}

/** From ∂loss/∂ŷ [b, f] (overwritten) to ∂loss/∂parameters. Returns [P]. */
export function autoencoderGradient(
  network: AutoencoderNetwork, parameters: Float64Array, inputs: Float64Array,
  { batchSize: B, hidden, outputs }: AutoencoderActivations, outputGradient: Float64Array,
): Float64Array {
  const { task: { featureCount: n }, shape: { width: m }, model } = network
  const tensor = tensorViews(network, parameters)
  const gradient = new Float64Array(parameters.length)
  const gradientOf = tensorViews(network, gradient)
  const decoder = model.tied ? 'W' : 'V'
  gateGradient(outputGradient, outputs, model.output)
  addColumnSums(gradientOf('b'), outputGradient, B)
  addTransposedProduct(gradientOf(decoder), outputGradient, hidden, B, n, m)
  const hiddenGradient = new Float64Array(B * m) // [b, h]
  addProduct(hiddenGradient, outputGradient, tensor(decoder), B, n, m)
  gateGradient(hiddenGradient, hidden, model.hidden)
  addTransposedProduct(gradientOf('W'), inputs, hiddenGradient, B, n, m)
  return gradient
}
