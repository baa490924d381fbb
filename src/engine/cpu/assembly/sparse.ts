/**
 * Products with a sparse input: a list of entries (feature·256 + column u32, value f32) for a chunk, so that only present
 * features cost anything. Lanes are the hidden units here, because a read-in row [f, ·] is contiguous; 4 x 4 transposes
 * join this with the feature-major rest. One loop over all entries: a loop per sample would end unforeseeably each time.
 */
import { ROW } from './descriptor'

// @ts-ignore: decorator
@inline export function storeTransposed(a: v128, b: v128, c: v128, d: v128, to: usize, row: usize): void {
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5)
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5)
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5))
  v128.store(to + row, v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7))
  v128.store(to + 2 * row, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5))
  v128.store(to + 3 * row, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7))
}

// @ts-ignore: decorator
@inline function addScaled(to: usize, from: usize, x: v128, bytes: usize): void {
  const end = to + (bytes & ~31)
  while (to != end) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(x, v128.load(from))))
    v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(x, v128.load(from, 16))), 16)
    to += 32
    from += 32
  }
  if (bytes & 16) v128.store(to, f32x4.add(v128.load(to), f32x4.mul(x, v128.load(from))))
}

// @ts-ignore: decorator
@inline export function sampleBytes(width: usize): usize {
  return ((width + 3) & ~3) * 4
}

/**
 * out[h][c] = Σ_f x_f weight[f][h]. Writes rows up to the next multiple of 4 of `width`; those beyond it hold nothing of use.
 * @param weight [f, h]  @param bySample room for [c, h]
 */
export function gather(out: usize, columns: usize, weight: usize, width: usize, entries: usize, end: usize, bySample: usize): void {
  const bytes = sampleBytes(width)
  memory.fill(bySample, 0, columns * bytes)
  for (let entry = entries; entry != end; entry += 8) {
    const place = <usize>load<u32>(entry)
    addScaled(bySample + (place & 255) * bytes, weight + (place >>> 8) * width * 4, v128.load32_splat(entry, 4), bytes)
  }
  for (let h: usize = 0; h < bytes; h += 16) {
    let from = bySample + h
    let to = out + (h >>> 2) * ROW
    for (let c: usize = 0; c < columns; c += 4) {
      storeTransposed(v128.load(from), v128.load(from + bytes), v128.load(from + 2 * bytes), v128.load(from + 3 * bytes), to, ROW)
      from += 4 * bytes
      to += 16
    }
  }
}

/** bySample[c][h] = rows[h][c], with zeros up to the next multiple of 4 of `width`. */
export function toSampleMajor(bySample: usize, rows: usize, columns: usize, width: usize, zeros: usize): void {
  const bytes = sampleBytes(width)
  for (let h: usize = 0; h < width; h += 4) {
    const r0 = rows + h * ROW
    const r1 = h + 1 < width ? r0 + ROW : zeros
    const r2 = h + 2 < width ? r0 + 2 * ROW : zeros
    const r3 = h + 3 < width ? r0 + 3 * ROW : zeros
    let to = bySample + h * 4
    for (let c: usize = 0; c < columns * 4; c += 16) {
      storeTransposed(v128.load(r0 + c), v128.load(r1 + c), v128.load(r2 + c), v128.load(r3 + c), to, bytes)
      to += 4 * bytes
    }
  }
}

/** gradient[f][h] += x_f bySample[c][h], entries in order. Adds zeros to up to three floats beyond a row. */
export function scatterGradient(gradient: usize, bySample: usize, width: usize, entries: usize, end: usize): void {
  const bytes = sampleBytes(width)
  for (let entry = entries; entry != end; entry += 8) {
    const place = <usize>load<u32>(entry)
    addScaled(gradient + (place >>> 8) * width * 4, bySample + (place & 255) * bytes, v128.load32_splat(entry, 4), bytes)
  }
}
