/** A training group half-way: enough to resume as if nothing had happened, to the bit where the engine promises it. */
import type { Checkpoint, EngineEnvironment } from './environment'

export interface GroupCheckpoint {
  /** Who computed it: another engine, version or adapter would come to other bits, and starts again instead. */
  readonly environment: EngineEnvironment
  readonly state: Checkpoint
  /** Losses since the last probe, summed in float64, and over how many steps: the next chunk is their mean. */
  readonly lossSum: Float64Array // [i]
  readonly lossSteps: number
  /** First step whose loss was not finite, counted from 1; 0 while all were. */
  readonly divergedAt: Int32Array // [i]
  readonly secondsTraining: number
}
