import * as tf from '@tensorflow/tfjs-core'
import { nodeHost } from '../../src/engine/node-host'
import { openCpuBackend } from '../../src/engine/reference/tensorflow-backend'
import { referenceEngine } from '../../src/engine/reference/reference-engine'
import { describeEngine } from './engine-suite'

describeEngine('reference on tfjs cpu', async () => referenceEngine(await openCpuBackend(nodeHost), null), {
  stackedEqualsAlone: 'to float32 rounding',
  liveObjects: () => tf.memory().numTensors,
})
