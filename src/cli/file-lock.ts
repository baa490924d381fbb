/** One sweep writes one results file: a file beside it names the process that does. One that a kill left is taken over. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** @returns what gives the lock back, or the id of the process that has it  @throws as the file system does */
export function lockFile(path: string): (() => void) | number {
  for (;;) {
    try {
      writeFileSync(path, `${process.pid} ${startOf(process.pid)!}\n`, { flag: 'wx' })
      return () => rmSync(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const [holder, start = ''] = readFileSync(path, 'utf8').trim().split(' ')
    const id = Number(holder)
    if (id > 0 && id !== process.pid && startOf(id) === start) return id
    rmSync(path, { force: true })
  }
}

/**
 * When a process began, in the system's ticks since it started, so that another process of the same number is told apart; '' where the
 * system does not say (other than Linux) and the process is there; null where none is at work. One that was killed and not yet collected
 * by its parent is listed still, but writes no more.
 */
function startOf(id: number): string | null {
  try {
    process.kill(id, 0)
  } catch (error) { // not there, or another user's
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null
  }
  if (process.platform !== 'linux') return ''
  try {
    // proc(5): the name in brackets may hold anything; state is the 3rd field, starttime the 22nd.
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
    return 'ZX'.includes(fields[0]) ? null : fields[19]
  } catch { // it ended between the two questions
    return null
  }
}
