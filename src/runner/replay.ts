/**
 * Looking back: training is deterministic, so the history of a run need not be kept. The run is trained again, on the
 * engine that trained it, and sent as it was at moments spaced evenly in the logarithm of the steps. Where its end has the
 * stored parameters to the bit, what is seen on the way is what happened.
 */
import type { EngineEnvironment, EngineName } from '../protocol/environment'
import { sameEngine } from '../protocol/group-checkpoint'
import type { EngineChoice, OutcomeMessage, TrainerMessage } from '../protocol/trainer'
import { flopsOfRun, secondsOfMeasurement } from '../science/cost'
import type { RunMetrics } from '../science/metrics/run-metrics'
import { defer } from './deferred'
import type { RunRecord } from './run-record'
import type { PooledTrainer } from './sweep'

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
  readonly moments: readonly number[]
  /** Called in order of steps, the last with the end of training. */
  readonly onMoment: (moment: Moment) => void
}

export interface Replay {
  readonly end: Promise<ReplayEnd>
  stop(): void
}

/** Step 0, the last step, and about `count` between, evenly spaced in their logarithm; ascending. */
export function momentSteps(steps: number, count = 24): number[] {
  const inner = Array.from({ length: count }, (_, k) => Math.round(steps ** (k / count)))
  return [...new Set([0, ...inner, steps])].sort((a, b) => a - b)
}

/** Seconds it takes at most, told before: trained alone it is no slower than in its group, and each moment is measured. */
export function secondsOfReplay({ spec, stepsPerSecond }: RunRecord, moments: number): number {
  const training = stepsPerSecond !== null && stepsPerSecond > 0 ? spec.training.steps / stepsPerSecond : flopsOfRun(spec) / 1e9
  return training + moments * secondsOfMeasurement(spec)
}

/** Trains one run again on a trainer of its own, which it terminates. */
export function replayRun(record: RunRecord, { spawn, moments, onMoment }: ReplayOptions): Replay {
  const { id, index, replicate, spec, environment } = record
  const trainer = spawn()
  const ended = defer<ReplayEnd>()
  const receive = (message: TrainerMessage): void => {
    if (message.kind === 'moment') return onMoment(message)
    if (message.kind !== 'outcome') return
    if (message.outcome.kind === 'finished') onMoment({ ...message.outcome, step: spec.training.steps })
    ended.resolve(endOf(record, message))
  }
  const train = async (): Promise<void> => {
    const opened = await trainer.service.open(choiceOf(environment?.engine))
    if (!opened.ok) return ended.resolve({ kind: 'failed', message: opened.failure.message })
    await trainer.service.train({ id: `replay/${id}`, runs: [{ id, index, replicate, spec }], flops: flopsOfRun(spec) }, receive,
      { moments: moments.filter((step) => step < spec.training.steps), checkpointSeconds: Infinity })
  }
  train().catch((error: unknown) => ended.resolve({ kind: 'failed', message: String(error) }))
  void trainer.gone.then((message) => ended.resolve({ kind: 'failed', message }))
  return { end: ended.promise.finally(() => trainer.terminate()), stop: () => ended.resolve({ kind: 'stopped' }) }
}

const choiceOf = (engine: EngineName | undefined): EngineChoice =>
  engine === 'webgpu' || engine === 'cpu' ? engine : engine === undefined ? 'auto' : 'tfjs'

function endOf({ parameters, environment: earlier }: RunRecord, { outcome, environment }: OutcomeMessage): ReplayEnd {
  switch (outcome.kind) {
    case 'finished': {
      if (parameters === null) return { kind: 'unknown' }
      if (sameBits(outcome.parameters, parameters)) return { kind: 'same' }
      const other = earlier !== null && !sameEngine(environment, earlier)
      return { kind: 'different', reason: other ? `it was trained by ${nameOf(earlier)}, here it is ${nameOf(environment)}` : null }
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
