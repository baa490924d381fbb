/**
 * c_{i,l}: how much layer l's write contributes to the correct answer for feature i, read directly at the output.
 *
 *   recall:      c_{i,l} = (U_π(i) − U_rival)·Δr_l(i)            logits; Σ_l c = the margin (there is no bias)
 *   regression:  c_{i,l} = Cov(U_i·Δr_l, y_i)/Var(y_i)          Σ_l c = slope of the read-out, before σ_o, on y_i
 *
 * rival: the highest wrong class of the whole network. Both are linear in the writes, so layers add up exactly.
 */

/** recall: adds rows first … first + B − 1 of c [f, l]. writes: L arrays [b, h]; unembedding U [f, h]. */
export function addRecallContributions(
  contributions: Float64Array, writes: readonly Float64Array[], unembedding: Float64Array, width: number,
  targets: Uint32Array, rival: Uint32Array, first: number,
): void {
  const L = writes.length
  for (let b = 0; b < writes[0].length / width; b++) {
    const i = first + b, right = targets[i] * width, wrong = rival[i] * width
    for (let l = 0; l < L; l++) {
      let sum = 0
      for (let h = 0; h < width; h++) sum += (unembedding[right + h] - unembedding[wrong + h]) * writes[l][b * width + h]
      contributions[i * L + l] += sum
    }
  }
}

export interface RegressionContributions {
  /** neurons: L arrays ReLU(a_l) [b, k]; targets [b, f]. */
  add(neurons: readonly Float64Array[], targets: Float64Array): void
  /** reads[l] [f, k]: U_f·(s·W_out[l, k]), what neuron k adds to output f. Returns c [f, l]; 0 where y_f never varied. */
  result(reads: readonly Float64Array[]): Float64Array
}

/** Numbers that Σ_b y_bf h_bk of all layers may take (512 MiB); layers of larger networks are not distinguished. */
const mostNumbers = 2 ** 26

export const contributionsFit = (n: number, depth: number, neuronsPerLayer: number): boolean => n * depth * neuronsPerLayer <= mostNumbers

/** Gathers Σ_b y_bf h_bk per layer (y is sparse, so this costs little), from which the covariances follow. */
export function regressionContributions(n: number, depth: number, neuronsPerLayer: number): RegressionContributions {
  const m = neuronsPerLayer
  let samples = 0
  const products = Array.from({ length: depth }, () => new Float64Array(n * m)) // Σ_b y_bf h_bk [f, k]
  const neuronSum = Array.from({ length: depth }, () => new Float64Array(m)) // [k]
  const targetSum = new Float64Array(n), targetSquares = new Float64Array(n) // [f]
  return {
    add(neurons, targets) {
      const B = targets.length / n
      samples += B
      for (let b = 0; b < B; b++) {
        for (let l = 0; l < depth; l++) for (let k = 0; k < m; k++) neuronSum[l][k] += neurons[l][b * m + k]
        for (let f = 0; f < n; f++) {
          const y = targets[b * n + f]
          if (y === 0) continue
          targetSum[f] += y
          targetSquares[f] += y * y
          for (let l = 0; l < depth; l++) {
            for (let k = 0; k < m; k++) products[l][f * m + k] += y * neurons[l][b * m + k]
          }
        }
      }
    },
    result(reads) {
      const contributions = new Float64Array(n * depth) // [f, l]
      for (let f = 0; f < n; f++) {
        const mean = targetSum[f] / samples
        const variance = targetSquares[f] / samples - mean * mean
        if (!(variance > 0)) continue
        for (let l = 0; l < depth; l++) {
          let covariance = 0
          for (let k = 0; k < m; k++) {
            covariance += reads[l][f * m + k] * (products[l][f * m + k] - mean * neuronSum[l][k]) / samples
          }
          contributions[f * depth + l] = covariance / variance
        }
      }
      return contributions
    },
  }
}
