/** What statistics and verdict see of a finished run: pure data, independent of threads, stores and files. */
import type { RunMetrics } from './run-metrics'
import type { RunSpec } from '../training/run-spec'

export interface MeasuredRun {
  readonly id: string // of the run: experiment/identity.ts. A row names the runs that it averages by it
  readonly spec: RunSpec
  readonly replicate: number // r: which seed pair, 0-based
  /** Mean batch loss over the last probe interval, in the task's unit (nats, or summed weighted squared error). */
  readonly loss: number
  /** By how much the loss still fell at the end, relative: convergence.ts. Null where the curve is too short to tell. */
  readonly lateImprovement: number | null
  readonly metrics: RunMetrics
}
