/**
 * A world for the sweep machine: trainers that open, train, fail and die as the test says, and the real store of results.
 * Training is honest (a run's loss at a step is a function of the two), so what a curve must be is known; everything that
 * the machine asks for is checked against the laws of a sweep as it is asked.
 */
import { expect } from 'vitest'
import type { EngineEnvironment } from '../../../../src/protocol/environment'
import type { FailureKind } from '../../../../src/protocol/failures'
import type { RunOutcome } from '../../../../src/protocol/trainer'
import type { PlannedRun, SweepPlan } from '../../../../src/experiment/sweep-plan'
import { isWithTrainer, type RunState, type TrainerId } from '../../../../src/runner/conduct/run-state'
import { maxRetries } from '../../../../src/runner/conduct/sweep-parts'
import { reduceSweep, startOfSweep } from '../../../../src/runner/conduct/sweep-machine'
import type { SweepEffect, SweepEvent, SweepState, TrainerEvent } from '../../../../src/runner/conduct/sweep-state'
import { describeFailure, describeNotice } from '../../../../src/runner/conduct/sweep-text'
import type { Part } from '../../../../src/runner/conduct/work-queue'
import type { SavedCheckpoint } from '../../../../src/runner/keeping/saved-checkpoint'
import { createResultsStore, isConcluded, isEnded, type ResultsStore } from '../../../../src/runner/keeping/results-store'
import type { RunRecord, RunStatus } from '../../../../src/runner/keeping/run-record'
import { finished } from '../fake-trainer'
import { tinyCheckpoint } from '../tiny-checkpoint'

const lastStep = 100, probeEvery = 25 // as in tiny plans
const lossAt = (index: number, step: number): number => Math.fround(1 / ((index + 1) * step))
const diverges = ({ index }: PlannedRun): boolean => index % 4 === 3

const law = (holds: boolean, which: string): void => { if (!holds) throw new Error(`broken law: ${which}`) }

/** The curve that leads up to a step. */
export function curveTo(run: PlannedRun, step: number): RunRecord['curve'] {
  const steps = [25, 50, 75, 100].filter((probe) => probe <= step)
  return { step: steps, loss: steps.map((probe) => lossAt(run.index, probe)) }
}

export const engineHere = (engine: EngineEnvironment['engine']): EngineEnvironment =>
  ({ engine, engineVersion: '1', adapter: 'none', software: true, details: {} })

interface Device {
  part: Part | null // null while it opens, and when it is idle
  isOpen: boolean
  step: number
  pending: PlannedRun[] // no outcome sent yet
  isStopped: boolean
  isPaused: boolean
  hasLostDevice: boolean
}

export interface WorldOptions {
  readonly plan: SweepPlan
  readonly engine: EngineEnvironment['engine']
  readonly trainers: number
  readonly only?: ReadonlySet<string>
  readonly from?: readonly RunRecord[]
  readonly checkpoints?: readonly SavedCheckpoint[]
}

export class SimulatedWorld {
  state: SweepState
  readonly store: ResultsStore
  readonly effects: SweepEffect[] = []
  readonly transitions = new Set<string>()
  readonly notices: string[] = []
  readonly ends = new Map<string, number>()
  readonly resumed = new Map<string, number>()
  isDone = false
  readonly #options: WorldOptions
  readonly #devices = new Map<TrainerId, Device>()
  readonly #late: TrainerEvent[] = []
  readonly #overdue: SweepEvent[] = []
  readonly #shown = new Map<string, RunRecord['curve']>() // the longest that a run has shown
  readonly #saved = new Map<string, number>() // step of its latest checkpoint
  readonly #starts = new Map<string, { from: number; streak: number }>()
  readonly #excluded: ReadonlyMap<string, RunRecord>
  #isStopped = false
  readonly #trainedAtStop = new Set<string>()

