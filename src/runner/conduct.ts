/**
 * Conducts a sweep: hands the parts of a plan to trainers, hears what they report, and keeps every finished run
 * whatever happens to the trainer that made it. Knows neither threads nor machines nor the DOM.
 */
import type { EngineChoice, EnvironmentFailure, Opened, TrainerMessage } from '../protocol/trainer'
import type { EngineEnvironment } from '../protocol/environment'
import type { PlannedRun, SweepPlan } from '../spec/sweep-plan'
import { defer, type Deferred } from './deferred'
import { createEstimator, createStopwatch, flopsDone, flopsPerRun } from './progress'
import { createResultsStore, isConcluded, isEnded } from './results-store'
import type { RunRecord } from './run-record'
import type { PooledTrainer, Sweep, SweepProgress, SweepView } from './sweep'
import { createThrottle } from './throttle'
import { isRetryable, trainPart } from './train-part'
import { partsOf, retryParts, type Part } from './work-queue'

export interface ConductOptions {
  readonly engine: EngineChoice
  /** How many may train at once where the engine is the CPU; on a GPU always one, for all would share the device. */
  readonly trainers: number
  /** Milliseconds from any origin. */
  readonly now: () => number
  /** Records of an earlier sitting: concluded runs of this plan are kept and not trained again. */
  readonly from?: readonly RunRecord[]
  /** Called once for each run when it ends, whatever way; never for runs taken over from `from`. */
  readonly onRecord?: (record: RunRecord) => void
}

/** A run that was lost with its trainer starts again this often; then it ends as `failed`. */
const mostRetries = 2
/** A trainer that does not end its runs after `stop` is terminated. */
const stopMilliseconds = 10_000
/** So that elapsed and remaining time move between probes. */
const heartbeatMilliseconds = 1000

interface OpenTrainer {
  readonly trainer: PooledTrainer
  readonly environment: EngineEnvironment
}

