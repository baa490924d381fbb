/**
 * How far a sweep is and how long it will take: counted in estimated FLOPs of training and of measuring what was trained
 * (a network's layers and probes may cost more than its training), timed by the rate measured so far.
 */
import { flopsOfMeasurement, flopsOfRun, measuringFlopsPerSecond } from '../../science/metrics/measuring-cost'
import type { SweepPlan } from '../../experiment/sweep-plan'
import { isEnded } from '../keeping/results-store'
import type { SavedCheckpoint } from '../keeping/saved-checkpoint'
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

/** Estimated FLOPs. */
export interface Work {
  readonly training: number
  readonly measuring: number
}

const sum = (works: readonly Work[]): Work =>
  works.reduce((total, { training, measuring }) => ({ training: total.training + training, measuring: total.measuring + measuring }), { training: 0, measuring: 0 })
const all = ({ training, measuring }: Work): number => training + measuring

export interface PlannedWork {
  readonly runs: readonly Work[] // in plan order; together the plan's FLOPs
  readonly total: Work
}

/** Each run's share of its group, part of it for measuring. */
export function workOf(plan: SweepPlan): PlannedWork {
  const places = new Map(plan.runs.map((run, at) => [run.id, at]))
  const runs = plan.runs.map((): Work => ({ training: 0, measuring: 0 }))
  for (const group of plan.groups) for (const { id, spec } of group.runs) {
    const flops = group.flops / group.runs.length
    const measuring = (flops * flopsOfMeasurement(spec)) / flopsOfRun(spec)
    runs[places.get(id)!] = { training: flops - measuring, measuring }
  }
  return { runs, total: sum(runs) }
}

/** Ended runs count whole (a diverged one needs no more), running and stopped ones by their steps, not measured yet. */
export function workDone(records: readonly RunRecord[], { runs }: PlannedWork): Work {
  return sum(records.map(({ status, spec }, at) => {
    if (status.kind === 'running' || status.kind === 'stopped') return { training: (runs[at].training * status.step) / spec.training.steps, measuring: 0 }
    return isEnded(status) ? runs[at] : { training: 0, measuring: 0 }
  }))
}

/** What earlier sessions did: ended runs, and what checkpoints of the others hold. */
export function workAhead(records: readonly RunRecord[], checkpoints: readonly SavedCheckpoint[], work: PlannedWork): Work {
  const steps = new Map(checkpoints.flatMap(({ runs, checkpoint }) => runs.map(({ id }) => [id, checkpoint.state.step] as const)))
  const begun = records.map(({ id, status, spec }, at): Work =>
    ({ training: status.kind === 'waiting' ? (work.runs[at].training * (steps.get(id) ?? 0)) / spec.training.steps : 0, measuring: 0 }))
  return sum([workDone(records, work), ...begun])
}

/** Too early to judge a rate: opening and the first kernels' compilation would dominate it. */
const secondsBeforeEstimate = 0.5

export interface Estimate {
  readonly fraction: number // of FLOPs, [0, 1]; never falls
  readonly secondsRemaining: number | null
}

/**
 * Training goes on at the rate of the last news (FLOPs so far over seconds so far, less those of measuring); measuring at
 * the speed that is known of it, or faster where it was. Between news the remaining time counts down with the clock.
 * Work that an earlier session did counts as done, never as speed. Decision 0161.
 */
export function createEstimator(total: Work, before: Work) {
  const fractionOf = (done: Work): number => (all(total) > 0 ? all(done) / all(total) : 1)
  let best = fractionOf(before)
  let news = before
  let newsSeconds = 0
  /** @param trainers that measure at once */
  return (done: Work, seconds: number, trainers: number): Estimate => {
    if (all(done) !== all(news)) {
      news = done
      newsSeconds = seconds
    }
    best = Math.min(1, Math.max(best, fractionOf(done)))
    const trained = news.training - before.training, measured = news.measuring - before.measuring
    if (trained <= 0 || newsSeconds < secondsBeforeEstimate) return { fraction: best, secondsRemaining: null }
    const known = 1 / (measuringFlopsPerSecond * trainers)
    const perMeasured = measured > 0 ? Math.min(known, newsSeconds / measured) : known
    const perTrained = (newsSeconds - perMeasured * measured) / trained
    const atNews = perTrained * (total.training - news.training) + perMeasured * (total.measuring - news.measuring)
    return { fraction: best, secondsRemaining: Math.max(0, atNews - (seconds - newsSeconds)) }
  }
}
