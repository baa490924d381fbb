/** Runs that a GPU could not train: the CPU engine can, if the user agrees. */
import type { EnvironmentFailure } from '../../protocol/trainer'
import type { SweepView } from '../../runner/sweep'

const ofTheGpu: readonly EnvironmentFailure['kind'][] = ['device-lost', 'no-adapter', 'no-webgpu', 'self-test', 'out-of-memory']

/** @returns how many ended for the GPU's sake, once the sweep has ended; 0 where it was the CPU that trained them */
export function leftByGpu({ progress, runs }: SweepView): number {
  if (progress.phase !== 'done') return 0
  return runs.filter(({ status, environment }) =>
    status.kind === 'failed' && ofTheGpu.includes(status.failure.kind) && environment?.engine !== 'cpu').length
}
