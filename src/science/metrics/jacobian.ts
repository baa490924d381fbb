/**
 * The effective Jacobian: what feature j does to output i, on the data, in a network where no single matrix says it.
 *
 *   regression:  J_ij = mean over held-out samples in which x_j is active of sgn(x_j)·∂ŷ_i/∂x_j
 *   recall:      J_ij = z_π(i)(key j) − mean_c z_c(key j)        the logit of i's class when key j is shown, centred
 *                                                               because softmax ignores a constant per key
 *   interference I_i = Σ_{j≠i} J_ij²/J_ii²;   self share J_ii²/Σ_j J_ij² = 1/(1 + I_i), in [0, 1], the analogue of D_i
 *   where answer i is made from several features (conjunction: i and i + 1) they are all its own: Σ_own J_ij² stands for J_ii²
 *
 * Matrices are kept for the first 64 features only. For regression i and j both run over those alone, and the mean is
 * over the first 128 samples in which x_j is active; for recall the sums of I_i run over all keys.
 */
import { modelRecord } from '../models/model'
import type { Activations, Network } from '../models/network'
import { tensorViews } from '../models/tensor-view'

export const matrixCap = 64
const samplesPerFeature = 128

export interface JacobianSums {
  /** Activations of `forward` on inputs [b, f]. */
  add(inputs: Float64Array, activations: Activations): void
  /** J [f, g], capped; a column of zeros where feature g was never active. */
  result(): Float64Array
}

/** Forward-mode differentiation, one tangent per active feature: exact, ReLU gates taken from the sample. */
export function jacobianSums(network: Network, parameters: Float64Array): JacobianSums {
  const n = network.task.featureCount
  const size = Math.min(n, matrixCap)
  const sums = new Float64Array(size * size) // [f, g]
  const shown = new Uint32Array(size) // [g]
  const { width } = network.shape
  const record = modelRecord(network.model.kind), tensor = tensorViews(network, parameters)
  const tangent = record.tangent(network, tensor), readout = tensor(record.readout(network.model)) // [f, h]
  return {
    add(inputs, activations) {
      for (let b = 0; b < activations.batchSize; b++) {
        for (let j = 0; j < size; j++) {
          const x = inputs[b * n + j]
          if (x === 0 || shown[j] >= samplesPerFeature) continue
          shown[j] += 1
          const sign = Math.sign(x)
          const direction = tangent(activations, b, j) // [h]
          for (let i = 0; i < size; i++) {
            if (network.model.output === 'relu' && !(activations.outputs[b * n + i] > 0)) continue
            let dot = 0
            for (let h = 0; h < width; h++) dot += readout[i * width + h] * direction[h]
            sums[i * size + j] += sign * dot
          }
        }
      }
    },
    result: () => sums.map((sum, e) => (shown[e % size] > 0 ? sum / shown[e % size] : 0)),
  }
}

export interface JacobianInterference {
  readonly interference: Float64Array // I_f [f]; Infinity where no own feature moves the answer
  readonly selfShare: Float64Array // J_ff²/Σ_j J_fj² [f]; 0 for a row of zeros
}

/** From the squares of J that are an answer's own, J_ff² where it is made from one feature, and of its whole row: both sums, [f]. */
export function jacobianInterference(ownSquares: ArrayLike<number>, rowSquares: ArrayLike<number>): JacobianInterference {
  const n = ownSquares.length
  const interference = new Float64Array(n), selfShare = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    const self = ownSquares[i]
    interference[i] = self > 0 ? Math.max(0, rowSquares[i] - self) / self : Infinity
    selfShare[i] = rowSquares[i] > 0 ? Math.min(1, self / rowSquares[i]) : 0
  }
  return { interference, selfShare }
}

/** Median of a non-empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
