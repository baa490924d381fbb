/** An engine that trains nothing: its losses are scripted, so that the trainer's own behaviour can be seen. */
import { vi } from 'vitest'
import type { Engine, Training } from '../../../src/engine/engine'
import { initialParameters } from '../../../src/science/training/initial-parameters'
import type { RunSpec } from '../../../src/science/training/run-spec'
import type { PlannedRun, RunGroup } from '../../../src/experiment/sweep-plan'

export interface Script {
  /** Loss of instance i at step t (from 0). */
  readonly loss?: (t: number, i: number) => number
  /** Milliseconds that a step and a checkpoint take, by `clock`. */
  readonly perStep?: number
  readonly perCheckpoint?: number
  readonly clock?: { readonly pass: (milliseconds: number) => void }
  readonly refuses?: string
  readonly lost?: Promise<string>
  /** Called before each advance. */
  readonly onAdvance?: (count: number, step: number) => void | Promise<void>
  readonly parameters?: (runs: readonly RunSpec[]) => Float32Array
}

export function scriptedEngine(script: Script = {}): Engine & { readonly advances: number[]; readonly disposed: () => number } {
  const advances: number[] = []
  let disposed = 0
  const start = async (runs: readonly RunSpec[], from?: { step: number }): Promise<Training> => {
    let step = from?.step ?? 0
    let read = step
    return {
      get step() { return step },
      async advance(count) {
        advances.push(count)
        await script.onAdvance?.(count, step)
        script.clock?.pass(count * (script.perStep ?? 0))
        step += count
      },
      async losses() {
        const rows: number[] = []
        for (; read < step; read++) runs.forEach((_, i) => rows.push((script.loss ?? (() => 1))(read, i)))
        return Float32Array.from(rows)
      },
      parameters: async () => script.parameters?.(runs) ?? joined(runs.map(initialParameters)),
      async checkpoint() {
        script.clock?.pass(script.perCheckpoint ?? 0)
        const zeros = new Float32Array(runs.length)
        return { step, parameters: zeros, firstMoment: zeros.slice(), secondMoment: zeros.slice() }
      },
      dispose() { disposed += 1 },
    }
  }
  return {
    advances,
    disposed: () => disposed,
    environment: { engine: 'cpu', engineVersion: 'scripted', adapter: 'script', software: true, details: {} },
    refuses: () => script.refuses ?? null,
    start,
    lost: script.lost ?? new Promise(() => {}),
    compiled: () => 0,
    dispose: () => {},
    drawBatch: () => Promise.reject(new Error('not scripted')),
    gradient: () => Promise.reject(new Error('not scripted')),
  }
}

/**
 * Time as the trainer reads it, which passes only where a script says so: what is decided by seconds is then decided by
 * the script, on a busy machine as on an idle one. Call `vi.restoreAllMocks()` when the test has ended.
 */
export function scriptTime(): { readonly pass: (milliseconds: number) => void } {
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  return { pass: (milliseconds) => { now += milliseconds } }
}

export const smallRun: RunSpec = {
  task: { kind: 'reconstruction', featureCount: 5, sparsity: 0.5, importance: { kind: 'uniform' } },
  model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
  shape: { width: 2, depth: 1, neurons: 2 },
  training: {
    learningRate: 0.01, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, schedule: 'constant', warmup: 0, steps: 40, batchSize: 16,
  },
  seeds: { init: 1, data: 2 },
  measurement: { probes: 4, evaluationSamples: 16 },
}

export function groupOf(...specs: readonly RunSpec[]): RunGroup {
  const runs = specs.map((spec, index): PlannedRun => ({ id: `run-${index}`, index, replicate: index, spec }))
  return { id: 'group', runs, flops: 1 }
}

function joined(rows: readonly Float32Array[]): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...row]))
}
