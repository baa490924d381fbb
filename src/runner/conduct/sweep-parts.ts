/** What the machine makes of what a trainer says of its part: curves, checkpoints, ends, losses. */
import { failureTraits } from '../../protocol/failures'
import type { OutcomeMessage } from '../../protocol/trainer'
import type { SavedCheckpoint } from '../keeping/saved-checkpoint'
import { isUnheard, isWithTrainer, type TrainerId } from './run-state'
import { become, countOf, end, giveUpLane, listenedTo, notify, placeOf, release, runAt, wait, type Busy, type Draft } from './sweep-draft'
import { traitsOf, type PartEvent, type SweepFailure } from './sweep-state'
import { restrictTo, stepOf, type Part } from './work-queue'

/** A run that is lost with its trainer this often without getting further ends as `failed`. */
export const maxRetries = 2
/** Devices lost in a row, with nothing finished and no step further in between: the rest is not tried again (decision 0026). */
const maxLossesInRow = maxRetries + 1

export function fromPart(draft: Draft, event: PartEvent): void {
  const { trainer: id } = event
  const trainer = draft.trainers.get(id)
  if (trainer?.kind !== 'busy' || trainer.part.group.id !== event.partId) return // late, of a part that has ended
  const { part } = trainer
  switch (event.kind) {
    case 'chunk': {
      const { message } = event
      const count = { count: part.group.runs.length, shape: part.group.runs[0].spec.shape }
      if (part.from !== null && message.step <= stepOf(part.from)) notify(draft, { kind: 'checkpoint-refused', runs: count, kept: part.from, engine: null })
      const unheard = new Set(part.group.runs.flatMap((run) => (isUnheard(draft.runs[placeOf(draft, run.id)]) ? [run.id] : [])))
      draft.effects.push({ kind: 'append', group: part.group, message, unheard })
      return
    }
    case 'checkpoint': return checkpointed(draft, part, event.kept)
    case 'outcome': return hasOutcome(draft, id, trainer, event.message)
    case 'answered':
      if (event.failure !== null) return endPart(draft, id, event.failure)
      draft.trainers.set(id, { ...trainer, answered: true })
      if (listenedTo(draft, id).length > 0) draft.effects.push({ kind: 'await-outcomes', trainer: id, partId: event.partId })
      return endPartIfOver(draft, id)
    case 'outcomes-overdue': return endPart(draft, id, { kind: 'outcomes-missing' })
    default: event satisfies never
  }
}

/** The curve of a run that was stopped by itself no longer leads up to the checkpoint: it is left out. */
function checkpointed(draft: Draft, part: Part, whole: SavedCheckpoint): void {
  const heard = restrictTo(whole, part.group.runs.filter(({ id }) => !isUnheard(draft.runs[placeOf(draft, id)])))
  if (heard === null) return
  const kept = cutToCheckpoint(heard)
  for (const { id } of kept.runs) {
    const place = placeOf(draft, id), run = draft.runs[place]
    if (isWithTrainer(run)) become(draft, place, { ...run, checkpoint: kept })
  }
  draft.effects.push({ kind: 'save-checkpoint', kept })
}

/** A trainer that did not take a checkpoint and starts at step 0 has, until its first probe, the curve of the one before it. */
function cutToCheckpoint({ runs, checkpoint }: SavedCheckpoint): SavedCheckpoint {
  const upTo = ({ step, loss }: SavedCheckpoint['runs'][number]['curve']) => {
    const past = step.findIndex((one) => one > checkpoint.state.step)
    return past < 0 ? { step, loss } : { step: step.slice(0, past), loss: loss.slice(0, past) }
  }
  return { checkpoint, runs: runs.map(({ id, curve }) => ({ id, curve: upTo(curve) })) }
}

