import type { Experiment } from './experiment'
import type { Problem } from './problem'
import type { Result } from './result'

/** Differences from defaults (or a full experiment, which is also one) -> the experiment, or all its problems. */
export function parseExperiment(_value: unknown): Result<Experiment, readonly Problem[]> {
  throw new Error('not yet')
}

/** The same from JSON text, with caps on size and depth; duplicate keys are problems. */
export function parseExperimentText(_text: string): Result<Experiment, readonly Problem[]> {
  throw new Error('not yet')
}
