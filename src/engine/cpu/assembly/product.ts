/**
 * out[j][c] = epilogue(Σ_k weight[k][j] · input[k][c]): every dense product of the step. Lanes are samples; activations
 * are feature-major, so a weight is a splat. Tiles of 4 outputs x 8 samples keep 8 sums in registers: 8 products and
 * 8 sums for 6 loads. The order of the sum over k is the order of k, whatever the tile, so a result never depends on it.
 */
import { ROW } from './descriptor'
import { storeTransposed } from './sparse'

/** Steps of weights as they stand, and as `pack` wrote them. */
export const PANEL: usize = 16
export const PACKED_ROW: usize = 16

export const LINEAR = 0 // bias[j] + Σ
export const RELU = 1 // max(0, bias[j] + Σ)
export const RESIDUAL = 2 // other[j][c] + s Σ
export const GATED = 3 // other[j][c] > 0 ? s Σ : 0
export const LOGITS = 4 // (bias[j] + Σ)·log2 e; running maximum over j in other[c]
export const ERROR = 5 // squared error of bias[j] + Σ against other[j][c]: out is the gradient, lossLanes the loss
export const WEIGHTED_ERROR = 6 // as ERROR, each column weighted by how many samples it stands for

export const LOG2_E: f32 = 1.44269504

/** Σ e·d over what the ERROR epilogue saw, with d = 2 I_f e/B: twice the loss, in four parts. */
export let lossLanes: v128 = i32x4(0, 0, 0, 0)
export function clearLossLanes(): void {
  lossLanes = i32x4(0, 0, 0, 0)
}

/** Options of the LOGITS and ERROR epilogues, set before the product, as operands: no branch per vector. */
let outputFloor: f32 = 0 // 0: ReLU, −∞: linear
let targetMask: i32 = 0 // 0x7fffffff: |x|, −1: x
let columnWeight: usize = 0
let rowScale: usize = 0
export function setEpilogue(relu: bool, absolute: bool, weights: usize, scales: usize): void {
  outputFloor = relu ? 0 : -Infinity
  targetMask = absolute ? 0x7fffffff : -1
  columnWeight = weights
  rowScale = scales
}

/**
 * One vector of four samples. `at` is the byte offset of these samples in a row, `place` that of row j's samples.
 * Returns what the mode gathers: the logits, or e·d.
 */
// @ts-ignore: decorator
@inline function finish(mode: i32, sum: v128, out: usize, other: usize, place: usize, at: usize, scale: v128, floor: v128, mask: v128): v128 {
  const zero = f32x4.splat(0)
  if (mode == LINEAR) v128.store(out + place, sum)
  else if (mode == RELU) v128.store(out + place, f32x4.pmax(sum, zero))
  else if (mode == RESIDUAL) v128.store(out + place, f32x4.add(v128.load(other + place), f32x4.mul(scale, sum)))
  else if (mode == GATED) v128.store(out + place, v128.and(f32x4.mul(scale, sum), f32x4.gt(v128.load(other + place), zero)))
  else if (mode == LOGITS) {
    const logit = f32x4.pmax(f32x4.mul(sum, f32x4.splat(LOG2_E)), floor)
    v128.store(out + place, logit)
    return logit
  } else {
    const error = f32x4.sub(f32x4.pmax(sum, floor), v128.and(v128.load(other + place), mask))
    let gradient = f32x4.mul(error, scale)
    if (mode == WEIGHTED_ERROR) gradient = f32x4.mul(gradient, v128.load(columnWeight + at))
    v128.store(out + place, v128.and(gradient, f32x4.gt(sum, floor)))
    return f32x4.mul(error, gradient)
  }
  return zero
}

