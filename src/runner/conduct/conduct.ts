/**
 * Conducts a sweep: carries out what the machine asks for (sweep-machine.ts) on real trainers, tells it what happens,
 * and shows how far it is. Every finished run is kept, whatever happens to the trainer that made it. Knows neither
 * threads nor machines nor the DOM.
 */
import type { EngineChoice } from '../../protocol/engines'
import type { RunOutcome } from '../../protocol/trainer'
import type { SweepPlan } from '../../experiment/sweep-plan'
import type { SavedCheckpoint } from '../keeping/saved-checkpoint'
import { createResultsStore, isConcluded, isEnded } from '../keeping/results-store'
import type { RunRecord } from '../keeping/run-record'
import { defer } from './deferred'
import { createEstimator, createStopwatch, workAhead, workDone, workOf } from './progress'
import type { PooledTrainer, Sweep, SweepProgress, SweepView } from './sweep'
import { reduceSweep, startOfSweep } from './sweep-machine'
import type { Ending, SweepEffect, SweepEvent } from './sweep-state'
import { describeFailure, describeNotice } from './sweep-text'
import { createThrottle } from './throttle'
import { createTrainers } from './trainers'

export interface ConductOptions {
  readonly engine: EngineChoice
  /** How many may train at once where the engine is the CPU; on a GPU always one, for all would share the device. */
  readonly trainers: number
  /** Milliseconds from any origin. */
  readonly now: () => number
  /** Records of an earlier session: concluded runs of this plan are kept and not trained again. */
  readonly from?: readonly RunRecord[]
  /** Called once for each run when it ends, whatever way; never for runs taken over from `from`. */
  readonly onRecord?: (record: RunRecord) => LaterNotice
  /** Checkpoints of an earlier session: their runs resume there where the engine is the same. */
  readonly checkpoints?: readonly SavedCheckpoint[]
  /** Called with every checkpoint of a group in training; the sweep itself keeps the last one of each. */
  readonly onCheckpoint?: (kept: SavedCheckpoint) => LaterNotice
  /** Seconds of training between checkpoints; the trainer's own where absent. */
  readonly checkpointSeconds?: number
  /** Trains these runs only; the others stay as they are in `from`. */
  readonly only?: ReadonlySet<string>
  /** Called at once, with what adds to the notices at any later time. */
  readonly onBegin?: (addNotice: (message: string) => void) => void
  /** There from the start. */
  readonly notices?: readonly string[]
}

/** Nothing, or a notice for the sweep sooner or later: that a result could not be saved, say. */
export type LaterNotice = void | Promise<string | null>

/** A trainer that does not end its runs after `stop` is terminated. */
const stopMilliseconds = 10_000
/** How long outcomes may lag behind the answer of `train`, which travels by another port, before they count as lost. */
const graceMilliseconds = 5000
/** So that elapsed and remaining time move between probes. */
const heartbeatMilliseconds = 1000

