/** The trainer behind the thread boundary: the same in a web worker and in Node; `host` brings what differs. */
import { sameEnvironment } from '../protocol/environment'
import type { EngineChoice } from '../protocol/engines'
import type { EnvironmentFailure } from '../protocol/failures'
import type { Opened, OutcomeMessage, TrainerMessage, TrainerService, TrainingTerms } from '../protocol/trainer'
import type { RunGroup } from '../experiment/sweep-plan'
import { isEnvironmentFailure } from './device'
import { EnvironmentFault } from './environment-fault'
import type { EngineHost } from './host'
import { openEngine, type OpenedEngines } from './open-engine'
import { timeStep } from './time-step'
import { failureOf, trainGroup } from './trainer'
import { trainingControl } from './training-control'

const NOT_OPEN: EnvironmentFailure = { kind: 'internal', message: 'no engine is open: call open first' }

export function createTrainerService(host: EngineHost): TrainerService {
  let engines: OpenedEngines | null = null
  let control = trainingControl()
  return {
    async open(choice: EngineChoice): Promise<Opened> {
      engines?.dispose()
      engines = null
      try {
        const opened = await openEngine(choice, host)
        if (isEnvironmentFailure(opened)) return { ok: false, failure: opened }
        engines = opened
        return { ok: true, environment: opened.environment, notices: opened.notices }
      } catch (error) {
        return { ok: false, failure: caught(error) }
      }
    },

    async timeStep(group) {
      if (engines === null) return NOT_OPEN
      try {
        const runs = group.runs.map(({ spec }) => spec)
        const { engine } = await engines.engineFor(runs)
        const refused = engine.refuses(runs[0])
        if (refused !== null) return { kind: 'unsupported', message: refused }
        return { secondsPerStep: await timeStep(engine, runs), engine: engine.environment.engine }
      } catch (error) {
        return caught(error)
      }
    },

    async train(group: RunGroup, send: (message: TrainerMessage) => void, terms: TrainingTerms = {}): Promise<void> {
      control = trainingControl()
      const own = control
      if (engines === null) return failAll(group, NOT_OPEN, send)
      try {
        const { from, checkpointSeconds, moments } = terms
        const chosen = await engines.engineFor(group.runs.map(({ spec }) => spec), from?.environment)
        const resumes = from !== undefined && sameEnvironment(from.environment, chosen.environment)
        await trainGroup({ ...chosen, group, control: own, send, from: resumes ? from : undefined, checkpointSeconds, moments })
      } catch (error) { // before the group had an engine: trainGroup itself does not throw
        failAll(group, caught(error), send, engines?.environment)
      }
    },

    pause: () => control.pause(),
    resume: () => control.resume(),
    stop: () => control.stop(),
    checkpoint: () => control.askCheckpoint(),
  }
}

/** The worker's entrance: whatever was thrown leaves as data. */
function caught(error: unknown): EnvironmentFailure {
  if (!(error instanceof EnvironmentFault)) console.error(error)
  return failureOf(error)
}

function failAll(
  group: RunGroup, failure: EnvironmentFailure, send: (message: TrainerMessage) => void,
  environment: OutcomeMessage['environment'] = { engine: 'cpu', engineVersion: '0', adapter: 'none', software: true, details: {} },
): void {
  for (const run of group.runs) {
    send({ kind: 'outcome', groupId: group.id, runId: run.id, outcome: { kind: 'failed', failure, step: 0 }, environment, stepsPerSecond: 0 })
  }
}