  constructor(options: WorldOptions) {
    const { plan, only, from = [], checkpoints = [], trainers } = options
    this.#options = options
    const isWanted = (id: string): boolean => only?.has(id) ?? true
    this.store = createResultsStore(plan, from, () => {}, (id) => !isWanted(id))
    const settled = this.store.records().filter(({ id, status }) => isConcluded(status) || !isWanted(id))
    this.#excluded = new Map(settled.map((record) => [record.id, record]))
    for (const kept of checkpoints) for (const { id, curve } of kept.runs) {
      if (curve.step.length >= (this.#shown.get(id)?.step.length ?? 0)) this.#shown.set(id, curve)
      this.#saved.set(id, Math.max(this.#saved.get(id) ?? 0, kept.checkpoint.state.step))
    }
    this.state = startOfSweep({
      plan, trainers, checkpoints, places: new Map(plan.runs.map(({ id }, place) => [id, place])),
      earlier: settled.flatMap(({ environment }) => environment ?? []),
    }, new Set(settled.map(({ id }) => id)), options.engine === 'webgpu' ? 'webgpu' : 'cpu')
    this.happen({ kind: 'begin' })
  }

  // What the user may do

  user(kind: 'pause' | 'resume' | 'stop' | 'checkpoint-wanted'): void {
    if (kind === 'stop' && this.state.phase !== 'done' && !this.#isStopped) {
      this.#isStopped = true
      this.state.runs.forEach((run, place) => { if (run.kind === 'training' || run.kind === 'lost') this.#trainedAtStop.add(this.#run(place).id) })
    }
    this.happen({ kind })
  }

  stopRun(place: number): void { this.happen({ kind: 'stop-run', runId: this.#run(place).id }) }
  resumeRun(place: number): void { this.happen({ kind: 'resume-run', runId: this.#run(place).id }) }

  // What trainers may do; nothing where there is no such trainer

  opens(k: number, engine = this.#options.engine): void {
    this.#with(k, (device) => !device.isOpen, (trainer, device) => {
      device.isOpen = true
      this.happen(this.#openedBy(trainer, engine))
    })
  }

  #openedBy(trainer: TrainerId, engine = this.#options.engine): TrainerEvent {
    return { kind: 'opened', trainer, environment: engineHere(engine), notices: ['opened'] }
  }

  failsToOpen(k: number, kind: FailureKind): void {
    this.#with(k, (device) => !device.isOpen, (trainer) =>
      this.happen({ kind: 'open-failed', trainer, failure: { kind: 'reported', failure: { kind, message: kind } } }))
  }

  /** To its next probe. */
  advances(k: number): void {
    this.#with(k, canTrain, (trainer, device) => {
      device.step = (Math.floor(device.step / probeEvery) + 1) * probeEvery
      const { part, step } = device
      const loss = Float32Array.from(part!.group.runs, ({ index }) => lossAt(index, step))
      this.happen({ kind: 'chunk', trainer, partId: part!.group.id, message: { kind: 'chunk', groupId: part!.group.id, step, loss, secondsTraining: step } })
    })
  }

  /** Some steps after its last probe, with the curves that are shown then. */
  checkpoints(k: number, steps: number): void {
    this.#with(k, canTrain, (trainer, device) => {
      device.step = Math.max(device.step, Math.floor(device.step / probeEvery) * probeEvery + steps % probeEvery)
      const { runs, id } = device.part!.group
      const kept = tinyCheckpoint(device.step, runs, engineHere(this.#options.engine), (run) => this.store.record(run.id).curve)
      this.happen({ kind: 'checkpoint', trainer, partId: id, kept })
    })
  }

  /** It does not take the checkpoint of its part, as an engine that another chose may not. */
  startsAgain(k: number): void {
    this.#with(k, ({ part, step }) => part?.from != null && step === stepAt(part), (_, device) => { device.step = 0 })
  }

  /** One run of a part that is trained or stopped; the message comes at once or late. */
  hasOutcome(k: number, which: number, isLate = false): void {
    this.#with(k, ({ pending, step, isStopped }) => pending.length > 0 && (step === lastStep || isStopped), (trainer, device) => {
      const [run] = device.pending.splice(which % device.pending.length, 1)
      const outcome: RunOutcome = device.step < lastStep ? { kind: 'stopped', step: device.step }
        : diverges(run) ? { kind: 'diverged', step: lastStep } : finished(run)
      this.#say(trainer, device, run, outcome, isLate)
    })
  }

  /** So many runs of a part fail, and the part will go no further. */
  fails(k: number, count: number, kind: FailureKind): void {
    this.#with(k, ({ pending }) => pending.length > 0, (trainer, device) => {
      const failed = device.pending.splice(0, 1 + (count % device.pending.length))
      device.isStopped = true
      device.hasLostDevice ||= kind === 'device-lost'
      for (const run of failed) this.#say(trainer, device, run, { kind: 'failed', failure: { kind, message: kind }, step: device.step }, false)
    })
  }

  #say(trainer: TrainerId, { part }: Device, run: PlannedRun, outcome: RunOutcome, isLate: boolean): void {
    const partId = part!.group.id
    const message = { kind: 'outcome', groupId: partId, runId: run.id, outcome, environment: engineHere(this.#options.engine), stepsPerSecond: 1 } as const
    const event = { kind: 'outcome', trainer, partId, message } as const
    if (isLate) this.#late.push(event)
    else this.happen(event)
  }

  /** The call returns, though outcomes may be missing. */
  answers(k: number): void {
    this.#with(k, ({ part, step, isStopped }) => part !== null && (step === lastStep || isStopped), (trainer, device) => {
      const partId = device.part!.group.id
      device.part = null
      device.pending = []
      this.happen({ kind: 'answered', trainer, partId, failure: null })
    })
  }

