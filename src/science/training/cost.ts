/**
 * What training a run costs, from its shape alone: floating-point operations (a multiply and an add count as two; sampling
 * and Adam, which are of lower order, are not counted) and bytes. The dense products are counted; an engine may skip zeros.
 * Backward costs twice forward. What measuring costs: metrics/measuring-cost.ts.
 */
import { modelRecord, parameterLayout } from '../models/model'
import type { RunSpec } from './run-spec'

const float32Bytes = 4

/** Operations of one optimiser step of one run. */
export const flopsPerStep = (run: RunSpec): number => modelRecord(run.model.kind).flopsPerStep(run, run.training.batchSize)

/** All parameters once, and for trainable ones a gradient and both moments. */
export function parameterBytes(run: RunSpec): number {
  const { total, trainable } = parameterLayout(run)
  return float32Bytes * (total + 3 * trainable)
}

/** One batch with everything backward needs: inputs, outputs and output gradients 3n, and the model's own, per sample. */
export function activationBytes(run: RunSpec): number {
  return float32Bytes * run.training.batchSize * (3 * run.task.featureCount + modelRecord(run.model.kind).activationsPerSample(run))
}
