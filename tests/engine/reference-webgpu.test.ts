import * as tf from '@tensorflow/tfjs-core'
import { nodeHost } from '../../src/engine/node-host'
import { referenceEngine } from '../../src/engine/reference/reference-engine'
import { openWebgpuBackend } from '../../src/engine/reference/tensorflow-backend'
import { expect, it } from 'vitest'
import type { WebGPUMemoryInfo } from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu'
import { describeEngine } from './engine-suite'
import { nodeDevice } from './node-device'
import { tinyRuns } from './tiny-runs'

describeEngine('reference on tfjs webgpu', async () => {
  const gpu = await nodeDevice()
  return referenceEngine(await openWebgpuBackend(gpu, nodeHost), gpu)
}, {
  stackedEqualsAlone: 'to float32 rounding',
  liveObjects: () => tf.memory().numTensors,
  // A step takes a tenth of a second on a software adapter, and the golden cases cover every model already.
  trained: Object.keys(tinyRuns).filter((_, index) => [0, 3, 5, 7].includes(index)),
})

it('gives GPU memory back between groups of different shapes', async () => {
  const gpu = await nodeDevice()
  const engine = referenceEngine(await openWebgpuBackend(gpu, nodeHost), gpu)
  for (const run of Object.values(tinyRuns).slice(0, 3)) {
    const training = await engine.start([run])
    await training.advance(2)
    await training.losses()
    expect((tf.memory() as WebGPUMemoryInfo).numBytesAllocatedInGPU).toBeGreaterThan(0)
    training.dispose()
    expect((tf.memory() as WebGPUMemoryInfo).numBytesAllocatedInGPU).toBe(0)
  }
  engine.dispose()
  gpu.destroy()
})
