/**
 * Products with a sparse input, as lists of entries (feature u32, value f32) per sample: only present features cost anything. Lanes are
 * the hidden units here, because a read-in row [f, ·] is contiguous; 4 x 4 transposes join this with the feature-major rest.
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

/** Sums of 4·vectors hidden units of one sample, into `to`. */
// @ts-ignore: decorator
@inline function gatherOne(vectors: i32, to: usize, weight: usize, rowBytes: usize, entry: usize, end: usize): void {
  const zero = f32x4.splat(0)
  let s0 = zero, s1 = zero, s2 = zero, s3 = zero
  for (; entry != end; entry += 8) {
    const row = weight + <usize>load<u32>(entry) * rowBytes
    const x = v128.load32_splat(entry, 4)
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(row)))
    if (vectors > 1) s1 = f32x4.add(s1, f32x4.mul(x, v128.load(row, 16)))
    if (vectors > 2) {
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(row, 32)))
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(row, 48)))
    }
  }
  v128.store(to, s0)
  if (vectors > 1) v128.store(to, s1, 16)
  if (vectors > 2) {
    v128.store(to, s2, 32)
    v128.store(to, s3, 48)
  }
}

// @ts-ignore: decorator
@inline function gatherBlock(
  vectors: i32, out: usize, c: usize, weight: usize, rowBytes: usize,
  entryStart: usize, entries: usize, room: usize,
): void {
  for (let q: usize = 0; q < 4; q++) {
    const start = entryStart + (c + q) * 4
    gatherOne(vectors, room + q * 64, weight, rowBytes, entries + <usize>load<u32>(start), entries + <usize>load<u32>(start, 4))
  }
  const to = out + c * 4
  storeTransposed(v128.load(room), v128.load(room, 64), v128.load(room, 128), v128.load(room, 192), to, ROW)
  if (vectors > 1) storeTransposed(v128.load(room, 16), v128.load(room, 80), v128.load(room, 144), v128.load(room, 208), to + 4 * ROW, ROW)
  if (vectors > 2) {
    storeTransposed(v128.load(room, 32), v128.load(room, 96), v128.load(room, 160), v128.load(room, 224), to + 8 * ROW, ROW)
    storeTransposed(v128.load(room, 48), v128.load(room, 112), v128.load(room, 176), v128.load(room, 240), to + 12 * ROW, ROW)
  }
}

/**
 * out[h][c] = Σ_f x_f weight[f][h]. Writes rows up to the next multiple of 4 of `width`; those beyond it hold nothing of use.
 * @param weight [f, h]  @param room 256 bytes
 */
export function gather(
  out: usize, columns: usize, weight: usize, width: usize,
  entryStart: usize, entries: usize, room: usize,
): void {
  const rowBytes = width * 4
  for (let c: usize = 0; c < columns; c += 4) {
    let h: usize = 0
    for (; h + 8 < width; h += 16) { // three or four vectors; beyond `width` lanes are garbage within padded rows
      if (h + 12 >= width) break
      gatherBlock(4, out + h * ROW, c, weight + h * 4, rowBytes, entryStart, entries, room)
    }
    for (; h + 4 < width; h += 8) {
      gatherBlock(2, out + h * ROW, c, weight + h * 4, rowBytes, entryStart, entries, room)
    }
    if (h < width) gatherBlock(1, out + h * ROW, c, weight + h * 4, rowBytes, entryStart, entries, room)
  }
}

/** bySample[c][h] = rows[h][c], with zeros up to the next multiple of 4 of `width`. */
export function toSampleMajor(bySample: usize, rows: usize, columns: usize, width: usize, zeros: usize): void {
  const sampleBytes = ((width + 3) & ~3) * 4
  for (let h: usize = 0; h < width; h += 4) {
    const r0 = rows + h * ROW
    const r1 = h + 1 < width ? r0 + ROW : zeros
    const r2 = h + 2 < width ? r0 + 2 * ROW : zeros
    const r3 = h + 3 < width ? r0 + 3 * ROW : zeros
    let to = bySample + h * 4
    for (let c: usize = 0; c < columns * 4; c += 16) {
      storeTransposed(v128.load(r0 + c), v128.load(r1 + c), v128.load(r2 + c), v128.load(r3 + c), to, sampleBytes)
      to += 4 * sampleBytes
    }
  }
}

/** gradient[f][h] += x_f bySample[c][h], samples in order. Adds zeros to up to three floats beyond a row. */
export function scatterGradient(
  gradient: usize, bySample: usize, columns: usize, width: usize, entryStart: usize, entries: usize,
): void {
  const rowBytes = width * 4
  const sampleBytes = ((width + 3) & ~3) * 4
  let entry = entries + <usize>load<u32>(entryStart)
  for (let c: usize = 0; c < columns; c++) {
    const end = entries + <usize>load<u32>(entryStart + c * 4, 4)
    const from = bySample + c * sampleBytes
    for (; entry < end; entry += 8) {
      const x = v128.load32_splat(entry, 4)
      const to = gradient + <usize>load<u32>(entry) * rowBytes
      for (let h: usize = 0; h < sampleBytes; h += 16) {
        v128.store(to + h, f32x4.add(v128.load(to + h), f32x4.mul(x, v128.load(from + h))))
      }
    }
  }
}
