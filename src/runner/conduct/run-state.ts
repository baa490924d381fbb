/**
 * What each run of a sweep is doing: one value per run, and nothing beside it. Which runs wait, train or have ended
 * is read from here alone. What may follow what:
 *
 *   waiting  -> training   a trainer takes its lot
 *            -> ended      stopped by the user, or given up with the last engine
 *   training -> ended      its outcome
 *            -> lost       its trainer, its device or the memory failed
 *            -> dropped    stopped by the user; its trainer computes on, for its siblings
 *   lost     -> waiting    tried again, once its part has ended
 *            -> ended      retries used up, or the sweep is stopping
 *            -> dropped    stopped by the user
 *   dropped  -> ended      its part has ended
 *            -> wanted     resumed by the user while its trainer still has it
 *   wanted   -> waiting    its part has ended
 *            -> dropped    stopped again
 *   ended    -> waiting    stopped by itself and resumed; what finished, diverged or failed stays ended
 */
import { invariant } from '../../science/invariant'
import type { SavedCheckpoint } from '../keeping/saved-checkpoint'

export type TrainerId = number

/** `trainer` has the run in the part it trains; `checkpoint` is the latest one of the run, null: it started at step 0. */
interface WithTrainer {
  readonly trainer: TrainerId
  readonly checkpoint: SavedCheckpoint | null
}

export interface Waiting {
  readonly kind: 'waiting'
  /** Runs of one lot train together; the lowest comes first. */
  readonly lot: number
  /** Where it resumes; null: at step 0. The same for all runs of a lot. */
  readonly from: SavedCheckpoint | null
  /** How often it was lost since it last got further. The same for all runs of a lot. */
  readonly retries: number
}

export type RunState =
  | Waiting
  | WithTrainer & { readonly kind: 'training' }
  | WithTrainer & { readonly kind: 'lost' }
  | WithTrainer & { readonly kind: 'dropped' }
  | WithTrainer & { readonly kind: 'wanted' }
  /** `resumable` where the user stopped it, with where it would resume. */
  | { readonly kind: 'ended'; readonly resumable: { readonly from: SavedCheckpoint | null } | null }

type Kind = RunState['kind']

const follows: Record<Kind, readonly Kind[]> = {
  waiting: ['training', 'ended'],
  training: ['ended', 'lost', 'dropped'],
  lost: ['waiting', 'ended', 'dropped'],
  dropped: ['ended', 'wanted'],
  wanted: ['waiting', 'dropped'],
  ended: ['waiting'],
}

/** @returns `to`; throws where it may not follow. A state of the same kind is the same state with more known of it. */
export function next(from: RunState, to: RunState): RunState {
  invariant(from.kind === to.kind || follows[from.kind].includes(to.kind), () => `a run that is ${from.kind} cannot become ${to.kind}`)
  return to
}

/** Whether a trainer has the run in its part, listened to or not. */
export const isWithTrainer = (run: RunState): run is Extract<RunState, WithTrainer> => run.kind !== 'waiting' && run.kind !== 'ended'

/** Whether what its trainer still says of the run is of no interest: the user has stopped it. */
export const isUnheard = (run: RunState): boolean => run.kind === 'dropped' || run.kind === 'wanted'
