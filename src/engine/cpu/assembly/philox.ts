/** Philox4x32-7 on four counters at once (science/random/philox.ts): integers only, so the words are equal to the bit. */
const MULTIPLIER_0: u32 = 0xd2511f53
const MULTIPLIER_1: u32 = 0xcd9e8d57
const WEYL_0: u32 = 0x9e3779b9
const WEYL_1: u32 = 0xbb67ae85

// @ts-ignore: decorator
@inline function scalarHigh(a: u32, b: u32): u32 {
  return <u32>((<u64>a * <u64>b) >> 32)
}

/**
 * Words of counters [c0, c1 of each lane, step, 0]: writes [4 words, 4 lanes] to `out`. Only c1 differs between the
 * lanes, so the first round is scalar and the next two need one vector product each instead of two.
 */
// @ts-ignore: decorator
@inline export function philoxLanes(out: usize, c0: u32, c1: v128, step: u32, key0: u32, key1: u32): void {
  // round 1: [M1·step high ^ c1 ^ k0, M1·step low, M0·c0 high ^ k1, M0·c0 low]
  const a0 = v128.xor(c1, i32x4.splat(scalarHigh(MULTIPLIER_1, step) ^ key0))
  const a1: u32 = MULTIPLIER_1 * step
  const a2: u32 = scalarHigh(MULTIPLIER_0, c0) ^ key1
  const a3: u32 = MULTIPLIER_0 * c0
  // round 2: the product of a2 is the same in all lanes
  const multiplier0 = i32x4.splat(MULTIPLIER_0)
  const multiplier1 = i32x4.splat(MULTIPLIER_1)
  let low = i64x2.extmul_low_i32x4_u(a0, multiplier0)
  let high = i64x2.extmul_high_i32x4_u(a0, multiplier0)
  const b0: u32 = scalarHigh(MULTIPLIER_1, a2) ^ a1 ^ (key0 + WEYL_0)
  const b1: u32 = MULTIPLIER_1 * a2
  const b2 = v128.xor(v128.shuffle<i32>(low, high, 1, 3, 5, 7), i32x4.splat(a3 ^ (key1 + WEYL_1)))
  const b3 = v128.shuffle<i32>(low, high, 0, 2, 4, 6)
  // round 3: the product of b0 is the same in all lanes
  low = i64x2.extmul_low_i32x4_u(b2, multiplier1)
  high = i64x2.extmul_high_i32x4_u(b2, multiplier1)
  let w0 = v128.xor(v128.shuffle<i32>(low, high, 1, 3, 5, 7), i32x4.splat(b1 ^ (key0 + 2 * WEYL_0)))
  let w1 = v128.shuffle<i32>(low, high, 0, 2, 4, 6)
  let w2 = v128.xor(b3, i32x4.splat(scalarHigh(MULTIPLIER_0, b0) ^ (key1 + 2 * WEYL_1)))
  let w3 = i32x4.splat(MULTIPLIER_0 * b0)
  // rounds 4 to 7
  let k0 = i32x4.splat(key0 + 3 * WEYL_0)
  let k1 = i32x4.splat(key1 + 3 * WEYL_1)
  for (let round = 0; round < 4; round++) {
    low = i64x2.extmul_low_i32x4_u(w0, multiplier0)
    high = i64x2.extmul_high_i32x4_u(w0, multiplier0)
    const low1 = i64x2.extmul_low_i32x4_u(w2, multiplier1)
    const high1 = i64x2.extmul_high_i32x4_u(w2, multiplier1)
    w0 = v128.xor(v128.xor(v128.shuffle<i32>(low1, high1, 1, 3, 5, 7), w1), k0)
    w1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6)
    w2 = v128.xor(v128.xor(v128.shuffle<i32>(low, high, 1, 3, 5, 7), w3), k1)
    w3 = v128.shuffle<i32>(low, high, 0, 2, 4, 6)
    k0 = i32x4.add(k0, i32x4.splat(WEYL_0))
    k1 = i32x4.add(k1, i32x4.splat(WEYL_1))
  }
  v128.store(out, w0)
  v128.store(out, w1, 16)
  v128.store(out, w2, 32)
  v128.store(out, w3, 48)
}
