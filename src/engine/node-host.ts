/**
 * WebGPU in Node through Dawn (npm package `webgpu`), and tfjs's binaries from node_modules. Imported only by what
 * runs in Node, so that no browser bundle ever sees it.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { WASM_BINARIES, type EngineHost } from './host'

let gpu: unknown = null // Dawn lives as long as this reference does

export const nodeHost: EngineHost = {
  // The module that the browser imports alone is no module Node can load; the union package registers the same ones.
  registerGradients: async () => { await import('@tensorflow/tfjs') },
  async prepareGpu() {
    if (gpu !== null) return null
    try {
      const dawn = await import('webgpu')
      Object.assign(globalThis, dawn.globals)
      gpu = dawn.create([])
    } catch (error) {
      return `Dawn (npm package webgpu) does not load here: ${error instanceof Error ? error.message : String(error)}`
    }
    // Node 20 has no navigator, Node 21+ has one without gpu.
    if (globalThis.navigator === undefined) Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true })
    Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true })
    return null
  },
  platform() {
    const { version } = createRequire(import.meta.url)('webgpu/package.json') as { version: string }
    return `Node ${process.versions.node}, webgpu ${version}`
  },
  async wasmPaths() {
    const folder = join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist')
    return Object.fromEntries(WASM_BINARIES.map((name) => [name, join(folder, name)]))
  },
}
