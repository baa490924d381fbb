/**
 * The feature law: each of n features is present with probability p = 1 − S, independently or in sets, and has a
 * uniform value when present [Elhage et al. 2022, sections 2 and 5]. This file *is* the data definition: every
 * engine draws the same bits. Only integers decide; a value is an integer times a power of two, so no
 * engine can round it differently (WGSL may fuse and reassociate float operations, never these).
 *
 * Three methods; which one is used is part of the definition (`samplingMethod`):
 *
 * - **every-entry** (small n): entry (sample b, feature f) of step t takes word b mod 4 of
 *   philox(counter = [f, ⌊b/4⌋, t, 0]). Present iff word ≤ bound[f], where bound[f] + 1 = round(p_f·2³²).
 * - **skipping** (n ≥ 16, one p ≤ ½ for all features): words of philox(counter = [c, b, t, 0]), c = 0, 1, …,
 *   are consumed in order, one per present feature. A word u falls into the interval k of bound, bound[k] ≤ u < bound[k+1],
 *   bound[k] = round(2³²(1 − (1−p)ᵏ)): k features are skipped (the geometric law), the next one is present.
 *   It stops when the position passes n. Work is proportional to the number of present features.
 *
 * - **sets** (features in sets of equal size, the first `size` of them the first set): one word decides for a set s, word
 *   b mod 4 of philox(counter = [n + s, ⌊b/4⌋, t, 0]). Member f is present iff low[f] ≤ word ≤ low[f] + bound[f]:
 *   correlated, low = 0 and bound + 1 = round(p·2³²) for all members, so they come together; anticorrelated, the words below
 *   round(p·2³²) are dealt out to the members, as equally as whole numbers allow, so at most one comes. The value of a
 *   present feature is its own: every-entry's word of f, with all 2³² words as its interval.
 *
 * In the first two, the place of the word *inside* its interval is again uniform and gives the value, without a second
 * word: remainder r in [0, w) becomes the integer V = ⌊(r·2ˢ)·reciprocal / 2³²⌋ in [0, 2²⁴), where 2ˢ normalises
 * w to (2³¹, 2³²] and reciprocal = ⌊2⁵⁶/(w·2ˢ)⌋. Then x = V·2⁻²⁴ in [0, 1) ('unit') or (V − 2²³)·2⁻²³ in [−1, 1) ('signed').
 */
import { invariant } from '../invariant'
import { multiplyHigh, philox4x32 } from '../random/philox'

export type ValueRange = 'unit' | 'signed'

/** Correlated: all members present, or none. Anticorrelated: one random member present, or none. p is the set's. */
export interface FeatureSets {
  readonly kind: 'correlated' | 'anticorrelated'
  readonly size: number // members; divides n
}

export interface FeatureLaw {
  readonly featureCount: number // n
  /** p = 1 − S: one for all features, or one per feature [f]; each in (0, 1]. */
  readonly activationProbability: number | readonly number[]
  readonly values: ValueRange
  readonly sets?: FeatureSets // absent: independent; with sets one p for all
}

export type SamplingMethod = 'every-entry' | 'skipping' | 'sets'

export interface SamplingTable {
  readonly method: SamplingMethod
  readonly featureCount: number
  readonly values: ValueRange
  /**
   * every-entry: [f], last word that means "present". skipping: [f + 1], lower end of the interval of each gap.
   * sets: [f], words that mean "present", less one; the first of them is low[f].
   */
  readonly bound: Uint32Array
  /** Per row of `bound`: reciprocal·32 + shift, both as defined above (reciprocal ≤ 2²⁵, shift < 32). */
  readonly scale: Uint32Array
  readonly low: Uint32Array // sets only: [f]
  readonly setSize: number // 1 but for sets
}

export function samplingMethod(law: FeatureLaw): SamplingMethod {
  const p = law.activationProbability
  if (law.sets) return 'sets'
  return law.featureCount >= 16 && typeof p === 'number' && p <= 0.5 ? 'skipping' : 'every-entry'
}

/** reciprocal·32 + shift for an interval of `width` words, 1 ≤ width ≤ 2³². */
function intervalScale(width: number): number {
  if (width < 1) return 0
  const shift = width === 1 ? 31 : Math.clz32(width - 1) // 2ˢ·width in (2³¹, 2³²]; width 1 stops at 2³¹
  const reciprocal = Math.floor(2 ** 56 / (width * ((1 << shift) >>> 0)))
  return (reciprocal * 32 + shift) >>> 0
}

