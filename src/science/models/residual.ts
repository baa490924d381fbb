/**
 * The deep residual network of this lab (equations in `network.ts`), in float64:
 *   r_0 = x E                                          x [b, f], E [f, h]
 *   a_l = N(r_{l−1}) W_in[l]ᵀ + b_in[l]                [b, k]; N the identity, or RMSNorm (rms-norm.ts)
 *   Δr_l = s · ReLU(a_l) W_out[l],  r_l = r_{l−1} + Δr_l   [b, h]
 *   ŷ = σ_o(q Uᵀ + b_U)                                [b, f]; q = Σ_l Δr_l = r_L − r_0, only what the layers wrote, or r_L (`reads`)
 */
import { addColumnSums, addProduct, addProductWithTransposed, addRow, addTransposedProduct } from '../linear-algebra/matrix-product'
import { isRecall } from '../tasks/task'
import { activate, gateGradient } from './activation'
import type { ModelRecord } from './model-record'
import type { Activations, NetworkOf, ResidualModel, TensorViews as Tensors } from './network'
import { branchScale, embeddingIsTrained, readoutTensor, residualTensors } from './residual-tensors'
import { rmsNormalised, rmsNormBackward } from './rms-norm'

type Residual = ModelRecord<'residual'>

export const residual: Residual = {
  label: 'residual MLP',
  describeShape: ({ width, depth }) => `d ${width} × L ${depth}`,
  tasks: {
    recall: { count: 'featuresByBits', refused: null },
    reconstruction: { count: 'featuresBySoftR2', refused: null },
    'absolute-value': { count: 'featuresBySoftR2', refused: null },
    conjunction: { count: 'featuresBySoftR2', refused: null },
  },
  layers: { writes: 'W_out', scale: ({ model, shape }) => branchScale(model, shape.depth) },
  tensors: residualTensors,
  forward,
  backward,
  tangent,
  readout: readoutTensor,
  directions: (model) => (embeddingIsTrained(model) ? { tensor: 'E', stored: false } : null),
  neuronWeights,
  hasNeurons: () => true,
  flopsPerStep(network, B) {
    const { task, shape: { width: d }, model } = network, n = task.featureCount, N = counted(network)
    // B = n one-hot keys: no product with x; what is left is the read-out forward and back, and into U or E where they train
    if (isRecall(task)) return 6 * B * N + (embeddingIsTrained(model) ? 6 : 4) * B * n * d
    return 6 * B * (N + 2 * n * d) // layers, embed, read out, thrice: a little too much for frozen E, U
  },
  flopsPerSample: (network) => 2 * counted(network) + 2 * network.task.featureCount * network.shape.width,
  activationsPerSample: ({ shape: { width, depth, neurons }, model }) =>
    2 * (depth + 1) * width + 2 * depth * neurons + (model.normalisation ? depth * width : 0), // stream, neurons, and what layers read of it normalised
}

/** N, 2dmL. */
const counted = ({ shape: { width, depth, neurons } }: NetworkOf<'residual'>): number => 2 * width * neurons * depth

function forward({ task: { featureCount: n }, shape: { width: d, depth: L, neurons: m }, model }: NetworkOf<'residual'>, tensor: Tensors, inputs: Float64Array): Activations {
  const s = branchScale(model, L)
  const B = inputs.length / n
  const embedded = new Float64Array(B * d) // r_0 [b, h]
  addProduct(embedded, inputs, tensor('E'), B, n, d)
  const stream = [embedded], neurons: Float64Array[] = [], writes: Float64Array[] = []
  const written = new Float64Array(B * d) // Σ_l Δr_l [b, h]
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
  const read = model.reads === 'stream' ? stream[L] : written // q [b, h]
  const outputs = new Float64Array(B * n) // [b, f]
  if (model.outputBias) addRow(outputs, tensor('b_U'), B)
  addProductWithTransposed(outputs, read, tensor(readoutTensor(model)), B, d, n)
  activate(outputs, model.output)
  return { batchSize: B, stream, neurons, writes, read, outputs }
}

/** N(r) [b, h]. */
function readBy({ normalisation }: ResidualModel, stream: Float64Array, width: number): Float64Array {
  return normalisation === 'rms' ? rmsNormalised(stream, width) : stream
}

