/** Several engines that work here: a short timing picks one for each shape of group, once. */
import { sameEnvironment, type EngineEnvironment } from '../protocol/environment'
import type { EnvironmentFailure } from '../protocol/failures'
import { isRecall } from '../science/tasks/task'
import type { RunSpec } from '../science/training/run-spec'
import type { Engine } from './engine'
import { timeStep } from './time-step'

export interface EngineForGroup {
  readonly engine: Engine
  /** The engine's own, with the words of the choice among its details where there was one. */
  readonly environment: EngineEnvironment
  /** What the device complained of since the last call: `OwnedDevice.takeFailure`, or nothing where there is no device. */
  readonly takeFailure: () => EnvironmentFailure | null
}

/** A group this many times smaller than another may be decided otherwise: instances are what a GPU is filled with. */
const INSTANCE_CLASS = 2

type Timing = (engine: Engine, runs: readonly RunSpec[]) => Promise<number>

export function fastestPerShape(
  candidates: readonly EngineForGroup[], time: Timing = timeStep,
): (runs: readonly RunSpec[], like?: EngineEnvironment) => Promise<EngineForGroup> {
  const chosen = new Map<string, Promise<EngineForGroup>>()
  return (runs, like) => {
    const began = like && candidates.find(({ environment }) => sameEnvironment(environment, like))
    if (began && began.engine.refuses(runs[0]) === null) return Promise.resolve({ ...began, environment: like })
    const key = shapeKey(runs)
    const known = chosen.get(key)
    if (known) return known
    const choice = choose(candidates, runs, time)
    chosen.set(key, choice)
    choice.catch(() => chosen.delete(key)) // a device lost while timing must not answer for ever
    return choice
  }
}

async function choose(candidates: readonly EngineForGroup[], runs: readonly RunSpec[], time: Timing): Promise<EngineForGroup> {
  const able = candidates.filter(({ engine }) => engine.refuses(runs[0]) === null)
  if (able.length < 2) return because(able[0] ?? candidates[0], 'the only engine that takes this shape')
  const timed: { candidate: EngineForGroup; seconds: number }[] = []
  for (const candidate of able) {
    const seconds = await time(candidate.engine, runs)
    // An engine whose device refuses this group (memory, say) is not fast but silent.
    const failure = candidate.takeFailure()
    timed.push({ candidate, seconds: failure === null ? seconds : Infinity })
  }
  timed.sort((a, b) => a.seconds - b.seconds)
  const words = timed.map(({ candidate, seconds }) => `${candidate.engine.environment.engine} ${milliseconds(seconds)}`).join(', ')
  return because(timed[0].candidate, `auto: ${words}`)
}

function because(candidate: EngineForGroup, words: string): EngineForGroup {
  const { environment } = candidate
  return { ...candidate, environment: { ...environment, details: { ...environment.details, choice: words } } }
}

function shapeKey(runs: readonly RunSpec[]): string {
  const { task, model, shape, training } = runs[0]
  const law = isRecall(task) ? null : [task.sparsity, task.sets ?? null, task.frequency !== undefined]
  const instances = Math.round(Math.log(runs.length) / Math.log(INSTANCE_CLASS))
  return JSON.stringify([task.kind, task.featureCount, law, model, shape, training.batchSize, instances])
}

function milliseconds(seconds: number): string {
  return Number.isFinite(seconds) ? `${(seconds * 1000).toPrecision(2)} ms per step` : 'failed'
}
