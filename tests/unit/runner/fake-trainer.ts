/**
 * A `TrainerService` that trains nothing but obeys the protocol, behind a bare message channel and comlink, as a
 * worker would be. What it does with each group is scripted by the test.
 */
import { expose } from 'comlink'
import type { EngineName } from '../../../src/protocol/engines'
import type { EngineEnvironment } from '../../../src/protocol/environment'
import type { Opened, RunOutcome, TrainerMessage, TrainerService } from '../../../src/protocol/trainer'
import { trainerOver } from '../../../src/runner/conduct/comlink-trainer'
import { defer } from '../../../src/runner/conduct/deferred'
import type { PooledTrainer } from '../../../src/runner/conduct/sweep'
import { parameterLayout } from '../../../src/science/models/model'
import type { PlannedRun, RunGroup } from '../../../src/experiment/sweep-plan'

export interface FakeScript {
  readonly engine?: EngineName
  readonly open?: (trainer: number) => Opened | null // null: open well
  /** How a run ends; default finished. Called at its turn. */
  readonly outcome?: (run: PlannedRun, trainer: number) => RunOutcome | 'die' | 'throw'
  /** While this holds the trainer waits before the probe, 1 to 4; it is asked again and again, until it is stopped. */
  readonly holds?: (group: RunGroup, probe: number) => boolean
}

export interface Fake {
  readonly spawn: () => PooledTrainer
  /** Groups as they were started, in order. */
  readonly trained: { readonly trainer: number; readonly group: RunGroup }[]
  readonly log: string[] // 'pause 0', 'stop 0', 'terminate 0'
  spawned(): number
  close(): void
}

const probes = 4

export function fakePool(script: FakeScript = {}): Fake {
  const trained: { trainer: number; group: RunGroup }[] = []
  const log: string[] = []
  const channels: MessageChannel[] = []
  let count = 0

  function spawn(): PooledTrainer {
    const trainer = count++
    const environment: EngineEnvironment = {
      engine: script.engine ?? 'webgpu', engineVersion: '0', adapter: 'none', software: true, details: {},
    }
    let paused = false, stopped = false
    const gone = defer<string>()
    const channel = new MessageChannel()
    channels.push(channel)

    const service: TrainerService = {
      open: (): Promise<Opened> =>
        Promise.resolve(script.open?.(trainer) ?? { ok: true, environment, notices: [] }),
      timeStep: () => Promise.resolve({ secondsPerStep: 0.001, engine: 'fake' }),
      async train(group: RunGroup, sendOver: (message: TrainerMessage) => unknown): Promise<void> {
        const arrivals: unknown[] = [] // a promise per message, which comlink keeps when the other side has it
        const send = (message: TrainerMessage): void => void arrivals.push(sendOver(message))
        trained.push({ trainer, group })
        stopped = false
        const tell = (run: PlannedRun, outcome: RunOutcome): void =>
          send({ kind: 'outcome', groupId: group.id, runId: run.id, outcome, environment, stepsPerSecond: 10 })
        for (let probe = 1; probe <= probes; probe++) {
          await new Promise((resolve) => setTimeout(resolve, 0))
          while (!stopped && (paused || script.holds?.(group, probe) === true)) await new Promise((resolve) => setTimeout(resolve, 1))
          if (stopped) return group.runs.forEach((run) => tell(run, { kind: 'stopped', step: (probe - 1) * 25 }))
          send({
            kind: 'chunk', groupId: group.id, step: probe * 25, secondsTraining: probe,
            loss: Float32Array.from(group.runs, () => 1 / probe),
          })
        }
        for (const run of group.runs) {
          const outcome = script.outcome?.(run, trainer) ?? finished(run)
          if (outcome === 'throw') throw new Error('a bug in the engine')
          if (outcome === 'die') {
            void Promise.all(arrivals).then(() => gone.resolve('the worker died'))
            return new Promise(() => {}) // never answers, as a dead worker never does
          }
          tell(run, outcome)
        }
      },
      pause() { paused = true; log.push(`pause ${trainer}`) },
      resume() { paused = false; log.push(`resume ${trainer}`) },
      checkpoint() { log.push(`checkpoint ${trainer}`) },
      stop() { stopped = true; log.push(`stop ${trainer}`) },
    }
    expose(service, channel.port1)
    return trainerOver(channel.port2, { gone: gone.promise, terminate: () => { log.push(`terminate ${trainer}`) } })
  }
  return {
    spawn, trained, log, spawned: () => count,
    close: () => channels.forEach(({ port1, port2 }) => { port1.close(); port2.close() }),
  }
}

/** Its numbers are the run's own, whatever group it trained in. */
export function finished(run: PlannedRun): RunOutcome {
  return {
    kind: 'finished',
    metrics: { scalars: { features: run.index }, arrays: { norm: { axes: 'f', shape: [1], values: Float32Array.of(run.index) } } },
    parameters: new Float32Array(parameterLayout(run.spec).total).fill(run.index),
  }
}
