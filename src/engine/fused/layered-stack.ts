/** The layered path: two dispatches per step at any depth (activation-pass.wgsl, layered-gradient.wgsl). */
import { isRecall } from '../../science/tasks/task'
import type { RunSpec } from '../../science/training/run-spec'
import { layeredBytes } from './buffer-sizes'
import { activationKernel, gradientKernel } from './kernels'
import type { LayeredPlan } from './layered-plan'
import type { Pipelines } from './pipelines'
import type { Stack, Steps } from './stack'
import type { Tuning } from './tuning'

export interface LayeredSteps extends Steps {
  readonly activations: GPUBuffer // [i, row, column]
  /** The two of a step, apart, for the profile. */
  readonly dispatches: Readonly<Record<'activations' | 'gradient', (pass: GPUComputePassEncoder) => void>>
}

/** @param gradientOnly tests: leaves the gradient in the first moment and updates nothing. */
export async function layeredSteps(
  device: GPUDevice, pipelines: Pipelines, tuning: Tuning, stack: Stack, plan: LayeredPlan, gradientOnly = false,
): Promise<LayeredSteps> {
  const run = stack.runs[0]
  const subgroups = device.features.has('subgroups')
  const activationPass = activationKernel(run, plan, tuning, subgroups), gradientPass = gradientKernel(plan, tuning, subgroups)
  const [activate, update] = await Promise.all([pipelines.get(activationPass), pipelines.get(gradientPass)])
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage
  const count = stack.runs.length
  const bytes = layeredBytes(plan, count)
  const activations = device.createBuffer({ label: 'activations', size: bytes.activations, usage: STORAGE | COPY_SRC | COPY_DST })
  const tiles = device.createBuffer({ label: 'tiles', size: bytes.tiles, usage: STORAGE | COPY_DST })
  device.queue.writeBuffer(tiles, 0, plan.tiles)
  const counters = device.createBuffer({ label: 'counters', size: bytes.counters, usage: STORAGE | COPY_DST })
  device.queue.writeBuffer(counters, 0, new Uint32Array([stack.step, stack.step, gradientOnly ? 1 : 0]))
  if (isRecall(run.task) && plan.inputRow !== null) writeKeys(device, activations, run, plan, count)

  const buffers = { ...stack.buffers, activations, tiles, counters }
  const activationGroup = pipelines.bind(activationPass, activate, buffers)
  const gradientGroup = pipelines.bind(gradientPass, update, buffers)
  const activationGrid = plan.paddedBatch / tuning.lanes / tuning.activationWorkgroup
  const gradientGrid = Math.ceil(((plan.tiles.length / 10 + 1) * tuning.share) / tuning.side)
  const dispatches: LayeredSteps['dispatches'] = {
    activations(pass) {
      pass.setPipeline(activate)
      pass.setBindGroup(0, activationGroup)
      pass.dispatchWorkgroups(activationGrid, count)
    },
    gradient(pass) {
      pass.setPipeline(update)
      pass.setBindGroup(0, gradientGroup)
      pass.dispatchWorkgroups(gradientGrid, count)
    },
  }
  return {
    activations,
    dispatches,
    encode(pass, steps) {
      for (let step = 0; step < steps; step++) {
        dispatches.activations(pass)
        dispatches.gradient(pass)
      }
    },
    destroy() {
      activations.destroy()
      tiles.destroy()
      counters.destroy()
    },
  }
}

/** Recall's inputs never change: the identity, padded, once at the start. */
function writeKeys(device: GPUDevice, activations: GPUBuffer, run: RunSpec, plan: LayeredPlan, count: number): void {
  const n = run.task.featureCount
  const keys = new Float32Array(n * plan.paddedBatch) // [f, b]
  for (let f = 0; f < n; f++) keys[f * plan.paddedBatch + f] = 1
  for (let i = 0; i < count; i++) device.queue.writeBuffer(activations, i * plan.activationBytes + plan.inputRow! * plan.paddedBatch * 4, keys)
}
