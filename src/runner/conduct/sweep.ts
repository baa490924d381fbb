/**
 * A sweep under way, as the dashboard and the command line see it. `conduct` (conduct.ts) makes one from a plan
 * and a pool of trainers; neither knows which thread or machine a trainer lives on.
 */
import type { TrainerService } from '../../protocol/trainer'
import type { RunRecord } from '../keeping/run-record'

/** A trainer on some thread. `terminate` kills it; `gone` resolves with the reason if it dies by itself. */
export interface PooledTrainer {
  readonly service: TrainerService
  readonly gone: Promise<string>
  terminate(): void
}

export type SweepPhase = 'opening' | 'running' | 'paused' | 'stopping' | 'done'

export interface SweepProgress {
  readonly phase: SweepPhase
  readonly runsEnded: number
  readonly runsTotal: number
  readonly fraction: number // of estimated FLOPs, of training and of measuring what was trained, [0, 1]
  readonly secondsElapsed: number // pauses excluded
  readonly secondsRemaining: number | null // null until it can be estimated
  readonly notices: readonly string[] // of the environment: fallbacks, software adapter, retries
}

/** Immutable view; a new object whenever anything changed. */
export interface SweepView {
  readonly progress: SweepProgress
  readonly runs: readonly RunRecord[] // in plan order
}

export interface Sweep {
  view(): SweepView
  /** Called at most once per animation frame's worth (16 ms) of changes. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void
  pause(): void
  resume(): void
  /** Finished runs stay; running ones end as `stopped`. */
  stop(): void
  /** One run that waits or trains ends as `stopped`; its siblings go on to the same bits. */
  stopRun(runId: string): void
  /** A run stopped by itself waits again: it resumes from its last checkpoint when the group it was in has ended. */
  resumeRun(runId: string): void
  /** Asks every group in training for a checkpoint now: before the page may go. */
  checkpoint(): void
  readonly done: Promise<SweepView>
}
