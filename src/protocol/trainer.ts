/**
 * What crosses the thread boundary, both ways, and nothing else. Down: open, one group at a time, pause, resume,
 * stop. Up: one chunk per probe and one outcome per run, through a callback given as a root argument (comlink
 * proxies it) that never answers. Everything is plain clonable data; buffers are transferred.
 */
import type { Checkpoint, EngineEnvironment } from './environment'
import type { RunMetrics } from '../science/metrics/run-metrics'
import type { RunGroup } from '../spec/sweep-plan'

/** What a user may ask for. `auto` takes the fastest that works, by measurement, and says which. */
export type EngineChoice = 'auto' | 'webgpu' | 'cpu' | 'tfjs'

/** The environment failed: data, never an exception (comlink would strip it). */
export type EnvironmentFailure =
  | { readonly kind: 'no-webgpu'; readonly message: string } // navigator.gpu is absent
  | { readonly kind: 'no-adapter'; readonly message: string } // no adapter, or the request was refused
  | { readonly kind: 'device-lost'; readonly message: string }
  | { readonly kind: 'out-of-memory'; readonly message: string }
  | { readonly kind: 'unsupported'; readonly message: string } // this engine refuses that run
  | { readonly kind: 'self-test'; readonly message: string } // engine disagrees with float64 science here
  | { readonly kind: 'internal'; readonly message: string } // a bug, caught at the worker's entrance

export type Opened =
  | {
      readonly ok: true
      readonly environment: EngineEnvironment
      /** What was asked for and not obtained, in words ("asked for webgpu, running on cpu: no adapter"); shown and recorded. */
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

export type TrainerMessage = MetricsChunk | OutcomeMessage

/** Exposed by workers/training.worker.ts through comlink. */
export interface TrainerService {
  open(choice: EngineChoice): Promise<Opened>
  /** Seconds that one optimiser step of the group takes, from a few real steps; used for the estimate before Run. */
  timeStep(group: RunGroup): Promise<{ readonly secondsPerStep: number; readonly engine: string } | EnvironmentFailure>
  /** Trains to the end, or until stop; resolves after the last message was sent. `from` resumes a checkpoint. */
  train(group: RunGroup, send: (message: TrainerMessage) => void, from?: Checkpoint): Promise<void>
  pause(): void
  resume(): void
  stop(): void
}
