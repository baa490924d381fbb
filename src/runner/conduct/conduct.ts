/**
 * Conducts a sweep: hands the parts of a plan to trainers, hears what they report, and keeps every finished run
 * whatever happens to the trainer that made it. Knows neither threads nor machines nor the DOM.
 */
import { engineTraits, trainersOf, type EngineChoice } from '../../protocol/engines'
import { failureTraits, type EnvironmentFailure } from '../../protocol/failures'
import type { PlannedRun, SweepPlan } from '../../experiment/sweep-plan'
import { sameEnvironment, type EngineEnvironment } from '../../protocol/environment'
import { defer, type Deferred } from './deferred'
import type { KeptCheckpoint } from '../keeping/kept-checkpoint'
import { createEstimator, createStopwatch, flopsDone, flopsOf, flopsPerRun } from './progress'
import { createResultsStore, isConcluded, isEnded } from '../keeping/results-store'
import type { RunRecord } from '../keeping/run-record'
import type { PooledTrainer, Sweep, SweepProgress, SweepView } from './sweep'
import { count, mixedWords, shapeOf, startsAgain } from './sweep-words'
import { createThrottle } from './throttle'
import { trainPart, type Hearing } from './train-part'
import { createTrainerPool, type OpenTrainer } from './trainer-pool'
import { gotFurther, only, partsOf, retryParts, withoutRun, withoutSiblings, type Part } from './work-queue'

export interface ConductOptions {
  readonly engine: EngineChoice
  /** How many may train at once where the engine is the CPU; on a GPU always one, for all would share the device. */
  readonly trainers: number
  /** Milliseconds from any origin. */
  readonly now: () => number
  /** Records of an earlier sitting: concluded runs of this plan are kept and not trained again. */
  readonly from?: readonly RunRecord[]
  /** Called once for each run when it ends, whatever way; never for runs taken over from `from`. */
  readonly onRecord?: (record: RunRecord) => Telling
  /** Checkpoints of an earlier sitting: their runs go on from there where the engine is the same. */
  readonly checkpoints?: readonly KeptCheckpoint[]
  /** Called with every checkpoint of a group in training; the sweep itself keeps the last one of each. */
  readonly onCheckpoint?: (kept: KeptCheckpoint) => Telling
  /** Seconds of training between checkpoints; the trainer's own where absent. */
  readonly checkpointSeconds?: number
  /** Trains these runs only; the others stay as they are in `from`. */
  readonly only?: ReadonlySet<string>
  /** Called at once, with what adds to the notices at any later time. */
  readonly onBegin?: (tell: (words: string) => void) => void
  /** Said from the start. */
  readonly notices?: readonly string[]
}

/** Nothing to say, or words for the sweep's notices sooner or later: that a result could not be stored, say. */
export type Telling = void | Promise<string | null>

/** A run that is lost with its trainer this often without getting further ends as `failed`. */
const mostRetries = 2
/** Trainers lost in a row, with nothing finished and no step further in between: the rest is not tried again. */
const mostLossesInRow = mostRetries + 1
/** A trainer that does not end its runs after `stop` is terminated. */
const stopMilliseconds = 10_000
/** So that elapsed and remaining time move between probes. */
const heartbeatMilliseconds = 1000

