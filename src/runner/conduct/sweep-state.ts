/**
 * A sweep as a value, what can happen to it, and what it asks for: plain data, so that the machine that leads from
 * one to the next (sweep-machine.ts) needs no clock, no thread and no promise, and can be tested on any course of events.
 */
import type { EngineEnvironment } from '../../protocol/environment'
import type { EngineChoice } from '../../protocol/engines'
import { failureTraits, type EnvironmentFailure, type FailureKind } from '../../protocol/failures'
import type { MetricsChunk, OutcomeMessage } from '../../protocol/trainer'
import type { RunGroup, SweepPlan } from '../../experiment/sweep-plan'
import type { SavedCheckpoint } from '../keeping/saved-checkpoint'
import type { RunState, TrainerId } from './run-state'
import type { SweepPhase } from './sweep'
import type { Part } from './work-queue'

/** Given once, never changed. */
export interface SweepSetup {
  readonly plan: SweepPlan
  /** Place in `plan.runs`, and so in `SweepState.runs`, by run id. */
  readonly places: ReadonlyMap<string, number>
  /** How many may train at once where they share nothing. */
  readonly trainers: number
  /** Of earlier sessions. */
  readonly checkpoints: readonly SavedCheckpoint[]
  /** Environments of the results that are taken over. */
  readonly earlier: readonly EngineEnvironment[]
}

export type TrainerState =
  /** `failures`: how many openings before it have failed. */
  | { readonly kind: 'opening'; readonly failures: number }
  | { readonly kind: 'idle'; readonly environment: EngineEnvironment }
  | {
    readonly kind: 'busy'
    readonly environment: EngineEnvironment
    readonly part: Part
    /** It says that it has sent all it had to say: outcomes may still be on their way. */
    readonly answered: boolean
    /** The last that it reported and that another try may not meet, or the first that ends the trainer. */
    readonly failure: SweepFailure | null
  }

export interface SweepState {
  readonly setup: SweepSetup
  readonly phase: SweepPhase
  readonly runs: readonly RunState[] // in plan order
  readonly trainers: ReadonlyMap<TrainerId, TrainerState>
  readonly nextTrainer: TrainerId
  readonly nextLot: number
  /** How many trainers there may be; null until the first has opened and shown what it is. Falls with each that is given up. */
  readonly lanes: number | null
  /** What trainers are asked for; once one has shown that `auto` needs no GPU here, what it meant: others need not look for one. */
  readonly choice: EngineChoice
  /** Devices lost in a row, with nothing finished and no step further in between. */
  readonly lossesInRow: number
  /** Why the first lane was given up. */
  readonly gaveUp: SweepFailure | null
}

/** Why something could not be trained. `describeFailure` (sweep-text.ts) makes a record's failure of it. */
export type SweepFailure =
  /** As an engine says. */
  | { readonly kind: 'reported'; readonly failure: EnvironmentFailure }
  | { readonly kind: 'trainer-gone'; readonly reason: string }
  | { readonly kind: 'trainer-threw'; readonly reason: string }
  | { readonly kind: 'trainer-not-started'; readonly reason: string }
  /** Its answer came, and outcomes did not follow. */
  | { readonly kind: 'outcomes-missing' }
  | { readonly kind: 'stop-ignored' }
  | { readonly kind: 'lost-in-row'; readonly last: SweepFailure; readonly times: number }

export function causeOf(failure: SweepFailure): FailureKind {
  switch (failure.kind) {
    case 'reported': return failure.failure.kind
    case 'trainer-gone': case 'stop-ignored': return 'device-lost'
    case 'trainer-threw': case 'trainer-not-started': case 'outcomes-missing': return 'internal'
    case 'lost-in-row': return causeOf(failure.last)
  }
  failure satisfies never
}

/** What follows from it. */
export const traitsOf = (failure: SweepFailure) => failureTraits[causeOf(failure)]

