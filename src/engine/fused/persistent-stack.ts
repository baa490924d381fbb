/** The persistent path: small autoencoders, many steps in one dispatch (persistent-autoencoder.wgsl). */
import { samplingMethod } from '../../science/data/feature-law'
import { parameterLayout } from '../../science/models/model'
import type { RunSpec } from '../../science/training/run-spec'
import { featureLaw, isRecall, taskTraits } from '../../science/tasks/task'
import featureLawText from './feature-law.wgsl?raw'
import targetText from './target.wgsl?raw'
import kernelText from './persistent-autoencoder.wgsl?raw'
import { fusedKernels, type FusedKernels } from './kernel-table'
import { tableEntries, tableWords, taskConstants } from './layered-plan'
import type { Pipelines } from './pipelines'
import { type Constants, specialise } from './specialise'
import type { Stack, Steps } from './stack'
import type { Tuning } from './tuning'

/** WebGPU's default limit of workgroup storage. */
const WORKGROUP_BYTES = 16384

export interface PersistentPlan {
  readonly threads: number
  readonly constants: Constants
}

/** Null when this run is not an autoencoder small enough to be unrolled whole. A function of shape and adapter class. */
export function persistentPlan(run: RunSpec, tuning: Tuning, kernels: FusedKernels = fusedKernels): PersistentPlan | null {
  const { task, model, shape, training } = run
  if (model.kind !== 'autoencoder' || isRecall(task)) return null
  const layout = parameterLayout(run)
  const n = task.featureCount, m = shape.width, P = layout.total
  if (P - n > tuning.persistentWeights) return null
  let threads = tuning.persistentThreads
  while (threads > 4 && workgroupBytes(threads, P) > WORKGROUP_BYTES) threads /= 2
  if (workgroupBytes(threads, P) > WORKGROUP_BYTES) return null
  const flag = (condition: boolean) => (condition ? 1 : 0)
  const offset = (name: string) => layout.tensors.find((tensor) => tensor.name === name)?.offset ?? 0
  return {
    threads,
    constants: {
      THREADS: threads, BATCH: training.batchSize, N: n, M: m, P, V_START: offset('V'), B_START: offset('b'),
      ENTRIES: tableEntries(run), TABLE: tableWords(run), PARTIALS: threads * (P + 1),
      SKIPPING: flag(samplingMethod(featureLaw(task)) === 'skipping'), SIGNED: flag(taskTraits[task.kind].values === 'signed'),
      SOFT_SHIFT: flag(tuning.softShift), LANES4: 1, ...taskConstants(run, kernels),
      UNTIED: flag(!model.tied), HIDDEN_RELU: flag(model.hidden === 'relu'), OUTPUT_RELU: flag(model.output === 'relu'),
    },
  }
}

/** Partial sums of every invocation, weights and both moments. */
function workgroupBytes(threads: number, P: number): number {
  return 4 * (threads * (P + 1) + 3 * P)
}

export interface PersistentSteps extends Steps {
  readonly drawn: GPUBuffer // [f, 4·⌈B/4⌉] when dumping
}

/** @param dump tests: keeps the drawn inputs, leaves the gradient in the first moment and updates nothing. */
export async function persistentSteps(
  device: GPUDevice, pipelines: Pipelines, stack: Stack, plan: PersistentPlan, dump = false,
): Promise<PersistentSteps> {
  const code = specialise(`${featureLawText}\n${targetText}\n${kernelText}`, { ...plan.constants, GAPS: 0 })
  const pipeline = await pipelines.get('persistent autoencoder', code, 'train')
  const count = stack.runs.length
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage
  const progress = device.createBuffer({ label: 'progress', size: 12, usage: STORAGE | COPY_DST })
  const { task, training } = stack.runs[0]
  const drawn = device.createBuffer({
    label: 'drawn', size: dump ? task.featureCount * Math.ceil(training.batchSize / 4) * 16 : 16, usage: STORAGE | COPY_SRC,
  })
  const buffers = [stack.parameters, stack.moments, stack.instances, stack.taskTable, progress, stack.schedule, stack.losses, drawn]
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  })
  const progressWords = new Uint32Array([0, stack.step, dump ? task.featureCount : 0])
  return {
    drawn,
    encode(pass, stepCount) {
      progressWords[0] = stepCount
      device.queue.writeBuffer(progress, 0, progressWords) // in queue order: after earlier submits, before this one
      progressWords[1] += stepCount
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, group)
      pass.dispatchWorkgroups(count)
    },
    destroy() {
      progress.destroy()
      drawn.destroy()
    },
  }
}
