/**
 * What crosses the thread boundary, both ways, and nothing else. Down: open, one group at a time, pause, resume,
 * stop, checkpoint. Up: one chunk per probe, a checkpoint now and then, moments where asked for and one outcome per run, through a callback
 * given as a root argument (comlink proxies it) that never answers. Plain clonable data; buffers are transferred.
 */
import type { EngineChoice } from './engines'
import type { EngineEnvironment } from './environment'
import type { EnvironmentFailure } from './failures'
import type { GroupCheckpoint } from './group-checkpoint'
import type { RunMetrics } from '../science/metrics/run-metrics'
import type { RunGroup } from '../experiment/sweep-plan'

export type Opened =
  | {
    readonly ok: true
    readonly environment: EngineEnvironment
    /** What was asked for and not obtained ("asked for webgpu, running on cpu: no adapter"); shown and recorded. */
    readonly notices: readonly string[]
  }
  | { readonly ok: false; readonly failure: EnvironmentFailure }

/** One probe of a training group. */
export interface MetricsChunk {
  readonly kind: 'chunk'
  readonly groupId: string
  readonly step: number // steps done, t
  /** Mean batch loss over the steps since the previous probe. [i], in the order of group.runs. */
  readonly loss: Float32Array
  readonly secondsTraining: number // wall time spent in this group so far
}

export type RunOutcome =
  | {
    readonly kind: 'finished'
    readonly metrics: RunMetrics
    readonly parameters: Float32Array // [P]
  }
  | { readonly kind: 'diverged'; readonly step: number } // first step whose loss is not finite
  | { readonly kind: 'stopped'; readonly step: number }
  | { readonly kind: 'failed'; readonly failure: EnvironmentFailure; readonly step: number }

export interface OutcomeMessage {
  readonly kind: 'outcome'
  readonly groupId: string
  readonly runId: string
  readonly outcome: RunOutcome
  readonly environment: EngineEnvironment
  readonly stepsPerSecond: number // optimiser steps of the group per second of training, instances not multiplied
}

/** The group as it is now: on a schedule that costs less than 1% of training, when asked for, on pause and on stop. */
export interface CheckpointMessage {
  readonly kind: 'checkpoint'
  readonly groupId: string
  readonly checkpoint: GroupCheckpoint
}

/** A run as it was after so many steps, measured as its end will be: sent where `TrainingTerms.moments` asks for it. */
export interface MomentMessage {
  readonly kind: 'moment'
  readonly groupId: string
  readonly runId: string
  readonly step: number // optimiser steps done
  readonly metrics: RunMetrics
  readonly parameters: Float32Array // [P]
}

export type TrainerMessage = MetricsChunk | OutcomeMessage | CheckpointMessage | MomentMessage

export interface TrainingTerms {
  /** Resumes here if the environment is the same; else starts at step 0, and its first chunk shows it. */
  readonly from?: GroupCheckpoint
  /** Seconds of training between checkpoints; more where one would cost over 1% of that. Absent: 1 at first, growing to 10. */
  readonly checkpointSeconds?: number
  /** Steps, from 0 to before the last, after which every run is measured and sent as it is: to look back, not for sweeps. */
  readonly moments?: readonly number[]
}

/** Exposed by workers/training.worker.ts through comlink. */
export interface TrainerService {
  open(choice: EngineChoice): Promise<Opened>
  /** Seconds that one optimiser step of the group takes, from a few real steps; used for the estimate before Run. */
  timeStep(group: RunGroup): Promise<{ readonly secondsPerStep: number; readonly engine: string } | EnvironmentFailure>
  /** Trains to the end, or until stop; resolves after the last message was sent. */
  train(group: RunGroup, send: (message: TrainerMessage) => void, terms?: TrainingTerms): Promise<void>
  /** Sends a checkpoint of the group in training at the next opportunity, about 30 ms. */
  checkpoint(): void
  pause(): void
  resume(): void
  stop(): void
}
