/**
 * What changes from step to step besides the data: the rate's factor and Adam's bias corrections, as one table
 * that every engine uploads, so that all take the same rates to the bit.
 *
 * With T steps, w = warmup·T (a real number, not rounded) and steps t = 0 … T − 1, the factor of step t is
 *   t < w:              s_t = t / w                                   (from 0: the first step only fills the moments)
 *   t ≥ w, constant:    s_t = 1
 *   t ≥ w, cosine:      s_t = ½(1 + cos(π (t − w)/(T − w)))           (reaches 0 at T, after the last step)
 * the indexing of a PyTorch LambdaLR: step t uses λ(t). The rate of step t is by definition
 * fround(fround(learningRate)·s_t), with s_t rounded to float32 first.
 */
import { cosine, power } from '../random/portable-math'
import type { Training } from './run-spec'

export const SCHEDULE_COLUMNS = 3

/** s_t in [0, 1], before rounding. */
export function scheduleFactor(training: Training, step: number): number {
  const warmSteps = training.warmup * training.steps
  if (step < warmSteps) return step / warmSteps
  if (training.schedule === 'constant') return 1
  return 0.5 * (1 + cosine(Math.PI * ((step - warmSteps) / (training.steps - warmSteps))))
}

/** Rate of step t: a float32 value, the same in every engine. */
export function learningRateAt(training: Training, step: number): number {
  return Math.fround(Math.fround(training.learningRate) * Math.fround(scheduleFactor(training, step)))
}

/** Row t: s_t, 1/(1 − β₁ᵗ⁺¹), 1/(1 − β₂ᵗ⁺¹); float64 rounded once. Returns [t, 3]. */
export function scheduleTable(training: Training): Float32Array {
  const table = new Float32Array(training.steps * SCHEDULE_COLUMNS) // [t, 3]
  for (let t = 0; t < training.steps; t++) {
    table[t * SCHEDULE_COLUMNS] = scheduleFactor(training, t)
    table[t * SCHEDULE_COLUMNS + 1] = 1 / (1 - power(training.beta1, t + 1))
    table[t * SCHEDULE_COLUMNS + 2] = 1 / (1 - power(training.beta2, t + 1))
  }
  return table
}
