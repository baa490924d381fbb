/**
 * Softmax cross-entropy over n outputs, in nats, on logits times log2 e. Exponential and logarithm are our own, from
 * correctly rounded operations only, so they are the same bits everywhere.
 */
import { ROW } from './descriptor'

const ROUNDER: f32 = 12582912 // 1.5·2²³: adding it rounds to an integer and leaves that integer in the low bits

/** 2^x for x ≤ 0, to 2 ulp; x below −120 counts as −120. Minimax polynomial of degree 5 on [−½, ½]. */
// @ts-ignore: decorator
@inline function powerOfTwo(x: v128): v128 {
  const clamped = f32x4.pmax(x, f32x4.splat(-120))
  const rounded = f32x4.add(clamped, f32x4.splat(ROUNDER))
  const r = f32x4.sub(clamped, f32x4.sub(rounded, f32x4.splat(ROUNDER)))
  const r2 = f32x4.mul(r, r)
  const low = f32x4.add(f32x4.splat(1), f32x4.mul(r, f32x4.splat(0.6931469440460205)))
  const middle = f32x4.add(f32x4.splat(0.24022120237350464), f32x4.mul(r, f32x4.splat(0.05550713092088699)))
  const high = f32x4.add(f32x4.splat(0.009675541892647743), f32x4.mul(r, f32x4.splat(0.001327647129073739)))
  const value = f32x4.add(low, f32x4.mul(r2, f32x4.add(middle, f32x4.mul(r2, high))))
  return i32x4.add(value, i32x4.shl(rounded, 23))
}

/** ln x in float64 for x ≥ 1: x = 2ᵏ·m, ln m = 2 artanh((m − 1)/(m + 1)) as a series to s¹⁷. NaN and infinity stay NaN and infinity. */
export function naturalLogarithm(x: f64): f64 {
  if (!(x < Infinity)) return x
  const bits = reinterpret<u64>(x)
  let exponent = <f64>(<i64>(bits >> 52) - 1023)
  let mantissa = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000)
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5
    exponent += 1
  }
  const s = (mantissa - 1) / (mantissa + 1) // |s| ≤ 0.172
  const q = s * s
  let series: f64 = 1.0 / 17.0
  series = series * q + 1.0 / 15.0
  series = series * q + 1.0 / 13.0
  series = series * q + 1.0 / 11.0
  series = series * q + 1.0 / 9.0
  series = series * q + 1.0 / 7.0
  series = series * q + 1.0 / 5.0
  series = series * q + 1.0 / 3.0
  series = series * q + 1.0
  return exponent * 0.6931471805599453 + 2 * s * series
}

/** 2^(logit − maximum) in place, their sum over f added to total[c]. With `relu`, outputs at 0 keep no gradient: they are summed, then 0. */
export function exponentials(logits: usize, rows: usize, columns: usize, maximum: usize, total: usize, relu: bool): void {
  const zero = f32x4.splat(0)
  for (let at: usize = 0; at < columns * 4; at += 32) {
    const m0 = v128.load(maximum + at)
    const m1 = v128.load(maximum + at, 16)
    let t0 = v128.load(total + at), t1 = v128.load(total + at, 16)
    let row = logits + at
    for (let f = rows; f != 0; f--) {
      const z0 = v128.load(row)
      const z1 = v128.load(row, 16)
      const e0 = powerOfTwo(f32x4.sub(z0, m0))
      const e1 = powerOfTwo(f32x4.sub(z1, m1))
      t0 = f32x4.add(t0, e0)
      t1 = f32x4.add(t1, e1)
      v128.store(row, relu ? v128.and(e0, f32x4.gt(z0, zero)) : e0)
      v128.store(row, relu ? v128.and(e1, f32x4.gt(z1, zero)) : e1, 16)
      row += ROW
    }
    v128.store(total + at, t0)
    v128.store(total + at, t1, 16)
  }
}

/** Where the maximum of a column rose, its total and sums [h][c] are taken against the new one: times 2^(before − maximum). */
export function scaleDown(before: usize, maximum: usize, total: usize, sums: usize, rows: usize, columns: usize): void {
  for (let at: usize = 0; at < columns * 4; at += 16) {
    const old = v128.load(before + at), now = v128.load(maximum + at)
    if (!v128.any_true(f32x4.ne(old, now))) continue
    const factor = powerOfTwo(f32x4.sub(old, now))
    v128.store(total + at, f32x4.mul(v128.load(total + at), factor))
    for (let row = sums + at; row < sums + rows * ROW; row += ROW) v128.store(row, f32x4.mul(v128.load(row), factor))
  }
}
