/** From what the readout reads to the loss and back: squared error, softmax cross-entropy. */
import { columns, uneven } from './batch'
import * as D from './descriptor'
import { addGradient, addRowSums } from './gradient'
import {
  clearLossLanes, errorProduct, gatedProduct, linearProduct, LOG2_E, logitProduct, lossLanes, PACKED_ROW, PANEL, residualProduct,
  setEpilogue, weightedErrorProduct,
} from './product'
import { at, gradientOf, number, parameter } from './run'
import { exponentials, naturalLogarithm, scaleDown } from './softmax'
import { targets } from './target'

let lossSum: f64 = 0
export function clearLoss(): void {
  lossSum = 0
}
/** Of the batch whose chunks have gone through `loss`. */
export function batchLoss(): f64 {
  return at(D.CROSS_ENTROPY) ? lossSum / <f64>at(D.BATCH) : lossSum * 0.5
}

/** Loss of the chunk, gradients of readout and output bias, and READ_GRADIENT; with gateHidden where READ is a ReLU's. */
export function loss(gateHidden: bool): void {
  if (at(D.CROSS_ENTROPY)) crossEntropy(gateHidden)
  else squaredError(gateHidden)
}

/** Against y [f, c] of target.ts. */
function squaredError(gateHidden: bool): void {
  const n = at(D.FEATURES), d = at(D.WIDTH)
  const read = at(D.READ), output = at(D.OUTPUT)
  const hasBias = <i32>at(D.AT_OUTPUT_BIAS) >= 0
  const bias = hasBias ? parameter(D.AT_OUTPUT_BIAS) : at(D.ZEROS)
  setEpilogue(at(D.OUTPUT_RELU) != 0, at(D.ABSOLUTE_TARGET) != 0, at(D.COLUMN_WEIGHT), at(D.ERROR_SCALE))
  clearLossLanes()
  const target = targets()
  if (uneven) weightedErrorProduct(output, n, columns, at(D.PACKED_READOUT), PACKED_ROW, d * 16, read, d, bias, target)
  else errorProduct(output, n, columns, at(D.PACKED_READOUT), PACKED_ROW, d * 16, read, d, bias, target)
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
 * Softmax cross-entropy against the target permutation. A block of outputs at a time, so that logits
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
