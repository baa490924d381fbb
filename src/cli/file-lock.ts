/** One sweep writes one results file: a file beside it names the process that does. One that a kill left is taken over. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** @returns what gives the lock back, or the id of the process that has it  @throws as the file system does */
export function lockFile(path: string): (() => void) | number {
  for (;;) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: 'wx' })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = Number(readFileSync(path, 'utf8'))
    if (holder > 0 && holder !== process.pid && isAlive(holder)) return holder
    rmSync(path, { force: true })
  }
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch (error) { // not there, or another user's
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
