/**
 * The note's first statement, measured: activations of a layer are a sum of feature directions, h ≈ b + Σ_i x_i W_i.
 * R²_l = 1 − Σ_k Σ_b (h_bk − ĥ_bk)²/Σ_k Σ_b (h_bk − h̄_k)², ĥ the best linear map from features, fitted on one half of the
 * held-out samples and judged on the other. For signed values the two signs are two features, max(x, 0) and max(−x, 0):
 * a neuron that answers one sign only is still linear in those. Not asked of recall, where one feature is active at a
 * time and any activation is trivially such a sum; nor above 1024 features, where the (2n + 1)² moments
 * of features and their inversion would cost more memory and time than the training.
 */
import { allAtOnce, type InPieces } from '../in-pieces'
import { addSample, centredSquares, emptyMoments, fittingRidge, summingErrors } from './regression-moments'

const mostFeatures = 1024
/** Numbers that the moments of both halves may take (512 MiB). At n = 16,384 they would take 17 GB. */
const mostNumbers = 2 ** 26

/** Whether the decomposition of such a network is measured. */
export function decompositionFits(n: number, depth: number, neuronsPerLayer: number, signed: boolean): boolean {
  const k = (signed ? 2 : 1) * n + 1
  return n <= mostFeatures && 2 * k * (k + depth * neuronsPerLayer) <= mostNumbers
}

/** Just enough to keep the system solvable when a feature was never shown. */
const almostNothing = 1e-9

export interface LinearDecomposition {
  /** inputs [b, f], neurons: L arrays [b, k]. Samples alternate between fit and judgement. */
  add(inputs: Float64Array, neurons: readonly Float64Array[]): void
  /** R²_l [l]; 0 for a layer that never varied. */
  result(): Float64Array
  resultInPieces(): InPieces<Float64Array>
}

export function linearDecomposition(n: number, depth: number, neuronsPerLayer: number, signed: boolean): LinearDecomposition {
  const m = neuronsPerLayer
  const features = new Float64Array(signed ? 2 * n : n)
  const all = new Float64Array(depth * m) // one sample's neurons, all layers: one regression serves them all
  const halves = [0, 1].map(() => emptyMoments(features.length, depth * m))
  let samples = 0
  function* resultInPieces(): InPieces<Float64Array> {
    const [fitted, judged] = halves
    const coefficients = yield* fittingRidge(fitted, almostNothing)
    const errors = yield* summingErrors(judged, coefficients)
    const squares = centredSquares(judged)
    return Float64Array.from({ length: depth }, (_, l) => {
      const error = errors.subarray(l * m, (l + 1) * m).reduce((sum, value) => sum + value, 0)
      const square = squares.subarray(l * m, (l + 1) * m).reduce((sum, value) => sum + value, 0)
      return square > 0 ? 1 - error / square : 0
    })
  }
  return {
    add(inputs, neurons) {
      for (let b = 0; b < inputs.length / n; b++) {
        for (let f = 0; f < n; f++) {
          const x = inputs[b * n + f]
          if (signed) {
            features[2 * f] = Math.max(0, -x)
            features[2 * f + 1] = Math.max(0, x)
          } else features[f] = x
        }
        for (let l = 0; l < depth; l++) all.set(neurons[l].subarray(b * m, (b + 1) * m), l * m)
        addSample(halves[samples++ & 1], features, all)
      }
    },
    resultInPieces,
    result: () => allAtOnce(resultInPieces()),
  }
}
