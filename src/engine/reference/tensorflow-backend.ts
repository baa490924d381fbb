/**
 * tfjs on a backend of our choosing. tfjs keeps one global current backend; several reference engines may live in one
 * process (the tests do that), so each calls `use()` at the start of every synchronous stretch of tfjs operations.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { EnvironmentFailure } from '../../protocol/failures'
import type { OwnedDevice } from '../device'
import type { EngineHost } from '../host'

export type BackendName = 'webgpu' | 'wasm' | 'cpu'

export interface TensorflowBackend {
  readonly name: BackendName
  /** Makes this backend the current one. */
  use(): void
  /** Submits what tfjs has recorded and resolves when the device has done it; at once where operations are synchronous. */
  settle(): Promise<void>
  /** Gives pooled memory back, where nothing is in use: tfjs keeps every buffer size it has ever seen. */
  trim(): void
  dispose(): void
}

/** tfjs submits after this many dispatches; its default of 15 costs a submit per layer. */
const DISPATCHES_PER_SUBMIT = 256
/** MatMulPackedProgram: one tiling for all sizes and adapters, and no split over K with float atomics (batch ≥ 2000). */
const PACKED_MATMUL = 3

export async function openWebgpuBackend(gpu: OwnedDevice, host: EngineHost): Promise<TensorflowBackend> {
  await host.registerGradients()
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu')
  // Without this, operations on small tensors run in JavaScript: the arithmetic would silently change engines.
  tf.env().set('WEBGPU_CPU_FORWARD', false)
  tf.env().set('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE', DISPATCHES_PER_SUBMIT)
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', PACKED_MATMUL)
  if (tf.engine().registryFactory['webgpu']) tf.removeBackend('webgpu') // tfjs's own factory, or an earlier device
  const backend = new WebGPUBackend(gpu.device, gpu.info)
  tf.registerBackend('webgpu', () => backend as unknown as tf.KernelBackend)
  await activate('webgpu')
  return {
    name: 'webgpu',
    use: () => makeCurrent('webgpu'),
    async settle() {
      submit(backend)
      await gpu.device.queue.onSubmittedWorkDone()
    },
    trim() {
      submit(backend) // buffers of recorded commands count as used until they are submitted
      if (backend.bufferManager.getNumUsedBuffers() === 0) backend.bufferManager.dispose()
    },
    // The device is not ours to destroy: it belongs to whoever requested it.
    dispose: () => { if (tf.engine().registry['webgpu'] === (backend as unknown)) tf.removeBackend('webgpu') },
  }
}

export async function openWasmBackend(host: EngineHost): Promise<TensorflowBackend | EnvironmentFailure> {
  await host.registerGradients()
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  if (!tf.engine().registry['wasm']) {
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false) // one thread per worker; its order of sums is then fixed
    setWasmPaths(await host.wasmPaths())
  }
  return (await activate('wasm'))
    ? { name: 'wasm', use: () => makeCurrent('wasm'), settle: async () => {}, trim: () => {}, dispose: () => {} }
    : { kind: 'unsupported', message: 'the tfjs wasm backend did not start' }
}

export async function openCpuBackend(host: EngineHost): Promise<TensorflowBackend> {
  await host.registerGradients()
  await import('@tensorflow/tfjs-backend-cpu')
  await activate('cpu')
  return { name: 'cpu', use: () => makeCurrent('cpu'), settle: async () => {}, trim: () => {}, dispose: () => {} }
}

async function activate(name: BackendName): Promise<boolean> {
  return (await tf.setBackend(name)) && tf.getBackend() === name
}

/** `setBackend` is asynchronous only while a backend starts; on a started one it is done when it returns. */
function makeCurrent(name: BackendName): void {
  if (tf.getBackend() !== name) void tf.setBackend(name)
}

function submit(backend: WebGPUBackend): void {
  backend.ensureCommandEncoderReady()
  backend.endComputePassEncoder()
  backend.submitQueue()
}
