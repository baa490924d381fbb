/** Runs that a GPU could not train, or its engine would not: the CPU engine can, if the user agrees. */
import { engineTraits, fallbackChoice } from '../../protocol/engines'
import { failureTraits } from '../../protocol/failures'
import type { EngineEnvironment } from '../../protocol/environment'
import type { SweepView } from '../../runner/conduct/sweep'

export interface LeftByGpu {
  readonly runs: number // that ended for the GPU's sake, once the sweep has ended; none where it was the CPU that trained them
  /** Why, where the engine refused them all for one reason; null where the GPU failed. */
  readonly refusal: string | null
}

export function leftByGpu({ progress, runs }: SweepView): LeftByGpu {
  const failures = progress.phase !== 'done' ? [] : runs.flatMap(({ status, environment }) =>
    (status.kind === 'failed' && failureTraits[status.failure.kind].offersCpu && !isFallback(environment) ? [status.failure] : []))
  const reasons = new Set(failures.map(({ kind, message }) => (failureTraits[kind].isRefusal ? message : null)))
  return { runs: failures.length, refusal: reasons.size === 1 ? [...reasons][0] : null }
}

const isFallback = (environment: EngineEnvironment | null): boolean =>
  environment !== null && engineTraits[environment.engine].choice === fallbackChoice
