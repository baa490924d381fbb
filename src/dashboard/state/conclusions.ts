/** What is concluded from the finished runs of a sweep so far, made anew only when another run has finished. */
import { divergedSpecs, measuredRuns } from '../../runner/keeping/measured'
import type { RunRecord } from '../../runner/keeping/run-record'
import { labelled } from '../../report/labels'
import { summarise } from '../../science/summary'
import { shapesOfRuns, type SweepResults } from '../charts/sweep-results'

export function concludeFrom(runs: readonly RunRecord[]): SweepResults {
  return { runs, runOf: new Map(runs.map((run) => [run.id, run])), summary: labelled(summarise(measuredRuns(runs), divergedSpecs(runs))), shapes: shapesOfRuns(runs) }
}

export function finishedCount(runs: readonly RunRecord[]): number {
  return runs.reduce((count, { status }) => count + (status.kind === 'finished' ? 1 : 0), 0)
}