export function conduct(
  plan: SweepPlan, spawn: () => Promise<PooledTrainer> | PooledTrainer, options: ConductOptions,
): Sweep {
  let phase: SweepProgress['phase'] = 'opening'
  let view: SweepView | null = null
  let notices: readonly string[] = options.notices ?? []
  const throttle = createThrottle()
  const changed = (): void => {
    view = null
    throttle.notify()
  }
  const wanted = (id: string): boolean => options.only?.has(id) ?? true
  const store = createResultsStore(plan, options.from ?? [], changed, (id) => !wanted(id))
  const flops = flopsPerRun(plan)
  const total = flops.reduce((sum, value) => sum + value, 0)
  const before = flopsDone(store.records(), flops) + flopsOf(options.checkpoints ?? [], store.records(), flops)
  const estimate = createEstimator(total, before)
  const watch = createStopwatch(options.now)

  const training = new Map<PooledTrainer, Part>()
  const dropped = new Set<string>() // runs stopped one by one: what their trainers still say of them is not heard
  const partLeft = new Map<string, Part>() // of a run stopped by itself
  const lastKept = new Map<string, KeptCheckpoint>() // by run
  const resumed = new Set<string>() // dropped runs that are wanted again once their part, whose trainer still has them, has ended
  let queue: Part[] = []
  let lossesInRow = 0
  const abandoned = defer<string>() // trainers that did not stop when asked
  const stopped = defer<string>() // ends an opening under way
  let gate: Deferred<void> | null = null // closed while paused

  const tell = (words: string): void => {
    if (notices.includes(words)) return
    notices = [...notices, words]
    changed()
  }
  options.onBegin?.(tell)
  // A function, so that the compiler does not believe `phase` unchanged across an await.
  const stopping = (): boolean => phase === 'stopping'
  /** A listener that throws, now or later, costs its words and never the sweep: what it heard stays in the view. */
  const tellOf = (listener: () => Telling): void => {
    const broken = (error: unknown): void => tell(`a result could not be passed on or stored (${String(error)}): it stays in this sitting only`)
    try {
      listener()?.then((words) => { if (words !== null) tell(words) }, broken)
    } catch (error) { // the listener's entrance
      broken(error)
    }
  }
  const report = (record: RunRecord): void => tellOf(() => options.onRecord?.(record))
  const conclude = (run: PlannedRun, failure: EnvironmentFailure): void => {
    const { status } = store.record(run.id)
    const step = status.kind === 'running' ? status.step : 0
    const outcome = stopping() ? { kind: 'stopped', step } as const : { kind: 'failed', failure, step } as const
    report(store.end(run.id, outcome, null, null))
  }

  const pool = createTrainerPool(spawn, options.engine, stopped.promise, tell)

  /** @returns why the trainer can take no other part, or null */
  async function train({ trainer, environment }: OpenTrainer, part: Part): Promise<EnvironmentFailure | null> {
    const { runs } = part.group
    const hear: Hearing = {
      chunk(message) {
        if (part.from !== null && message.step <= part.from.checkpoint.state.step) tell(startsAgain(runs, part.from, 'another engine'))
        store.append(part.group, message, dropped)
      },
      checkpoint({ checkpoint }) {
        const whole = { runs: runs.map(({ id }) => ({ id, curve: store.record(id).curve })), checkpoint }
        // The curve of a run stopped by itself no longer leads up to it.
        const kept = only(whole, runs.filter(({ id }) => !dropped.has(id)))
        kept?.runs.forEach(({ id }) => lastKept.set(id, kept))
        if (kept !== null) tellOf(() => options.onCheckpoint?.(kept))
        return kept
      },
      outcome(message) {
        if (!dropped.has(message.runId)) report(store.end(message.runId, message.outcome, message.environment, message.stepsPerSecond))
      },
    }
    store.begin(part.group, environment, part.from)
    training.set(trainer, part)
    const { failure, alive, latest, ...end } = await trainPart(trainer, part, hear, abandoned.promise, options.checkpointSeconds)
    training.delete(trainer)
    const fruitless = failure !== null && failureTraits[failure.kind].endsTrainer && end.lost.length === runs.length && !gotFurther(part, latest)
    lossesInRow = fruitless ? lossesInRow + 1 : 0
    const lost = end.lost.filter(({ id }) => !dropped.has(id))
    if (failure !== null && lost.length > 0) settleLost(part, lost, latest, failure)
    if (!stopping()) runs.filter(({ id }) => resumed.has(id)).forEach(({ id }) => takeUp(id))
    return alive ? null : failure
  }

  /** A run that was stopped by itself waits again, to go on from its last checkpoint. */
  function takeUp(runId: string): void {
    dropped.delete(runId)
    resumed.delete(runId)
    const part = partLeft.get(runId)
    if (part === undefined) return // stopped before anything was queued
    const run = part.group.runs.filter(({ id }) => id === runId)
    const from = lastKept.get(runId) ?? part.from
    queue.push({ ...withoutSiblings(part, run), retries: 0, from: from && only(from, run) })
  }

  function settleLost(part: Part, lost: readonly PlannedRun[], latest: KeptCheckpoint | null, failure: EnvironmentFailure): void {
    const further = gotFurther(part, latest)
    const { retry } = failureTraits[failure.kind]
    const again = retry !== 'never' && (part.retries < mostRetries || further) && !stopping()
    if (again) {
      const what = latest === null ? 'started again' : `go on from step ${latest.checkpoint.state.step}`
      tell(`${failure.message}: ${count(lost.length)} of ${shapeOf(lost[0])} ${what} `
        + `(${further ? 1 : part.retries + 1} of at most ${mostRetries}); finished runs were kept`)
      lost.forEach((run) => store.returnToWaiting(run.id))
      queue.push(...retryParts(part, lost, latest, retry === 'in-smaller-parts'))
    } else {
      if (!stopping()) tell(`${failure.message}: ${count(lost.length)} of ${shapeOf(lost[0])} failed; finished runs were kept`)
      lost.forEach((run) => conclude(run, failure))
    }
  }

  /** Takes parts until none is left. @returns why it gave up early, or null */
  async function lane(first: OpenTrainer | null): Promise<EnvironmentFailure | null> {
    let current = first
    while (queue.length > 0) {
      while (gate !== null) await gate.promise
      if (stopping()) break
      if (current === null) {
        const opened = await pool.open()
        if ('kind' in opened) {
          if (!stopping()) tell(opened.message)
          return opened
        }
        current = opened
        continue // paused, stopped or out of work meanwhile?
      }
      const part = queue.shift()!
      const died = await train(current, part)
      if (died === null) continue
      pool.release(current.trainer)
      current = null
      if (lossesInRow >= mostLossesInRow) return { ...died, message: `${died.message}: ${mostLossesInRow} times in a row, so nothing more is tried on it` }
    }
    if (current !== null) pool.release(current.trainer)
    return null
  }

  /** Where `auto` decides per shape, two engines are as asked: only versions and adapters of the same one are told apart. */
  const decidesPerShape = (environment: EngineEnvironment): boolean => pool.choice === 'auto' && engineTraits[environment.engine].isGpu
  const comparable = (records: readonly RunRecord[], environment: EngineEnvironment): readonly RunRecord[] =>
    decidesPerShape(environment) ? records.filter((record) => record.environment?.engine === environment.engine) : records

  /** Checkpoints that the opened engine can go on from. Where `auto` decides per shape, the trainer asks the one that began. */
  function usable(environment: EngineEnvironment): readonly KeptCheckpoint[] {
    return (options.checkpoints ?? []).filter((kept) => {
      if (decidesPerShape(environment) || sameEnvironment(kept.checkpoint.environment, environment)) return true
      tell(startsAgain(plan.runs.filter(({ id }) => id === kept.runs[0].id), kept, environment.engine))
      return false
    })
  }

  async function run(): Promise<SweepView> {
    const ended = new Set(store.records().filter(({ id, status }) => isConcluded(status) || !wanted(id)).map(({ id }) => id))
    let failure: EnvironmentFailure | null = null
    if (ended.size < plan.runs.length && !stopping()) {
      const first = await pool.open()
      if ('kind' in first) {
        if (!stopping()) tell(first.message)
        failure = first
      } else {
        const mixed = mixedWords(comparable(store.records().filter(({ id }) => ended.has(id)), first.environment), first.environment)
        if (mixed !== null) tell(mixed)
        const lanes = trainersOf(first.environment.engine, options.trainers)
        dropped.forEach((id) => ended.add(id)) // while it opened
        queue = partsOf(plan, lanes, ended, usable(first.environment))
        if (phase === 'opening') phase = 'running'
        if (gate === null) watch.start()
        changed()
        const others = Array.from({ length: Math.min(lanes, queue.length) - 1 }, () => lane(null))
        const gaveUp = await Promise.all([lane(first), ...others])
        failure = gaveUp.find((reason) => reason !== null) ?? null
      }
    }
    if (failure !== null && !stopping()) {
      const left = store.records().filter(({ id, status }) => !isEnded(status) && wanted(id))
      if (left.length > 0) tell(failure.message)
      for (const record of left) conclude(plan.runs[record.index], failure)
    }
    watch.stop()
    phase = 'done'
    pool.releaseAll()
    changed()
    throttle.flush()
    return show()
  }

  function show(): SweepView {
    if (view !== null) return view
    const runs = store.records()
    const secondsElapsed = watch.seconds()
    const progress: SweepProgress = {
      phase, runsTotal: runs.length, runsEnded: runs.filter(({ status }) => isEnded(status)).length,
      secondsElapsed, notices, ...estimate(flopsDone(runs, flops), secondsElapsed),
    }
    return (view = { progress: phase === 'done' ? { ...progress, secondsRemaining: 0 } : progress, runs })
  }

  const heartbeat = setInterval(() => { if (phase === 'running') changed() }, heartbeatMilliseconds)
  let deadline: ReturnType<typeof setTimeout> | undefined
  const done = run().finally(() => {
    clearInterval(heartbeat)
    clearTimeout(deadline)
  })

  return {
    view: show,
    subscribe: throttle.subscribe,
    pause() {
      if (phase !== 'running' && phase !== 'opening') return
      phase = 'paused'
      gate = defer()
      watch.stop()
      training.forEach((_, { service }) => service.pause())
      changed()
    },
    resume() {
      if (phase !== 'paused') return
      phase = 'running'
      reopen()
      watch.start()
      training.forEach((_, { service }) => service.resume())
      changed()
    },
    stop() {
      if (phase === 'stopping' || phase === 'done') return
      phase = 'stopping'
      reopen()
      stopped.resolve('stopped')
      training.forEach((_, { service }) => {
        service.stop()
        service.resume() // a paused trainer wakes to stop
      })
      deadline = setTimeout(() => abandoned.resolve('the trainer did not stop when asked'), stopMilliseconds)
      changed()
    },
    stopRun(runId) {
      const { status } = store.record(runId)
      if (isEnded(status) || phase === 'stopping' || phase === 'done') return
      dropped.add(runId)
      resumed.delete(runId)
      const part = [...training.values(), ...queue].find(({ group }) => group.runs.some(({ id }) => id === runId))
      if (part !== undefined) partLeft.set(runId, part)
      queue = queue.flatMap((part) => withoutRun(part, runId))
      report(store.end(runId, { kind: 'stopped', step: status.kind === 'running' ? status.step : 0 }, null, null))
      training.forEach((part, { service }) => { if (part.group.runs.every(({ id }) => dropped.has(id))) service.stop() })
    },
    resumeRun(runId) {
      if (!dropped.has(runId) || resumed.has(runId) || phase === 'stopping' || phase === 'done') return
      store.returnToWaiting(runId)
      if ([...training.values()].some(({ group }) => group.runs.some(({ id }) => id === runId))) resumed.add(runId)
      else takeUp(runId)
    },
    checkpoint: () => training.forEach((_, { service }) => service.checkpoint()),
    done,
  }

  function reopen(): void {
    gate?.resolve()
    gate = null
  }
}
