/**
 * One run, many steps: the batch is taken chunk by chunk (drawn, forward, backward, gradients added), then Adam moves
 * the parameters. One thread, one fixed order, correctly rounded operations only: the bits depend on nothing but the run.
 * The descriptor (descriptor.ts) says what and where; nothing is allocated here.
 */
import { adam } from './adam'
import * as D from './descriptor'
import { addGradient, addRowSums } from './gradient'
import {
  clearLossLanes, errorProduct, gatedProduct, linearProduct, LOG2_E, logitProduct, lossLanes, pack, PACKED_ROW, PANEL, reluProduct,
  residualProduct, setEpilogue, weightedErrorProduct,
} from './product'
import { appendPresent, beginBatch, clearInput, drawEveryEntry, drawKeys, drawSkipping, emptySamples, entriesEnd, nextSample } from './sampler'
import { exponentials, naturalLogarithm, scaleDown } from './softmax'
import { gather, scatterGradient, toSampleMajor } from './sparse'

let run: usize = 0
// @ts-ignore: decorator
@inline function at(field: usize): usize {
  return <usize>load<u32>(run + field * 4)
}
// @ts-ignore: decorator
@inline function number(field: usize): f32 {
  return load<f32>(run + field * 4)
}
// @ts-ignore: decorator
@inline function parameter(field: usize): usize {
  return at(D.PARAMETERS) + at(field) * 4
}
// @ts-ignore: decorator
@inline function gradientOf(field: usize): usize {
  return at(D.GRADIENT) + at(field) * 4
}

let columns: usize = 0 // of the present chunk, padding included: a multiple of 8
let taken: u32 = 0 // samples of the batch dealt with
let uneven: bool = false // some column has a weight other than 1
let lossSum: f64 = 0

/** Draws the next chunk. */
function draw(step: u32): void {
  const capacity = at(D.CHUNK)
  const batch = <u32>at(D.BATCH)
  const sampling = at(D.SAMPLING)
  if (sampling == D.SAMPLING_SKIPPING) {
    const real = drawSkipping(
      at(D.INPUT), capacity, batch, <u32>at(D.FEATURES), at(D.TABLE), at(D.GUIDE), <u32>at(D.BLOCKS), at(D.SIGNED) != 0,
      step, <u32>at(D.KEY0), <u32>at(D.KEY1), at(D.WORDS), at(D.ENTRIES), at(D.COLUMN_SAMPLE))
    taken = nextSample
    weigh(real, emptySamples)
  } else if (sampling == D.SAMPLING_KEYS) {
    const real = min<usize>(capacity, <usize>(batch - taken))
    drawKeys(taken, <u32>real, at(D.ENTRIES), at(D.COLUMN_SAMPLE))
    taken += <u32>real
    weigh(real, 0)
  } else if (at(D.DROPS_EMPTY)) {
    let real: usize = 0
    while (taken < batch && real + D.DRAWN_AT_ONCE <= capacity) {
      const samples = min<usize>(D.DRAWN_AT_ONCE, <usize>(batch - taken))
      const drawn = (samples + 15) & ~15
      drawEntries(at(D.OUTPUT), drawn, step)
      const before = real
      real = appendPresent(at(D.INPUT), real, at(D.OUTPUT), drawn, at(D.FEATURES), taken, batch, at(D.COLUMN_SAMPLE))
      emptyEntries += <u32>(samples - (real - before))
      taken += <u32>samples
    }
    weigh(real, emptyEntries)
    // the columns beyond stand for all-absent samples and padding
    for (let f: usize = 0; f < at(D.FEATURES); f++) {
      for (let c = real; c < columns; c++) store<f32>(at(D.INPUT) + f * D.ROW + c * 4, 0)
    }
  } else {
    const real = min<usize>(capacity, <usize>(batch - taken))
    columns = (real + 15) & ~15
    uneven = columns != real
    drawEntries(at(D.INPUT), columns, step)
    const weights = at(D.COLUMN_WEIGHT)
    if (uneven) for (let c: usize = 0; c < columns; c++) store<f32>(weights + c * 4, sampleInGroup(c) < real ? 1 : 0)
    taken += <u32>real
  }
}

let emptyEntries: u32 = 0

function drawEntries(to: usize, samples: usize, step: u32): void {
  drawEveryEntry(
    to, samples, at(D.FEATURES), at(D.TABLE), at(D.SIGNED) != 0, step, taken, <u32>at(D.KEY0), <u32>at(D.KEY1), at(D.WORDS))
}