export function conduct(
  plan: SweepPlan, spawn: () => Promise<PooledTrainer> | PooledTrainer, options: ConductOptions,
): Sweep {
  const { only, from = [], checkpoints = [] } = options
  let view: SweepView | null = null
  let notices: readonly string[] = options.notices ?? []
  const throttle = createThrottle()
  const changed = (): void => {
    view = null
    throttle.notify()
  }
  const isWanted = (id: string): boolean => only?.has(id) ?? true
  const store = createResultsStore(plan, from, changed, (id) => !isWanted(id))
  const settled = store.records().filter(({ id, status }) => isConcluded(status) || !isWanted(id))
  const work = workOf(plan)
  const estimate = createEstimator(work.total, workAhead(store.records(), checkpoints, work))
  const watch = createStopwatch(options.now)
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const done = defer<SweepView>()

  let state = startOfSweep({
    plan, places: new Map(plan.runs.map(({ id }, place) => [id, place])), trainers: options.trainers, checkpoints,
    earlier: settled.flatMap(({ environment }) => environment ?? []),
  }, new Set(settled.map(({ id }) => id)), options.engine)

  /** Events that come while effects are carried out (a listener that stops the sweep) have their turn after them. */
  const events: SweepEvent[] = []
  let isHandling = false
  function handle(event: SweepEvent): void {
    events.push(event)
    if (isHandling) return
    isHandling = true
    try {
      for (let one = events.shift(); one !== undefined; one = events.shift()) {
        const step = reduceSweep(state, one)
        const isOtherPhase = step.state.phase !== state.phase
        state = step.state
        if (isOtherPhase) changed()
        if (state.phase === 'running') watch.start()
        else if (state.phase === 'paused' || state.phase === 'done') watch.stop()
        step.effects.forEach(carryOut)
      }
    } finally {
      isHandling = false
    }
  }

  const trainers = createTrainers(spawn, { event: handle, curveOf: (id) => store.record(id).curve }, options.checkpointSeconds)

  function carryOut(effect: SweepEffect): void {
    switch (effect.kind) {
      case 'open': return trainers.open(effect.trainer, effect.choice)
      case 'train':
        store.begin(effect.part.group, effect.environment, effect.part.from)
        return trainers.train(effect.trainer, effect.part)
      case 'command': return trainers.command(effect.trainer, effect.command)
      case 'release': return trainers.release(effect.trainer)
      case 'await-outcomes': return later(graceMilliseconds, { kind: 'outcomes-overdue', trainer: effect.trainer, partId: effect.partId })
      case 'await-stop': return later(stopMilliseconds, { kind: 'stop-overdue' })
      case 'append': return store.append(effect.group, effect.message, effect.unheard)
      case 'end': return report(endRecord(effect.runId, effect.ending))
      case 'return-to-waiting': return store.returnToWaiting(effect.runId)
      case 'save-checkpoint': return tell(() => options.onCheckpoint?.(effect.kept))
      case 'notice': return addNotice(describeNotice(effect.notice))
      case 'done': return finish()
    }
    effect satisfies never
  }

  function later(milliseconds: number, event: SweepEvent): void {
    timers.add(setTimeout(() => handle(event), milliseconds))
  }

  function addNotice(message: string): void {
    if (notices.includes(message)) return
    notices = [...notices, message]
    changed()
  }

  /** A listener that throws, now or later, costs a notice and never the sweep: what it was given stays in the view. */
  function tell(listener: () => LaterNotice): void {
    const failed = (error: unknown): void => addNotice(describeNotice({ kind: 'listener-failed', reason: String(error) }))
    try {
      listener()?.then((message) => { if (message !== null) addNotice(message) }, failed)
    } catch (error) { // the listener's entrance
      failed(error)
    }
  }
  const report = (record: RunRecord): void => tell(() => options.onRecord?.(record))

  function endRecord(runId: string, ending: Ending): RunRecord {
    if (ending.kind === 'outcome') {
      const { outcome, environment, stepsPerSecond } = ending.message
      return store.end(runId, outcome, environment, stepsPerSecond)
    }
    const { status } = store.record(runId)
    const step = status.kind === 'running' ? status.step : 0
    const outcome: RunOutcome = ending.kind === 'stopped' ? { kind: 'stopped', step } : { kind: 'failed', failure: describeFailure(ending.failure), step }
    return store.end(runId, outcome, null, null)
  }

  function show(): SweepView {
    if (view !== null) return view
    const { phase, lanes } = state
    const runs = store.records()
    const secondsElapsed = watch.seconds()
    const progress: SweepProgress = {
      phase, runsTotal: runs.length, runsEnded: runs.filter(({ status }) => isEnded(status)).length,
      secondsElapsed, notices, ...estimate(workDone(runs, work), secondsElapsed, lanes ?? 1),
    }
    return (view = { progress: phase === 'done' ? { ...progress, secondsRemaining: 0 } : progress, runs })
  }

  const heartbeat = setInterval(() => { if (state.phase === 'running') changed() }, heartbeatMilliseconds)
  function finish(): void {
    clearInterval(heartbeat)
    timers.forEach(clearTimeout)
    changed()
    throttle.flush()
    done.resolve(show())
  }

  options.onBegin?.(addNotice)
  handle({ kind: 'begin' })
  return {
    view: show,
    subscribe: throttle.subscribe,
    pause: () => handle({ kind: 'pause' }),
    resume: () => handle({ kind: 'resume' }),
    stop: () => handle({ kind: 'stop' }),
    stopRun: (runId) => handle({ kind: 'stop-run', runId }),
    resumeRun: (runId) => handle({ kind: 'resume-run', runId }),
    checkpoint: () => handle({ kind: 'checkpoint-wanted' }),
    done: done.promise,
  }
}
