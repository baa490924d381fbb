import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { lockFile } from '../../../src/cli/file-lock'

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-'))
const path = join(folder, 'results.ndjson.lock')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the lock of a process says: its number and, where the system tells, when it began. */
function lockOf(id: number): string {
  const mine = readFileSync(path, 'utf8')
  if (process.platform !== 'linux') return `${id} \n`
  expect(mine).toMatch(new RegExp(`^${process.pid} \\d+\n$`))
  return `${id} ${/\) .*/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8'))![0].split(' ')[20]}\n`
}

describe('the lock of a results file', () => {
  it('names the process that has it, and is given back', () => {
    const release = lockFile(path)
    if (typeof release === 'number') throw new Error(`held by ${release}`)
    expect(readFileSync(path, 'utf8')).toBe(lockOf(process.pid))
    writeFileSync(path, lockOf(process.ppid))
    expect(lockFile(path)).toBe(process.ppid)
    release()
    expect(existsSync(path)).toBe(false)
  })

  it.runIf(process.platform === 'linux')('is taken over from one that was killed and not collected, and from an earlier process of the same number', async () => {
    const mother = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']) // sleep collects no children
    const id = Number(await new Promise((resolve) => mother.stdout.once('data', resolve)))
    while (!/\) Z /.test(readFileSync(`/proc/${id}/stat`, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 5))
    for (const left of [`${id} ${/\) .*/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8'))![0].split(' ')[20]}\n`, `${process.ppid} 1\n`, 'torn']) {
      writeFileSync(path, left)
      const release = lockFile(path)
      if (typeof release === 'number') throw new Error(`held by ${release}`)
      release()
    }
    mother.kill()
  })
})
