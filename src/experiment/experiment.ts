/**
 * An experiment: the shareable whole. Every state a user can reach is one of these, and a link carries nothing
 * else. Fields that may be swept are lists; the sweep is their product (`plan.ts`). Bounds live in `schema.ts`.
 */
import type { Measurement, Training } from '../science/training/run-spec'
import type { FeatureSets } from '../science/data/feature-law'
import type { Model, Shape } from '../science/models/model'
import type { RecallTask, RegressionTaskKind } from '../science/tasks/task'

/** Laws of `science/tasks/task.ts`, with the number that each has swept: a run has one of these. */
export type ExperimentImportance =
  | { readonly kind: 'uniform' }
  | { readonly kind: 'geometric'; readonly ratio: readonly number[] }
  | { readonly kind: 'power'; readonly exponent: readonly number[] }
  | { readonly kind: 'last'; readonly weight: readonly number[] }

export type ExperimentFrequency =
  | { readonly kind: 'power'; readonly exponent: readonly number[] }
  | { readonly kind: 'last'; readonly factor: readonly number[] }

export type ExperimentTask =
  | RecallTask
  | {
    readonly kind: RegressionTaskKind
    readonly featureCount: number
    readonly sparsity: readonly number[] // swept
    readonly importance: ExperimentImportance
    readonly sets?: FeatureSets // absent: independent features
    readonly frequency?: ExperimentFrequency // absent: all equally frequent
  }

/**
 * Shapes to compare: `budget` solves for near-equal N at each depth (science/training/budget.ts) and is swept over
 * parameterBudget x depth; `list` names them outright. An autoencoder takes a list with depth 1, neurons = width.
 */
export type ExperimentShapes =
  | { readonly kind: 'budget'; readonly parameterBudget: readonly number[]; readonly depth: readonly number[]; readonly neuronsPerWidth: number }
  | { readonly kind: 'list'; readonly shapes: readonly Shape[] }

/**
 * A feature that is present with probability p is presented about steps·B·p times. To hold that equal over the sparsities of a sweep,
 * its steps or its batch follow 1/p from what `training` states, which is then that of `sparsity`: presentations.ts.
 */
export interface Presentations {
  readonly kind: 'equal-by-steps' | 'equal-by-batch'
  readonly sparsity: number // S at which steps and batch are as stated
}

export interface ExperimentTraining extends Omit<Training, 'learningRate' | 'steps' | 'batchSize'> {
  readonly learningRate: readonly number[] // swept; the best per shape is chosen on loss
  readonly steps: number | readonly number[] // swept where a list, of two or more
  /** 'full' is all keys of recall, the only batch recall takes. */
  readonly batchSize: number | 'full'
  readonly presentations?: Presentations // absent: every p takes the same steps and batch
}

export interface Experiment {
  readonly title: string
  /** The question it answers, in a sentence; shown above the result. */
  readonly question: string
  readonly task: ExperimentTask
  readonly model: Model
  readonly shapes: ExperimentShapes
  readonly training: ExperimentTraining
  /** Replicate r uses init + r and data + r (mod 2³²). */
  readonly seeds: { readonly init: number; readonly data: number; readonly count: number }
  readonly measurement: Measurement
}
