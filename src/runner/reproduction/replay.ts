/**
 * Looking back: training is deterministic, so the history of a run need not be kept. The run is trained again, on the
 * engine that trained it, and sent as it was at moments spaced evenly in the logarithm of the steps. Where its end has the
 * stored parameters to the bit, what is seen on the way is what happened.
 */
import { isSurelySame, sameEnvironment, type EngineEnvironment } from '../../protocol/environment'
import { sharedChoice, type EngineChoice } from '../../protocol/engines'
import type { OutcomeMessage, TrainerMessage } from '../../protocol/trainer'
import { flopsOfRun, secondsOfMeasurement } from '../../science/metrics/measuring-cost'
import type { RunMetrics } from '../../science/metrics/run-metrics'
import { defer } from '../conduct/deferred'
import type { RunRecord } from '../keeping/run-record'
import type { PooledTrainer } from '../conduct/sweep'

export interface Moment {
  readonly step: number // optimiser steps done; 0: as initialised
  readonly parameters: Float32Array // [P]
  readonly metrics: RunMetrics
}

export type ReplayEnd =
  /** The same parameters as the stored ones, to the bit. */
  | { readonly kind: 'same' }
  /** Others; `reason` where the engine here is not the one that trained it. */
  | { readonly kind: 'different'; readonly reason: string | null }
  /** Nothing was stored to compare with. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' }

export interface ReplayOptions {
  readonly spawn: () => PooledTrainer
  readonly momentsOf: (run: RunRecord) => readonly number[]
  /** Called in order of steps, the last with the end of training. */
  readonly onMoment: (runId: string, moment: Moment) => void
  /** Called once for each run. */
  readonly onEnd: (runId: string, end: ReplayEnd) => void
}

export interface Replay {
  /** Resolves after the last end. */
  readonly done: Promise<void>
  stop(): void
}

/** Step 0, the last step, and about `count` between, evenly spaced in their logarithm; ascending. */
export function momentSteps(steps: number, count = 24): number[] {
  const inner = Array.from({ length: count }, (_, k) => Math.round(steps ** (k / count)))
  return [...new Set([0, ...inner, steps])].sort((a, b) => a - b)
}

/** Opening an engine in a new worker; measuring per held-out entry, besides the operations that `secondsOfMeasurement` counts (Chromium, two busy cores). */
const secondsToOpen = 1, secondsPerEntry = 2e-7

/** About how long, stated before: trained alone a run is no slower than in its group, and each moment is measured. */
export function secondsOfReplay(runs: readonly RunRecord[], momentsOf: ReplayOptions['momentsOf']): number {
  return runs.reduce((sum, run) => {
    const { spec, stepsPerSecond } = run
    const training = stepsPerSecond !== null && stepsPerSecond > 0 ? spec.training.steps / stepsPerSecond : flopsOfRun(spec) / 1e9
    const entries = spec.measurement.evaluationSamples * spec.task.featureCount
    return sum + training + momentsOf(run).length * (secondsOfMeasurement(spec) + secondsPerEntry * entries)
  }, secondsToOpen)
}

/** Trains runs again, one after another on one trainer, which it terminates. */
export function replayRuns(runs: readonly RunRecord[], { spawn, momentsOf, onMoment, onEnd }: ReplayOptions): Replay {
  const trainer = spawn()
  const stopped = defer<ReplayEnd>()
  const gone = trainer.gone.then((message): ReplayEnd => ({ kind: 'failed', message }))
  let open: EngineChoice | null = null

  async function replay(run: RunRecord): Promise<ReplayEnd> {
    const { id, index, replicate, spec, environment } = run
    const choice = sharedChoice(environment === null ? [] : [environment.engine])
    if (choice !== open) {
      const opened = await trainer.service.open(choice)
      if (!opened.ok) return { kind: 'failed', message: opened.failure.message }
      open = choice
    }
    const ended = defer<ReplayEnd>()
    const receive = (message: TrainerMessage): void => {
      if (message.kind === 'moment') return onMoment(id, message)
      if (message.kind !== 'outcome') return
      if (message.outcome.kind === 'finished') onMoment(id, { ...message.outcome, step: spec.training.steps })
      ended.resolve(endOf(run, message))
    }
    await trainer.service.train({ id: `replay/${id}`, runs: [{ id, index, replicate, spec }], flops: flopsOfRun(spec) }, receive,
      { moments: momentsOf(run).filter((step) => step < spec.training.steps), checkpointSeconds: Infinity })
    return ended.promise // news travels by another port and may come after the answer
  }

  async function all(): Promise<void> {
    for (const run of runs) {
      const own = replay(run).catch((error: unknown): ReplayEnd => ({ kind: 'failed', message: String(error) }))
      onEnd(run.id, await Promise.race([stopped.promise, gone, own]))
    }
    trainer.terminate()
  }
  return { done: all(), stop: () => { trainer.terminate(); stopped.resolve({ kind: 'stopped' }) } }
}

function endOf({ parameters, environment: earlier }: RunRecord, { outcome, environment }: OutcomeMessage): ReplayEnd {
  switch (outcome.kind) {
    case 'finished': {
      if (parameters === null) return { kind: 'unknown' }
      if (sameBits(outcome.parameters, parameters)) return { kind: 'same' }
      const other = earlier !== null && !sameEnvironment(environment, earlier)
      const reason = other ? `it was trained by ${nameOf(earlier)}, here it is ${nameOf(environment)}`
        : earlier !== null && !isSurelySame(environment, earlier) ? 'the browser does not name its GPU, so it may have been trained by another' : null
      return { kind: 'different', reason }
    }
    case 'diverged': return { kind: 'different', reason: `it diverged after step ${outcome.step}` }
    case 'stopped': return { kind: 'stopped' }
    case 'failed': return { kind: 'failed', message: outcome.failure.message }
  }
  outcome satisfies never
}

const nameOf = ({ engine, engineVersion, adapter }: EngineEnvironment): string => `${engine} ${engineVersion} on ${adapter}`

/** As words of 32 bits, so that −0 is not 0 and a NaN is itself. */
function sameBits(a: Float32Array, b: Float32Array): boolean {
  const words = (values: Float32Array): Uint32Array => new Uint32Array(values.buffer, values.byteOffset, values.length)
  const theirs = words(b)
  return a.length === b.length && words(a).every((word, at) => word === theirs[at])
}
