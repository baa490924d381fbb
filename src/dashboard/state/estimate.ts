/**
 * What the experiment on the desk will take here: a trainer is opened when the page is idle, takes a few real steps
 * of the plan's groups, and is closed again. Nothing is trained and nothing is kept but the seconds.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import { trainersOf, type EngineChoice } from '../../protocol/engines'
import type { EnvironmentFailure } from '../../protocol/failures'
import type { EngineEnvironment } from '../../protocol/environment'
import type { PooledTrainer } from '../../runner/conduct/sweep'
import { secondsOfMeasurement } from '../../science/metrics/measuring-cost'
import type { RunGroup, SweepPlan } from '../../experiment/sweep-plan'

export type Estimate =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-timed'; readonly flops: number } // of one step of the groups that would be timed: too much to start by itself
  | { readonly kind: 'measuring' }
  | {
    readonly kind: 'measured'
    readonly seconds: number
    readonly environment: EngineEnvironment
    readonly engine: string // that timed the steps
    readonly notices: readonly string[]
  }
  | { readonly kind: 'failed'; readonly failure: EnvironmentFailure }

/** Groups timed one by one; the rest of a large plan is scaled by FLOPs from the slowest per FLOP of these. */
const mostTimed = 6
/** A link from a stranger may cost this much before anybody has pressed anything, in FLOP per step timed: half a minute of one core. */
export const mostFlopsUntimed = 1e11

export interface Estimator {
  readonly estimate: ReadonlySignal<Estimate>
  /** Measures this plan; an earlier measurement that is under way is abandoned. */
  measure(plan: SweepPlan, engine: EngineChoice): Promise<void>
  abandon(): void
  /** Shows what is known of this plan, or that nothing is, until it is measured. */
  turnTo(plan: SweepPlan, engine: EngineChoice): void
}

export function createEstimator(spawn: () => PooledTrainer, trainers: number): Estimator {
  const estimate = signal<Estimate>({ kind: 'unknown' })
  const known = new Map<string, Estimate>()
  let current: { trainer: PooledTrainer } | null = null

  function abandon(): void {
    current?.trainer.terminate()
    current = null
    if (estimate.peek().kind === 'measuring') estimate.value = { kind: 'unknown' }
  }

  async function time(trainer: PooledTrainer, plan: SweepPlan, engine: EngineChoice): Promise<Estimate> {
    const gone = trainer.gone.then((message): Estimate => ({ kind: 'failed', failure: { kind: 'internal', message } }))
    const timed = (async (): Promise<Estimate> => {
      const opened = await trainer.service.open(engine)
      if (!opened.ok) return { kind: 'failed', failure: opened.failure }
      let seconds = 0, timedFlops = 0, engineName = ''
      for (const group of sample(plan.groups)) {
        const step = await trainer.service.timeStep(group)
        if ('kind' in step) return { kind: 'failed', failure: step }
        seconds += step.secondsPerStep * group.runs[0].spec.training.steps
        timedFlops += group.flops
        engineName = step.engine
      }
      const measuring = plan.runs.reduce((sum, { spec }) => sum + secondsOfMeasurement(spec), 0)
      const lanes = trainersOf(opened.environment.engine, Math.min(trainers, plan.groups.length))
      return {
        kind: 'measured', seconds: ((seconds * plan.flops) / timedFlops + measuring) / lanes,
        environment: opened.environment, engine: engineName, notices: opened.notices,
      }
    })()
    return Promise.race([timed, gone])
  }

  return {
    estimate,
    abandon,
    turnTo(plan, engine) {
      abandon()
      estimate.value = known.get(keyOf(plan, engine)) ?? { kind: 'unknown' }
    },
    async measure(plan, engine) {
      abandon()
      const key = keyOf(plan, engine)
      const earlier = known.get(key)
      if (earlier !== undefined) {
        estimate.value = earlier
        return
      }
      const flops = sample(plan.groups).reduce((sum, group) => sum + group.flops / group.runs[0].spec.training.steps, 0)
      if (flops > mostFlopsUntimed) {
        estimate.value = { kind: 'not-timed', flops }
        return
      }
      const mine = { trainer: spawn() }
      current = mine
      estimate.value = { kind: 'measuring' }
      const result = await time(mine.trainer, plan, engine).catch((error: unknown): Estimate =>
        ({ kind: 'failed', failure: { kind: 'internal', message: String(error) } }))
      if (current !== mine) return
      mine.trainer.terminate()
      current = null
      if (result.kind === 'measured') known.set(key, result)
      estimate.value = result
    },
  }
}

const keyOf = (plan: SweepPlan, engine: EngineChoice): string => `${plan.experimentId} ${engine}`

/** All groups of a small plan; of a large one a spread over its order, first and last included. */
function sample(groups: readonly RunGroup[]): readonly RunGroup[] {
  if (groups.length <= mostTimed) return groups
  return Array.from({ length: mostTimed }, (_, k) => groups[Math.round((k * (groups.length - 1)) / (mostTimed - 1))])
}