  throws(k: number): void {
    this.#with(k, ({ part }) => part !== null, (trainer, { part }) =>
      this.happen({ kind: 'answered', trainer, partId: part!.group.id, failure: { kind: 'trainer-threw', reason: 'a bug' } }))
  }

  dies(k: number): void {
    this.#with(k, () => true, (trainer) => this.happen({ kind: 'gone', trainer, reason: 'died' }))
  }

  diesInTraining(k: number): void {
    this.#with(k, ({ part }) => part !== null, (trainer) => this.happen({ kind: 'gone', trainer, reason: 'died' }))
  }

  /** A message that was late comes, or time that was asked for is over. */
  later(which: number): void {
    const waiting = which % 2 === 0 ? this.#late : this.#overdue
    if (waiting.length > 0) this.happen(waiting.splice(which % waiting.length, 1)[0])
  }

  /** From now on every trainer dies as soon as it trains, until the sweep is done. */
  endBadly(): void {
    for (let turn = 0; !this.isDone; turn++) {
      law(turn < 500, 'a sweep on trainers that die comes to an end')
      if (this.state.phase === 'paused') this.user('resume')
      this.opens(0)
      this.diesInTraining(0)
      this.#timePasses()
    }
  }

  /** From now on all goes well, until the sweep is done. */
  endWell(): void {
    for (let turn = 0; !this.isDone; turn++) {
      law(turn < 2000, 'the sweep comes to an end')
      if (this.state.phase === 'paused') this.user('resume')
      for (let k = this.#devices.size - 1; k >= 0; k--) {
        this.opens(k)
        this.advances(k)
        this.hasOutcome(k, 0)
        this.#with(k, ({ pending }) => pending.length === 0, () => this.answers(k))
      }
      this.#timePasses()
    }
  }

  #timePasses(): void {
    for (const list of [this.#late, this.#overdue]) if (list.length > 0) this.happen(list.shift()!)
  }

  // For examples

  kinds(): readonly string[] { return this.state.runs.map(({ kind }) => kind) }
  ended(): readonly string[] { return this.store.records().map(({ status }) => status.kind) }
  /** Places of the runs of each part, as they were started, and the step that they started from. */
  started(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'train' ? [`${effect.part.group.runs.map(({ index }) => index).join()} from ${stepAt(effect.part)}`] : []))
  }
  opened(): number { return this.effects.filter(({ kind }) => kind === 'open').length }

  // The laws

  happen(event: SweepEvent): void {
    const before = this.state
    const { state, effects } = reduceSweep(before, event)
    this.state = state
    if ('partId' in event) {
      const trainer = before.trainers.get(event.trainer)
      const isOfPart = trainer?.kind === 'busy' && trainer.part.group.id === event.partId
      law(isOfPart || effects.length === 0, 'what comes late of a part that has ended is ignored')
    }
    state.runs.forEach((run, place) => {
      const from = before.runs[place]
      if (from.kind !== run.kind) this.transitions.add(`${from.kind} -> ${run.kind}`)
    })
    for (const effect of effects) this.#carryOut(effect, event)
    this.#check()
  }

  #carryOut(effect: SweepEffect, cause: SweepEvent): void {
    law(!this.isDone, 'nothing after the end')
    this.effects.push(effect)
    switch (effect.kind) {
      case 'open':
        law(!this.#isStopped, 'nothing opens after stop')
        law(this.state.phase !== 'paused' || cause.kind === 'open-failed' || cause.kind === 'gone', 'only a failed opening is repeated while paused')
        this.#devices.set(effect.trainer, { part: null, isOpen: false, step: 0, pending: [], isStopped: false, isPaused: false, hasLostDevice: false })
        return
      case 'train': return this.#train(effect)
      case 'command': {
        const device = this.#devices.get(effect.trainer)!
        law(device !== undefined, 'commands go to trainers that are there')
        if (effect.command === 'pause') device.isPaused = true
        if (effect.command === 'resume') device.isPaused = false
        if (effect.command === 'stop') device.isStopped = true
        return
      }
      case 'release':
        law(this.#devices.has(effect.trainer), 'a trainer is released once')
        if (!this.#devices.get(effect.trainer)!.isOpen) this.#late.push(this.#openedBy(effect.trainer))
        this.#late.push({ kind: 'gone', trainer: effect.trainer, reason: 'released' })
        this.#devices.delete(effect.trainer)
        return
      case 'await-outcomes': this.#overdue.push({ kind: 'outcomes-overdue', trainer: effect.trainer, partId: effect.partId }); return
      case 'await-stop': this.#overdue.push({ kind: 'stop-overdue' }); return
      case 'append':
        this.store.append(effect.group, effect.message, effect.unheard)
        for (const { id } of effect.group.runs) {
          const { curve } = this.store.record(id)
          if (curve.step.length >= (this.#shown.get(id)?.step.length ?? 0)) this.#shown.set(id, curve)
        }
        return
      case 'end': return this.#end(effect)
      case 'return-to-waiting':
        law(!isConcluded(this.store.record(effect.runId).status), 'what is finished stays')
        if (cause.kind === 'resume-run') {
          this.resumed.set(effect.runId, (this.resumed.get(effect.runId) ?? 0) + 1)
          this.#starts.delete(effect.runId)
        }
        this.store.returnToWaiting(effect.runId)
        return
      case 'save-checkpoint':
        for (const { id, curve } of effect.kept.runs) {
          this.#saved.set(id, effect.kept.checkpoint.state.step)
          expect(curve, 'a saved curve leads up to its checkpoint').toEqual(curveTo(this.#run(this.#place(id)), effect.kept.checkpoint.state.step))
        }
        return
      case 'notice': this.notices.push(describeNotice(effect.notice)); return
      case 'done': this.isDone = true; return
      default: effect satisfies never
    }
  }

  #train({ trainer, part, environment }: Extract<SweepEffect, { kind: 'train' }>): void {
    law(this.state.phase === 'running', 'nothing trains that is paused or stopped')
    law(part.retries <= maxRetries, 'retries are bounded')
    const device = this.#devices.get(trainer)!
    law(device.isOpen && device.part === null, 'a trainer has one part at a time')
    law(!device.hasLostDevice, 'nothing trains on a device that is lost')
    const elsewhere = new Set([...this.#devices.values()].flatMap((other) => other.part?.group.runs.map(({ id }) => id) ?? []))
    for (const { id, index } of part.group.runs) {
      law(!elsewhere.has(id), 'a run is in one part at a time')
      law(this.#options.only?.has(id) ?? true, 'what is not wanted is not trained')
      law(this.store.record(id).status.kind === 'waiting', 'only what waits is trained')
      const place = part.group.runs.findIndex((run) => run.id === id)
      const step = stepAt(part)
      if (part.from !== null) {
        expect([...part.from.checkpoint.state.parameters.slice(2 * place, 2 * place + 2)], 'its own checkpoint').toEqual([10 * index, 10 * index + 1])
        const { curve } = part.from.runs[place]
        expect(curve, 'the curve leads up to the checkpoint').toEqual(curveTo(this.#run(index), step))
        expect((this.#shown.get(id)?.step ?? []).slice(0, curve.step.length), 'a prefix of what was shown').toEqual(curve.step)
      }
      law(step === (this.#saved.get(id) ?? 0), 'a run resumes from its latest checkpoint')
      const earlier = this.#starts.get(id)
      const streak = earlier === undefined || step > earlier.from ? 1 : earlier.streak + 1
      law(streak <= maxRetries + 1, 'retries without getting further are bounded')
      this.#starts.set(id, { from: step, streak })
    }
    this.store.begin(part.group, environment, part.from)
    Object.assign(device, { part, step: stepAt(part), pending: [...part.group.runs], isStopped: false, isPaused: false })
  }

  #end({ runId, ending }: Extract<SweepEffect, { kind: 'end' }>): void {
    law(!isEnded(this.store.record(runId).status), 'a run ends once')
    this.ends.set(runId, (this.ends.get(runId) ?? 0) + 1)
    const outcome: RunOutcome = ending.kind === 'outcome' ? ending.message.outcome
      : ending.kind === 'stopped' ? { kind: 'stopped', step: 0 } : { kind: 'failed', failure: describeFailure(ending.failure), step: 0 }
    const { curve, status } = this.store.end(runId, outcome, null, null)
    if (isConcluded(status)) expect(curve, 'a whole curve').toEqual(curveTo(this.#run(this.#place(runId)), lastStep))
  }

  #check(): void {
    const { runs, trainers, lanes, phase } = this.state
    law(trainers.size <= (lanes === null ? 1 : Math.max(1, this.#options.trainers)), 'no more trainers than asked for')
    law(trainers.size === this.#devices.size && [...trainers.keys()].every((id) => this.#devices.has(id)), 'the machine knows its trainers')
    runs.forEach((run, place) => {
      const { id, status } = this.store.record(this.#run(place).id)
      if (isWithTrainer(run)) {
        const trainer = trainers.get(run.trainer)
        law(trainer?.kind === 'busy' && trainer.part.group.runs.some((one) => one.id === id), 'a run is in the part of its trainer')
      }
      law(this.#excluded.has(id) || shownAs[run.kind](status), `the record of a run that is ${run.kind} is not ${status.kind}`)
    })
    for (const record of this.#excluded.values()) law(this.store.record(record.id) === record, 'what is not wanted stays as it is')
    if (phase !== 'done') return
    law(this.isDone, 'the end is announced')
    law(this.#devices.size === 0, 'no trainer outlives the sweep')
    for (const { id, status } of this.store.records()) {
      if (this.#excluded.has(id)) continue
      const ended = isEnded(status) ? 1 : 0
      law(ended === 1 || (this.#isStopped && !this.#trainedAtStop.has(id)), 'nothing is left but what waited when the sweep was stopped')
      law((this.ends.get(id) ?? 0) === (this.resumed.get(id) ?? 0) + ended, 'a run ends once, and once for each time that it was resumed')
    }
  }

  #run(place: number): PlannedRun { return this.#options.plan.runs[place % this.#options.plan.runs.length] }
  #place(id: string): number { return this.state.setup.places.get(id)! }

  #with(k: number, may: (device: Device) => boolean, act: (trainer: TrainerId, device: Device) => void): void {
    const found = [...this.#devices].filter(([, device]) => may(device))
    if (found.length === 0) return
    const [trainer, device] = found[k % found.length]
    act(trainer, device)
  }
}

const shownAs: Record<RunState['kind'], (status: RunStatus) => boolean> = {
  waiting: ({ kind }) => kind === 'waiting', wanted: ({ kind }) => kind === 'waiting',
  training: ({ kind }) => kind === 'running', lost: ({ kind }) => kind === 'running',
  dropped: isEnded, ended: isEnded,
}

const canTrain = ({ part, step, isStopped, isPaused, pending }: Device): boolean =>
  part !== null && pending.length === part.group.runs.length && step < lastStep && !isStopped && !isPaused

const stepAt = ({ from }: Part): number => from?.checkpoint.state.step ?? 0
