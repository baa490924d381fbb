/**
 * Where a target can be read off, whether or not the network reads it: ridge probes from the neurons of a layer, h_l →
 * y_i, and from all layers together. Probes measure availability, not use.
 *
 *   R²_{i,l} on samples that neither fitted nor chose λ;  F_probe,l = #{R²_{i,l} ≥ ½}
 *   χ = #{R²_i(h_1 … h_L) ≥ ½ and max_l R²_{i,l} < ¼}/n     features that only several layers together hold
 *
 * Probe capacity rises with dimension, so the neurons of all layers are first projected to m dimensions, as many as one
 * layer has, by a fixed matrix of independent N(0, 1/(mL)) entries, drawn once per init seed.
 */
import { readableFrom, unreadableBelow } from '../criteria'
import { allAtOnce, type InPieces } from '../in-pieces'
import { normalOfWord } from '../random/normal'
import { streamWords } from '../random/stream-words'
import { purpose } from '../random/streams'
import { type RegressionMoments, addSample, centredSquares, emptyMoments, fittingRidge, summingErrors } from './regression-moments'

/** Numbers that the moments of the probes may take in all (512 MiB); a network that needs more is not probed. */
const mostNumbers = 2 ** 26

/** Fit, choice and judgement of each layer and of all together: (m + 1)² products of neurons and (m + 1)·n with targets. */
export function probesFit(n: number, depth: number, neuronsPerLayer: number): boolean {
  const k = neuronsPerLayer + 1
  return 3 * (depth + 1) * k * (k + n) <= mostNumbers
}

/** λ tried, relative to the mean variance of a neuron. */
const lambdas = [1e-6, 1e-4, 1e-2, 1e-1, 1]

export interface Probes {
  /** neurons: L arrays [b, k]; targets [b, f]. Of every four samples two fit, one chooses λ, one judges. */
  add(neurons: readonly Float64Array[], targets: Float64Array): void
  result(): ProbeResult
  resultInPieces(): InPieces<ProbeResult>
}

export interface ProbeResult {
  readonly byLayer: Float64Array // R²_{i,l} [f, l]
  readonly together: Float64Array // R²_i of all layers, projected [f]
  readonly crossLayer: number // χ, share of n
}

export function probes(n: number, depth: number, neuronsPerLayer: number, seed: number): Probes {
  const m = neuronsPerLayer
  const words = streamWords(seed, purpose.resampling, depth * m * m)
  const projection = Float64Array.from(words, (word) => normalOfWord(word) / Math.sqrt(depth * m)) // [l·m + k, h]
  const projected = new Float64Array(m)
  // Places: layers 0 … L − 1, then all together.
  const parts = Array.from({ length: depth + 1 }, () => ({ fit: emptyMoments(m, n), choose: emptyMoments(m, n), judge: emptyMoments(m, n) }))
  let samples = 0
  function* resultInPieces(): InPieces<ProbeResult> {
    const r2: Float64Array[] = []
    for (const { fit, choose, judge } of parts) r2.push(yield* probe(fit, choose, judge))
    const byLayer = new Float64Array(n * depth) // [f, l]
    let crossLayer = 0
    for (let f = 0; f < n; f++) {
      let best = -Infinity
      for (let l = 0; l < depth; l++) {
        byLayer[f * depth + l] = r2[l][f]
        best = Math.max(best, r2[l][f])
      }
      if (r2[depth][f] >= readableFrom && best < unreadableBelow) crossLayer += 1
    }
    return { byLayer, together: r2[depth], crossLayer: crossLayer / n }
  }
  return {
    add(neurons, targets) {
      for (let b = 0; b < targets.length / n; b++) {
        const part = (['fit', 'choose', 'fit', 'judge'] as const)[samples++ & 3]
        const y = targets.subarray(b * n, (b + 1) * n)
        projected.fill(0)
        for (let l = 0; l < depth; l++) {
          const h = neurons[l].subarray(b * m, (b + 1) * m)
          addSample(parts[l][part], h, y)
          for (let k = 0; k < m; k++) {
            if (h[k] === 0) continue
            for (let g = 0; g < m; g++) projected[g] += h[k] * projection[(l * m + k) * m + g]
          }
        }
        addSample(parts[depth][part], projected, y)
      }
    },
    resultInPieces,
    result: () => allAtOnce(resultInPieces()),
  }
}

/** R² per output [c]; λ is chosen per output. 0 for outputs that did not vary among the judging samples. */
function* probe(fit: RegressionMoments, choose: RegressionMoments, judge: RegressionMoments): InPieces<Float64Array> {
  const c = fit.outputs
  const least = new Float64Array(c).fill(Infinity), r2 = new Float64Array(c)
  const squares = centredSquares(judge)
  for (const lambda of lambdas) {
    const coefficients = yield* fittingRidge(fit, lambda)
    const chosen = yield* summingErrors(choose, coefficients)
    const judged = yield* summingErrors(judge, coefficients)
    for (let o = 0; o < c; o++) {
      if (chosen[o] >= least[o]) continue
      least[o] = chosen[o]
      r2[o] = squares[o] > 0 ? 1 - judged[o] / squares[o] : 0
    }
  }
  return r2
}
