import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import type { EngineHost } from './host'

/** A browser brings its own WebGPU; tfjs's binaries are assets of the build. The threaded one is never asked for. */
export const browserHost: EngineHost = {
  registerGradients: async () => { await import('@tensorflow/tfjs-core/dist/register_all_gradients') },
  prepareGpu: async () => null,
  wasmPaths: async () => ({
    'tfjs-backend-wasm.wasm': absolute(plain),
    'tfjs-backend-wasm-simd.wasm': absolute(simd),
    'tfjs-backend-wasm-threaded-simd.wasm': absolute(simd),
  }),
}

/** A worker's fetch resolves against the worker script; the bundler's path may be relative to it. */
function absolute(path: string): string {
  return new URL(path, import.meta.url).href
}
