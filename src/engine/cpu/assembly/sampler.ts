/**
 * Draws a chunk of samples (science/data/feature-law.ts), equal to the bit. Every entry: four words per feature and vector,
 * lane q of vector j of a group of sixteen is sample 4q + j. Skipping: one word per present feature; samples in which
 * nothing is present are alike, so one column with their count as its weight stands for all of them.
 */
import { GUIDE_SHIFT, ROW, TABLE_ROW } from './descriptor'
import { firstKey, firstMultiplier, philox, PREPARED, prepare, secondKey, secondMultiplier } from './philox'

/**
 * Fills input [f, c] for samples first … first + columns − 1, columns a multiple of 16 (samples beyond the batch are drawn
 * too: their weight is 0).
 * @param table [f] rows of 16 bytes: last word that means present, (unused), reciprocal, 2^shift
 * @param words 64 bytes, and those of one prepared counter
 */
export function drawEveryEntry(
  input: usize, columns: usize, features: usize, table: usize, signed: bool,
  step: u32, first: u32, key0: u32, key1: u32, words: usize,
): void {
  const m0 = firstMultiplier(), m1 = secondMultiplier()
  const k3 = firstKey(key0, 3), k4 = firstKey(key0, 4), k5 = firstKey(key0, 5), k6 = firstKey(key0, 6)
  const l3 = secondKey(key1, 3), l4 = secondKey(key1, 4), l5 = secondKey(key1, 5), l6 = secondKey(key1, 6)
  const offset = i32x4.splat(signed ? 0x800000 : 0)
  const unit = f32x4.splat(signed ? <f32>(1.0 / 8388608.0) : <f32>(1.0 / 16777216.0))
  const four = i32x4.splat(4)
  const firstCounter = i32x4.add(i32x4.splat(first >>> 2), i32x4(0, 1, 2, 3))
  const prepared = words + 64
  for (let f: usize = 0; f < features; f++) {
    prepare(prepared, <u32>f, step, key0, key1)
    const p0 = v128.load(prepared), p1 = v128.load(prepared, 16), p2 = v128.load(prepared, 32)
    const p3 = v128.load(prepared, 48), p4 = v128.load(prepared, 64)
    const row = table + f * 16
    const bound = v128.load32_splat(row)
    const reciprocal = v128.load32_splat(row, 8)
    const power = v128.load32_splat(row, 12)
    let counter = firstCounter
    let to = input + f * ROW
    const end = to + columns * 4
    do {
      philox(words, counter, m0, m1, p0, p1, p2, p3, p4, k3, k4, k5, k6, l3, l4, l5, l6)
      v128.store(to, present(v128.load(words), bound, reciprocal, power, offset, unit))
      v128.store(to, present(v128.load(words, 16), bound, reciprocal, power, offset, unit), 16)
      v128.store(to, present(v128.load(words, 32), bound, reciprocal, power, offset, unit), 32)
      v128.store(to, present(v128.load(words, 48), bound, reciprocal, power, offset, unit), 48)
      to += 64
      counter = i32x4.add(counter, four)
    } while (to != end)
  }
}

/** The values of four words, 0 where the feature is absent. */
// @ts-ignore: decorator
@inline function present(word: v128, bound: v128, reciprocal: v128, power: v128, offset: v128, unit: v128): v128 {
  return v128.and(valueOf(word, reciprocal, power, offset, unit), i32x4.le_u(word, bound))
}

// @ts-ignore: decorator
@inline function valueOf(word: v128, reciprocal: v128, power: v128, offset: v128, unit: v128): v128 {
  const shifted = i32x4.mul(word, power)
  const integer = v128.shuffle<i32>(
    i64x2.extmul_low_i32x4_u(shifted, reciprocal), i64x2.extmul_high_i32x4_u(shifted, reciprocal), 1, 3, 5, 7)
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.sub(integer, offset)), unit)
}

