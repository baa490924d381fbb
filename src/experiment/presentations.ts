/**
 * Presentations per feature held equal over sparsity. A feature that is present with probability p = 1 − S is presented about steps·B·p
 * times; with S₀ the sparsity at which `training` states them, the steps, or the batch B, of a run at S are
 *
 *   x(S) = round(x · (1 − S₀)/(1 − S))      one division and one product in float64, then Math.round
 *
 * so presentations differ from equal by rounding only: by at most 1/(2x(S)), relative.
 */
import type { RunSpec } from '../science/training/run-spec'
import type { ExperimentTraining } from './experiment'

/** A length of training at one sparsity. @param sparsity null for recall @param steps one of the stated lengths @param fullBatch what 'full' is */
export function trainedAt({ batchSize, presentations }: Pick<ExperimentTraining, 'batchSize' | 'presentations'>, sparsity: number | null, steps: number, fullBatch: number): Pick<RunSpec['training'], 'steps' | 'batchSize'> {
  const batch = batchSize === 'full' ? fullBatch : batchSize
  if (presentations === undefined || sparsity === null) return { steps, batchSize: batch }
  const follow = (stated: number): number => Math.round(stated * ((1 - presentations.sparsity) / (1 - sparsity)))
  switch (presentations.kind) {
    case 'equal-by-steps': return { steps: follow(steps), batchSize: batch }
    case 'equal-by-batch': return { steps, batchSize: follow(batch) }
  }
  presentations.kind satisfies never
}
