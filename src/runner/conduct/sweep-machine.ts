/**
 * What follows from any event in a sweep: `reduceSweep(state, event) -> { state, effects }`, pure. What it keeps, whatever
 * comes in whatever order (tests/unit/runner/conduct/sweep-machine.test.ts):
 * - a run ends once, and once more for each time that it is resumed; what finished or diverged is never trained again;
 * - no run is in two parts at once; a run resumes from a checkpoint that its curve leads up to, or starts at step 0;
 * - nothing starts while the sweep is paused, and never again once it is stopped;
 * - a run is tried at most `maxRetries` times more without getting further; a device lost `maxLossesInRow` times in a row
 *   is given up;
 * - the sweep is done once, when no trainer is left and nothing waits that could still be trained.
 * Decision 0160 says why it is made like this.
 */
import { engineTraits, trainersOf, type EngineChoice } from '../../protocol/engines'
import { sameEnvironment, type EngineEnvironment } from '../../protocol/environment'
import type { RunState, TrainerId } from './run-state'
import {
  become, busyTrainers, command, draftOf, end, giveUpLane, listenedTo, notify, open, placeOf, release, runAt, wait, waitingLots, type Draft,
} from './sweep-draft'
import { endPart, endPartIfOver, fromPart } from './sweep-parts'
import { traitsOf, type SweepEvent, type SweepFailure, type SweepSetup, type SweepState, type SweepStep } from './sweep-state'
import { groupOf, latestByRun, lotsOf, restrictTo, type Part } from './work-queue'

/** An opening is tried again this often: a GPU whose process has just died has no adapter for a moment. */
const maxOpeningRetries = 2

/** @param ended runs that are not to be trained  @param choice what trainers are asked for */
export function startOfSweep(setup: SweepSetup, ended: ReadonlySet<string>, choice: EngineChoice): SweepState {
  return {
    setup, choice, phase: 'opening', trainers: new Map(), nextTrainer: 0, nextLot: 1, lanes: null, lossesInRow: 0, gaveUp: null,
    // One lot until the first engine has opened: how to slice depends on it.
    runs: setup.plan.runs.map(({ id }): RunState => (ended.has(id) ? { kind: 'ended', resumable: null } : { kind: 'waiting', lot: 0, from: null, retries: 0 })),
  }
}

export function reduceSweep(before: SweepState, event: SweepEvent): SweepStep {
  if (before.phase === 'done') return { state: before, effects: [] }
  const { effects, ...state } = happen(draftOf(before), event)
  return { state, effects }
}

function happen(draft: Draft, event: SweepEvent): Draft {
  switch (event.kind) {
    case 'begin': break
    case 'pause': pause(draft); break
    case 'resume': resume(draft); break
    case 'stop': stop(draft); break
    case 'checkpoint-wanted': command(draft, 'checkpoint'); return draft
    case 'stop-run': stopRun(draft, placeOf(draft, event.runId)); break
    case 'resume-run': resumeRun(draft, placeOf(draft, event.runId)); break
    case 'opened': opened(draft, event.trainer, event.environment, event.notices); break
    case 'open-failed': openFailed(draft, event.trainer, event.failure); break
    case 'gone': gone(draft, event.trainer, event.reason); break
    case 'stop-overdue': for (const [id] of busyTrainers(draft)) endPart(draft, id, { kind: 'stop-ignored' }); break
    case 'chunk': case 'checkpoint': case 'outcome': case 'answered': case 'outcomes-overdue': fromPart(draft, event); break
    default: event satisfies never
  }
  schedule(draft)
  return draft
}

// What the user wants

function pause(draft: Draft): void {
  if (draft.phase !== 'running' && draft.phase !== 'opening') return
  draft.phase = 'paused'
  command(draft, 'pause')
}

function resume(draft: Draft): void {
  if (draft.phase !== 'paused') return
  draft.phase = draft.lanes === null ? 'opening' : 'running'
  command(draft, 'resume')
}

function stop(draft: Draft): void {
  if (draft.phase === 'stopping') return
  draft.phase = 'stopping'
  command(draft, 'stop')
  command(draft, 'resume') // a paused trainer wakes to stop
  if (busyTrainers(draft).length > 0) draft.effects.push({ kind: 'await-stop' })
}

/** What is in training is computed on for its siblings' sake (decision 0016); a part that nobody listens to any more is stopped. */
function stopRun(draft: Draft, place: number): void {
  const run = draft.runs[place]
  if (draft.phase === 'stopping' || run.kind === 'ended' || run.kind === 'dropped') return
  if (run.kind === 'waiting') become(draft, place, { kind: 'ended', resumable: { from: run.from } })
  else become(draft, place, { ...run, kind: 'dropped' })
  draft.effects.push({ kind: 'end', runId: runAt(draft, place).id, ending: { kind: 'stopped' } })
  if (run.kind === 'waiting') return
  const { trainer } = run
  if (listenedTo(draft, trainer).length === 0) draft.effects.push({ kind: 'command', trainer, command: 'stop' })
  endPartIfOver(draft, trainer)
}

function resumeRun(draft: Draft, place: number): void {
  const run = draft.runs[place]
  if (draft.phase === 'stopping') return
  if (run.kind === 'dropped') become(draft, place, { ...run, kind: 'wanted' })
  else if (run.kind === 'ended' && run.resumable !== null) wait(draft, [place], run.resumable.from, 0)
  else return
  draft.effects.push({ kind: 'return-to-waiting', runId: runAt(draft, place).id })
}

// What trainers say before they train

