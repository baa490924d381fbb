/** How far a sweep is and how long it will take: counted in estimated FLOPs, timed by the rate measured so far. */
import type { SweepPlan } from '../../experiment/sweep-plan'
import { isEnded } from '../keeping/results-store'
import type { KeptCheckpoint } from '../keeping/kept-checkpoint'
import type { RunRecord } from '../keeping/run-record'

/** Seconds since `start`, pauses excluded. @param now milliseconds from any origin */
export function createStopwatch(now: () => number) {
  let total = 0
  let since: number | null = null
  return {
    start(): void { since ??= now() },
    stop(): void {
      if (since !== null) total += now() - since
      since = null
    },
    seconds: (): number => (total + (since === null ? 0 : now() - since)) / 1000,
  }
}

/** Estimated FLOPs of each run, in plan order: its share of its group. */
export function flopsPerRun(plan: SweepPlan): Float64Array {
  const flops = new Float64Array(plan.runs.length)
  const place = new Map(plan.runs.map((run, at) => [run.id, at]))
  for (const group of plan.groups) for (const run of group.runs) flops[place.get(run.id)!] = group.flops / group.runs.length
  return flops
}

/** FLOPs done: ended runs count whole (a diverged one needs no more), running and stopped ones by their steps. */
export function flopsDone(records: readonly RunRecord[], flops: Float64Array): number {
  let done = 0
  records.forEach(({ status, spec }, at) => {
    if (status.kind === 'running' || status.kind === 'stopped') done += (flops[at] * status.step) / spec.training.steps
    else if (isEnded(status)) done += flops[at]
  })
  return done
}

/** FLOPs that checkpoints of runs not ended hold. */
export function flopsOf(checkpoints: readonly KeptCheckpoint[], records: readonly RunRecord[], flops: Float64Array): number {
  const steps = new Map(checkpoints.flatMap(({ runs, checkpoint }) => runs.map(({ id }) => [id, checkpoint.state.step] as const)))
  return records.reduce((sum, { id, status, spec }, at) =>
    sum + (status.kind === 'waiting' ? (flops[at] * (steps.get(id) ?? 0)) / spec.training.steps : 0), 0)
}

/** Too early to judge a rate: opening and the first kernels' compilation would dominate it. */
const secondsBeforeEstimate = 0.5

export interface Estimate {
  readonly fraction: number // of FLOPs, [0, 1]; never falls
  readonly secondsRemaining: number | null
}

/**
 * The rate is that of the last news (FLOPs so far over seconds so far); between news the remaining time counts
 * down with the clock. FLOPs that an earlier session did count as done, never as speed.
 */
export function createEstimator(total: number, doneBefore: number) {
  let best = total > 0 ? doneBefore / total : 1
  let newsFlops = doneBefore
  let newsSeconds = 0
  return (done: number, seconds: number): Estimate => {
    if (done !== newsFlops) {
      newsFlops = done
      newsSeconds = seconds
    }
    best = Math.min(1, Math.max(best, total > 0 ? done / total : 1))
    const trained = newsFlops - doneBefore
    if (trained <= 0 || newsSeconds < secondsBeforeEstimate) return { fraction: best, secondsRemaining: null }
    const atNews = ((total - newsFlops) * newsSeconds) / trained
    return { fraction: best, secondsRemaining: Math.max(0, atNews - (seconds - newsSeconds)) }
  }
}
