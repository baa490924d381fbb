/** Compute pipelines of one device, compiled off the thread and kept per shader text and override values. */
export class Pipelines {
  private readonly compiled = new Map<string, Promise<GPUComputePipeline>>()

  constructor(private readonly device: GPUDevice) {}

  get(label: string, code: string, entryPoint: string, constants: Readonly<Record<string, number>> = {}): Promise<GPUComputePipeline> {
    const key = JSON.stringify([code, entryPoint, constants])
    let pipeline = this.compiled.get(key)
    if (!pipeline) {
      const module = this.device.createShaderModule({ label, code })
      pipeline = this.device
        .createComputePipelineAsync({ label, layout: 'auto', compute: { module, entryPoint, constants } })
        .catch(async (error: unknown) => {
          const { messages } = await module.getCompilationInfo()
          const words = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}\n  ${code.split('\n')[lineNum - 1] ?? ''}`)
          throw new Error(`${label} does not compile: ${words.join('\n') || String(error)}`)
        })
      this.compiled.set(key, pipeline)
    }
    return pipeline
  }
}
