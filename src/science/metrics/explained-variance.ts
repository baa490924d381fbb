/**
 * Which features a regression network has learned, from targets y and outputs ŷ over T held-out samples.
 *
 *   R²_i = 1 − MSE_i/Var(y_i)                     Var over the same samples, 1/T; 0 where y_i never varied
 *   F_τ = #{R²_i ≥ τ},  F_soft = Σ_i clip(R²_i, 0, 1)     F_soft needs no threshold: primary
 *   q_{i,σ} = 1 − E[(y_i − ŷ_i)² | sgn x_i = σ]/E[y_i² | sgn x_i = σ]   half-features: a network may learn one sign only
 */
export interface ExplainedVariance {
  readonly r2: Float64Array // [f]; may be negative
  /** q_{i,σ} [f, 2]: σ = −1, then +1; 0 where that sign was never shown. */
  readonly halfFeatures: Float64Array
  readonly activeFraction: Float64Array // empirical p_i [f]
  readonly samples: number // T
}

export interface ExplainedVarianceSums {
  /** inputs, targets, outputs [b, f]. */
  add(inputs: ArrayLike<number>, targets: ArrayLike<number>, outputs: ArrayLike<number>): void
  result(): ExplainedVariance
}

export function explainedVarianceSums(n: number): ExplainedVarianceSums {
  let samples = 0
  const target = new Float64Array(n), squaredTarget = new Float64Array(n), squaredError = new Float64Array(n) // [f]
  const halfTarget = new Float64Array(2 * n), halfError = new Float64Array(2 * n) // [f, 2]
  const active = new Float64Array(n)
  return {
    add(inputs, targets, outputs) {
      samples += inputs.length / n
      for (let e = 0; e < inputs.length; e++) {
        const f = e % n, y = targets[e], error = (y - outputs[e]) ** 2
        squaredError[f] += error
        if (inputs[e] === 0) {
          if (y !== 0) { target[f] += y; squaredTarget[f] += y * y }
          continue
        }
        target[f] += y
        squaredTarget[f] += y * y
        const half = 2 * f + (inputs[e] > 0 ? 1 : 0)
        halfTarget[half] += y * y
        halfError[half] += error
        active[f] += 1
      }
    },
    result() {
      const r2 = squaredError.map((error, f) => {
        const variance = squaredTarget[f] / samples - (target[f] / samples) ** 2
        return variance > 0 ? 1 - error / samples / variance : 0
      })
      const halfFeatures = halfError.map((error, half) => (halfTarget[half] > 0 ? 1 - error / halfTarget[half] : 0))
      return { r2, halfFeatures, activeFraction: active.map((count) => count / samples), samples }
    },
  }
}

const clip = (value: number): number => Math.min(1, Math.max(0, value))

/** Σ clip(q, 0, 1), over features or half-features. */
export const softCount = (qualities: Float64Array): number => qualities.reduce((sum, value) => sum + clip(value), 0)

/** #{q ≥ τ}. */
export const countAtLeast = (qualities: Float64Array, threshold: number): number =>
  qualities.reduce((count, value) => count + (value >= threshold ? 1 : 0), 0)
