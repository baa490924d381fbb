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

// Both adapter classes are sizes of the same kernels, so both can be checked on whatever adapter is here.
describeEngine('fused, sized for software adapters', () => open(tunings.software), { stackedEqualsAlone: 'to the bit' })
describeEngine('fused, sized for GPUs', () => open(tunings.hardware), {
  stackedEqualsAlone: 'to the bit',
  trained: [
    'tied relu autoencoder reconstructing 7 features in 3 dimensions',
    'residual recall of 19 keys, frozen random embedding, width 5, depth 3',
  ],
})