export function samplingTable(law: FeatureLaw): SamplingTable {
  const n = law.featureCount
  const p = law.activationProbability
  const method = samplingMethod(law)
  if (law.sets) return setsTable(law, law.sets)
  const independent = { method, featureCount: n, values: law.values, low: new Uint32Array(0), setSize: 1 }
  if (method === 'every-entry') {
    const bound = new Uint32Array(n), scale = new Uint32Array(n)
    for (let f = 0; f < n; f++) {
      const width = Math.max(1, Math.round((typeof p === 'number' ? p : p[f]) * 2 ** 32))
      bound[f] = width - 1
      scale[f] = intervalScale(width)
    }
    return { ...independent, bound, scale }
  }
  const bound = new Uint32Array(n + 1), scale = new Uint32Array(n + 1)
  let absent = 1 // (1 − p)ᵏ
  for (let k = 0; k <= n; k++) {
    bound[k] = Math.min(2 ** 32 - 1, Math.round(2 ** 32 * (1 - absent)))
    absent *= 1 - (p as number)
  }
  for (let k = 0; k < n; k++) scale[k] = intervalScale(bound[k + 1] - bound[k])
  return { ...independent, bound, scale }
}

function setsTable({ featureCount: n, activationProbability: p, values }: FeatureLaw, { kind, size }: FeatureSets): SamplingTable {
  invariant(typeof p === 'number' && n % size === 0, () => `${n} features of one p make sets of ${size}`)
  const present = Math.max(kind === 'correlated' ? 1 : size, Math.round((p as number) * 2 ** 32))
  const low = new Uint32Array(n), bound = new Uint32Array(n)
  for (let f = 0; f < n; f++) {
    const member = f % size
    low[f] = kind === 'correlated' ? 0 : Math.floor((member * present) / size)
    const end = kind === 'correlated' ? present : Math.floor(((member + 1) * present) / size)
    bound[f] = end - low[f] - 1
  }
  return { method: 'sets', featureCount: n, values, bound, scale: new Uint32Array(n).fill(intervalScale(2 ** 32)), low, setSize: size }
}

/** V in [0, 2²⁴) from the remainder of a word inside its interval. */
export function valueInteger(remainder: number, scale: number): number {
  return multiplyHigh((remainder << (scale & 31)) >>> 0, scale >>> 5)
}

/** The float of V: exact in float32. */
export function valueOf(integer: number, values: ValueRange): number {
  return values === 'unit' ? integer * 2 ** -24 : (integer - 2 ** 23) * 2 ** -23
}

const words = new Uint32Array(4), decisions = new Uint32Array(4)

/**
 * Draws one sample into `out[offset … offset + n)`, absent features as 0.
 * @param key0 data seed  @param key1 purpose (batch or evaluation)  @param step t from 0  @param sample b from 0
 */
export function drawSample(
  table: SamplingTable, key0: number, key1: number, step: number, sample: number,
  out: Float32Array | Float64Array, offset = 0,
): void {
  const n = table.featureCount
  if (table.method === 'every-entry') {
    for (let f = 0; f < n; f++) {
      philox4x32(f, sample >>> 2, step, 0, key0, key1, words)
      const word = words[sample & 3]
      out[offset + f] = word <= table.bound[f] ? valueOf(valueInteger(word, table.scale[f]), table.values) : 0
    }
    return
  }
  if (table.method === 'sets') {
    for (let f = 0; f < n; f++) {
      if (f % table.setSize === 0) philox4x32(n + f / table.setSize, sample >>> 2, step, 0, key0, key1, decisions)
      philox4x32(f, sample >>> 2, step, 0, key0, key1, words)
      const isPresent = (decisions[sample & 3] - table.low[f]) >>> 0 <= table.bound[f]
      out[offset + f] = isPresent ? valueOf(valueInteger(words[sample & 3], table.scale[f]), table.values) : 0
    }
    return
  }
  out.fill(0, offset, offset + n)
  const { bound, scale } = table
  let position = 0
  for (let draw = 0; ; draw++) {
    if ((draw & 3) === 0) philox4x32(draw >>> 2, sample, step, 0, key0, key1, words)
    const word = words[draw & 3]
    let low = 0, high = n // largest k with bound[k] ≤ word
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (bound[middle] <= word) low = middle
      else high = middle - 1
    }
    position += low
    if (position >= n) return
    out[offset + position] = valueOf(valueInteger(word - bound[low], scale[low]), table.values)
    position += 1
  }
}

/** A batch, row-major. Returns [b, f]. */
export function drawBatch(
  law: FeatureLaw, seed: number, purpose: number, step: number, batchSize: number,
): Float32Array {
  const table = samplingTable(law)
  const batch = new Float32Array(batchSize * law.featureCount) // [b, f]
  for (let b = 0; b < batchSize; b++) drawSample(table, seed, purpose, step, b, batch, b * law.featureCount)
  return batch
}
