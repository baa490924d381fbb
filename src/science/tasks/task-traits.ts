/**
 * What there is to know of a task besides its parameters: one file of this folder per task, one row in `task.ts`. Two
 * families: *regression* answers features with features (squared error), *recall* answers keys with classes (cross-entropy).
 */
import type { ValueRange } from '../data/feature-law'

/** What the outputs of a regression are compared with: `targets.ts`, and a kernel in every engine. */
export type TargetKind = 'identity' | 'absolute' | 'conjunction'

/** Scalars that "features learned" may be: each model says which, by task (models/model-record.ts). */
export type CountName = 'featuresByBits' | 'featuresByNorm' | 'featuresBySoftR2'

export interface RegressionTraits {
  readonly family: 'regression'
  readonly label: string // in the form
  readonly loss: 'squared-error'
  /** Range of a present feature's value. */
  readonly values: ValueRange
  readonly target: TargetKind
  /** The answer is not x: a decoder tied to its encoder cannot give it. Says why; null where tied weights will do. */
  readonly needsUntied: string | null
  /** Of an experiment that says nothing but its task. Frozen: links hang on them. */
  readonly defaults: { readonly featureCount: number; readonly sparsity: number; readonly evaluationSamples: number }
}

export interface RecallTraits {
  readonly family: 'recall'
  readonly label: string
  readonly loss: 'cross-entropy'
  readonly defaults: { readonly featureCount: number }
}

export type TaskTraits = RegressionTraits | RecallTraits
export type TaskFamily = TaskTraits['family']
export type LossKind = TaskTraits['loss']