export function conduct(
  plan: SweepPlan, spawn: () => Promise<PooledTrainer> | PooledTrainer, options: ConductOptions,
): Sweep {
  let phase: SweepProgress['phase'] = 'opening'
  let view: SweepView | null = null
  let notices: readonly string[] = []
  const throttle = createThrottle()
  const changed = (): void => {
    view = null
    throttle.notify()
  }
  const store = createResultsStore(plan, options.from ?? [], changed)
  const flops = flopsPerRun(plan)
  const total = flops.reduce((sum, value) => sum + value, 0)
  const estimate = createEstimator(total, flopsDone(store.records(), flops))
  const watch = createStopwatch(options.now)

  const spawned = new Set<PooledTrainer>()
  const training = new Set<PooledTrainer>()
  let queue: Part[] = []
  const abandoned = defer<string>() // trainers that did not stop when asked
  const stopped = defer<string>() // ends an opening under way
  let gate: Deferred<void> | null = null // closed while paused

  const tell = (words: string): void => {
    if (notices.includes(words)) return
    notices = [...notices, words]
    changed()
  }
  // A function, so that the compiler does not believe `phase` unchanged across an await.
  const stopping = (): boolean => phase === 'stopping'
  const report = (record: RunRecord): void => options.onRecord?.(record)
  const conclude = (run: PlannedRun, failure: EnvironmentFailure): void => {
    const { status } = store.record(run.id)
    const step = status.kind === 'running' ? status.step : 0
    const outcome = stopping() ? { kind: 'stopped', step } as const : { kind: 'failed', failure, step } as const
    report(store.end(run.id, outcome, null, null))
  }

  /** The first trainer settles what 'auto' means; where that is the CPU, further trainers need not look for a GPU. */
  let choice = options.engine

  async function open(): Promise<OpenTrainer | EnvironmentFailure> {
    const internal = (message: string): Opened => ({ ok: false, failure: { kind: 'internal', message } })
    let trainer: PooledTrainer
    try {
      trainer = await spawn()
    } catch (error) { // a thread could not be started: the environment's entrance, as a worker's would be
      return { kind: 'internal', message: `no trainer could be started: ${String(error)}` }
    }
    spawned.add(trainer)
    const opened = await Promise.race([
      trainer.service.open(choice).catch((error: unknown) => internal(String(error))),
      Promise.race([trainer.gone, stopped.promise]).then(internal),
    ])
    if (opened.ok) {
      opened.notices.forEach(tell)
      return { trainer, environment: opened.environment }
    }
    release(trainer)
    return opened.failure
  }

  function release(trainer: PooledTrainer): void {
    training.delete(trainer)
    if (spawned.delete(trainer)) trainer.terminate()
  }

  async function train({ trainer, environment }: OpenTrainer, part: Part): Promise<boolean> {
    const hear = (message: TrainerMessage): void => {
      if (message.kind === 'chunk') return store.append(part.group, message)
      report(store.end(message.runId, message.outcome, message.environment, message.stepsPerSecond))
    }
    store.begin(part.group, environment)
    training.add(trainer)
    const { lost, failure, alive } = await trainPart(trainer, part, hear, abandoned.promise)
    training.delete(trainer)
    if (failure !== null && lost.length > 0) settleLost(part, lost, failure)
    return alive
  }

  function settleLost(part: Part, lost: readonly PlannedRun[], failure: EnvironmentFailure): void {
    const again = isRetryable(failure) && part.retries < mostRetries && !stopping()
    if (again) {
      tell(`${failure.message}: ${count(lost.length)} of ${shapeOf(lost[0])} started again `
        + `(${part.retries + 1} of at most ${mostRetries}); finished runs were kept`)
      lost.forEach((run) => store.returnToWaiting(run.id))
      queue.push(...retryParts(part, lost, failure.kind === 'out-of-memory'))
    } else {
      if (!stopping()) tell(`${failure.message}: ${count(lost.length)} of ${shapeOf(lost[0])} failed; finished runs were kept`)
      lost.forEach((run) => conclude(run, failure))
    }
  }

  /** Takes parts until none is left. @returns why it gave up early, or null */
  async function lane(first: OpenTrainer | null): Promise<EnvironmentFailure | null> {
    let current = first
    let failedOpenings = 0
    while (queue.length > 0) {
      while (gate !== null) await gate.promise
      if (stopping()) break
      if (current === null) {
        const opened = await open()
        if ('kind' in opened) {
          if (!stopping()) tell(opened.message)
          if (++failedOpenings > mostRetries || stopping()) return opened
          continue
        }
        current = opened
        continue // paused, stopped or out of work meanwhile?
      }
      const part = queue.shift()!
      const alive = await train(current, part)
      if (!alive) {
        release(current.trainer)
        current = null
      }
    }
    if (current !== null) release(current.trainer)
    return null
  }

  async function run(): Promise<SweepView> {
    const ended = new Set(store.records().filter(({ status }) => isConcluded(status)).map(({ id }) => id))
    let failure: EnvironmentFailure | null = null
    if (ended.size < plan.runs.length && !stopping()) {
      const first = await open()
      if ('kind' in first) {
        if (!stopping()) tell(first.message)
        failure = first
      } else {
        const onCpu = first.environment.engine === 'cpu'
        if (onCpu) choice = 'cpu'
        const lanes = onCpu ? Math.max(1, options.trainers) : 1
        queue = partsOf(plan, lanes, ended)
        if (phase === 'opening') phase = 'running'
        if (gate === null) watch.start()
        changed()
        const others = Array.from({ length: Math.min(lanes, queue.length) - 1 }, () => lane(null))
        const gaveUp = await Promise.all([lane(first), ...others])
        failure = gaveUp.find((reason) => reason !== null) ?? null
      }
    }
    if (failure !== null && !stopping()) {
      const left = store.records().filter(({ status }) => !isEnded(status))
      if (left.length > 0) tell(failure.message)
      for (const record of left) conclude(plan.runs[record.index], failure)
    }
    watch.stop()
    phase = 'done'
    spawned.forEach(release)
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
      training.forEach(({ service }) => service.pause())
      changed()
    },
    resume() {
      if (phase !== 'paused') return
      phase = 'running'
      reopen()
      watch.start()
      training.forEach(({ service }) => service.resume())
      changed()
    },
    stop() {
      if (phase === 'stopping' || phase === 'done') return
      phase = 'stopping'
      reopen()
      stopped.resolve('stopped')
      training.forEach(({ service }) => {
        service.stop()
        service.resume() // a paused trainer wakes to stop
      })
      deadline = setTimeout(() => abandoned.resolve('the trainer did not stop when asked'), stopMilliseconds)
      changed()
    },
    done,
  }

  function reopen(): void {
    gate?.resolve()
    gate = null
  }
}

const count = (runs: number): string => (runs === 1 ? '1 run' : `${runs} runs`)
const shapeOf = ({ spec: { shape } }: PlannedRun): string => `${shape.width} x ${shape.depth}`
