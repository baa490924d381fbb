/**
 * A claim: something that a source says about numbers, tied to the preset that can refute it. Data and a pure judgement
 * of finished runs; who trains them, where and when, is the command line's business (src/cli/claims.ts).
 */
import type { MeasuredRun } from '../metrics/measured-run'
import { settingKey, settingOf } from '../tasks/setting'
import { expectedLoss } from './expected-loss'

export interface TrainedRun extends MeasuredRun {
  readonly parameters: Float32Array | null // [P]; null where a results file was written without them
}

export interface Finding<Found> {
  readonly found: Found // what was measured; what is said of it: report/claims
  readonly met: boolean | null // null: these runs cannot tell
}

/** What it says, by whom and what is expected stands in report/claims, under the same id. */
export interface Claim<Found = unknown> {
  readonly preset: string // id in the catalogue
  readonly judge: (runs: readonly TrainedRun[]) => Finding<Found>
}

/** Restarts of one setting, and its p where it has one. */
export interface Restarts {
  readonly p: number
  readonly ratio: number // of geometric importance, or weight of the last feature; 1 otherwise
  readonly lastFactor: number // p of the last feature over that of the others; 1 otherwise
  readonly runs: readonly TrainedRun[]
}

/** Runs by sparsity and importance, dense data first. Recall, which has neither, has p = 1. */
export function bySetting(runs: readonly TrainedRun[]): Restarts[] {
  const groups = new Map<string, TrainedRun[]>()
  for (const run of runs) {
    const key = settingKey(settingOf(run.spec.task))
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups.values()].map((own): Restarts => {
    const { sparsity, importance, frequency } = settingOf(own[0].spec.task)
    return {
      p: 1 - (sparsity ?? 0), lastFactor: frequency?.kind === 'last' ? frequency.factor : 1, runs: own,
      ratio: importance?.kind === 'geometric' ? importance.ratio : importance?.kind === 'last' ? importance.weight : 1,
    }
  }).sort((x, y) => y.p - x.p || x.ratio - y.ratio)
}

/** Loss of a run without evaluation noise where its parameters are at hand, else on its held-out samples. */
function lossOf(run: TrainedRun, samples?: number): number {
  return run.parameters === null ? run.metrics.scalars.heldOutLoss ?? run.loss : expectedLoss(run.spec, run.parameters, samples)
}

/** The restart with the least loss, and that loss. */
export function bestOf(runs: readonly TrainedRun[], samples?: number): { readonly run: TrainedRun; readonly loss: number } {
  return runs.map((run) => ({ run, loss: lossOf(run, samples) })).reduce((best, other) => (other.loss < best.loss ? other : best))
}

export const near = (value: number, target: number, tolerance: number): boolean => Math.abs(value - target) <= tolerance
