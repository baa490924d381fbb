/** Compute pipelines of one device, compiled off the thread and kept per shader text and override values. */
import { invariant } from '../../science/invariant'
import type { BufferName } from './buffer-sizes'
import { composeKernel, type Kernel } from './kernels'
import { describeMessages } from './compose'

export class Pipelines {
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>()
  /** How many are compiled. */
  compiled = 0

  constructor(private readonly device: GPUDevice) {}

  /** The kernel's bind group: its buffers by name. */
  bind(kernel: Kernel, pipeline: GPUComputePipeline, buffers: Readonly<Partial<Record<BufferName, GPUBuffer>>>): GPUBindGroup {
    return this.device.createBindGroup({
      label: kernel.label, layout: pipeline.getBindGroupLayout(0),
      entries: kernel.buffers.map((name, binding) => {
        invariant(buffers[name] !== undefined, () => `${kernel.label} binds ${name}, which is not there`)
        return { binding, resource: { buffer: buffers[name]! } }
      }),
    })
  }

  /** @throws with file and line of the stage that the device's compiler complains of */
  get(kernel: Kernel): Promise<GPUComputePipeline> {
    const { label, entryPoint, overrides } = kernel
    const composed = composeKernel(kernel)
    const key = JSON.stringify([composed.code, entryPoint, overrides])
    let pipeline = this.pipelines.get(key)
    if (!pipeline) {
      const module = this.device.createShaderModule({ label, code: composed.code })
      pipeline = this.device
        .createComputePipelineAsync({ label, layout: 'auto', compute: { module, entryPoint, constants: overrides } })
        .then((made) => {
          this.compiled += 1
          return made
        })
        .catch(async (error: unknown) => {
          const { messages } = await module.getCompilationInfo()
          throw new Error(`${label} does not compile: ${describeMessages(composed, messages).join('\n') || String(error)}`)
        })
      this.pipelines.set(key, pipeline)
    }
    return pipeline
  }
}
