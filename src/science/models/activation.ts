import type { Activation } from './network'

/** σ in place: identity or max(0, ·). */
export function activate(values: Float64Array, activation: Activation): Float64Array {
  if (activation === 'relu') {
    for (let e = 0; e < values.length; e++) if (values[e] < 0) values[e] = 0 // NaN stays NaN
  }
  return values
}

/** Gradient through σ in place: zero where the activated value is not positive (ReLU′(0) = 0, as in PyTorch). */
export function gateGradient(gradient: Float64Array, activated: Float64Array, activation: Activation): Float64Array {
  if (activation === 'relu') {
    for (let e = 0; e < gradient.length; e++) if (!(activated[e] > 0)) gradient[e] = 0
  }
  return gradient
}
