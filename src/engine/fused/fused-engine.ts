/**
 * The sweep path: WGSL kernels on a device of our own. Two families: a persistent kernel for autoencoders
 * small enough for registers, the layered path for everything else. Which one trains a run depends on its shape
 * alone, never on its group, so that a run alone and a run stacked agree to the bit.
 */
import type { Checkpoint, EngineEnvironment } from '../../protocol/environment'
import { isRecall } from '../../science/tasks/task'
import { batchOf } from '../../science/training/batch'
import { invariant } from '../../science/invariant'
import { parameterLayout } from '../../science/models/model'
import type { RunSpec } from '../../science/training/run-spec'
import type { OwnedDevice } from '../device'
import type { Engine } from '../engine'
import { type StackLimits, stackLimits } from './buffer-sizes'
import { FusedTraining, type StackedSteps, readBuffers } from './fused-training'
import { refusal } from '../refusal'
import { fusedKernels, type FusedKernels } from './kernel-table'
import { layeredPlan } from './layered-plan'
import { layeredSteps } from './layered-stack'
import { persistentPlan } from './persistent-plan'
import { persistentSteps } from './persistent-stack'
import { Pipelines } from './pipelines'
import { openStack } from './stack'
import { type Tuning, describeTuning, tunings } from './tuning'

/**
 * Bump it with any change that may change a bit of any result on any adapter (order of a sum, tile or workgroup size,
 * which kernel takes which shape): checkpoints and receipts of another version are not gone on from or held to the bit.
 */
export const FUSED_ENGINE_VERSION = '3'

export interface FusedOptions {
  /** Tests force the other adapter class here; by default the adapter decides. */
  readonly tuning?: Tuning
  /** Tests make them small. */
  readonly limits?: StackLimits
  /** Tests see what a wrong table does. */
  readonly kernels?: FusedKernels
}

export interface FusedEngine extends Engine {
  start(runs: readonly RunSpec[], from?: Checkpoint): Promise<FusedTraining>
}

export async function openFusedEngine(gpu: OwnedDevice, options: FusedOptions = {}): Promise<FusedEngine> {
  const { device } = gpu
  const tuning = options.tuning ?? (gpu.software ? tunings.software : tunings.hardware)
  const limits = options.limits ?? stackLimits
  const kernels = options.kernels ?? fusedKernels
  const pipelines = new Pipelines(device)
  const environment: EngineEnvironment = {
    engine: 'webgpu', engineVersion: FUSED_ENGINE_VERSION, adapter: gpu.adapter, software: gpu.software,
    details: { ...gpu.details, tuning: describeTuning(tuning) },
  }

  async function open(runs: readonly RunSpec[], from: Checkpoint | null): Promise<StackedSteps[]> {
    const persistent = persistentPlan(runs[0], tuning, kernels)
    const layered = persistent ? null : layeredPlan(runs[0], tuning, kernels)
    const most = instancesPerStack(runs[0], layered?.activationBytes ?? 0, limits.bindingBytes)
    const { total, trainable } = parameterLayout(runs[0])
    const stacks: StackedSteps[] = []
    for (let first = 0; first < runs.length; first += most) {
      const last = Math.min(runs.length, first + most)
      const stack = openStack(device, runs.slice(first, last), from && {
        step: from.step,
        parameters: from.parameters.subarray(first * total, last * total),
        firstMoment: from.firstMoment.subarray(first * trainable, last * trainable),
        secondMoment: from.secondMoment.subarray(first * trainable, last * trainable),
      }, limits)
      const steps = persistent
        ? await persistentSteps(device, pipelines, stack, persistent)
        : await layeredSteps(device, pipelines, tuning, stack, layered!)
      stacks.push({ stack, steps })
    }
    return stacks
  }

  /** One step of one run at given parameters, without the update; inputs [f, b] with `stride` samples per feature. */
  async function trial(run: RunSpec, parameters: Float32Array | null, step: number) {
    const { trainable, total } = parameterLayout(run)
    // The schedule has a row per step; a trial may ask for a step past the last.
    const longer = { ...run, training: { ...run.training, steps: Math.max(run.training.steps, step + 1) } }
    const stack = openStack(device, [longer], {
      step, parameters: parameters ?? new Float32Array(total),
      firstMoment: new Float32Array(trainable), secondMoment: new Float32Array(trainable),
    })
    const persistent = persistentPlan(run, tuning, kernels)
    const plan = layeredPlan(run, tuning, kernels)
    const steps = persistent
      ? await persistentSteps(device, pipelines, stack, persistent, true)
      : await layeredSteps(device, pipelines, tuning, stack, plan, true)
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    steps.encode(pass, 1)
    pass.end()
    device.queue.submit([encoder.finish()])
    const [moments, losses, inputs] = await readBuffers(device, [
      stack.buffers.moments, stack.buffers.losses, 'activations' in steps ? steps.activations : steps.drawn,
    ])
    steps.destroy()
    stack.destroy()
    const inputRow = persistent ? 0 : plan.inputRow ?? 0
    const stride = persistent ? Math.ceil(run.training.batchSize / 4) * 4 : plan.paddedBatch
    return { gradient: moments.slice(0, trainable), loss: losses[step % stack.ringSteps], inputs: inputs.subarray(inputRow * stride), stride }
  }

  return {
    environment,
    lost: gpu.lost,
    refuses: (run) => fusedRefusal(run, tuning, limits, kernels),
    async start(runs, from) {
      invariant(runs.length > 0, () => 'a group has at least one run')
      return new FusedTraining(device, runs, await open(runs, from ?? null), from ?? null)
    },
    compiled: () => pipelines.compiled,
    dispose() { /* the device and its pipelines belong to whoever opened it */ },
    async drawBatch(run, step) {
      if (isRecall(run.task)) return batchOf(run, step) // all keys in order: nothing is drawn
      const { inputs, stride } = await trial(run, null, step)
      const n = run.task.featureCount, B = run.training.batchSize
      const batch = new Float32Array(B * n) // [b, f]
      for (let f = 0; f < n; f++) {
        for (let b = 0; b < B; b++) batch[b * n + f] = inputs[f * stride + b]
      }
      return batch
    },
    async gradient(run, parameters, step) {
      const { gradient, loss } = await trial(run, parameters, step)
      return { loss, gradient }
    },
  }
}

/** Why the kernels cannot train this run on an adapter of this class; null when they can. */
export function fusedRefusal(run: RunSpec, tuning: Tuning, limits = stackLimits, kernels = fusedKernels): string | null {
  const missing = refusal('webgpu', run, kernels)
  if (missing !== null) return missing
  if (persistentPlan(run, tuning, kernels)) return null
  const { activationBytes } = layeredPlan(run, tuning, kernels)
  if (activationBytes <= limits.bindingBytes) return null
  return `its activations take ${Math.ceil(activationBytes / 2 ** 20)} MiB per run, WebGPU binds at most ${limits.bindingBytes / 2 ** 20} MiB: `
    + 'lower the batch size, the depth or the width'
}

function instancesPerStack(run: RunSpec, activationBytes: number, bindingBytes: number): number {
  const { total, trainable } = parameterLayout(run)
  return Math.max(1, Math.floor(bindingBytes / Math.max(activationBytes, total * 4, trainable * 8)))
}
