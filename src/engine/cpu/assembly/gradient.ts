/**
 * gradient[j][k] += s Σ_c left[j][c] · right[k][c]: every dense weight gradient. Tiles of 2 x 4 entries, lanes are samples,
 * one horizontal sum per tile and chunk: (lane 0 + lane 1) + (lane 2 + lane 3).
 */

import { ROW } from './descriptor'

/** The horizontal sums of four vectors, as one vector. */
// @ts-ignore: decorator
@inline function sumOfEach(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 2, 4, 6), v128.shuffle<f32>(a, b, 1, 3, 5, 7)) // a01 a23 b01 b23
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 2, 4, 6), v128.shuffle<f32>(c, d, 1, 3, 5, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7))
}

// @ts-ignore: decorator
@inline function addVector(to: usize, sums: v128, scale: v128): void {
  v128.store(to, f32x4.add(v128.load(to), f32x4.mul(scale, sums)))
}

// @ts-ignore: decorator
@inline function addLane(to: usize, sum: f32, scale: f32): void {
  store<f32>(to, load<f32>(to) + scale * sum)
}

/**
 * One or two rows j, four columns k. One vector of samples per turn: compilers place all loads of a turn first, and more
 * of them would not fit the registers.
 */
// @ts-ignore: decorator
@inline function wideTile(rows: i32, to: usize, toRow: usize, left: usize, right: usize, columns: usize, scale: v128): void {
  const zero = f32x4.splat(0)
  let s00 = zero, s01 = zero, s02 = zero, s03 = zero, s10 = zero, s11 = zero, s12 = zero, s13 = zero
  const end = left + columns * 4
  do {
    const x = v128.load(left)
    const v0 = v128.load(right)
    const v1 = v128.load(right, ROW)
    const v2 = v128.load(right, 2 * ROW)
    const v3 = v128.load(right, 3 * ROW)
    s00 = f32x4.add(s00, f32x4.mul(x, v0))
    s01 = f32x4.add(s01, f32x4.mul(x, v1))
    s02 = f32x4.add(s02, f32x4.mul(x, v2))
    s03 = f32x4.add(s03, f32x4.mul(x, v3))
    if (rows > 1) {
      const y = v128.load(left, ROW)
      s10 = f32x4.add(s10, f32x4.mul(y, v0))
      s11 = f32x4.add(s11, f32x4.mul(y, v1))
      s12 = f32x4.add(s12, f32x4.mul(y, v2))
      s13 = f32x4.add(s13, f32x4.mul(y, v3))
    }
    left += 16
    right += 16
  } while (left != end)
  addVector(to, sumOfEach(s00, s01, s02, s03), scale)
  if (rows > 1) addVector(to + toRow, sumOfEach(s10, s11, s12, s13), scale)
}

/** One or four rows j, one column k. */
// @ts-ignore: decorator
@inline function tallTile(rows: i32, to: usize, toRow: usize, left: usize, right: usize, columns: usize, s: f32): void {
  const zero = f32x4.splat(0)
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero
  const end = left + columns * 4
  do {
    const v = v128.load(right)
    s0 = f32x4.add(s0, f32x4.mul(v128.load(left), v))
    if (rows > 1) {
      s1 = f32x4.add(s1, f32x4.mul(v128.load(left, ROW), v))
      s2 = f32x4.add(s2, f32x4.mul(v128.load(left, 2 * ROW), v))
      s3 = f32x4.add(s3, f32x4.mul(v128.load(left, 3 * ROW), v))
    }
    left += 16
    right += 16
  } while (left != end)
  const sums = sumOfEach(s0, s1, s2, s3)
  addLane(to, f32x4.extract_lane(sums, 0), s)
  if (rows > 1) {
    addLane(to + toRow, f32x4.extract_lane(sums, 1), s)
    addLane(to + 2 * toRow, f32x4.extract_lane(sums, 2), s)
    addLane(to + 3 * toRow, f32x4.extract_lane(sums, 3), s)
  }
}

