/** From records to what statistics see: finished runs that were measured, each with the loss it ended with. */
import type { TrainedRun } from '../../science/claims/claim'
import { lateImprovement } from '../../science/training/convergence'
import type { MeasuredRun } from '../../science/metrics/measured-run'
import type { RunMetrics } from '../../science/metrics/run-metrics'
import type { RunSpec } from '../../science/training/run-spec'
import type { RunRecord } from './run-record'

export function measuredRuns(records: readonly RunRecord[]): MeasuredRun[] {
  return records.flatMap(({ id, status, metrics, curve, spec, replicate }) =>
    status.kind === 'finished' && metrics !== null && isMeasured(metrics) && curve.loss.length > 0
      ? [{ id, spec, replicate, loss: curve.loss[curve.loss.length - 1], lateImprovement: lateImprovement(curve.loss), metrics }]
      : [])
}

/** The same with their parameters, which some claims measure further. */
export const trainedRuns = (records: readonly RunRecord[]): TrainedRun[] =>
  records.flatMap((record) => measuredRuns([record]).map((run) => ({ ...run, parameters: record.parameters })))

/** A file may hold a run that finished and lacks the count: it is said to be not measured, never to have learned nothing. */
const isMeasured = ({ scalars }: RunMetrics): boolean => scalars.featuresLearned !== undefined

/** Finished runs of which nothing can be said. */
export const unmeasuredRuns = (records: readonly RunRecord[]): number =>
  records.filter(({ status, metrics }) => status.kind === 'finished' && (metrics === null || !isMeasured(metrics))).length

/** Runs that ended without numbers: what a summary says of them is that they are missing. */
export const divergedSpecs = (records: readonly RunRecord[]): RunSpec[] =>
  records.flatMap(({ status, spec }) => (status.kind === 'diverged' ? [spec] : []))
