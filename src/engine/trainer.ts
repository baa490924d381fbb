/**
 * Drives an engine through one group: from probe to probe in advances of about 30 ms, so that pause and stop answer
 * at once; a chunk per probe, a checkpoint now and then, one outcome per run. Diverged runs and lost devices end as data;
 * nothing is thrown.
 */
import type { GroupCheckpoint } from '../protocol/group-checkpoint'
import type { EnvironmentFailure } from '../protocol/failures'
import type { RunOutcome, TrainerMessage } from '../protocol/trainer'
import { measuringRun } from '../science/metrics/measure'
import { parameterLayout } from '../science/models/model'
import type { RunMetrics } from '../science/metrics/run-metrics'
import type { RunSpec } from '../science/training/run-spec'
import type { PlannedRun, RunGroup } from '../experiment/sweep-plan'
import type { Training } from './engine'
import { EnvironmentFault } from './environment-fault'
import { yieldToEvents } from './event-loop'
import type { EngineForGroup } from './fastest-per-shape'
import { LossWindow } from './loss-window'
import { probeSteps } from './probe-steps'
import type { TrainingControl } from './training-control'
import { COMPILE_LIMIT_SECONDS, LOSS_LAG_SECONDS, watchdog, type Watchdog } from './watchdog'

const ADVANCE_SECONDS = 0.03
/**
 * A read holds at most the work queued before it. Until the device has answered once both may hold a compilation, which has a limit of its
 * own: some drivers compile at the first dispatch.
 */
const ADVANCE_LIMIT_SECONDS = 120
const READ_LIMIT_SECONDS = 20
/**
 * Checkpoints come after a second of training, then whenever half as much again has been trained, at most this far
 * apart: a fault costs a young group a third of its training, an old one ten seconds.
 */
const FIRST_CHECKPOINT_SECONDS = 1
const CHECKPOINT_GROWTH = 0.5
const MOST_SECONDS_BETWEEN = 10
/** Measuring a group for longer than this is preceded by a checkpoint, in effect: what is trained must not wait for it. */
const MEASURING_SECONDS = 0.5
/** Checkpoints take less than this part of training. */
const MOST_CHECKPOINTING = 0.01
/** What the first checkpoint is thought to cost, before one has been measured: copying out of slow memory. */
const BYTES_PER_SECOND = 1e9

export interface TrainOptions extends EngineForGroup {
  readonly group: RunGroup
  readonly control: TrainingControl
  readonly send: (message: TrainerMessage) => void
  readonly from?: GroupCheckpoint
  /** Seconds of training between checkpoints, at least; a schedule that grows with the training where absent. */
  readonly checkpointSeconds?: number
  /** Steps after which the runs are sent as they are, measured. */
  readonly moments?: readonly number[]
}

/** Resolves after the last message was handed to `send`. */
export async function trainGroup(options: TrainOptions): Promise<void> {
  const { group, engine } = options
  const session = new GroupSession(options)
  let training: Training | null = null
  try {
    const refused = engine.refuses(group.runs[0].spec)
    if (refused !== null) throw new EnvironmentFault({ kind: 'unsupported', message: refused })
    training = await session.watch.answer(
      engine.start(group.runs.map(({ spec }) => spec), options.from?.state), COMPILE_LIMIT_SECONDS, 'the compilation of a kernel', () => engine.compiled())
    await session.train(training)
    await session.measure(training)
  } catch (error) {
    const lost = await session.watch.lostWithin(LOSS_LAG_SECONDS)
    // Not only environment faults: a bug in one group must reach the page as an outcome, not as a silent worker.
    if (lost === null && !(error instanceof EnvironmentFault)) console.error(error)
    session.fail(lost ?? failureOf(error))
  } finally {
    training?.dispose()
  }
}

export function failureOf(error: unknown): EnvironmentFailure {
  if (error instanceof EnvironmentFault) return error.failure
  return { kind: 'internal', message: error instanceof Error ? error.message : String(error) }
}

class GroupSession {
  readonly watch: Watchdog
  readonly #options: TrainOptions
  readonly #pending: Map<number, PlannedRun> // by instance
  readonly #firstStep: number
  readonly #window: LossWindow
  #step: number
  #probedStep = 0
  #secondsTraining: number
  #secondsMeasuring = 0
  #hasAnswered = false // what it was asked for: a read
  /** Seconds of training at which the next checkpoint is due; the step of the last one. */
  #checkpointDue: number
  #checkpointStep: number
  #checkpointCost: number // seconds, as the last one took
  readonly #moments: number[] // still to come, ascending

