/** A file system that runs full when a test says so: `vi.mock('node:fs', async (original) => (await import('…/full-disk')).fullDisk(await original()))`. */
import type * as FileSystem from 'node:fs'

/** `writeSync` of a disk that is full takes half of what it is given, and then no more. */
export const disk = { full: false }
export function fullDisk(real: typeof FileSystem): typeof FileSystem {
  const writeSync = (file: number, data: Uint8Array, from = 0, length = data.length - from, position: number | null = null): number => {
    if (!disk.full) return real.writeSync(file, data, from, length, position)
    if (length > 1) real.writeSync(file, data, from, length >> 1, position)
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  }
  return { ...real, writeSync: writeSync as typeof real.writeSync }
}
