/** A sweep's next state while the machine makes it: nobody else knows of it yet, so it may be changed in place. */
import type { PlannedRun } from '../../experiment/sweep-plan'
import { invariant } from '../../science/invariant'
import type { SavedCheckpoint } from '../keeping/saved-checkpoint'
import { next, type RunState, type TrainerId } from './run-state'
import type { Ending, RunCount, SweepEffect, SweepFailure, SweepNotice, SweepState, TrainerState } from './sweep-state'

export type Draft = { -readonly [Field in keyof SweepState]: SweepState[Field] } & {
  readonly runs: RunState[]
  readonly trainers: Map<TrainerId, TrainerState>
  readonly effects: SweepEffect[]
}
export type Busy = Extract<TrainerState, { kind: 'busy' }>

/** A copy of a state, to be changed. */
export const draftOf = (state: SweepState): Draft => ({ ...state, runs: [...state.runs], trainers: new Map(state.trainers), effects: [] })

export const placeOf = ({ setup }: Draft, runId: string): number => {
  const place = setup.places.get(runId)
  invariant(place !== undefined, () => `run ${runId} is not in the plan`)
  return place
}
export const runAt = ({ setup }: Draft, place: number): PlannedRun => setup.plan.runs[place]

export function become(draft: Draft, place: number, to: RunState): void {
  draft.runs[place] = next(draft.runs[place], to)
}

export function wait(draft: Draft, places: readonly number[], from: SavedCheckpoint | null, retries: number): void {
  const lot = draft.nextLot++
  for (const place of places) become(draft, place, { kind: 'waiting', lot, from, retries })
}

export function end(draft: Draft, place: number, ending: Ending): void {
  become(draft, place, { kind: 'ended', resumable: null })
  draft.effects.push({ kind: 'end', runId: runAt(draft, place).id, ending })
}

/** Lots that wait, the first to be taken first. */
export const waitingLots = ({ runs }: Draft): number[] =>
  [...new Set(runs.flatMap((run) => (run.kind === 'waiting' ? [run.lot] : [])))].sort((a, b) => a - b)

export const notify = (draft: Draft, notice: SweepNotice): void => void draft.effects.push({ kind: 'notice', notice })

export function countOf(draft: Draft, places: readonly number[]): RunCount {
  return { count: places.length, shape: runAt(draft, places[0]).spec.shape }
}

export const busyTrainers = ({ trainers }: Draft): [TrainerId, Busy][] =>
  [...trainers].flatMap(([id, trainer]): [TrainerId, Busy][] => (trainer.kind === 'busy' ? [[id, trainer]] : []))

export function command(draft: Draft, what: 'pause' | 'resume' | 'stop' | 'checkpoint'): void {
  for (const [trainer] of busyTrainers(draft)) draft.effects.push({ kind: 'command', trainer, command: what })
}

export function open(draft: Draft, failures: number): void {
  const trainer = draft.nextTrainer++
  draft.trainers.set(trainer, { kind: 'opening', failures })
  draft.effects.push({ kind: 'open', trainer, choice: draft.choice })
}

export function release(draft: Draft, trainer: TrainerId): void {
  draft.trainers.delete(trainer)
  draft.effects.push({ kind: 'release', trainer })
}

/** One trainer fewer from now on; with the last one, what still waits fails. */
export function giveUpLane(draft: Draft, failure: SweepFailure): void {
  draft.gaveUp ??= failure
  draft.lanes = (draft.lanes ?? 1) - 1
}

/** Places of the runs that the trainer has and whose outcomes are of interest. */
export const listenedTo = ({ runs }: Draft, id: TrainerId): number[] =>
  runs.flatMap((run, place) => (run.kind === 'training' && run.trainer === id ? [place] : []))