function opened(draft: Draft, id: TrainerId, environment: EngineEnvironment, notices: readonly string[]): void {
  if (draft.trainers.get(id)?.kind !== 'opening') return
  for (const message of notices) notify(draft, { kind: 'trainer-opened', message })
  const found = engineTraits[environment.engine]
  if (!found.isGpu) draft.choice = found.choice
  draft.trainers.set(id, { kind: 'idle', environment })
  if (draft.lanes !== null) return
  draft.lanes = trainersOf(environment.engine, draft.setup.trainers)
  if (draft.phase === 'opening') draft.phase = 'running'
  deal(draft, environment)
}

/** What waits, in lots for the engine that has opened, each from the checkpoint that it can resume from. */
function deal(draft: Draft, environment: EngineEnvironment): void {
  const { plan, checkpoints, earlier } = draft.setup
  // Where `auto` decides per shape, two engines are as asked: only versions and adapters of the same one are reported
  // apart, and the trainer asks the engine that began.
  const decidesPerShape = draft.choice === 'auto' && engineTraits[environment.engine].isGpu
  const others = earlier.filter((one) => !sameEnvironment(one, environment) && (!decidesPerShape || one.engine === environment.engine))
  if (others.length > 0) notify(draft, { kind: 'environments-mixed', earlier: others, environment })
  const usable = checkpoints.filter((kept) => {
    if (decidesPerShape || sameEnvironment(kept.checkpoint.environment, environment)) return true
    const shape = plan.runs.find(({ id }) => id === kept.runs[0].id)?.spec.shape ?? null
    notify(draft, { kind: 'checkpoint-refused', runs: { count: kept.runs.length, shape }, kept, engine: environment.engine })
    return false
  })
  const latest = latestByRun(usable)
  for (const { runs, from } of lotsOf(plan, draft.lanes!, (id) => draft.runs[placeOf(draft, id)].kind === 'waiting', latest)) {
    wait(draft, runs.map(({ id }) => placeOf(draft, id)), from, 0)
  }
  draft.runs.forEach((run, place) => { // stopped while it opened
    if (run.kind === 'ended' && run.resumable !== null) become(draft, place, { ...run, resumable: { from: latest.get(runAt(draft, place).id) ?? null } })
  })
}

function openFailed(draft: Draft, id: TrainerId, failure: SweepFailure): void {
  const trainer = draft.trainers.get(id)
  if (trainer?.kind !== 'opening') return
  release(draft, id)
  if (!traitsOf(failure).mayReopen || trainer.failures === maxOpeningRetries) {
    notify(draft, { kind: 'given-up', failure })
    return giveUpLane(draft, failure)
  }
  const retry = trainer.failures + 1
  if (traitsOf(failure).endsTrainer) notify(draft, { kind: 'opening-retried', failure, retry, maxRetries: maxOpeningRetries })
  open(draft, retry)
}

function gone(draft: Draft, id: TrainerId, reason: string): void {
  const trainer = draft.trainers.get(id)
  switch (trainer?.kind) {
    case undefined: return // released
    case 'opening': return openFailed(draft, id, { kind: 'trainer-gone', reason })
    case 'idle': return release(draft, id) // while paused: nothing is lost with it
    case 'busy': return endPart(draft, id, { kind: 'trainer-gone', reason })
    default: trainer satisfies never
  }
}

// What follows from all that

/** Hands lots to trainers, opens as many as are of use, lets go of the others, and ends the sweep when none is left. */
function schedule(draft: Draft): void {
  const starts = draft.phase === 'running' || draft.phase === 'opening'
  const lots = draft.phase === 'stopping' ? [] : waitingLots(draft)
  for (const [id, trainer] of draft.trainers) {
    if (starts && trainer.kind === 'idle' && lots.length > 0) startPart(draft, id, trainer.environment, lots.shift()!)
  }
  if (lots.length === 0) for (const [id, { kind }] of draft.trainers) if (kind !== 'busy') release(draft, id)
  let openings = [...draft.trainers.values()].filter(({ kind }) => kind === 'opening').length
  for (; starts && openings < lots.length && draft.trainers.size < (draft.lanes ?? 1); openings++) open(draft, 0)
  if (draft.trainers.size === 0 && (lots.length === 0 || draft.lanes === 0)) finish(draft)
}

function startPart(draft: Draft, trainer: TrainerId, environment: EngineEnvironment, lot: number): void {
  const waiting = draft.runs.flatMap((run, place) => (run.kind === 'waiting' && run.lot === lot ? [{ run, place }] : []))
  const runs = waiting.map(({ place }) => runAt(draft, place))
  const [{ run: first }] = waiting
  const whole = draft.setup.plan.groups.find((group) => group.runs.some(({ id }) => id === runs[0].id))!
  const from = first.from && restrictTo(first.from, runs)
  const part: Part = { group: groupOf(whole, runs, `${whole.id}/${lot}`), retries: first.retries, from }
  for (const { place } of waiting) become(draft, place, { kind: 'training', trainer, checkpoint: from })
  draft.trainers.set(trainer, { kind: 'busy', environment, part, answered: false, failure: null })
  draft.effects.push({ kind: 'train', trainer, part, environment })
}

function finish(draft: Draft): void {
  const { gaveUp } = draft
  const left = draft.phase === 'stopping' ? [] : draft.runs.flatMap(({ kind }, place) => (kind === 'waiting' ? [place] : []))
  if (gaveUp !== null && left.length > 0) {
    notify(draft, { kind: 'given-up', failure: gaveUp })
    left.forEach((place) => end(draft, place, { kind: 'failed', failure: gaveUp }))
  }
  draft.phase = 'done'
  draft.effects.push({ kind: 'done' })
}
