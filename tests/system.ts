/**
 * What only some systems have, in one place. A test that needs it is named by `where`, and where it is missing reports why
 * it claims nothing there; on Linux, where CI runs, nothing is missing (decision 0197).
 */
import { it } from 'vitest'

const { platform } = process

export const system = {
  signals: { isHere: platform !== 'win32', reason: 'Windows has no signals and no process groups: a process is ended, never asked to' },
  processTable: { isHere: platform === 'linux', reason: 'only Linux tells when another process began, and that one is dead but not collected' },
  symbolicLinks: { isHere: platform !== 'win32', reason: 'on Windows only administrators make symbolic links' },
  deviceFiles: { isHere: platform !== 'win32', reason: 'Windows has no devices among its files' },
  hiddenDrivers: { isHere: platform === 'linux', reason: 'only the Vulkan loader of Linux can be told to find no driver' },
} as const satisfies Record<string, { readonly isHere: boolean; readonly reason: string }>

/** `it`, of a test that can be had only where the system has that. */
export function where(need: keyof typeof system): (name: string, test: () => void | Promise<void>) => void {
  const { isHere, reason } = system[need]
  if (!isHere && platform === 'linux') throw new Error(`${need} cannot be missing on Linux`)
  return isHere ? it : (name) => { it.skip(`${name} (not on ${platform}: ${reason})`, () => {}) }
}