/** Weights of `real` columns of one sample each, of one for all `empty` samples when the batch is through, and of padding. */
function weigh(real: usize, empty: u32): void {
  const standsForEmpty = taken == <u32>at(D.BATCH) && empty != 0
  columns = (real + (standsForEmpty ? 1 : 0) + 7) & ~7
  uneven = columns != real
  for (let c: usize = 0; c < columns; c++) {
    store<f32>(at(D.COLUMN_WEIGHT) + c * 4, c < real ? 1 : c == real && standsForEmpty ? <f32>empty : 0)
  }
}

/** Place c of an every-entry chunk holds the sample ⌊c/16⌋·16 + 4·(c mod 4) + ⌊(c mod 16)/4⌋. */
function sampleInGroup(c: usize): usize {
  return (c & ~15) + ((c & 3) << 2) + ((c & 15) >> 2)
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

/** Squared error of the readout of READ: loss, gradients of readout and bias, and READ_GRADIENT. */
function squaredError(gateHidden: bool): void {
  const n = at(D.FEATURES), d = at(D.WIDTH)
  const read = at(D.READ), output = at(D.OUTPUT)
  const hasBias = <i32>at(D.AT_OUTPUT_BIAS) >= 0
  const bias = hasBias ? parameter(D.AT_OUTPUT_BIAS) : at(D.ZEROS)
  setEpilogue(at(D.OUTPUT_RELU) != 0, at(D.ABSOLUTE_TARGET) != 0, at(D.COLUMN_WEIGHT), at(D.ERROR_SCALE))
  clearLossLanes()
  if (uneven) weightedErrorProduct(output, n, columns, at(D.PACKED_READOUT), PACKED_ROW, d * 16, read, d, bias, at(D.INPUT))
  else errorProduct(output, n, columns, at(D.PACKED_READOUT), PACKED_ROW, d * 16, read, d, bias, at(D.INPUT))
  const lanes = lossLanes
  lossSum += <f64>f32x4.extract_lane(lanes, 0) + <f64>f32x4.extract_lane(lanes, 1)
    + (<f64>f32x4.extract_lane(lanes, 2) + <f64>f32x4.extract_lane(lanes, 3))
  if (at(D.TRAINS_READOUT)) addGradient(gradientOf(D.AT_READOUT), output, n, read, d, columns, 1)
  if (hasBias) addRowSums(gradientOf(D.AT_OUTPUT_BIAS), output, n, columns)
  const weight = parameter(D.AT_READOUT)
  if (gateHidden) gatedProduct(at(D.READ_GRADIENT), d, columns, weight, d * 4, PANEL, output, n, at(D.ZEROS), read, 1)
  else linearProduct(at(D.READ_GRADIENT), d, columns, weight, d * 4, PANEL, output, n, at(D.ZEROS))
}

/**
 * Softmax cross-entropy against the target permutation: as squaredError. A block of outputs at a time, so that logits
 * stay in the nearest cache: exponentials are taken against the maximum so far, and when a block raises it, what has been
 * summed is scaled down. Only a trained readout or an output bias needs all of them at the end.
 */
function crossEntropy(gateHidden: bool): void {
  const n = at(D.FEATURES), d = at(D.WIDTH)
  const read = at(D.READ), gradient = at(D.READ_GRADIENT), total = at(D.COLUMN_FACTOR)
  const maximum = at(D.COLUMN_MAXIMUM), before = at(D.COLUMN_BEFORE)
  const relu = at(D.OUTPUT_RELU) != 0
  const hasBias = <i32>at(D.AT_OUTPUT_BIAS) >= 0
  const keeps = hasBias || at(D.TRAINS_READOUT) != 0
  setEpilogue(relu, false, 0, 0)
  for (let c: usize = 0; c < columns * 4; c += 16) {
    v128.store(maximum + c, f32x4.splat(-Infinity))
    v128.store(total + c, f32x4.splat(0))
    for (let h: usize = 0; h < d; h++) v128.store(gradient + h * D.ROW + c, f32x4.splat(0))
  }
  const block = keeps ? n : D.OUTPUT_BLOCK
  for (let f: usize = 0; f < n; f += block) {
    const rows = min<usize>(block, n - f)
    const output = at(D.OUTPUT)
    memory.copy(before, maximum, columns * 4)
    logitProduct(
      output, rows, columns, at(D.PACKED_READOUT) + f * d * 4, PACKED_ROW, d * 16, read, d,
      hasBias ? parameter(D.AT_OUTPUT_BIAS) + f * 4 : at(D.ZEROS), maximum)
    if (f != 0) scaleDown(before, maximum, total, gradient, d, columns)
    exponentials(output, rows, columns, maximum, total, relu)
    residualProduct(gradient, d, columns, parameter(D.AT_READOUT) + f * d * 4, d * 4, PANEL, output, rows, at(D.ZEROS), gradient, 1)
  }
  const inverseBatch = number(D.INVERSE_BATCH)
  for (let c: usize = 0; c < columns; c++) { // total → factor = weight/(total·B)
    const weight = load<f32>(at(D.COLUMN_WEIGHT) + c * 4)
    const sum = load<f32>(total + c * 4)
    const logit = targetLogit(c, relu)
    store<f32>(at(D.COLUMN_TARGET) + c * 4, logit)
    const behind = load<f32>(maximum + c * 4) - logit // base 2
    if (weight != 0) lossSum += naturalLogarithm(<f64>sum) + <f64>behind * 0.6931471805599453
    store<f32>(total + c * 4, weight * inverseBatch / sum)
  }
  for (let h: usize = 0; h < d; h++) {
    for (let c: usize = 0; c < columns * 4; c += 16) {
      const to = gradient + h * D.ROW + c
      v128.store(to, f32x4.mul(v128.load(to), v128.load(total + c)))
    }
  }
  // the targets' share, −1/B at one output per column, sparse
  for (let c: usize = 0; c < columns; c++) {
    if (!targetPulls(c, relu)) continue
    const row = parameter(D.AT_READOUT) + target(c) * d * 4
    for (let h: usize = 0; h < d; h++) {
      const to = gradient + h * D.ROW + c * 4
      store<f32>(to, load<f32>(to) - inverseBatch * load<f32>(row + h * 4))
    }
  }
  if (hasBias) {
    addGradient(gradientOf(D.AT_OUTPUT_BIAS), at(D.OUTPUT), n, total, 1, columns, 1)
    for (let c: usize = 0; c < columns; c++) {
      if (!targetPulls(c, relu)) continue
      const to = gradientOf(D.AT_OUTPUT_BIAS) + target(c) * 4
      store<f32>(to, load<f32>(to) - inverseBatch)
    }
  }
  if (at(D.TRAINS_READOUT)) readoutGradient(relu)
  if (gateHidden) gate(gradient, read)
}

/** Logit of column c's target, base 2: the operations of the product in their order, so the same bits. */
function targetLogit(c: usize, relu: bool): f32 {
  const d = at(D.WIDTH), answer = target(c)
  const row = parameter(D.AT_READOUT) + answer * d * 4
  let sum: f32 = <i32>at(D.AT_OUTPUT_BIAS) >= 0 ? load<f32>(parameter(D.AT_OUTPUT_BIAS) + answer * 4) : 0
  for (let h: usize = 0; h < d; h++) sum += load<f32>(row + h * 4) * load<f32>(at(D.READ) + h * D.ROW + c * 4)
  const logit = sum * LOG2_E
  return relu && logit < 0 ? 0 : logit
}

/** Adds the readout's gradient under cross-entropy: Σ_c e[f][c]·factor[c]·read[h][c], less the targets' share. */
function readoutGradient(relu: bool): void {
  const n = at(D.FEATURES), d = at(D.WIDTH)
  const read = at(D.READ), scaled = at(D.NEURON_GRADIENT), factor = at(D.COLUMN_FACTOR)
  for (let h: usize = 0; h < d; h++) {
    for (let c: usize = 0; c < columns * 4; c += 16) {
      v128.store(scaled + h * D.ROW + c, f32x4.mul(v128.load(read + h * D.ROW + c), v128.load(factor + c)))
    }
  }
  addGradient(gradientOf(D.AT_READOUT), at(D.OUTPUT), n, scaled, d, columns, 1)
  const inverseBatch = number(D.INVERSE_BATCH)
  for (let c: usize = 0; c < columns; c++) {
    if (!targetPulls(c, relu)) continue
    const row = gradientOf(D.AT_READOUT) + target(c) * d * 4
    for (let h: usize = 0; h < d; h++) {
      store<f32>(row + h * 4, load<f32>(row + h * 4) - inverseBatch * load<f32>(read + h * D.ROW + c * 4))
    }
  }
}

/** The target of column c; output 0 for padding, whose weight is 0. */
function target(c: usize): usize {
  if (load<f32>(at(D.COLUMN_WEIGHT) + c * 4) == 0) return 0
  return <usize>load<u32>(at(D.TARGETS) + <usize>load<u32>(at(D.COLUMN_SAMPLE) + c * 4) * 4)
}

/** False for padding, and for a target whose ReLU output is at 0 and so has no slope. */
function targetPulls(c: usize, relu: bool): bool {
  return load<f32>(at(D.COLUMN_WEIGHT) + c * 4) != 0 && !(relu && !(load<f32>(at(D.COLUMN_TARGET) + c * 4) > 0))
}

/** values[h][c] = 0 where by[h][c] is not above 0. */
function gate(values: usize, by: usize): void {
  const d = at(D.WIDTH)
  for (let h: usize = 0; h < d; h++) {
    for (let c: usize = 0; c < columns * 4; c += 16) {
      const to = values + h * D.ROW + c
      v128.store(to, v128.and(v128.load(to), f32x4.gt(v128.load(by + h * D.ROW + c), f32x4.splat(0))))
    }
  }
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

function loss(gateHidden: bool): void {
  if (at(D.CROSS_ENTROPY)) crossEntropy(gateHidden)
  else squaredError(gateHidden)
}

/** Of a packed matrix [rows, columns]. */
function packedBytes(rows: usize, columns: usize): usize {
  return ((rows + 3) & ~3) * columns * 4
}

function autoencoderChunk(): void {
  readIn(at(D.READ))
  loss(at(D.HIDDEN_RELU) != 0)
  readInGradient(at(D.READ_GRADIENT))
}

function residualChunk(): void {
  const d = at(D.WIDTH), m = at(D.NEURONS), depth = at(D.DEPTH), zeros = at(D.ZEROS)
  const s = number(D.BRANCH_SCALE)
  const residuals = at(D.RESIDUALS), neurons = at(D.NEURON_VALUES)
  const residualLayer = ((d + 3) & ~3) * D.ROW, neuronLayer = m * D.ROW
  const packedLayer = packedBytes(m, d)
  readIn(residuals)
  for (let l: usize = 0; l < depth; l++) {
    const before = residuals + l * residualLayer, values = neurons + l * neuronLayer
    reluProduct(values, m, columns, at(D.PACKED_W_IN) + l * packedLayer, PACKED_ROW, d * 16, before, d, parameter(D.AT_B_IN) + l * m * 4)
    residualProduct(before + residualLayer, d, columns, parameter(D.AT_W_OUT) + l * m * d * 4, d * 4, PANEL, values, m, zeros, before, s)
  }
  subtract(at(D.READ), residuals + depth * residualLayer, residuals)
  loss(false)
  let gradient = at(D.READ_GRADIENT)
  let next = at(D.RESIDUAL_GRADIENT), other = at(D.READ) // READ is spent: it takes turns with RESIDUAL_GRADIENT
  const trainsReadIn = at(D.TRAINS_READ_IN) != 0
  for (let l = depth; l-- > 0; ) {
    const before = residuals + l * residualLayer, values = neurons + l * neuronLayer, backward = at(D.NEURON_GRADIENT)
    gatedProduct(backward, m, columns, at(D.PACKED_W_OUT) + l * packedLayer, PACKED_ROW, d * 16, gradient, d, zeros, values, s)
    addGradient(gradientOf(D.AT_W_OUT) + l * m * d * 4, values, m, gradient, d, columns, s)
    addGradient(gradientOf(D.AT_W_IN) + l * m * d * 4, backward, m, before, d, columns, 1)
    addRowSums(gradientOf(D.AT_B_IN) + l * m * 4, backward, m, columns)
    if (l == 0 && !trainsReadIn) break
    residualProduct(next, d, columns, parameter(D.AT_W_IN) + l * m * d * 4, d * 4, PANEL, backward, m, zeros, gradient, 1)
    gradient = next
    next = other
    other = gradient
  }
  if (trainsReadIn) { // r_0 reaches the output through the layers only: what passed straight through is taken off
    subtract(gradient, gradient, at(D.READ_GRADIENT))
    readInGradient(gradient)
  }
}

/** Adds the gradient of the batch of `step` to GRADIENT, and returns its loss. */
function accumulate(step: u32): f64 {
  const n = at(D.FEATURES), d = at(D.WIDTH), m = at(D.NEURONS), depth = at(D.DEPTH)
  pack(parameter(D.AT_READOUT), n, d, at(D.PACKED_READOUT))
  for (let l: usize = 0; l < depth; l++) {
    pack(parameter(D.AT_W_IN) + l * m * d * 4, m, d, at(D.PACKED_W_IN) + l * packedBytes(m, d))
    pack(parameter(D.AT_W_OUT) + l * m * d * 4, m, d, at(D.PACKED_W_OUT) + l * packedBytes(m, d))
  }
  lossSum = 0
  taken = 0
  beginBatch()
  emptyEntries = 0
  const batch = <u32>at(D.BATCH)
  while (taken < batch) {
    draw(step)
    if (columns == 0) continue // nothing present in any sample so far
    if (depth == 0) autoencoderChunk()
    else residualChunk()
    if (at(D.SAMPLING) == D.SAMPLING_SKIPPING) clearInput(at(D.INPUT), at(D.ENTRIES))
  }
  return at(D.CROSS_ENTROPY) ? lossSum / <f64>batch : lossSum * 0.5
}

/** Takes steps first … first + count − 1 of one run. Losses before each update go to losses[t·lossStride]. */
export function train(descriptor: usize, first: u32, count: u32, losses: usize, lossStride: usize): void {
  run = descriptor
  for (let step = first; step < first + count; step++) {
    store<f32>(losses, <f32>accumulate(step))
    losses += lossStride * 4
    const schedule = at(D.SCHEDULE) + <usize>step * 12
    const learningRate = number(D.LEARNING_RATE) * load<f32>(schedule)
    adam(
      at(D.PARAMETERS), at(D.GRADIENT), at(D.FIRST_MOMENT), at(D.SECOND_MOMENT), at(D.TRAINABLE),
      learningRate, 1 - learningRate * number(D.WEIGHT_DECAY),
      number(D.BETA1), number(D.BETA1_REST), number(D.BETA2), number(D.BETA2_REST), number(D.EPSILON),
      load<f32>(schedule, 4), load<f32>(schedule, 8))
  }
}

/** For tests: adds the gradient of one batch to GRADIENT, which the host has cleared; returns the loss. */
export function gradient(descriptor: usize, step: u32): f64 {
  run = descriptor
  return accumulate(step)
}

/** For tests: draws a batch and writes it to out [b, f], which the host has cleared. */
export function drawBatch(descriptor: usize, step: u32, out: usize): void {
  run = descriptor
  const batch = <u32>at(D.BATCH), n = at(D.FEATURES)
  taken = 0
  beginBatch()
  emptyEntries = 0
  while (taken < batch) {
    const first = taken
    draw(step)
    const everyEntry = at(D.SAMPLING) == D.SAMPLING_EVERY_ENTRY
    if (everyEntry) {
      for (let c: usize = 0; c < columns; c++) {
        const dropsEmpty = at(D.DROPS_EMPTY) != 0
        const sample = dropsEmpty ? <usize>load<u32>(at(D.COLUMN_SAMPLE) + c * 4) : <usize>first + sampleInGroup(c)
        if (sample >= <usize>batch || (dropsEmpty && c >= present())) continue
        for (let f: usize = 0; f < n; f++) store<f32>(out + (sample * n + f) * 4, load<f32>(at(D.INPUT) + f * D.ROW + c * 4))
      }
      continue
    }
    for (let entry = at(D.ENTRIES); entry != entriesEnd; entry += 8) {
      const place = <usize>load<u32>(entry)
      const sample = <usize>load<u32>(at(D.COLUMN_SAMPLE) + (place & 255) * 4)
      store<f32>(out + (sample * n + (place >>> 8)) * 4, load<f32>(entry, 4))
    }
    if (at(D.SAMPLING) == D.SAMPLING_SKIPPING) clearInput(at(D.INPUT), at(D.ENTRIES))
  }
}

/** Columns of one sample each, before the one for empty samples and padding. */
function present(): usize {
  let count: usize = 0
  while (count < columns && load<f32>(at(D.COLUMN_WEIGHT) + count * 4) == 1) count++
  return count
}
