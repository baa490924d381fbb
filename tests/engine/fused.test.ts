import { invariant } from '../../src/science/invariant'
import { isEnvironmentFailure, requestDevice } from '../../src/engine/device'
import { openFusedEngine } from '../../src/engine/fused/fused-engine'
import { type Tuning, tunings } from '../../src/engine/fused/tuning'
import { nodeHost } from '../../src/engine/node-host'
import { describeEngine } from './engine-suite'

async function open(tuning: Tuning) {
  const missing = await nodeHost.prepareGpu()
  invariant(missing === null, () => missing ?? '')
  const gpu = await requestDevice()
  invariant(!isEnvironmentFailure(gpu), () => 'no WebGPU device')
  return openFusedEngine(gpu, { tuning })
}

// The sizes for GPUs, and every kernel variant by name: fused-kernels.test.ts.
describeEngine('fused', () => open(tunings.software), {
  stackedEqualsAlone: 'to the bit',
})
