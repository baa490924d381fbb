/**
 * Whether features live in layers, as the note supposes (F/L each), from contributions c [f, l].
 *
 *   q_{i,l} = max(c_{i,l}, 0)/Σ_l max(c_{i,l}, 0)        share of layer l in feature i
 *   PR_i = 1/Σ_l q²_{i,l}                                participation ratio: how many layers share it, 1 … L
 *   H_i = −Σ_l q ln q                                    entropy, nats, 0 … ln L
 *   F_l = F·Σ_i w_i q_{i,l}/Σ_i w_i                      features of layer l; Σ_l F_l = F. w: quality of i, in [0, 1]
 *
 * Null: the same PR after permuting each layer's contributions over the learned features, independently per layer.
 * It keeps every layer's distribution and breaks which layers go together: random weights also give PR near L, so
 * only a PR below the null says that features choose layers.
 */
import { streamWords } from '../random/stream-words'
import { purpose } from '../random/streams'
import { multiplyHigh } from '../random/philox'

/** q [f, l]; a row of zeros where no layer contributes positively. */
export function layerShares(contributions: Float64Array, depth: number): Float64Array {
  const shares = new Float64Array(contributions.length) // [f, l]
  for (let row = 0; row < contributions.length; row += depth) {
    let total = 0
    for (let l = 0; l < depth; l++) total += Math.max(0, contributions[row + l])
    if (total > 0) for (let l = 0; l < depth; l++) shares[row + l] = Math.max(0, contributions[row + l]) / total
  }
  return shares
}

/** PR_i [f]; 0 where the shares are all 0. */
export function participationRatios(shares: Float64Array, depth: number): Float64Array {
  const ratios = new Float64Array(shares.length / depth) // [f]
  for (let i = 0; i < ratios.length; i++) {
    let squares = 0
    for (let l = 0; l < depth; l++) squares += shares[i * depth + l] ** 2
    ratios[i] = squares > 0 ? 1 / squares : 0
  }
  return ratios
}

/** H_i, nats [f]. */
export function shareEntropies(shares: Float64Array, depth: number): Float64Array {
  const entropies = new Float64Array(shares.length / depth) // [f]
  for (let e = 0; e < shares.length; e++) {
    if (shares[e] > 0) entropies[Math.floor(e / depth)] -= shares[e] * Math.log(shares[e])
  }
  return entropies
}

/** F_l [l]. @param quality w [f], in [0, 1] @param featuresLearned F, shared out; nothing is, where no feature has quality. */
export function featuresByLayer(shares: Float64Array, quality: ArrayLike<number>, depth: number, featuresLearned: number): Float64Array {
  const byLayer = new Float64Array(depth) // [l]
  for (let e = 0; e < shares.length; e++) byLayer[e % depth] += shares[e] * quality[Math.floor(e / depth)]
  const total = byLayer.reduce((sum, value) => sum + value, 0)
  return total > 0 ? byLayer.map((value) => featuresLearned * value / total) : byLayer
}

/** Mean PR over rows whose `learned` is truthy and whose PR is defined; null without such a row. */
export function meanParticipation(shares: Float64Array, depth: number, learned: ArrayLike<boolean | number>): number | null {
  const ratios = participationRatios(shares, depth).filter((ratio, i) => learned[i] && ratio > 0)
  return ratios.length > 0 ? ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length : null
}

/** Mean PR of the layer-shuffled null over `shuffles` seeded shuffles; null without a learned feature. */
export function shuffledParticipation(
  contributions: Float64Array, depth: number, learned: ArrayLike<boolean | number>, seed: number, shuffles = 20,
): number | null {
  const rows = Array.from({ length: contributions.length / depth }, (_, i) => i).filter((i) => learned[i])
  const words = streamWords(seed, purpose.resampling, shuffles * depth * rows.length)
  const shuffled = new Float64Array(rows.length * depth) // [f learned, l]
  let word = 0, sum = 0, count = 0
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    for (let l = 0; l < depth; l++) {
      const order = rows.slice()
      for (let i = order.length - 1; i >= 0; i--) { // Fisher–Yates, one word per place
        const j = multiplyHigh(words[word++], i + 1)
        ;[order[i], order[j]] = [order[j], order[i]]
      }
      order.forEach((row, i) => { shuffled[i * depth + l] = contributions[row * depth + l] })
    }
    for (const ratio of participationRatios(layerShares(shuffled, depth), depth)) {
      if (ratio > 0) { sum += ratio; count += 1 }
    }
  }
  return count > 0 ? sum / count : null
}