/**
 * The same for features in sets of `size`: a word of the set decides, at counter n + s, and the feature's own gives the value.
 * The set's words stand in the row of its last member until that, drawn last, has read them.
 * @param table [f] rows of 16 bytes: words that mean present, less one; the first of them; reciprocal, 2^shift
 */
export function drawSets(
  input: usize, columns: usize, features: usize, size: usize, table: usize, signed: bool,
  step: u32, first: u32, key0: u32, key1: u32, words: usize,
): void {
  const offset = i32x4.splat(signed ? 0x800000 : 0)
  const unit = f32x4.splat(signed ? <f32>(1.0 / 8388608.0) : <f32>(1.0 / 16777216.0))
  for (let f: usize = 0; f < features; f++) {
    const place = f % size
    const choices = input + (f - place + size - 1) * ROW
    if (place == 0) drawRow(choices, columns, <u32>(features + f / size), step, first, key0, key1, words)
    const row = table + f * 16
    const bound = v128.load32_splat(row), low = v128.load32_splat(row, 4)
    const reciprocal = v128.load32_splat(row, 8), power = v128.load32_splat(row, 12)
    const to = input + f * ROW
    const own = words + 64 + PREPARED
    drawRow(own, columns, <u32>f, step, first, key0, key1, words)
    for (let c: usize = 0; c < columns * 4; c += 16) {
      const chosen = i32x4.le_u(i32x4.sub(v128.load(choices + c), low), bound)
      v128.store(to + c, v128.and(valueOf(v128.load(own + c), reciprocal, power, offset, unit), chosen))
    }
  }
}

/** Words of [c0, ⌊b/4⌋, step, 0] for every sample, as they stand in an every-entry row. @param words 64 bytes, and one prepared counter's */
function drawRow(out: usize, columns: usize, c0: u32, step: u32, first: u32, key0: u32, key1: u32, words: usize): void {
  const m0 = firstMultiplier(), m1 = secondMultiplier()
  const k3 = firstKey(key0, 3), k4 = firstKey(key0, 4), k5 = firstKey(key0, 5), k6 = firstKey(key0, 6)
  const l3 = secondKey(key1, 3), l4 = secondKey(key1, 4), l5 = secondKey(key1, 5), l6 = secondKey(key1, 6)
  const prepared = words + 64
  prepare(prepared, c0, step, key0, key1)
  const p0 = v128.load(prepared), p1 = v128.load(prepared, 16), p2 = v128.load(prepared, 32)
  const p3 = v128.load(prepared, 48), p4 = v128.load(prepared, 64)
  let counter = i32x4.add(i32x4.splat(first >>> 2), i32x4(0, 1, 2, 3))
  for (let c: usize = 0; c < columns * 4; c += 64) {
    philox(out + c, counter, m0, m1, p0, p1, p2, p3, p4, k3, k4, k5, k6, l3, l4, l5, l6)
    counter = i32x4.add(counter, i32x4.splat(4))
  }
}

/** [16 masks of four lanes] byte shuffles that bring the lanes of the mask to the front, and how many bytes they take. */
const toFront = memory.data<u32>([
  0x80808080, 0x80808080, 0x80808080, 0x80808080, 0x03020100, 0x80808080, 0x80808080, 0x80808080,
  0x07060504, 0x80808080, 0x80808080, 0x80808080, 0x03020100, 0x07060504, 0x80808080, 0x80808080,
  0x0b0a0908, 0x80808080, 0x80808080, 0x80808080, 0x03020100, 0x0b0a0908, 0x80808080, 0x80808080,
  0x07060504, 0x0b0a0908, 0x80808080, 0x80808080, 0x03020100, 0x07060504, 0x0b0a0908, 0x80808080,
  0x0f0e0d0c, 0x80808080, 0x80808080, 0x80808080, 0x03020100, 0x0f0e0d0c, 0x80808080, 0x80808080,
  0x07060504, 0x0f0e0d0c, 0x80808080, 0x80808080, 0x03020100, 0x07060504, 0x0f0e0d0c, 0x80808080,
  0x0b0a0908, 0x0f0e0d0c, 0x80808080, 0x80808080, 0x03020100, 0x0b0a0908, 0x0f0e0d0c, 0x80808080,
  0x07060504, 0x0b0a0908, 0x0f0e0d0c, 0x80808080, 0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c,
], 16)

