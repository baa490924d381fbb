/** Runs that a GPU could not train, or its engine would not: the CPU engine can, if the user agrees. */
import type { EnvironmentFailure } from '../../protocol/trainer'
import type { SweepView } from '../../runner/conduct/sweep'

const ofTheGpu: readonly EnvironmentFailure['kind'][] = ['device-lost', 'no-adapter', 'no-webgpu', 'self-test', 'out-of-memory', 'unsupported']

export interface LeftByGpu {
  readonly runs: number // that ended for the GPU's sake, once the sweep has ended; none where it was the CPU that trained them
  /** Why, where the engine refused them all for one reason; null where the GPU failed. */
  readonly refusal: string | null
}

export function leftByGpu({ progress, runs }: SweepView): LeftByGpu {
  const failures = progress.phase !== 'done' ? [] : runs.flatMap(({ status, environment }) =>
    (status.kind === 'failed' && ofTheGpu.includes(status.failure.kind) && environment?.engine !== 'cpu' ? [status.failure] : []))
  const reasons = new Set(failures.map(({ kind, message }) => (kind === 'unsupported' ? message : null)))
  return { runs: failures.length, refusal: reasons.size === 1 ? [...reasons][0] : null }
}
