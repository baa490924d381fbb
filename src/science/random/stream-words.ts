import { philox4x32 } from './philox'

/**
 * The first `count` words of the stream [seed, purpose]: word e is word e mod 4 of philox(counter = [⌊e/4⌋, 0, 0, 0]).
 * Streams indexed by one number are read this way: initial parameters, the recall permutation.
 */
export function streamWords(seed: number, purpose: number, count: number): Uint32Array {
  const words = new Uint32Array(count)
  const block = new Uint32Array(4)
  for (let e = 0; e < count; e++) {
    if ((e & 3) === 0) philox4x32(e >>> 2, 0, 0, 0, seed, purpose, block)
    words[e] = block[e & 3]
  }
  return words
}