/**
 * Appends the samples of drawn [f, c] in which some feature is present to input [f, c], from column `columns` on, and
 * returns how many columns that makes. Lanes are samples first + 4·lane + …, in groups of sixteen, as drawEveryEntry leaves
 * them; those beyond the batch are dropped. @param samples a multiple of 16
 */
export function appendPresent(
  input: usize, columns: usize, drawn: usize, samples: usize, features: usize, first: u32, batch: u32, columnSample: usize,
): usize {
  const zero = f32x4.splat(0)
  let sample = i32x4.add(i32x4.splat(first), i32x4(0, 4, 8, 12))
  let kept = columns * 4
  for (let c: usize = 0; c < samples * 4; c += 16) {
    let any = v128.load(drawn + c)
    for (let f: usize = 1; f < features; f++) any = v128.or(any, v128.load(drawn + f * ROW + c))
    const present = v128.and(f32x4.ne(any, zero), i32x4.lt_u(sample, i32x4.splat(batch)))
    const mask = <usize>i32x4.bitmask(present)
    const order = v128.load(toFront + mask * 16)
    for (let f: usize = 0; f < features; f++) v128.store(input + f * ROW + kept, v128.swizzle(v128.load(drawn + f * ROW + c), order))
    v128.store(columnSample + kept, v128.swizzle(sample, order))
    kept += <usize>popcnt<u32>(<u32>mask) * 4
    // word j of a group holds samples 4·lane + j: after its four words the next group begins
    sample = i32x4.add(sample, i32x4.splat((c & 48) == 48 ? 13 : 1))
  }
  return kept >>> 2
}

/** Address after the chunk's entries (sparse.ts): of the skipping sampler, and of recall's keys. */
export let entriesEnd: usize = 0

/** Where the skipping sampler stands in its batch. */
export let nextSample: u32 = 0
export let emptySamples: u32 = 0
export function clearDraws(): void {
  nextSample = 0
  emptySamples = 0
}

/** Samples whose words are drawn together. */
const GROUP: u32 = 16

/** Where `walk` left off: the place after the last present feature; n or more when the sample is complete. */
let position: u32 = 0

/**
 * Reads words of one sample from `at` (every 16 bytes) until the sample is complete or `end` is reached. Writes an entry
 * per present feature, and its value to row f of the column; returns the address after the last entry. Of its own,
 * because its few variables then live in registers.
 */
function walk(
  at: usize, end: usize, entry: usize, input: usize, column: u32, features: u32, table: usize, guide: usize, offset: u32, unit: f32,
): usize {
  const values = input + <usize>column * 4
  let place = position
  while (at < end) {
    const word = load<u32>(at)
    at += 16
    let k = <u32>load<u16>(guide + (<usize>(word >>> GUIDE_SHIFT) << 1))
    let row = table + (<usize>k << 4)
    while (word > load<u32>(row, 4)) {
      k++
      row += TABLE_ROW
    }
    place += k
    if (place >= features) break
    const shifted = (word - load<u32>(row)) * load<u32>(row, 12)
    const integer = <u32>((<u64>shifted * <u64>load<u32>(row, 8)) >> 32)
    const value = <f32>(<i32>(integer - offset)) * unit
    store<u32>(entry, (place << 8) | column)
    store<f32>(entry, value, 4)
    store<f32>(values + <usize>place * ROW, value)
    entry += 8
    place++
  }
  position = place
  return entry
}

/**
 * Takes samples from `nextSample` on until the chunk is full or the batch ends, and returns the columns used: samples
 * with a present feature. Appends their entries and writes them to input [f, c] (zero before).
 * @param table [f + 1] rows of 16 bytes: first and last word of the gap's interval, reciprocal, 2^shift
 * @param guide u16[2^(32 − GUIDE_SHIFT)]: the gap of the first word of each stretch of 2^GUIDE_SHIFT words
 * @param words u32 [4 quarters of a group, blocks, 4 words, 4 samples], one block more, and blocks + 1 prepared counters
 */
