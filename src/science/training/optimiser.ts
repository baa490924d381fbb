/**
 * One step of AdamW as PyTorch 1.13 defines it [Kingma & Ba 2015; Loshchilov & Hutter 2019], float64, in place:
 *   p ← p(1 − ηλ)                                   decay first, decoupled from the gradient; λ = 0 is Adam
 *   μ ← β₁μ + (1 − β₁)g,   ν ← β₂ν + (1 − β₂)g²
 *   p ← p − η/(1 − β₁ᵗ⁺¹) · μ / (√ν/√(1 − β₂ᵗ⁺¹) + ε)    ε outside the root, after the correction
 */
import { power } from '../random/portable-math'
import type { Training } from './run-spec'
import { learningRateAt } from './schedule'

export interface Moments {
  readonly first: Float64Array // μ [P_trainable]
  readonly second: Float64Array // ν [P_trainable]
}

export function zeroMoments(count: number): Moments {
  return { first: new Float64Array(count), second: new Float64Array(count) }
}

/** Step t (from 0) on the trainable prefix of `parameters`; `gradient` is [P_trainable]. */
export function optimiserStep(
  training: Training, step: number, parameters: Float64Array, gradient: Float64Array, moments: Moments,
): void {
  const { beta1, beta2, epsilon, weightDecay } = training
  const rate = learningRateAt(training, step)
  const stepSize = rate / (1 - power(beta1, step + 1))
  const secondCorrection = Math.sqrt(1 - power(beta2, step + 1))
  const decay = 1 - rate * weightDecay
  const { first, second } = moments
  for (let e = 0; e < gradient.length; e++) {
    const g = gradient[e]
    first[e] = beta1 * first[e] + (1 - beta1) * g
    second[e] = beta2 * second[e] + (1 - beta2) * g * g
    parameters[e] = parameters[e] * decay - (stepSize * first[e]) / (Math.sqrt(second[e]) / secondCorrection + epsilon)
  }
}
