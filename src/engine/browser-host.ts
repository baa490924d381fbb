import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import type { EngineHost } from './host'

/** A browser brings its own WebGPU; tfjs's binaries are assets of the build. The threaded one is never asked for. */
export const browserHost: EngineHost = {
  registerGradients: async () => { await import('@tensorflow/tfjs-core/dist/register_all_gradients') },
  prepareGpu: async () => null,
  platform: () => describeBrowser(navigator),
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

interface Brands { readonly userAgentData?: { readonly brands: readonly { readonly brand: string; readonly version: string }[] } }

/** 'Chromium 156', 'Firefox 147.0', 'Safari 26.1'; the whole user agent where it is none of these. */
function describeBrowser(navigator: Pick<Navigator, 'userAgent'> & Brands): string {
  const brands = navigator.userAgentData?.brands ?? []
  // Chromium computes in all its brands; one brand is always made up.
  const chromium = brands.find(({ brand }) => brand === 'Chromium')?.version ?? /Chrome\/(\d+)/.exec(navigator.userAgent)?.[1]
  if (chromium !== undefined) return `Chromium ${chromium}`
  const firefox = /Firefox\/([\d.]+)/.exec(navigator.userAgent)?.[1]
  if (firefox !== undefined) return `Firefox ${firefox}`
  const safari = /Version\/([\d.]+).*Safari/.exec(navigator.userAgent)?.[1]
  return safari !== undefined ? `Safari ${safari}` : navigator.userAgent.slice(0, 120)
}