export type SweepNotice =
  /** As a trainer says on opening, about what it opened. */
  | { readonly kind: 'trainer-opened'; readonly message: string }
  | { readonly kind: 'opening-retried'; readonly failure: SweepFailure; readonly retry: number; readonly maxRetries: number }
  /** Nothing more is tried on it. */
  | { readonly kind: 'given-up'; readonly failure: SweepFailure }
  /** Results stay what they are, and those to come will be of another environment. */
  | { readonly kind: 'environments-mixed'; readonly earlier: readonly EngineEnvironment[]; readonly environment: EngineEnvironment }
  /** Its runs start at step 0. `engine`: which engine opened instead; null: another one, as the trainer chose. */
  | { readonly kind: 'checkpoint-refused'; readonly runs: RunCount; readonly kept: SavedCheckpoint; readonly engine: EngineEnvironment['engine'] | null }
  | {
    readonly kind: 'requeued'; readonly runs: RunCount; readonly failure: SweepFailure
    readonly step: number // where they resume, 0 at the start
    readonly retry: number; readonly maxRetries: number
  }
  | { readonly kind: 'runs-failed'; readonly runs: RunCount; readonly failure: SweepFailure }
  /** A listener of the sweep, that stores results perhaps. */
  | { readonly kind: 'listener-failed'; readonly reason: string }

/** So many runs of one group, by its shape; null where the plan does not have them. */
export interface RunCount {
  readonly count: number
  readonly shape: { readonly width: number; readonly depth: number } | null
}

export type SweepEvent =
  | { readonly kind: 'begin' | 'pause' | 'resume' | 'stop' | 'checkpoint-wanted' }
  | { readonly kind: 'stop-run' | 'resume-run'; readonly runId: string }
  /** Trainers had long enough to stop. */
  | { readonly kind: 'stop-overdue' }
  | TrainerEvent

export type TrainerEvent =
  | { readonly kind: 'opened'; readonly trainer: TrainerId; readonly environment: EngineEnvironment; readonly notices: readonly string[] }
  | { readonly kind: 'open-failed'; readonly trainer: TrainerId; readonly failure: SweepFailure }
  | { readonly kind: 'gone'; readonly trainer: TrainerId; readonly reason: string }
  | PartEvent

/** `partId`: of the part's group. What is of another part than the trainer has now comes late and is ignored. */
export type PartEvent = { readonly trainer: TrainerId; readonly partId: string } & (
  | { readonly kind: 'chunk'; readonly message: MetricsChunk }
  /** With the curves of all runs of the part, as they were then. */
  | { readonly kind: 'checkpoint'; readonly kept: SavedCheckpoint }
  | { readonly kind: 'outcome'; readonly message: OutcomeMessage }
  /** The call that trains the part has returned, or thrown. */
  | { readonly kind: 'answered'; readonly failure: SweepFailure | null }
  /** Outcomes had long enough to follow the answer. */
  | { readonly kind: 'outcomes-overdue' }
)

/** How a run's record ends. */
export type Ending =
  | { readonly kind: 'outcome'; readonly message: OutcomeMessage }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: SweepFailure }

export type SweepEffect =
  | { readonly kind: 'open'; readonly trainer: TrainerId; readonly choice: EngineChoice }
  | { readonly kind: 'train'; readonly trainer: TrainerId; readonly part: Part; readonly environment: EngineEnvironment }
  | { readonly kind: 'command'; readonly trainer: TrainerId; readonly command: 'pause' | 'resume' | 'stop' | 'checkpoint' }
  /** For ever, whatever it is doing. */
  | { readonly kind: 'release'; readonly trainer: TrainerId }
  /** Answered by `outcomes-overdue` in a while. */
  | { readonly kind: 'await-outcomes'; readonly trainer: TrainerId; readonly partId: string }
  /** Answered by `stop-overdue` in a while. */
  | { readonly kind: 'await-stop' }
  | { readonly kind: 'append'; readonly group: RunGroup; readonly message: MetricsChunk; readonly unheard: ReadonlySet<string> }
  | { readonly kind: 'end'; readonly runId: string; readonly ending: Ending }
  | { readonly kind: 'return-to-waiting'; readonly runId: string }
  | { readonly kind: 'save-checkpoint'; readonly kept: SavedCheckpoint }
  | { readonly kind: 'notice'; readonly notice: SweepNotice }
  | { readonly kind: 'done' }

export interface SweepStep {
  readonly state: SweepState
  readonly effects: readonly SweepEffect[] // in order
}