function backward(
  { task: { featureCount: n }, shape: { width: d, depth: L, neurons: m }, model }: NetworkOf<'residual'>, tensor: Tensors, gradient: Tensors,
  inputs: Float64Array, { batchSize: B, stream, neurons, read, outputs }: Activations, outputGradient: Float64Array,
): void {
  const s = branchScale(model, L), readout = readoutTensor(model), isTrained = embeddingIsTrained(model)
  gateGradient(outputGradient, outputs, model.output)
  if (model.outputBias) addColumnSums(gradient('b_U'), outputGradient, B)
  if (isTrained) addTransposedProduct(gradient(readout), outputGradient, read, B, n, d)
  const readGradient = new Float64Array(B * d) // ∂loss/∂q [b, h]
  addProduct(readGradient, outputGradient, tensor(readout), B, n, d)
  const streamGradient = readGradient.slice() // ∂loss/∂r_l, from l = L down [b, h]
  for (let l = L - 1; l >= 0; l--) {
    const neuronGradient = new Float64Array(B * m) // [b, k]
    addProductWithTransposed(neuronGradient, streamGradient, tensor('W_out', l), B, d, m, s)
    gateGradient(neuronGradient, neurons[l], 'relu')
    addTransposedProduct(gradient('W_out', l), neurons[l], streamGradient, B, m, d, s)
    addColumnSums(gradient('b_in', l), neuronGradient, B)
    addTransposedProduct(gradient('W_in', l), neuronGradient, readBy(model, stream[l], d), B, m, d)
    if (model.normalisation === undefined) addProduct(streamGradient, neuronGradient, tensor('W_in', l), B, m, d)
    else {
      const normalisedGradient = new Float64Array(B * d) // ∂loss/∂N(r_{l−1}) through this layer [b, h]
      addProduct(normalisedGradient, neuronGradient, tensor('W_in', l), B, m, d)
      for (let b = 0; b < B; b++) rmsNormBackward(normalisedGradient, b * d, stream[l], d, b)
      for (let e = 0; e < streamGradient.length; e++) streamGradient[e] += normalisedGradient[e]
    }
  }
  if (isTrained) {
    if (model.reads === undefined) for (let e = 0; e < streamGradient.length; e++) streamGradient[e] -= readGradient[e] // r_0 is not read out
    addTransposedProduct(gradient('E'), inputs, streamGradient, B, n, d)
  }
}

/** Forward-mode differentiation through the gates of the sample: exact. */
function tangent({ shape: { width: d, depth: L, neurons: m }, model }: NetworkOf<'residual'>, tensor: Tensors): ReturnType<Residual['tangent']> {
  const E = tensor('E'), s = branchScale(model, L)
  const reads = Array.from({ length: L }, (_, l) => tensor('W_in', l))
  const writes = Array.from({ length: L }, (_, l) => tensor('W_out', l))
  const stream = new Float64Array(d), written = new Float64Array(d), change = new Float64Array(m) // [h], [h], [k]
  return ({ neurons, stream: visited }, b, j) => {
    stream.set(E.subarray(j * d, (j + 1) * d))
    written.fill(0)
    for (let l = 0; l < L; l++) {
      if (model.normalisation === 'rms') rmsNormBackward(stream, 0, visited[l], d, b)
      for (let k = 0; k < m; k++) {
        change[k] = 0
        if (!(neurons[l][b * m + k] > 0)) continue
        for (let h = 0; h < d; h++) change[k] += reads[l][k * d + h] * stream[h]
      }
      for (let k = 0; k < m; k++) {
        const weight = s * change[k]
        if (weight === 0) continue
        for (let h = 0; h < d; h++) written[h] += weight * writes[l][k * d + h]
      }
      for (let h = 0; h < d; h++) stream[h] = E[j * d + h] + written[h]
    }
    return model.reads === 'stream' ? stream : written
  }
}

/** E_f·W_in[l, k]: what reaches layer l along the embedding alone. */
function neuronWeights({ task: { featureCount: n }, shape: { width: d, depth: L, neurons: m } }: NetworkOf<'residual'>, tensor: Tensors): Float64Array[] {
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