/** Four rows j, two columns k. */
// @ts-ignore: decorator
@inline function pairTile(to: usize, toRow: usize, left: usize, right: usize, columns: usize, s: f32): void {
  const zero = f32x4.splat(0)
  let s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero, s30 = zero, s31 = zero
  const end = left + columns * 4
  do {
    const v0 = v128.load(right)
    const v1 = v128.load(right, ROW)
    const x0 = v128.load(left)
    const x1 = v128.load(left, ROW)
    const x2 = v128.load(left, 2 * ROW)
    const x3 = v128.load(left, 3 * ROW)
    s00 = f32x4.add(s00, f32x4.mul(x0, v0))
    s01 = f32x4.add(s01, f32x4.mul(x0, v1))
    s10 = f32x4.add(s10, f32x4.mul(x1, v0))
    s11 = f32x4.add(s11, f32x4.mul(x1, v1))
    s20 = f32x4.add(s20, f32x4.mul(x2, v0))
    s21 = f32x4.add(s21, f32x4.mul(x2, v1))
    s30 = f32x4.add(s30, f32x4.mul(x3, v0))
    s31 = f32x4.add(s31, f32x4.mul(x3, v1))
    left += 16
    right += 16
  } while (left != end)
  const upper = sumOfEach(s00, s01, s10, s11)
  const lower = sumOfEach(s20, s21, s30, s31)
  addLane(to, f32x4.extract_lane(upper, 0), s)
  addLane(to + 4, f32x4.extract_lane(upper, 1), s)
  addLane(to + toRow, f32x4.extract_lane(upper, 2), s)
  addLane(to + toRow + 4, f32x4.extract_lane(upper, 3), s)
  addLane(to + 2 * toRow, f32x4.extract_lane(lower, 0), s)
  addLane(to + 2 * toRow + 4, f32x4.extract_lane(lower, 1), s)
  addLane(to + 3 * toRow, f32x4.extract_lane(lower, 2), s)
  addLane(to + 3 * toRow + 4, f32x4.extract_lane(lower, 3), s)
}

/** @param columns samples, a multiple of 8  @param rightRows K: gradient rows are K floats long */
export function addGradient(
  gradient: usize, left: usize, leftRows: usize, right: usize, rightRows: usize, columns: usize, s: f32,
): void {
  const toRow = rightRows * 4
  const scale = f32x4.splat(s)
  const wide = rightRows & ~3
  let j: usize = 0
  for (; j + 2 <= leftRows; j += 2) { // two left rows against all right rows, which are few and stay in the nearest cache
    const leftAt = left + j * ROW
    for (let k: usize = 0; k < wide; k += 4) {
      wideTile(2, gradient + j * toRow + k * 4, toRow, leftAt, right + k * ROW, columns, scale)
    }
  }
  if (j < leftRows) {
    for (let k: usize = 0; k < wide; k += 4) {
      wideTile(1, gradient + j * toRow + k * 4, toRow, left + j * ROW, right + k * ROW, columns, scale)
    }
  }
  let k = wide
  if (k + 2 <= rightRows) {
    const rightAt = right + k * ROW
    for (j = 0; j + 4 <= leftRows; j += 4) pairTile(gradient + j * toRow + k * 4, toRow, left + j * ROW, rightAt, columns, s)
    for (; j < leftRows; j++) {
      tallTile(1, gradient + j * toRow + k * 4, toRow, left + j * ROW, rightAt, columns, s)
      tallTile(1, gradient + j * toRow + k * 4 + 4, toRow, left + j * ROW, rightAt + ROW, columns, s)
    }
    k += 2
  }
  if (k < rightRows) {
    const rightAt = right + k * ROW
    for (j = 0; j + 4 <= leftRows; j += 4) tallTile(4, gradient + j * toRow + k * 4, toRow, left + j * ROW, rightAt, columns, s)
    for (; j < leftRows; j++) tallTile(1, gradient + j * toRow + k * 4, toRow, left + j * ROW, rightAt, columns, s)
  }
}

/** gradient[j] += Σ_c left[j][c]. */
export function addRowSums(gradient: usize, left: usize, rows: usize, columns: usize): void {
  const zero = f32x4.splat(0)
  let j: usize = 0
  for (; j + 4 <= rows; j += 4) {
    let from = left + j * ROW
    let s0 = zero, s1 = zero, s2 = zero, s3 = zero
    for (let c = columns; c != 0; c -= 8) {
      s0 = f32x4.add(s0, f32x4.add(v128.load(from), v128.load(from, 16)))
      s1 = f32x4.add(s1, f32x4.add(v128.load(from, ROW), v128.load(from, ROW + 16)))
      s2 = f32x4.add(s2, f32x4.add(v128.load(from, 2 * ROW), v128.load(from, 2 * ROW + 16)))
      s3 = f32x4.add(s3, f32x4.add(v128.load(from, 3 * ROW), v128.load(from, 3 * ROW + 16)))
      from += 32
    }
    const to = gradient + j * 4
    v128.store(to, f32x4.add(v128.load(to), sumOfEach(s0, s1, s2, s3)))
  }
  for (; j < rows; j++) {
    const row = left + j * ROW
    let sum = zero
    for (let c: usize = 0; c < columns * 4; c += 32) sum = f32x4.add(sum, f32x4.add(v128.load(row + c), v128.load(row + c, 16)))
    addLane(gradient + j * 4, f32x4.extract_lane(sumOfEach(sum, sum, sum, sum), 0), 1)
  }
}
