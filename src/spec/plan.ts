import type { Shape } from '../science/model'
import type { RunSpec } from '../science/run-spec'
import type { Experiment } from './experiment'
import type { SweepPlan } from './sweep-plan'

export interface PlannedShape {
  readonly shape: Shape
  /** The budget asked for, null for listed shapes. */
  readonly parameterBudget: number | null
  readonly nonEmbeddingParameters: number // N as realised
}

export function shapesOf(_experiment: Experiment): readonly PlannedShape[] {
  throw new Error('not yet')
}

/** Runs with equal keys may stack in one group. */
export function groupKey(_spec: RunSpec): string {
  throw new Error('not yet')
}

/** Order: shapes, then sparsity, then learning rate, then replicate (innermost). Pure and deterministic. */
export function planSweep(_experiment: Experiment): SweepPlan {
  throw new Error('not yet')
}
