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

export interface Finding {
  readonly measured: string // numbers with what surrounds them: range over settings, interval, share
  readonly met: boolean | null // null: these runs cannot tell
}

export interface Claim {
  readonly id: string
  readonly preset: string // id in the catalogue
  readonly says: string
  readonly source: string
  readonly expected: string // with its tolerance
  readonly judge: (runs: readonly TrainedRun[]) => Finding
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

/** Three significant digits. */
export const short = (value: number): string => (value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(3)))).replace('-', '−')
export const percent = (share: number, places = 1): string => `${(100 * share).toFixed(places).replace('-', '−')}%`
/** "0.94 to 1.02", or one of them where they agree. */
export function range(values: readonly number[], show: (value: number) => string = short): string {
  const low = show(Math.min(...values)), high = show(Math.max(...values))
  return low === high ? low : `${low} to ${high}`
}
