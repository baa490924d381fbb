/**
 * The largest observed constant of the bound that a tied autoencoder reaches at each p: the networks of Elhage et al. 2022, whose
 * only task is to superpose. Recorded from one preset by `npm run claims` (recorded-baseline.json); nothing in it is typed in.
 */
import { featureCountOf } from './note-table'
import type { MeasuredRun } from '../metrics/measured-run'
import recorded from './recorded-baseline.json'
import { independentProbability } from '../tasks/task'
import { observedConstant } from '../theory/compressed-sensing-bound'

export const baselinePreset = 'dimensionality'

export interface RecordedBaseline {
  readonly p: number
  readonly constant: number // C_obs, the largest over runs at this p
  readonly isCeiling: boolean // every feature was learned: more were not there, so the constant is a lower bound
}

export interface BaselineRecord {
  readonly preset: string
  readonly form: string
  readonly date: string
  readonly engine: string
  readonly command: string
  readonly link: string
  readonly points: readonly RecordedBaseline[]
}

export const recordedBaseline: readonly RecordedBaseline[] = recorded.points

/** One per p inside the bound's domain, densest first. */
export function baselineOf(runs: readonly MeasuredRun[]): RecordedBaseline[] {
  const largest = new Map<number, RecordedBaseline>()
  for (const run of runs) {
    const { task, shape } = run.spec
    const exact = independentProbability(task)
    if (exact === null) continue
    const p = Number(exact.toPrecision(6)), count = featureCountOf(run)
    const constant = observedConstant(count / shape.neurons, p)
    if (constant !== null && constant > (largest.get(p)?.constant ?? 0)) largest.set(p, { p, constant, isCeiling: count >= task.featureCount })
  }
  return [...largest.values()].sort((x, y) => y.p - x.p)
}
