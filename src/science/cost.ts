/** What a run costs: floating-point operations and memory, from its shape alone. */
import type { RunSpec } from './run-spec'

/** Floating-point operations of one optimiser step (multiply and add count as two). */
export function flopsPerStep(_run: RunSpec): number {
  throw new Error('not yet')
}

export function flopsOfRun(run: RunSpec): number {
  return flopsPerStep(run) * run.training.steps
}

/** Bytes of parameters, gradients and both moments, float32. */
export function parameterBytes(_run: RunSpec): number {
  throw new Error('not yet')
}

/** Bytes of one batch's activations and their gradients, float32. */
export function activationBytes(_run: RunSpec): number {
  throw new Error('not yet')
}
