import * as tf from '@tensorflow/tfjs-core'
import { isEnvironmentFailure } from '../../src/engine/device'
import { nodeHost } from '../../src/engine/node-host'
import { referenceEngine } from '../../src/engine/reference/reference-engine'
import { openWasmBackend } from '../../src/engine/reference/tensorflow-backend'
import { describeEngine } from './engine-suite'

describeEngine('reference on tfjs wasm', async () => {
  const backend = await openWasmBackend(nodeHost)
  if (isEnvironmentFailure(backend)) throw new Error(backend.message)
  return referenceEngine(backend, null)
}, { stackedEqualsAlone: 'to float32 rounding', liveObjects: () => tf.memory().numTensors })
