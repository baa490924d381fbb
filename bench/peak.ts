/** The adapter's measured multiply-add peak, FLOP per second: the ceiling that fractions in the report refer to. */
import source from './peak.wgsl?raw'

const FLOP_PER_INVOCATION = 256 * 128

export async function measurePeak(device: GPUDevice): Promise<number> {
  const pipeline = await device.createComputePipelineAsync({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: source }), entryPoint: 'peak' },
  })
  let workgroups = 64
  for (;;) {
    const invocations = workgroups * 64
    const buffer = device.createBuffer({ size: invocations * 16, usage: GPUBufferUsage.STORAGE })
    const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer } }] })
    let best = Infinity
    for (let repeat = 0; repeat < 4; repeat++) {
      const began = performance.now()
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass()
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, group)
      pass.dispatchWorkgroups(workgroups)
      pass.end()
      device.queue.submit([encoder.finish()])
      await device.queue.onSubmittedWorkDone()
      best = Math.min(best, performance.now() - began)
    }
    buffer.destroy()
    if (best > 30 || workgroups * 4 > 65_535) return (invocations * FLOP_PER_INVOCATION) / (best / 1000)
    workgroups *= 4
  }
}
