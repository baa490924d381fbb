import type { RunSpec } from '../science/run-spec'
import type { Experiment } from './experiment'

/** 16 hex digits. */
export function runId(_spec: RunSpec): string {
  throw new Error('not yet')
}

/** 16 hex digits; a link ends with the first 12. */
export function experimentId(_experiment: Experiment): string {
  throw new Error('not yet')
}
