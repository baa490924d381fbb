import { batchOf } from './batch'
import { initialParameters } from './initial-parameters'
import { lossAndGradient } from './loss-and-gradient'
import { optimiserStep, zeroMoments } from './optimiser'
import type { RunSpec } from './run-spec'

export interface ReferenceTraining {
  readonly losses: Float64Array // loss of each step's batch before its update [t]
  readonly parameters: Float64Array // after the last step [P]
}

/** Trains a run in float64 from its own seeds: what every engine approximates in float32. */
export function trainReference(run: RunSpec, steps = run.training.steps): ReferenceTraining {
  const parameters = Float64Array.from(initialParameters(run)) // [P]
  const losses = new Float64Array(steps) // [t]
  let moments = zeroMoments(0)
  for (let t = 0; t < steps; t++) {
    const { loss, gradient } = lossAndGradient(run, parameters, batchOf(run, t))
    if (t === 0) moments = zeroMoments(gradient.length)
    losses[t] = loss
    optimiserStep(run.training, t, parameters, gradient, moments)
  }
  return { losses, parameters }
}
