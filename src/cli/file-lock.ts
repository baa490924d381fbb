/**
 * One sweep writes one results file: a file beside it names the process that does. One that a kill left is taken over;
 * one that no lab wrote is never touched.
 */
import { randomBytes } from 'node:crypto'
import { linkSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

export type FileLock =
  | { readonly kind: 'acquired'; readonly release: () => void }
  | { readonly kind: 'held'; readonly by: number } // the id of its process
  | { readonly kind: 'foreign' } // something else lies there

/** What a lock says: that it is ours, a process and when it began. Older labs said the numbers only (decision 0231). */
const form = /^(?:superposition-lab )?(\d+) (\d*)\n$/
const contentFor = (id: number, start: string): string => `superposition-lab ${id} ${start}\n`

/** Locks of this process, which a number alone would not tell from those of an earlier one. */
const own = new Set<string>()

/** @throws as the file system does */
export function acquireLock(path: string): FileLock {
  for (;;) {
    if (create(path, contentFor(process.pid, startOf(process.pid)!))) {
      own.add(path)
      return { kind: 'acquired', release: () => release(path) }
    }
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) return { kind: 'foreign' }
    const content = readIfThere(path)
    if (content === null) continue // given back meanwhile
    const said = form.exec(content)
    if (said === null) return { kind: 'foreign' }
    const holder = Number(said[1])
    if (holder > 0 && (holder === process.pid ? own.has(path) : startOf(holder) === said[2])) return { kind: 'held', by: holder }
    // One at a time: a late one would remove the lock of the one that was faster (decision 0153).
    const turn = acquireLock(`${path}.takeover`)
    if (turn.kind !== 'acquired') return turn
    if (readIfThere(path) === content) rmSync(path, { force: true })
    turn.release()
  }
}

function release(path: string): void {
  own.delete(path)
  rmSync(path, { force: true })
}

/** At once with its content, so that nobody finds it half written. @returns whether it was not there before */
function create(path: string, content: string): boolean {
  const aside = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(aside, content, { flag: 'wx' }) // follows no link that somebody laid there
    linkSync(aside, path)
    return true
  } catch (error) { // the file system's entrance
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return createWithoutLinks(path, content) // exFAT, some network drives
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function createWithoutLinks(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' })
    return true
  } catch (error) { // the file system's entrance
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** null where it has gone meanwhile: an empty one is another's, and stays. */
function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) { // the file system's entrance
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * When a process began, in the system's ticks since it started, so that another process of the same number is distinguished; '' where the
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
