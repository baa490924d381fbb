/** The layered path: two dispatches per step at any depth (layered-activations.wgsl, layered-gradient.wgsl). */
import { branchScale } from '../../science/models/model'
import { isRecall } from '../../science/tasks/task'
import type { RunSpec } from '../../science/training/run-spec'
import activationPassText from './activation-pass.wgsl?raw'
import featureLawText from './feature-law.wgsl?raw'
import targetText from './target.wgsl?raw'
import activationsText from './layered-activations.wgsl?raw'
import gradientText from './layered-gradient.wgsl?raw'
import narrowText from './narrow-activations.wgsl?raw'
import type { LayeredPlan } from './layered-plan'
import type { Pipelines } from './pipelines'
import { type Constants, specialise } from './specialise'
import type { Stack, Steps } from './stack'
import type { Tuning } from './tuning'

export interface LayeredSteps extends Steps {
  readonly activations: GPUBuffer // [i, row, column]
  /** The two of a step, apart, for the profile. */
  readonly dispatches: Readonly<Record<'activations' | 'gradient', (pass: GPUComputePassEncoder) => void>>
}

/** Swaps stand in loops whose ends are the same for all four of a quad, which the analysis of uniformity cannot see. */
const QUAD_SWAPS_HEAD = 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);'

/** @param gradientOnly tests: leaves the gradient in the first moment and updates nothing. */
export async function layeredSteps(
  device: GPUDevice, pipelines: Pipelines, tuning: Tuning, stack: Stack, plan: LayeredPlan, gradientOnly = false,
): Promise<LayeredSteps> {
  const run = stack.runs[0]
  // Rows of four handed round a quad instead of loaded by each: the same bits, fewer loads (narrow-activations.wgsl).
  const swaps = tuning.share === 4 && device.features.has('subgroups')
  const quads = { QUAD_SWAPS: Number(swaps), LOADS: swaps ? 1 : 4 }
  const compile = (label: string, entryPoint: string, texts: readonly string[], constants: Constants, overrides: Readonly<Record<string, number>> = {}) =>
    pipelines.get(label, specialise([swaps ? QUAD_SWAPS_HEAD : '', ...texts].join('\n'), { ...constants, ...quads }), entryPoint, overrides)
  const scale: Record<string, number> = run.model.kind === 'residual' ? { BRANCH_SCALE: Math.fround(branchScale(run.model, run.shape.depth)) } : {}
  const [activate, update] = await Promise.all([
    compile(plan.narrow ? 'narrow activations' : 'layered activations', 'step_activations',
      [activationPassText, featureLawText, targetText, plan.narrow ? narrowText : activationsText], plan.activationConstants,
      { WORKGROUP: tuning.activationWorkgroup, ...scale }),
    compile('layered gradient', 'step_gradient', [gradientText], plan.gradientConstants),
  ])
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage
  const count = stack.runs.length
  const activations = device.createBuffer({ label: 'activations', size: count * plan.activationBytes, usage: STORAGE | COPY_SRC | COPY_DST })
  const tiles = device.createBuffer({ label: 'tiles', size: plan.tiles.byteLength, usage: STORAGE | COPY_DST })
  device.queue.writeBuffer(tiles, 0, plan.tiles)
  const counters = device.createBuffer({ label: 'counters', size: 12, usage: STORAGE | COPY_DST })
  device.queue.writeBuffer(counters, 0, new Uint32Array([stack.step, stack.step, gradientOnly ? 1 : 0]))
  if (isRecall(run.task) && plan.inputRow !== null) writeKeys(device, activations, run, plan, count)

  const bind = (pipeline: GPUComputePipeline, buffers: readonly GPUBuffer[]) => device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  })
  const activationGroup = bind(activate, [stack.parameters, activations, stack.instances, stack.taskTable, counters])
  const gradientGroup = bind(update, [
    stack.parameters, activations, stack.instances, stack.moments, tiles, stack.schedule, counters, stack.losses,
  ])
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
