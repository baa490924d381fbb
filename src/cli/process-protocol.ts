/** What crosses the channel to a trainer in a process of its own: comlink's ports do not, so calls and answers are plain messages. */
import type { TrainerMessage, TrainerService, TrainingTerms } from '../protocol/trainer'
import type { EngineChoice } from '../protocol/engines'
import type { RunGroup } from '../experiment/sweep-plan'

/** Commands that answer nothing. */
export type Command = keyof Pick<TrainerService, 'pause' | 'resume' | 'stop' | 'checkpoint'>

/** `call` numbers what is answered. */
export type ToTrainer =
  | { readonly kind: 'open'; readonly call: number; readonly choice: EngineChoice }
  | { readonly kind: 'time-step'; readonly call: number; readonly group: RunGroup }
  | { readonly kind: 'train'; readonly call: number; readonly group: RunGroup; readonly terms: TrainingTerms }
  | { readonly kind: 'command'; readonly command: Command }

export type FromTrainer =
  | { readonly kind: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'threw'; readonly call: number; readonly reason: string }
  | { readonly kind: 'sent'; readonly call: number; readonly message: TrainerMessage }
