/**
 * One run as it is shown, stored, exported and reported: self-describing (spec, seeds and environment inside).
 * Immutable: an update makes a new record.
 */
import type { EngineEnvironment } from '../../protocol/environment'
import type { EnvironmentFailure } from '../../protocol/failures'
import type { RunMetrics } from '../../science/metrics/run-metrics'
import type { RunSpec } from '../../science/training/run-spec'

export type RunStatus =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly step: number }
  | { readonly kind: 'finished' }
  | { readonly kind: 'diverged'; readonly step: number }
  | { readonly kind: 'stopped'; readonly step: number }
  | { readonly kind: 'failed'; readonly step: number; readonly failure: EnvironmentFailure }

export interface RunRecord {
  readonly id: string // experiment/identity.ts
  readonly experimentId: string
  readonly index: number // place in the plan
  readonly replicate: number
  readonly spec: RunSpec
  readonly status: RunStatus
  /** Loss curve: step[t] steps done, loss[t] the mean batch loss since the previous probe. */
  readonly curve: { readonly step: readonly number[]; readonly loss: readonly number[] }
  readonly metrics: RunMetrics | null // finished runs only; of this lab's `metricsVersion`: lines of another are refused
  readonly parameters: Float32Array | null // [P], finished runs only
  readonly environment: EngineEnvironment | null // null until the run has started
  readonly stepsPerSecond: number | null
}