// @ts-ignore: decorator
@inline function tiles(
  mode: i32, rows: i32, j: usize, out: usize, first: usize, end: usize,
  weight: usize, weightRow: usize, weightPanel: usize, input: usize, inner: usize, bias: usize, other: usize, factor: v128,
): void {
  const firstWeight = weight + (j >>> 2) * weightPanel + (j & 3) * 4
  const b0 = v128.load32_splat(bias + j * 4)
  const b1 = v128.load32_splat(bias + j * 4, 4)
  const b2 = v128.load32_splat(bias + j * 4, 8)
  const b3 = v128.load32_splat(bias + j * 4, 12)
  const byRow = mode == ERROR || mode == WEIGHTED_ERROR
  const scales = rowScale + j * 4
  const floor = f32x4.splat(outputFloor)
  const mask = i32x4.splat(targetMask)
  const row = j * ROW
  let gathered = lossLanes
  for (let at = first; at < end; at += 32) {
    let s00 = b0, s01 = b0, s10 = b1, s11 = b1, s20 = b2, s21 = b2, s30 = b3, s31 = b3
    let w = firstWeight
    let x = input + at
    const last = x + inner * ROW
    do {
      const x0 = v128.load(x)
      const x1 = v128.load(x, 16)
      const w0 = v128.load32_splat(w)
      s00 = f32x4.add(s00, f32x4.mul(w0, x0))
      s01 = f32x4.add(s01, f32x4.mul(w0, x1))
      if (rows > 1) {
        const w1 = v128.load32_splat(w, 4)
        s10 = f32x4.add(s10, f32x4.mul(w1, x0))
        s11 = f32x4.add(s11, f32x4.mul(w1, x1))
      }
      if (rows > 2) {
        const w2 = v128.load32_splat(w, 8)
        s20 = f32x4.add(s20, f32x4.mul(w2, x0))
        s21 = f32x4.add(s21, f32x4.mul(w2, x1))
        const w3 = v128.load32_splat(w, 12)
        s30 = f32x4.add(s30, f32x4.mul(w3, x0))
        s31 = f32x4.add(s31, f32x4.mul(w3, x1))
      }
      w += weightRow
      x += ROW
    } while (x != last)
    let place = row + at
    let scale = byRow ? v128.load32_splat(scales) : factor
    let g0 = finish(mode, s00, out, other, place, at, scale, floor, mask)
    let g1 = finish(mode, s01, out, other, place + 16, at + 16, scale, floor, mask)
    if (rows > 1) {
      place += ROW
      scale = byRow ? v128.load32_splat(scales, 4) : factor
      g0 = gather(mode, g0, finish(mode, s10, out, other, place, at, scale, floor, mask))
      g1 = gather(mode, g1, finish(mode, s11, out, other, place + 16, at + 16, scale, floor, mask))
    }
    if (rows > 2) {
      place += ROW
      scale = byRow ? v128.load32_splat(scales, 8) : factor
      g0 = gather(mode, g0, finish(mode, s20, out, other, place, at, scale, floor, mask))
      g1 = gather(mode, g1, finish(mode, s21, out, other, place + 16, at + 16, scale, floor, mask))
      place += ROW
      scale = byRow ? v128.load32_splat(scales, 12) : factor
      g0 = gather(mode, g0, finish(mode, s30, out, other, place, at, scale, floor, mask))
      g1 = gather(mode, g1, finish(mode, s31, out, other, place + 16, at + 16, scale, floor, mask))
    }
    if (mode == LOGITS) {
      v128.store(other + at, f32x4.pmax(v128.load(other + at), g0))
      v128.store(other + at, f32x4.pmax(v128.load(other + at, 16), g1), 16)
    }
    if (byRow) gathered = f32x4.add(gathered, f32x4.add(g0, g1))
  }
  if (byRow) lossLanes = gathered
}

/** Two gathered vectors as one: the larger logits, or the sum of e·d. */
// @ts-ignore: decorator
@inline function gather(mode: i32, a: v128, b: v128): v128 {
  return mode == LOGITS ? f32x4.pmax(a, b) : f32x4.add(a, b)
}

