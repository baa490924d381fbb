/**
 * Draws a chunk of samples (science/feature-law.ts), equal to the bit. Every entry: four words per feature and vector,
 * lane q of vector j of a group of sixteen is sample 4q + j. Skipping: one word per present feature; samples in which
 * nothing is present are alike, so one column with their count as its weight stands for all of them.
 */
import { ROW } from './descriptor'
import { philoxLanes } from './philox'

// @ts-ignore: decorator
@inline function toValue(integer: v128, signed: bool): v128 {
  const value = f32x4.convert_i32x4_s(signed ? i32x4.sub(integer, i32x4.splat(0x800000)) : integer)
  return f32x4.mul(value, f32x4.splat(signed ? <f32>(1.0 / 8388608.0) : <f32>(1.0 / 16777216.0)))
}

/**
 * Fills input [f, c] for samples first … first + columns − 1, columns a multiple of 16 (samples beyond the batch are drawn
 * too: their weight is 0). @param words 64 bytes
 */
export function drawEveryEntry(
  input: usize, columns: usize, features: usize, table: usize, signed: bool,
  step: u32, first: u32, key0: u32, key1: u32, words: usize,
): void {
  for (let f: usize = 0; f < features; f++) {
    const bound = v128.load32_splat(table + f * 8)
    const scale = load<u32>(table + f * 8, 4)
    const reciprocal = i32x4.splat(scale >>> 5)
    const shift = scale & 31
    let counter = i32x4.add(i32x4.splat(first >>> 2), i32x4(0, 1, 2, 3))
    let to = input + f * ROW
    for (let c: usize = 0; c < columns; c += 16) {
      philoxLanes(words, <u32>f, counter, step, key0, key1)
      for (let j: usize = 0; j < 64; j += 16) {
        const word = v128.load(words + j)
        const shifted = i32x4.shl(word, shift)
        const integer = v128.shuffle<i32>(
          i64x2.extmul_low_i32x4_u(shifted, reciprocal), i64x2.extmul_high_i32x4_u(shifted, reciprocal), 1, 3, 5, 7)
        v128.store(to + j, v128.and(toValue(integer, signed), i32x4.le_u(word, bound)))
      }
      to += 64
      counter = i32x4.add(counter, i32x4.splat(4))
    }
  }
}

/** Where the skipping sampler stands: set by drawSkipping, read by its caller. */
export let nextSample: u32 = 0
export let emptySamples: u32 = 0
export function beginSkipping(): void {
  nextSample = 0
  emptySamples = 0
}

/**
 * Takes samples from `nextSample` on until the chunk is full or the batch ends, and returns the columns used: samples
 * with a present feature. Appends their entries, writes them to input [f, c] (zero before) when it is not 0.
 * @param words u32 [blocks + 1, 4 words, 4 samples]
 */
export function drawSkipping(
  input: usize, capacity: usize, batch: u32, features: u32, table: usize, guide: usize, guideShift: u32,
  blocks: u32, signed: bool, step: u32, key0: u32, key1: u32, words: usize,
  entryStart: usize, entryFeature: usize, entryValue: usize, columnSample: usize,
): usize {
  const ready = words + <usize>blocks * 64
  const shift: u32 = signed ? 0x800000 : 0
  const unit: f32 = signed ? <f32>(1.0 / 8388608.0) : <f32>(1.0 / 16777216.0)
  let columns: usize = 0
  let entries: usize = 0
  let sample = nextSample
  store<u32>(entryStart, 0)
  while (sample < batch && columns + 4 <= capacity) {
    const counter = i32x4.add(i32x4.splat(sample), i32x4(0, 1, 2, 3))
    for (let block: u32 = 0; block < blocks; block++) philoxLanes(words + <usize>block * 64, block, counter, step, key0, key1)
    const group = min<u32>(4, batch - sample)
    for (let q: u32 = 0; q < group; q++) {
      const before = entries
      let position: u32 = 0
      let at = words + <usize>q * 4
      let end = ready
      let block = blocks
      for (;;) {
        if (at >= end) { // ahead of what was drawn for all four: one more block, of which only this lane is used
          philoxLanes(ready, block++, counter, step, key0, key1)
          at = ready + <usize>q * 4
          end = ready + 64
        }
        const word = load<u32>(at)
        at += 16
        let k = <u32>load<u16>(guide + (<usize>(word >>> guideShift) << 1))
        let row = table + (<usize>k << 3)
        while (k < features && load<u32>(row, 8) <= word) {
          k++
          row += 8
        }
        position += k
        if (position >= features) break
        const scale = load<u32>(row, 4)
        const remainder = (word - load<u32>(row)) << (scale & 31)
        const integer = <u32>((<u64>remainder * <u64>(scale >>> 5)) >> 32)
        const value = <f32>(<i32>(integer - shift)) * unit
        store<u32>(entryFeature + entries * 4, position)
        store<f32>(entryValue + entries * 4, value)
        if (input) store<f32>(input + <usize>position * ROW + columns * 4, value)
        entries++
        position++
      }
      if (entries == before) emptySamples++
      else {
        store<u32>(columnSample + columns * 4, sample + q)
        columns++
        store<u32>(entryStart + columns * 4, <u32>entries)
      }
    }
    sample += 4
  }
  nextSample = min<u32>(sample, batch)
  return columns
}

/** Makes input zero again after a chunk. */
export function clearInput(input: usize, columns: usize, entryStart: usize, entryFeature: usize): void {
  let e = <usize>load<u32>(entryStart)
  for (let c: usize = 0; c < columns; c++) {
    const end = <usize>load<u32>(entryStart + c * 4, 4)
    for (; e < end; e++) store<f32>(input + <usize>load<u32>(entryFeature + e * 4) * ROW + c * 4, 0)
  }
}

/** Recall: column c is the key first + c, one entry of value 1; padding columns have none. */
export function drawKeys(
  first: u32, keys: usize, columns: usize, entryStart: usize, entryFeature: usize, entryValue: usize, columnSample: usize,
): void {
  for (let c: usize = 0; c < columns; c++) {
    store<u32>(entryStart + c * 4, <u32>min<usize>(c, keys))
    if (c < keys) {
      store<u32>(entryFeature + c * 4, first + <u32>c)
      store<f32>(entryValue + c * 4, 1)
      store<u32>(columnSample + c * 4, first + <u32>c)
    }
  }
  store<u32>(entryStart + columns * 4, <u32>keys)
}
