/** Bytes of the kernels' buffers, by the names that the WGSL binds them under. Pure. */
import { parameterLayout } from '../../science/models/model'
import type { RunSpec } from '../../science/training/run-spec'
import type { LayeredPlan } from './layered-plan'
import { tableWords } from './layered-plan'

export interface StackLimits {
  /** Of one binding; WebGPU's default. */
  readonly bindingBytes: number
  /** Of the losses kept on the device until they are read. */
  readonly ringBytes: number
}
export const stackLimits: StackLimits = { bindingBytes: 128 * 2 ** 20, ringBytes: 16 * 2 ** 20 }

/** Of what every kernel family needs, for `count` runs like this one. */
export function stackBytes(run: RunSpec, count: number, limits: StackLimits) {
  const { total, trainable } = parameterLayout(run)
  const { steps } = run.training
  const ringSteps = Math.max(1, Math.min(steps, Math.floor(limits.ringBytes / (4 * count))))
  return {
    parameters: count * total * 4, // [i, P]
    moments: count * 2 * trainable * 4, // [i, 2, P_trainable]
    instances: count * 32, // [i]: struct Instance
    task_table: count * tableWords(run) * 4, // [i, TABLE]
    schedule: steps * 3 * 4, // [t, 3]
    losses: ringSteps * count * 4, // [t mod ringSteps, i]
  }
}

export function layeredBytes(plan: LayeredPlan, count: number) {
  return { activations: count * plan.activationBytes, tiles: plan.tiles.byteLength, counters: 12 }
}

/** @param drawnFeatures how many features' inputs are left in `drawn`, for tests; 0 in training */
export function persistentBytes(run: RunSpec, drawnFeatures: number) {
  return { progress: 12, drawn: Math.max(16, drawnFeatures * Math.ceil(run.training.batchSize / 4) * 16) }
}

export type BufferName = keyof ReturnType<typeof stackBytes> | keyof ReturnType<typeof layeredBytes> | keyof ReturnType<typeof persistentBytes>