// @ts-ignore: decorator
@inline function everyTile(
  mode: i32, out: usize, outer: usize, columns: usize,
  weight: usize, weightRow: usize, weightPanel: usize, input: usize, inner: usize, bias: usize, other: usize, s: f32,
): void {
  const scale = f32x4.splat(s)
  // As many samples at a time as keep the input rows in the nearest cache, 16 KiB at most, while all outputs pass over them.
  const width: usize = inner <= 32 ? columns * 4 : inner <= 64 ? 256 : inner <= 128 ? 128 : 64
  for (let first: usize = 0; first < columns * 4; first += width) {
    const end = min<usize>(first + width, columns * 4)
    let j: usize = 0
    for (; j + 4 <= outer; j += 4) tiles(mode, 4, j, out, first, end, weight, weightRow, weightPanel, input, inner, bias, other, scale)
    if (j + 2 <= outer) {
      tiles(mode, 2, j, out, first, end, weight, weightRow, weightPanel, input, inner, bias, other, scale)
      j += 2
    }
    if (j < outer) tiles(mode, 1, j, out, first, end, weight, weightRow, weightPanel, input, inner, bias, other, scale)
  }
}

/**
 * @param columns samples, a multiple of 8
 * @param weight k steps by weightRow bytes, and four outputs j by weightPanel bytes: (4·outer, 16) for a matrix [k, j] as it
 * stands, PACKED_ROW and inner·16 for one that `pack` wrote  @param bias [j], or zeros
 */
export function linearProduct(
  out: usize, outer: usize, columns: usize, weight: usize, weightRow: usize, weightPanel: usize, input: usize, inner: usize, bias: usize,
): void {
  everyTile(LINEAR, out, outer, columns, weight, weightRow, weightPanel, input, inner, bias, 0, 1)
}
export function reluProduct(
  out: usize, outer: usize, columns: usize, weight: usize, weightRow: usize, weightPanel: usize, input: usize, inner: usize, bias: usize,
): void {
  everyTile(RELU, out, outer, columns, weight, weightRow, weightPanel, input, inner, bias, 0, 1)
}
export function residualProduct(
  out: usize, outer: usize, columns: usize, weight: usize, weightRow: usize, weightPanel: usize, input: usize, inner: usize,
  zeros: usize, base: usize, s: f32,
): void {
  everyTile(RESIDUAL, out, outer, columns, weight, weightRow, weightPanel, input, inner, zeros, base, s)
}
export function gatedProduct(
  out: usize, outer: usize, columns: usize, weight: usize, weightRow: usize, weightPanel: usize, input: usize, inner: usize,
  zeros: usize, gate: usize, s: f32,
): void {
  everyTile(GATED, out, outer, columns, weight, weightRow, weightPanel, input, inner, zeros, gate, s)
}
export function logitProduct(
  out: usize, outer: usize, columns: usize, weight: usize, weightRow: usize, weightPanel: usize, input: usize, inner: usize,
  bias: usize, maximum: usize,
): void {
  everyTile(LOGITS, out, outer, columns, weight, weightRow, weightPanel, input, inner, bias, maximum, 1)
}
export function errorProduct(
  out: usize, outer: usize, columns: usize, weight: usize, weightRow: usize, weightPanel: usize, input: usize, inner: usize,
  bias: usize, target: usize,
): void {
  everyTile(ERROR, out, outer, columns, weight, weightRow, weightPanel, input, inner, bias, target, 1)
}
export function weightedErrorProduct(
  out: usize, outer: usize, columns: usize, weight: usize, weightRow: usize, weightPanel: usize, input: usize, inner: usize,
  bias: usize, target: usize,
): void {
  everyTile(WEIGHTED_ERROR, out, outer, columns, weight, weightRow, weightPanel, input, inner, bias, target, 1)
}
/**
 * Writes weight [j, k] as panels [⌈j/4⌉, k, 4], so that a product reads its four splats side by side and walks straight on
 * (rows [k, j] with a power of two of j would share one cache set). Panels are `columns`·16 bytes; up to 48 more are written.
 */
export function pack(weight: usize, rows: usize, columns: usize, packed: usize): void {
  const row = columns * 4
  for (let j: usize = 0; j < rows; j += 4) {
    const from = weight + j * row
    const to = packed + j * row
    for (let k: usize = 0; k < columns; k += 4) {
      const r = from + k * 4
      storeTransposed(v128.load(r), v128.load(r + row), v128.load(r + 2 * row), v128.load(r + 3 * row), to + k * 16, 16)
    }
  }
}
