/** The two models (science/models/), forward and backward over one chunk. */
import { columns } from './batch'
import * as D from './descriptor'
import { addGradient, addRowSums } from './gradient'
import { gatedProduct, linearProduct, pack, PACKED_ROW, PANEL, reluProduct, residualProduct } from './product'
import { loss } from './readout'
import { normalise, rmsNormBackward } from './rms-norm'
import { at, gradientOf, number, parameter } from './run'
import { entriesEnd } from './sampler'
import { gather, scatterGradient, toSampleMajor } from './sparse'

export function autoencoderChunk(): void {
  readIn(at(D.READ))
  loss(at(D.HIDDEN_RELU) != 0)
  readInGradient(at(D.READ_GRADIENT))
}

export function residualChunk(): void {
  const d = at(D.WIDTH), m = at(D.NEURONS), depth = at(D.DEPTH), zeros = at(D.ZEROS)
  const s = number(D.BRANCH_SCALE)
  const residuals = at(D.RESIDUALS), neurons = at(D.NEURON_VALUES)
  const residualLayer = ((d + 3) & ~3) * D.ROW, neuronLayer = m * D.ROW
  const normalised = at(D.NORMALISED), factors = at(D.NORM_FACTORS)
  const packedLayer = packedBytes(m, d)
  readIn(residuals)
  for (let l: usize = 0; l < depth; l++) {
    const before = residuals + l * residualLayer, values = neurons + l * neuronLayer
    let read = before
    if (normalised) {
      read = normalised + l * residualLayer
      normalise(read, factors + l * D.ROW, before, d, columns)
    }
    reluProduct(values, m, columns, at(D.PACKED_W_IN) + l * packedLayer, PACKED_ROW, d * 16, read, d, parameter(D.AT_B_IN) + l * m * 4)
    residualProduct(before + residualLayer, d, columns, parameter(D.AT_W_OUT) + l * m * d * 4, d * 4, PANEL, values, m, zeros, before, s)
  }
  const readsStream = at(D.READS_STREAM) != 0
  if (readsStream) memory.copy(at(D.READ), residuals + depth * residualLayer, residualLayer)
  else subtract(at(D.READ), residuals + depth * residualLayer, residuals)
  loss(false)
  let gradient = at(D.READ_GRADIENT)
  let next = at(D.RESIDUAL_GRADIENT), other = at(D.READ) // READ is spent: it takes turns with RESIDUAL_GRADIENT
  const trainsReadIn = at(D.TRAINS_READ_IN) != 0
  for (let l = depth; l-- > 0; ) {
    const read = normalised ? normalised + l * residualLayer : residuals + l * residualLayer
    const values = neurons + l * neuronLayer, backward = at(D.NEURON_GRADIENT)
    gatedProduct(backward, m, columns, at(D.PACKED_W_OUT) + l * packedLayer, PACKED_ROW, d * 16, gradient, d, zeros, values, s)
    addGradient(gradientOf(D.AT_W_OUT) + l * m * d * 4, values, m, gradient, d, columns, s)
    addGradient(gradientOf(D.AT_W_IN) + l * m * d * 4, backward, m, read, d, columns, 1)
    addRowSums(gradientOf(D.AT_B_IN) + l * m * 4, backward, m, columns)
    if (l == 0 && !trainsReadIn) break
    const weight = parameter(D.AT_W_IN) + l * m * d * 4
    if (normalised) {
      linearProduct(next, d, columns, weight, d * 4, PANEL, backward, m, zeros)
      rmsNormBackward(next, read, factors + l * D.ROW, gradient, d, columns)
    } else residualProduct(next, d, columns, weight, d * 4, PANEL, backward, m, zeros, gradient, 1)
    gradient = next
    next = other
    other = gradient
  }
  if (trainsReadIn) {
    // Where r_0 reaches the output through the layers only, what passed straight through is taken off.
    if (!readsStream) subtract(gradient, gradient, at(D.READ_GRADIENT))
    readInGradient(gradient)
  }
}

/** Repacks the weights that products read by rows; once per step. */
export function packWeights(): void {
  const n = at(D.FEATURES), d = at(D.WIDTH), m = at(D.NEURONS), depth = at(D.DEPTH)
  pack(parameter(D.AT_READOUT), n, d, at(D.PACKED_READOUT))
  for (let l: usize = 0; l < depth; l++) {
    pack(parameter(D.AT_W_IN) + l * m * d * 4, m, d, at(D.PACKED_W_IN) + l * packedBytes(m, d))
    pack(parameter(D.AT_W_OUT) + l * m * d * 4, m, d, at(D.PACKED_W_OUT) + l * packedBytes(m, d))
  }
}

/** Of a packed matrix [rows, columns]. */
function packedBytes(rows: usize, columns: usize): usize {
  return ((rows + 3) & ~3) * columns * 4
}

/** out = Σ_f x_f weight[f]. */
function readIn(out: usize): void {
  const n = at(D.FEATURES), d = at(D.WIDTH)
  const weight = parameter(D.AT_READ_IN)
  if (at(D.SAMPLING) == D.SAMPLING_EVERY_ENTRY) {
    if (at(D.HIDDEN_RELU)) reluProduct(out, d, columns, weight, d * 4, PANEL, at(D.INPUT), n, at(D.ZEROS))
    else linearProduct(out, d, columns, weight, d * 4, PANEL, at(D.INPUT), n, at(D.ZEROS))
    return
  }
  gather(out, columns, weight, d, at(D.ENTRIES), entriesEnd, at(D.BY_SAMPLE))
  if (at(D.HIDDEN_RELU)) {
    for (let h: usize = 0; h < d; h++) {
      const row = out + h * D.ROW
      for (let c: usize = 0; c < columns * 4; c += 16) v128.store(row + c, f32x4.pmax(v128.load(row + c), f32x4.splat(0)))
    }
  }
}

/** Adds the read-in's gradient, from that of its product. */
function readInGradient(hidden: usize): void {
  const n = at(D.FEATURES), d = at(D.WIDTH)
  const gradient = gradientOf(D.AT_READ_IN)
  if (at(D.SAMPLING) == D.SAMPLING_EVERY_ENTRY) {
    addGradient(gradient, at(D.INPUT), n, hidden, d, columns, 1)
    return
  }
  toSampleMajor(at(D.BY_SAMPLE), hidden, columns, d, at(D.ZEROS))
  scatterGradient(gradient, at(D.BY_SAMPLE), d, at(D.ENTRIES), entriesEnd)
}

/** out[h][c] = a[h][c] − b[h][c]. */
function subtract(out: usize, a: usize, b: usize): void {
  const d = at(D.WIDTH)
  for (let h: usize = 0; h < d; h++) {
    for (let c: usize = h * D.ROW; c < h * D.ROW + columns * 4; c += 16) {
      v128.store(out + c, f32x4.sub(v128.load(a + c), v128.load(b + c)))
    }
  }
}
