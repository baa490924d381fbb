import { multiplyHigh, philox4x32 } from '../random/philox'
import { purpose } from '../random/streams'

/** Seeded draws for statistics: the same seed gives the same interval everywhere. Never feeds training. */
export interface RandomDraws {
  /** An integer in [0, bound); bias below bound/2³². */
  below(bound: number): number
  /** Uniform in (0, 1). */
  uniform(): number
}

/** Stream [seed, purpose.resampling], counters [⌊word/4⌋, 0, 1, 0]: apart from `streamWords`, whose third counter is 0. */
export function randomDraws(seed: number): RandomDraws {
  const words = new Uint32Array(4)
  let used = 0
  const next = (): number => {
    if ((used & 3) === 0) philox4x32(used >>> 2, 0, 1, 0, seed, purpose.resampling, words)
    return words[used++ & 3]
  }
  return {
    below: (bound) => multiplyHigh(next(), bound),
    uniform: () => (next() + 0.5) / 2 ** 32,
  }
}
