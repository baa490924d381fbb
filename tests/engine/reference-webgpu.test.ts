import * as tf from '@tensorflow/tfjs-core'
import { nodeHost } from '../../src/engine/node-host'
import { referenceEngine } from '../../src/engine/reference/reference-engine'
import { openWebgpuBackend } from '../../src/engine/reference/tensorflow-backend'
import { describeEngine } from './engine-suite'
import { nodeDevice } from './node-device'

describeEngine('reference on tfjs webgpu', async () => {
  const gpu = await nodeDevice()
  return referenceEngine(await openWebgpuBackend(gpu, nodeHost), gpu)
}, { stackedEqualsAlone: 'to float32 rounding', liveObjects: () => tf.memory().numTensors })