export function drawSkipping(
  input: usize, capacity: usize, batch: u32, features: u32, table: usize, guide: usize,
  blocks: u32, signed: bool, step: u32, key0: u32, key1: u32, words: usize, entries: usize, columnSample: usize,
): usize {
  const quarter = <usize>blocks * 64
  const ready = words + 4 * quarter
  const prepared = ready + 64
  const spare = prepared + <usize>blocks * PREPARED
  for (let block: u32 = 0; block < blocks; block++) prepare(prepared + <usize>block * PREPARED, block, step, key0, key1)
  const offset: u32 = signed ? 0x800000 : 0
  const unit: f32 = signed ? <f32>(1.0 / 8388608.0) : <f32>(1.0 / 16777216.0)
  let columns: usize = 0
  let entry = entries
  let sample = nextSample
  while (sample < batch && columns < capacity) {
    const group = sample & ~(GROUP - 1)
    drawBlocks(words, blocks, 4, prepared, group, key0, key1)
    const end = min<u32>(batch, group + GROUP)
    for (; sample < end && columns < capacity; sample++) {
      const before = entry
      const lane = <usize>(sample & 3) * 4
      const from = words + <usize>((sample - group) >>> 2) * quarter
      position = 0
      entry = walk(from + lane, from + quarter, entry, input, <u32>columns, features, table, guide, offset, unit)
      for (let block = blocks; position < features; block++) { // beyond what was drawn for all: of these only one lane is used
        prepare(spare, block, step, key0, key1)
        drawBlocks(ready, 1, 1, spare, sample & ~3, key0, key1)
        entry = walk(ready + lane, ready + 64, entry, input, <u32>columns, features, table, guide, offset, unit)
      }
      if (entry == before) emptySamples++
      else {
        store<u32>(columnSample + columns * 4, sample)
        columns++
      }
    }
  }
  nextSample = sample
  entriesEnd = entry
  return columns
}

/** Blocks of words of 4·quarters samples from `first` on, from as many prepared counters. */
function drawBlocks(words: usize, blocks: u32, quarters: u32, prepared: usize, first: u32, key0: u32, key1: u32): void {
  const m0 = firstMultiplier(), m1 = secondMultiplier()
  const k3 = firstKey(key0, 3), k4 = firstKey(key0, 4), k5 = firstKey(key0, 5), k6 = firstKey(key0, 6)
  const l3 = secondKey(key1, 3), l4 = secondKey(key1, 4), l5 = secondKey(key1, 5), l6 = secondKey(key1, 6)
  const four = i32x4.splat(4)
  const last = prepared + <usize>blocks * PREPARED
  let counter = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3))
  for (let q: u32 = 0; q < quarters; q++) {
    for (let from = prepared; from != last; from += PREPARED) {
      philox(
        words, counter, m0, m1, v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48), v128.load(from, 64),
        k3, k4, k5, k6, l3, l4, l5, l6)
      words += 64
    }
    counter = i32x4.add(counter, four)
  }
}

/** Makes input zero again after a chunk. */
export function clearInput(input: usize, entries: usize): void {
  for (let entry = entries; entry != entriesEnd; entry += 8) {
    const place = <usize>load<u32>(entry)
    store<f32>(input + (place >>> 8) * ROW + (place & 255) * 4, 0)
  }
}

/** Recall: column c is the key first + c, one entry of value 1. */
export function drawKeys(first: u32, keys: u32, entries: usize, columnSample: usize): void {
  for (let c: u32 = 0; c < keys; c++) {
    const entry = entries + <usize>c * 8
    store<u32>(entry, ((first + c) << 8) | c)
    store<f32>(entry, 1, 4)
    store<u32>(columnSample + <usize>c * 4, first + c)
  }
  entriesEnd = entries + <usize>keys * 8
}
