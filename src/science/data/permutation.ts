/**
 * The secret of the recall task: key i must be answered with π(i), a permutation drawn once per data seed.
 *
 * Fisher–Yates from the last place down: place i is swapped with place ⌊u·(i + 1)/2³²⌋, where u is word i of the
 * stream [seed, purpose.permutation]. One word per place keeps it counter-based; the price is a bias below
 * n/2³² on each choice (2·10⁻⁷ at n = 1024), far under anything n samples of it could show.
 */
import { multiplyHigh } from '../random/philox'
import { streamWords } from '../random/stream-words'
import { purpose } from '../random/streams'

/** π. Returns [f]. */
export function permutation(dataSeed: number, featureCount: number): Uint32Array {
  const words = streamWords(dataSeed, purpose.permutation, featureCount)
  const order = Uint32Array.from({ length: featureCount }, (_, i) => i) // [f]
  for (let i = featureCount - 1; i > 0; i--) {
    const j = multiplyHigh(words[i], i + 1)
    const swapped = order[i]
    order[i] = order[j]
    order[j] = swapped
  }
  return order
}
