/** What differs between a browser worker and Node, and nothing else: `browser-host.ts`, `node-host.ts`. */
export interface EngineHost {
  /** Registers the gradients of tfjs's kernels, which tfjs-core alone leaves out. Before any backend starts. */
  registerGradients(): Promise<void>
  /** Puts `navigator.gpu` in place where the platform has none of its own. @returns why it cannot; null when done */
  prepareGpu(): Promise<string | null>
  /** Names the browser or Node, with the version that its numbers may depend on. */
  platform(): string
  /** URL (browser) or path (Node) of each tfjs WebAssembly binary, by file name. */
  wasmPaths(): Promise<Readonly<Record<string, string>>>
}

export const WASM_BINARIES = [
  'tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm',
] as const
