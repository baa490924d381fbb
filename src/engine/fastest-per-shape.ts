/** Several engines that work here: a short timing picks one for each shape of group, once. */
import { sameEnvironment, type EngineEnvironment } from '../protocol/environment'
import type { EnvironmentFailure } from '../protocol/failures'
import { isRecall } from '../science/tasks/task'
import type { RunSpec } from '../science/training/run-spec'
import type { Engine } from './engine'
import { EnvironmentFault } from './environment-fault'
import { timeStep } from './time-step'

export interface EngineForGroup {
  readonly engine: Engine
  /** The engine's own, with the timings that decided among its details, where there was a choice. */
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
    const engine = choice.then((made) => made.chosen)
    chosen.set(key, engine)
    choice.then(({ isLasting }) => { if (!isLasting) chosen.delete(key) }, () => chosen.delete(key))
    return engine
  }
}

/** What one candidate came to: seconds per step, or what went wrong. */
type Timed = { readonly candidate: EngineForGroup } & ({ readonly seconds: number } | { readonly error: unknown })

/** @throws what the first candidate threw, where none can train these runs */
async function choose(candidates: readonly EngineForGroup[], runs: readonly RunSpec[], time: Timing): Promise<{ readonly chosen: EngineForGroup; readonly isLasting: boolean }> {
  const able = candidates.filter(({ engine }) => engine.refuses(runs[0]) === null)
  if (able.length < 2) return { chosen: because(able[0] ?? candidates[0], 'the only engine that takes this shape'), isLasting: true }
  const all: Timed[] = []
  for (const candidate of able) all.push(await timed(candidate, runs, time))
  const working = all.flatMap((each) => ('seconds' in each ? [each] : [])).sort((a, b) => a.seconds - b.seconds)
  const failed = all.flatMap((each) => ('error' in each ? [each] : []))
  if (working.length === 0) throw failed[0].error
  const figures = [
    ...working.map(({ candidate, seconds }) => `${candidate.engine.environment.engine} ${(seconds * 1000).toPrecision(2)} ms per step`),
    ...failed.map(({ candidate, error }) => `${candidate.engine.environment.engine} failed: ${error instanceof Error ? error.message : String(error)}`),
  ]
  // What failed may be well again for the next group of this shape: a device lost while it was timed must not answer for ever.
  return { chosen: because(working[0].candidate, `auto: ${figures.join(', ')}`), isLasting: failed.length === 0 }
}

/** One engine that fails to train these runs, in whatever way, leaves them to the others. */
async function timed(candidate: EngineForGroup, runs: readonly RunSpec[], time: Timing): Promise<Timed> {
  try {
    const seconds = await time(candidate.engine, runs)
    // An engine whose device refuses this group (memory, say) is not fast but silent.
    const failure = candidate.takeFailure()
    return failure === null ? { candidate, seconds } : { candidate, error: new EnvironmentFault(failure) }
  } catch (error) { // the engine's entrance
    if (!(error instanceof EnvironmentFault)) console.error(error)
    candidate.takeFailure() // its complaint belongs to this group
    return { candidate, error }
  }
}

function because(candidate: EngineForGroup, reason: string): EngineForGroup {
  const { environment } = candidate
  return { ...candidate, environment: { ...environment, details: { ...environment.details, choice: reason } } }
}

function shapeKey(runs: readonly RunSpec[]): string {
  const { task, model, shape, training } = runs[0]
  const law = isRecall(task) ? null : [task.sparsity, task.sets ?? null, task.frequency !== undefined]
  const instances = Math.round(Math.log(runs.length) / Math.log(INSTANCE_CLASS))
  return JSON.stringify([task.kind, task.featureCount, law, model, shape, training.batchSize, instances])
}