  constructor(options: TrainOptions) {
    this.#options = options
    this.watch = watchdog(options.engine)
    this.#pending = new Map(options.group.runs.entries())
    this.#window = new LossWindow(options.group.runs.length, options.from)
    this.#firstStep = this.#step = this.#checkpointStep = options.from?.state.step ?? 0
    this.#secondsTraining = options.from?.secondsTraining ?? 0
    const { runs } = options.group
    this.#checkpointCost = (3 * 4 * runs.length * parameterLayout(runs[0].spec).total) / BYTES_PER_SECOND
    this.#checkpointDue = this.#secondsTraining + this.#secondsToCheckpoint
    this.#moments = [...options.moments ?? []].filter((step) => step >= this.#firstStep).sort((a, b) => a - b)
  }

  /** Advances to every probe in turn; ends early when stopped or when every run has diverged. */
  async train(training: Training): Promise<void> {
    const { group, control } = this.#options
    const { training: { steps }, measurement } = group.runs[0].spec
    let count = 1
    let secondsPerStep: number | null = null
    for (const probe of probeSteps(steps, measurement.probes)) {
      while (training.step < probe) {
        if (this.#checkpointWanted()) await this.#checkpoint(training)
        await control.whilePaused()
        if (control.stopping) {
          if (this.#checkpointWanted()) await this.#checkpoint(training)
          return
        }
        if (training.step === this.#moments[0]) await this.#moment(training)
        const taken = Math.min(count, probe - training.step, (this.#moments[0] ?? Infinity) - training.step)
        const seconds = await this.#timed(() => this.watch.answer(training.advance(taken), this.#limit(ADVANCE_LIMIT_SECONDS), 'the training device'))
        this.#step = training.step
        // A queue takes the first steps at once and slows later: smooth the estimate, and at most double.
        secondsPerStep = secondsPerStep === null ? seconds / taken : 0.7 * secondsPerStep + 0.3 * (seconds / taken)
        count = Math.max(1, Math.min(2 * count, Math.floor(ADVANCE_SECONDS / secondsPerStep)))
        await yieldToEvents()
      }
      if (probe <= this.#firstStep) {
        this.#probedStep = probe // an earlier session sent it; a divergence since then is still to be shown
        continue
      }
      await this.#probe(training)
      if (this.#window.divergedAt.every((step) => step > 0)) return
    }
  }

  async #probe(training: Training): Promise<void> {
    const { group, send } = this.#options
    await this.#readLosses(training)
    this.#probedStep = training.step
    send({ kind: 'chunk', groupId: group.id, step: training.step, loss: this.#window.close(), secondsTraining: this.#secondsTraining })
  }

  /** Sends the runs as they are after this step; one whose parameters are no longer numbers has nothing to show. */
  async #moment(training: Training): Promise<void> {
    const { group, send } = this.#options
    const step = training.step
    while (this.#moments[0] <= step) this.#moments.shift()
    const stacked = await this.watch.answer(training.parameters(), this.#limit(READ_LIMIT_SECONDS), 'a read of the parameters') // [i, P]
    this.#throwFailure()
    const size = stacked.length / group.runs.length
    for (const [i, run] of this.#pending) {
      const parameters = stacked.slice(i * size, (i + 1) * size) // [P], a buffer of its own to transfer
      if (!parameters.every(Number.isFinite)) continue
      const metrics = await this.#measured(training, run.spec, parameters)
      if (metrics === null) return
      send({ kind: 'moment', groupId: group.id, runId: run.id, step, metrics, parameters })
      await yieldToEvents()
    }
  }

  async #readLosses(training: Training): Promise<void> {
    await this.#timed(async () => {
      const losses = await this.watch.answer(training.losses(), this.#limit(READ_LIMIT_SECONDS), 'a read of the losses')
      this.#hasAnswered = true
      this.#throwFailure() // losses that a refused command left behind look like numbers
      this.#window.add(losses, training.step)
    })
  }

  #limit(seconds: number): number {
    return this.#hasAnswered ? seconds : COMPILE_LIMIT_SECONDS
  }

  #throwFailure(): void {
    const failure = this.#options.takeFailure()
    if (failure !== null) throw new EnvironmentFault(failure)
  }

  get #secondsToCheckpoint(): number {
    const grown = Math.max(FIRST_CHECKPOINT_SECONDS, CHECKPOINT_GROWTH * this.#secondsTraining)
    const wanted = this.#options.checkpointSeconds ?? Math.min(MOST_SECONDS_BETWEEN, grown)
    return Math.max(wanted, this.#checkpointCost / MOST_CHECKPOINTING)
  }

  /** When due or asked for; and on pause and stop, after which nothing may follow. Not twice for one step. */
  #checkpointWanted(): boolean {
    const { control } = this.#options
    return this.#step > this.#checkpointStep
      && (control.checkpointWanted || control.paused || control.stopping || this.#secondsTraining >= this.#checkpointDue)
  }

  async #checkpoint(training: Training): Promise<void> {
    const { group, send, control, environment } = this.#options
    await this.#readLosses(training)
    const started = performance.now()
    const state = await this.watch.answer(training.checkpoint(), this.#limit(READ_LIMIT_SECONDS), 'a read of a checkpoint')
    this.#throwFailure()
    const checkpoint = { environment, state, ...this.#window.snapshot(), secondsTraining: this.#secondsTraining }
    send({ kind: 'checkpoint', groupId: group.id, checkpoint })
    this.#checkpointCost = (performance.now() - started) / 1000
    this.#checkpointDue = this.#secondsTraining + this.#secondsToCheckpoint
    this.#checkpointStep = state.step
    control.checkpointTaken()
  }

  /** Reads the parameters once, then measures run by run, letting messages in between. Stopped, it leaves a checkpoint of the last step. */
  async measure(training: Training): Promise<void> {
    const { group, control } = this.#options
    // A divergence that no chunk has shown yet is left to a later session, so that its curve is the same however it was cut.
    for (const [i] of [...this.#pending]) {
      const step = this.#window.divergedAt[i]
      if (step > 0 && step <= this.#probedStep) this.#end(i, { kind: 'diverged', step })
    }
    const finished = training.step === group.runs[0].spec.training.steps
    if (finished && this.#pending.size > 0) {
      const stacked = await this.watch.answer(training.parameters(), this.#limit(READ_LIMIT_SECONDS), 'a read of the parameters') // [i, P]
      const size = stacked.length / group.runs.length
      for (const [i, run] of [...this.#pending]) {
        await this.#checkpointMeasuring(training)
        await control.whilePaused()
        if (control.stopping) break
        const parameters = stacked.slice(i * size, (i + 1) * size) // [P], a buffer of its own to transfer
        if (!parameters.every(Number.isFinite)) {
          this.#end(i, { kind: 'diverged', step: training.step }) // by the last update, after the last loss
          continue
        }
        const metrics = await this.#measured(training, run.spec, parameters)
        if (metrics === null) break
        this.#end(i, { kind: 'finished', metrics, parameters })
        await yieldToEvents()
      }
    }
    for (const [i] of [...this.#pending]) this.#end(i, { kind: 'stopped', step: training.step })
  }

  /** @returns null when stopped meanwhile */
  async #measured(training: Training, spec: RunSpec, parameters: Float32Array): Promise<RunMetrics | null> {
    const { control } = this.#options
    const work = measuringRun(spec, parameters)
    for (let since = performance.now();;) {
      const piece = work.next()
      const seconds = (performance.now() - since) / 1000
      if (piece.done !== true && seconds < ADVANCE_SECONDS) continue
      this.#secondsMeasuring += seconds
      if (piece.done === true) return piece.value
      await yieldToEvents()
      await this.#checkpointMeasuring(training)
      await control.whilePaused()
      if (control.stopping) return null
      since = performance.now()
    }
  }

  /** The last step's, once, when wanted or when measuring takes long. The device may be gone: what is being measured is here already. */
  async #checkpointMeasuring(training: Training): Promise<void> {
    const long = this.#secondsMeasuring > MEASURING_SECONDS && this.#step > this.#checkpointStep
    if (!long && !this.#checkpointWanted()) return
    try {
      await this.#checkpoint(training)
    } catch { // the device's entrance
      this.#checkpointStep = this.#step
      this.#options.control.checkpointTaken()
    }
  }

  /** Ends every run that has not ended. */
  fail(failure: EnvironmentFailure): void {
    for (const [i] of [...this.#pending]) this.#end(i, { kind: 'failed', failure, step: this.#step })
  }

  #end(instance: number, outcome: RunOutcome): void {
    const run = this.#pending.get(instance)!
    this.#pending.delete(instance)
    this.#options.send({
      kind: 'outcome', groupId: this.#options.group.id, runId: run.id, outcome, environment: this.#options.environment,
      stepsPerSecond: this.#secondsTraining > 0 ? this.#step / this.#secondsTraining : 0,
    })
  }

  async #timed(work: () => Promise<unknown>): Promise<number> {
    const started = performance.now()
    await work()
    const seconds = (performance.now() - started) / 1000
    this.#secondsTraining += seconds
    return seconds
  }
}
