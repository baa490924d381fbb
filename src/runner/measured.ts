/** From records to what statistics see: finished runs only, each with the loss it ended with. */
import { lateImprovement } from '../science/convergence'
import type { MeasuredRun } from '../science/measured-run'
import type { RunRecord } from './run-record'

export function measuredRuns(records: readonly RunRecord[]): MeasuredRun[] {
  return records.flatMap(({ status, metrics, curve, spec, replicate }) =>
    status.kind === 'finished' && metrics !== null && curve.loss.length > 0
      ? [{ spec, replicate, loss: curve.loss[curve.loss.length - 1], lateImprovement: lateImprovement(curve.loss), metrics }]
      : [])
}
