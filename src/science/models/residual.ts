/**
 * The deep residual network of this lab (equations in `model.ts`), in float64:
 *   r_0 = x E                                          x [b, f], E [f, h]
 *   a_l = N(r_{l−1}) W_in[l]ᵀ + b_in[l]                [b, k]; N the identity, or RMSNorm (rms-norm.ts)
 *   Δr_l = s · ReLU(a_l) W_out[l],  r_l = r_{l−1} + Δr_l   [b, h]
 *   ŷ = σ_o(q Uᵀ + b_U)                                [b, f]; q = Σ_l Δr_l = r_L − r_0, only what the layers wrote, or r_L (`reads`)
 */
import { activate, gateGradient } from './activation'
import { addColumnSums, addProduct, addProductWithTransposed, addRow, addTransposedProduct } from '../linear-algebra/matrix-product'
import { type Network, type ResidualModel, branchScale, embeddingIsTrained, readoutTensor } from './model'
import { tensorViews } from './tensor-view'
import { rmsNormalised, throughRmsNorm } from './rms-norm'

export interface ResidualNetwork extends Network { readonly model: ResidualModel }

export interface ResidualActivations {
  readonly kind: 'residual'
  readonly batchSize: number // B
  /** r_0 … r_L: L + 1 arrays [b, h]. */
  readonly stream: readonly Float64Array[]
  /** ReLU(a_l) of layer l at index l − 1: L arrays [b, k]. */
  readonly neurons: readonly Float64Array[]
  /** Δr_l, branch scale included: L arrays [b, h]. */
  readonly writes: readonly Float64Array[]
  /** Σ_l Δr_l [b, h]. */
  readonly written: Float64Array
  readonly outputs: Float64Array // ŷ [b, f]
}

/** parameters [P], inputs [b, f]. */
export function residualForward(network: ResidualNetwork, parameters: Float64Array, inputs: Float64Array): ResidualActivations {
  const { task: { featureCount: n }, shape: { width: d, depth: L, neurons: m }, model } = network
  const tensor = tensorViews(network, parameters)
  const s = branchScale(model, L)
  const B = inputs.length / n
  const embedded = new Float64Array(B * d) // r_0 [b, h]
  addProduct(embedded, inputs, tensor('E'), B, n, d)
  const stream = [embedded], neurons: Float64Array[] = [], writes: Float64Array[] = []
  const written = new Float64Array(B * d) // [b, h]
  for (let l = 0; l < L; l++) {
    const layerNeurons = new Float64Array(B * m) // [b, k]
    addRow(layerNeurons, tensor('b_in', l), B)
    addProductWithTransposed(layerNeurons, readBy(model, stream[l], d), tensor('W_in', l), B, d, m)
    activate(layerNeurons, 'relu')
    const write = new Float64Array(B * d) // [b, h]
    addProduct(write, layerNeurons, tensor('W_out', l), B, m, d, s)
    const next = new Float64Array(B * d) // [b, h]
    for (let e = 0; e < next.length; e++) {
      next[e] = stream[l][e] + write[e]
      written[e] += write[e]
    }
    neurons.push(layerNeurons)
    writes.push(write)
    stream.push(next)
  }
  const outputs = new Float64Array(B * n) // [b, f]
  if (model.outputBias) addRow(outputs, tensor('b_U'), B)
  addProductWithTransposed(outputs, readOut(model, stream, written), tensor(readoutTensor(model)), B, d, n)
  activate(outputs, model.output)
  return { kind: 'residual', batchSize: B, stream, neurons, writes, written, outputs }
}

/** What the readout reads, q [b, h]. */
function readOut({ reads }: ResidualModel, stream: readonly Float64Array[], written: Float64Array): Float64Array {
  return reads === 'stream' ? stream[stream.length - 1] : written
}

/** N(r) [b, h]. */
function readBy({ normalisation }: ResidualModel, stream: Float64Array, width: number): Float64Array {
  return normalisation === 'rms' ? rmsNormalised(stream, width) : stream
}

/** From ∂loss/∂ŷ [b, f] (overwritten) to ∂loss/∂(trainable parameters). Returns [P_trainable]. */
export function residualGradient(
  network: ResidualNetwork, parameters: Float64Array, trainable: number, inputs: Float64Array,
  { batchSize: B, stream, neurons, written, outputs }: ResidualActivations, outputGradient: Float64Array,
): Float64Array {
  const { task: { featureCount: n }, shape: { width: d, depth: L, neurons: m }, model } = network
  const tensor = tensorViews(network, parameters)
  const gradient = new Float64Array(trainable)
  const gradientOf = tensorViews(network, gradient)
  const s = branchScale(model, L)
  gateGradient(outputGradient, outputs, model.output)
  if (model.outputBias) addColumnSums(gradientOf('b_U'), outputGradient, B)
  const readout = readoutTensor(model), isTrained = embeddingIsTrained(model)
  if (isTrained) addTransposedProduct(gradientOf(readout), outputGradient, readOut(model, stream, written), B, n, d)
  const readGradient = new Float64Array(B * d) // ∂loss/∂q [b, h]
  addProduct(readGradient, outputGradient, tensor(readout), B, n, d)
  const streamGradient = readGradient.slice() // ∂loss/∂r_l, from l = L down [b, h]
  for (let l = L - 1; l >= 0; l--) {
    const neuronGradient = new Float64Array(B * m) // [b, k]
    addProductWithTransposed(neuronGradient, streamGradient, tensor('W_out', l), B, d, m, s)
    gateGradient(neuronGradient, neurons[l], 'relu')
    addTransposedProduct(gradientOf('W_out', l), neurons[l], streamGradient, B, m, d, s)
    addColumnSums(gradientOf('b_in', l), neuronGradient, B)
    addTransposedProduct(gradientOf('W_in', l), neuronGradient, readBy(model, stream[l], d), B, m, d)
    if (model.normalisation === undefined) addProduct(streamGradient, neuronGradient, tensor('W_in', l), B, m, d)
    else {
      const normalisedGradient = new Float64Array(B * d) // ∂loss/∂N(r_{l−1}) through this layer [b, h]
      addProduct(normalisedGradient, neuronGradient, tensor('W_in', l), B, m, d)
      for (let b = 0; b < B; b++) throughRmsNorm(normalisedGradient, b * d, stream[l], d, b)
      for (let e = 0; e < streamGradient.length; e++) streamGradient[e] += normalisedGradient[e]
    }
  }
  if (isTrained) {
    if (model.reads === undefined) for (let e = 0; e < streamGradient.length; e++) streamGradient[e] -= readGradient[e] // r_0 is not read out
    addTransposedProduct(gradientOf('E'), inputs, streamGradient, B, n, d)
  }
  return gradient
}
