/**
 * The reference engine: the models in plain tfjs operations on a stacked instance axis, on WebGPU, WebAssembly or
 * plain JavaScript. Readable before fast: the sweep path is engine/fused, the no-GPU path engine/cpu.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { EngineEnvironment } from '../../protocol/environment'
import { isRecall } from '../../science/tasks/task'
import { batchOf } from '../../science/training/batch'
import { parameterLayout } from '../../science/models/model'
import type { OwnedDevice } from '../device'
import type { Engine } from '../engine'
import { batchSource } from './batch-source'
import { refusal } from '../refusal'
import { referenceKernels, type ReferenceKernels } from './kernel-table'
import { startReference } from './reference-training'
import { stackedGradient } from './stacked-gradient'
import { columns } from './stacked-parameters'
import type { TensorflowBackend } from './tensorflow-backend'

const REFERENCE_ENGINE_VERSION = '1'

/** @param gpu the device the webgpu backend runs on; null for wasm and cpu  @param platform the browser or Node that runs these two: a device knows its own */
export function referenceEngine(
  backend: TensorflowBackend, gpu: OwnedDevice | null, platform?: string, kernels: ReferenceKernels = referenceKernels,
): Engine {
  const environment: EngineEnvironment = {
    engine: `tfjs-${backend.name}`,
    engineVersion: REFERENCE_ENGINE_VERSION,
    adapter: gpu ? gpu.adapter : backend.name === 'wasm' ? 'WebAssembly SIMD of tfjs, one thread' : 'plain JavaScript of tfjs',
    software: gpu ? gpu.software : true,
    details: { ...(platform !== undefined && { platform }), ...gpu?.details, tfjs: tf.version_core },
  }
  return {
    environment,
    refuses: (run) => refusal('tfjs', run, kernels),
    start: async (runs, from) => startReference(backend, runs, from, kernels),
    lost: gpu ? gpu.lost : new Promise<string>(() => {}),
    compiled: () => 0, // tfjs does not say
    dispose: () => backend.dispose(),
    async drawBatch(run, step) {
      if (isRecall(run.task)) return batchOf(run, step) // all keys in order: nothing is drawn
      backend.use()
      const source = batchSource([run], kernels)
      // Through the device, so that a test sees what training sees.
      const inputs = tf.tidy(() => tf.mul(source.batch(step).inputs!, 1))
      const values = new Float32Array((await inputs.data()) as Float32Array)
      inputs.dispose()
      source.dispose()
      return values
    },
    async gradient(run, parameters, step) {
      backend.use()
      const layout = parameterLayout(run)
      const source = batchSource([run], kernels)
      const computed = tf.tidy(() => {
        const trainable = tf.tensor2d(parameters.slice(0, layout.trainable), [1, layout.trainable])
        const frozenValues = columns(parameters, layout.total, layout.trainable, layout.total)
        const frozen = frozenValues.length > 0 ? tf.tensor2d(frozenValues, [1, frozenValues.length]) : null
        return { ...stackedGradient(run, trainable, frozen, source.batch(step)) }
      })
      const [loss] = await computed.losses.data()
      const gradient = new Float32Array((await computed.gradient.data()) as Float32Array)
      tf.dispose([computed.losses, computed.gradient])
      source.dispose()
      return { loss, gradient }
    },
  }
}
