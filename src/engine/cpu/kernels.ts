import { kernels } from './kernels.generated'

/** What assembly/index.ts exports. Addresses are bytes in the memory given at instantiation. */
export interface Kernels {
  train(descriptor: number, firstStep: number, count: number, losses: number, lossStride: number): void
  gradient(descriptor: number, step: number): number
  drawBatch(descriptor: number, step: number, out: number): void
}

let compiled: Promise<WebAssembly.Module> | undefined

/** Compiled once per thread. */
export function kernelModule(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(kernels), (character) => character.charCodeAt(0)))
  return compiled
}

/** A memory and the kernels that work in it. Grows to what its largest group needed; trainings take turns with it. */
export interface Workspace {
  readonly memory: WebAssembly.Memory
  readonly kernels: Kernels
}

const PAGE = 65536

export async function newWorkspace(): Promise<Workspace> {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = await WebAssembly.instantiate(await kernelModule(), { env: { memory } })
  return { memory, kernels: exports as unknown as Kernels }
}

/** Below lie the kernels' own constants. */
export const FIRST_FREE_BYTE = 4096

/** Makes the memory at least `bytes` long and zero from FIRST_FREE_BYTE on. Throws RangeError when the machine will not give it. */
export function clearWorkspace({ memory }: Workspace, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE)
  if (missing > 0) memory.grow(missing)
  new Uint8Array(memory.buffer, FIRST_FREE_BYTE, bytes - FIRST_FREE_BYTE).fill(0)
}
