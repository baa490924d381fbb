/**
 * Philox4x32-7 on four counters at once (science/random/philox.ts): integers only, so the words are equal to the bit.
 *
 * Only c1 differs between the four lanes of [c0, c1, step, 0], so the first round needs no vector product and the next two
 * one each instead of two: `prepare` folds what all lanes share into five vectors per c0, and `philox` does the rest.
 */
const MULTIPLIER_0: u32 = 0xd2511f53
const MULTIPLIER_1: u32 = 0xcd9e8d57
const WEYL_0: u32 = 0x9e3779b9
const WEYL_1: u32 = 0xbb67ae85

/** Bytes of one prepared c0. */
export const PREPARED = 80

/** The multipliers in memory: a vector loaded stays in a register or a slot, a constant is built anew at each use. */
const multipliers = memory.data<u32>([0xd2511f53, 0xd2511f53, 0xd2511f53, 0xd2511f53, 0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57, 0xcd9e8d57], 16)
// @ts-ignore: decorator
@inline export function firstMultiplier(): v128 {
  return v128.load(multipliers)
}
// @ts-ignore: decorator
@inline export function secondMultiplier(): v128 {
  return v128.load(multipliers, 16)
}

/** Round keys 3 … 6 of both halves, as vectors. */
// @ts-ignore: decorator
@inline export function firstKey(key0: u32, round: u32): v128 {
  return i32x4.splat(key0 + round * WEYL_0)
}
// @ts-ignore: decorator
@inline export function secondKey(key1: u32, round: u32): v128 {
  return i32x4.splat(key1 + round * WEYL_1)
}

// @ts-ignore: decorator
@inline function scalarHigh(a: u32, b: u32): u32 {
  return <u32>((<u64>a * <u64>b) >> 32)
}

/** Writes the vectors that words of [c0, ·, step, 0] share. @param out 80 bytes */
export function prepare(out: usize, c0: u32, step: u32, key0: u32, key1: u32): void {
  // after round 1: [c1 ^ (M1·step high ^ k0), M1·step low, M0·c0 high ^ k1, M0·c0 low]
  const second: u32 = scalarHigh(MULTIPLIER_0, c0) ^ key1
  v128.store(out, i32x4.splat(scalarHigh(MULTIPLIER_1, step) ^ key0))
  // round 2: the product of the third word is the same in all lanes
  const first: u32 = scalarHigh(MULTIPLIER_1, second) ^ (MULTIPLIER_1 * step) ^ (key0 + WEYL_0)
  v128.store(out, i32x4.splat((MULTIPLIER_0 * c0) ^ (key1 + WEYL_1)), 16)
  // round 3: so is now the product of the first
  v128.store(out, i32x4.splat((MULTIPLIER_1 * second) ^ (key0 + 2 * WEYL_0)), 32)
  v128.store(out, i32x4.splat(scalarHigh(MULTIPLIER_0, first) ^ (key1 + 2 * WEYL_1)), 48)
  v128.store(out, i32x4.splat(MULTIPLIER_0 * first), 64)
}

// @ts-ignore: decorator
@inline function highs(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7)
}
// @ts-ignore: decorator
@inline function lows(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6)
}

/** Writes [4 words, 4 lanes]: word j of [c0, c1 of the lane, step, 0]. p0 … p4 as prepared, k and l the keys of rounds 3 … 6. */
// @ts-ignore: decorator
@inline export function philox(
  out: usize, c1: v128, m0: v128, m1: v128, p0: v128, p1: v128, p2: v128, p3: v128, p4: v128,
  k3: v128, k4: v128, k5: v128, k6: v128, l3: v128, l4: v128, l5: v128, l6: v128,
): void {
  const a0 = v128.xor(c1, p0)
  const aLow = i64x2.extmul_low_i32x4_u(a0, m0), aHigh = i64x2.extmul_high_i32x4_u(a0, m0)
  const b2 = v128.xor(highs(aLow, aHigh), p1)
  const bLow = i64x2.extmul_low_i32x4_u(b2, m1), bHigh = i64x2.extmul_high_i32x4_u(b2, m1)
  let w0 = v128.xor(highs(bLow, bHigh), p2)
  let w1 = lows(bLow, bHigh)
  let w2 = v128.xor(lows(aLow, aHigh), p3)
  // round 4
  let low0 = i64x2.extmul_low_i32x4_u(w0, m0), high0 = i64x2.extmul_high_i32x4_u(w0, m0)
  let low1 = i64x2.extmul_low_i32x4_u(w2, m1), high1 = i64x2.extmul_high_i32x4_u(w2, m1)
  w0 = v128.xor(v128.xor(highs(low1, high1), w1), k3)
  w1 = lows(low1, high1)
  w2 = v128.xor(v128.xor(highs(low0, high0), p4), l3)
  let w3 = lows(low0, high0)
  // round 5
  low0 = i64x2.extmul_low_i32x4_u(w0, m0), high0 = i64x2.extmul_high_i32x4_u(w0, m0)
  low1 = i64x2.extmul_low_i32x4_u(w2, m1), high1 = i64x2.extmul_high_i32x4_u(w2, m1)
  w0 = v128.xor(v128.xor(highs(low1, high1), w1), k4)
  w1 = lows(low1, high1)
  w2 = v128.xor(v128.xor(highs(low0, high0), w3), l4)
  w3 = lows(low0, high0)
  // round 6
  low0 = i64x2.extmul_low_i32x4_u(w0, m0), high0 = i64x2.extmul_high_i32x4_u(w0, m0)
  low1 = i64x2.extmul_low_i32x4_u(w2, m1), high1 = i64x2.extmul_high_i32x4_u(w2, m1)
  w0 = v128.xor(v128.xor(highs(low1, high1), w1), k5)
  w1 = lows(low1, high1)
  w2 = v128.xor(v128.xor(highs(low0, high0), w3), l5)
  w3 = lows(low0, high0)
  // round 7
  low0 = i64x2.extmul_low_i32x4_u(w0, m0), high0 = i64x2.extmul_high_i32x4_u(w0, m0)
  low1 = i64x2.extmul_low_i32x4_u(w2, m1), high1 = i64x2.extmul_high_i32x4_u(w2, m1)
  v128.store(out, v128.xor(v128.xor(highs(low1, high1), w1), k6))
  v128.store(out, lows(low1, high1), 16)
  v128.store(out, v128.xor(v128.xor(highs(low0, high0), w3), l6), 32)
  v128.store(out, lows(low0, high0), 48)
}