/** Failures that another try may not meet are kept back until the part has ended. */
function hasOutcome(draft: Draft, id: TrainerId, trainer: Busy, message: OutcomeMessage): void {
  const { outcome } = message
  const place = placeOf(draft, message.runId), run = draft.runs[place]
  const isTraining = run.kind === 'training' && run.trainer === id
  if (outcome.kind === 'failed' && failureTraits[outcome.failure.kind].retry !== 'never') {
    const isWorst = trainer.failure !== null && traitsOf(trainer.failure).endsTrainer
    draft.trainers.set(id, { ...trainer, failure: isWorst ? trainer.failure : { kind: 'reported', failure: outcome.failure } })
    if (isTraining) become(draft, place, { ...run, kind: 'lost' })
  } else if (isTraining) end(draft, place, { kind: 'outcome', message })
  endPartIfOver(draft, id)
}

export function endPartIfOver(draft: Draft, id: TrainerId): void {
  const trainer = draft.trainers.get(id)
  if (trainer?.kind === 'busy' && trainer.answered && listenedTo(draft, id).length === 0) endPart(draft, id, null)
}

/** @param broken why the trainer can do no more; null where it has answered as it should */
export function endPart(draft: Draft, id: TrainerId, broken: SweepFailure | null): void {
  const trainer = draft.trainers.get(id)
  if (trainer?.kind !== 'busy') return
  const { part, environment } = trainer
  const failure = broken ?? trainer.failure
  const endsTrainer = failure !== null && traitsOf(failure).endsTrainer
  draft.runs.forEach((run, place) => { if (run.kind === 'training' && run.trainer === id) become(draft, place, { ...run, kind: 'lost' }) })
  const left = draft.runs.flatMap((run, place) => (isWithTrainer(run) && run.trainer === id ? [{ run, place }] : []))
  const isFruitless = endsTrainer && left.length === part.group.runs.length && !left.some(({ run }) => isFurther(run.checkpoint, part))
  draft.lossesInRow = isFruitless ? draft.lossesInRow + 1 : 0
  const lost = left.filter(({ run }) => run.kind === 'lost')
  if (lost.length > 0) handleFailure(draft, part, lost.map(({ place }) => place), lost[0].run.checkpoint, failure!)
  for (const { run, place } of left) {
    if (run.kind === 'dropped') become(draft, place, { kind: 'ended', resumable: { from: run.checkpoint } })
    if (run.kind === 'wanted') wait(draft, [place], run.checkpoint, 0)
  }
  if (broken === null && !endsTrainer) {
    draft.trainers.set(id, { kind: 'idle', environment })
    return
  }
  release(draft, id)
  if (draft.lossesInRow >= maxLossesInRow) giveUpLane(draft, { kind: 'lost-in-row', last: failure!, times: maxLossesInRow })
}

const isFurther = (checkpoint: SavedCheckpoint | null, part: Part): boolean => stepOf(checkpoint) > stepOf(part.from)

/** Lost runs wait again, or end for good. @param checkpoint the latest one of them all */
function handleFailure(draft: Draft, part: Part, lost: readonly number[], checkpoint: SavedCheckpoint | null, failure: SweepFailure): void {
  const stopping = draft.phase === 'stopping'
  const gotFurther = isFurther(checkpoint, part)
  const runs = countOf(draft, lost)
  const { retry } = traitsOf(failure)
  if (stopping || retry === 'never' || (part.retries >= maxRetries && !gotFurther)) {
    if (!stopping) notify(draft, { kind: 'runs-failed', runs, failure })
    return lost.forEach((place) => end(draft, place, stopping ? { kind: 'stopped' } : { kind: 'failed', failure }))
  }
  const retries = gotFurther ? 1 : part.retries + 1
  notify(draft, { kind: 'requeued', runs, failure, step: stepOf(checkpoint), retry: retries, maxRetries })
  for (const place of lost) draft.effects.push({ kind: 'return-to-waiting', runId: runAt(draft, place).id })
  requeue(draft, lost, checkpoint, retries, retry === 'in-smaller-parts')
}

/** Behind all that waits; in two halves where the whole did not fit in memory. */
function requeue(draft: Draft, places: readonly number[], from: SavedCheckpoint | null, retries: number, halve: boolean): void {
  const cut = halve && places.length > 1 ? Math.ceil(places.length / 2) : places.length
  for (const half of [places.slice(0, cut), places.slice(cut)]) if (half.length > 0) wait(draft, half, from, retries)
}
