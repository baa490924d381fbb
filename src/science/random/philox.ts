/**
 * Philox4x32-7: a counter-based generator. Four 32-bit words are a pure function of (counter, key), so a
 * draw never depends on what was drawn before it, on the batch it stands in, or on the worker that asks.
 *
 * Seven rounds are the fewest that pass TestU01's BigCrush (Salmon et al. 2011, "Parallel Random Numbers:
 * As Easy as 1, 2, 3", table 2); ten are that paper's default. WGSL has no 64-bit product, so a round costs
 * there about 34 integer operations and the rounds are most of a tiny model's training time: hence seven.
 * Checked against Random123's published vectors in tests/unit/science/random/philox.test.ts.
 */

const MULTIPLIER_0 = 0xd2511f53
const MULTIPLIER_1 = 0xcd9e8d57
const WEYL_0 = 0x9e3779b9
const WEYL_1 = 0xbb67ae85
export const PHILOX_ROUNDS = 7

/** floor(a·b / 2³²) for unsigned 32-bit a, b: exact in doubles through 16-bit halves of a. */
export function multiplyHigh(a: number, b: number): number {
  const low = (a & 0xffff) * b // < 2⁴⁸, exact
  const high = (a >>> 16) * b // < 2⁴⁸, exact
  return Math.floor((high + Math.floor(low / 0x10000)) / 0x10000) >>> 0
}

/**
 * Writes the four words at `counter` under `key` into `out`.
 * @param rounds 7 for the lab's streams; tests also check the published ten-round vectors.
 */
export function philox4x32(
  counter0: number, counter1: number, counter2: number, counter3: number,
  key0: number, key1: number,
  out: Uint32Array, // [4]
  rounds = PHILOX_ROUNDS,
): void {
  let c0 = counter0 >>> 0, c1 = counter1 >>> 0, c2 = counter2 >>> 0, c3 = counter3 >>> 0
  let k0 = key0 >>> 0, k1 = key1 >>> 0
  for (let round = 0; round < rounds; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0), low0 = Math.imul(MULTIPLIER_0, c0)
    const high1 = multiplyHigh(MULTIPLIER_1, c2), low1 = Math.imul(MULTIPLIER_1, c2)
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1 >>> 0
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0 >>> 0
    k0 = (k0 + WEYL_0) >>> 0
    k1 = (k1 + WEYL_1) >>> 0
  }
  out[0] = c0; out[1] = c1; out[2] = c2; out[3] = c3
}
