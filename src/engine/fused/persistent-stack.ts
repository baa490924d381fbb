/** The persistent path: small autoencoders, many steps in one dispatch (persistent-autoencoder.wgsl). */
import { persistentBytes } from './buffer-sizes'
import { persistentKernel } from './kernels'
import type { PersistentPlan } from './persistent-plan'
import type { Pipelines } from './pipelines'
import type { Stack, Steps } from './stack'

export interface PersistentSteps extends Steps {
  readonly drawn: GPUBuffer // [f, 4·⌈B/4⌉] when dumping
}

/** @param dump tests: keeps the drawn inputs, leaves the gradient in the first moment and updates nothing. */
export async function persistentSteps(
  device: GPUDevice, pipelines: Pipelines, stack: Stack, plan: PersistentPlan, dump = false,
): Promise<PersistentSteps> {
  const run = stack.runs[0], drawnFeatures = dump ? run.task.featureCount : 0
  const kernel = persistentKernel(run, plan), bytes = persistentBytes(run, drawnFeatures)
  const pipeline = await pipelines.get(kernel)
  const count = stack.runs.length
  const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage
  const progress = device.createBuffer({ label: 'progress', size: bytes.progress, usage: STORAGE | COPY_DST })
  const drawn = device.createBuffer({ label: 'drawn', size: bytes.drawn, usage: STORAGE | COPY_SRC })
  const group = pipelines.bind(kernel, pipeline, { ...stack.buffers, progress, drawn })
  const progressWords = new Uint32Array([0, stack.step, drawnFeatures])
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
