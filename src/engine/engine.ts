/**
 * An engine trains one group of runs: runs of equal shape, stacked on a leading instance axis i. It is *not* a
 * tensor library, holds no policy (what to train, when to probe, what a metric means) and never touches the
 * DOM. `trainer.ts` drives it. Every engine draws the same data and starts from the same parameters to the bit
 * (`science/data/feature-law.ts`, `science/training/initial-parameters.ts`), computes in float32, and agrees with the float64
 * gradients of `science/models/` to the tolerances of tests/engine.
 */
import type { Checkpoint, EngineEnvironment } from '../protocol/environment'
import type { RunSpec } from '../science/training/run-spec'

export interface Training {
  /** Steps done or submitted. */
  readonly step: number
  /**
   * Takes `count` further optimiser steps. Resolves when the engine can take more work without queueing more
   * than about 30 ms ahead (GPU) or when they are done (CPU). Reads nothing back.
   */
  advance(count: number): Promise<void>
  /** Loss of each step's batch before its update, for all steps since the last call. Returns [t, i]. One read-back. */
  losses(): Promise<Float32Array>
  /** All parameters, frozen ones included. Returns [i, P]. */
  parameters(): Promise<Float32Array>
  checkpoint(): Promise<Checkpoint>
  /** Frees everything this training holds; the engine stays usable. */
  dispose(): void
}

export interface Engine {
  readonly environment: EngineEnvironment
  /** Why this engine cannot train that run, and what can; null when it can. */
  refuses(run: RunSpec): string | null
  /** Runs must agree on `groupKey` (experiment/plan.ts). Starts at step 0, or at a checkpoint of the same runs in the same order. */
  start(runs: readonly RunSpec[], from?: Checkpoint): Promise<Training>
  /** Resolves with the reason when the device is gone; never resolves on engines that cannot lose one. */
  readonly lost: Promise<string>
  /** Kernels compiled so far: while it grows, the engine is at work. 0 where nothing is compiled, or nobody says. */
  compiled(): number
  dispose(): void
  /** The inputs that this engine draws for one run at one step: what its self-test and the suite compare. Returns [b, f]. */
  drawBatch(run: RunSpec, step: number): Promise<Float32Array>
  /** The gradient of the batch loss at given parameters [P], its trainable prefix only: compared likewise. Returns [P_trainable]. */
  gradient(run: RunSpec, parameters: Float32Array, step: number): Promise<{ loss: number; gradient: Float32Array }>
}
