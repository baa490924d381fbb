/** What statistics and verdict see of a finished run: pure data, independent of threads, stores and files. */
import type { RunMetrics } from './metrics/run-metrics'
import type { RunSpec } from './run-spec'

export interface MeasuredRun {
  readonly spec: RunSpec
  readonly replicate: number // r: which seed pair, 0-based
  /** Mean batch loss over the last probe interval, in the task's unit (nats, or summed weighted squared error). */
  readonly loss: number
  readonly metrics: RunMetrics
}
