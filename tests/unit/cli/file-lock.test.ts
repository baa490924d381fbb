import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { acquireLock } from '../../../src/cli/file-lock'

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-'))
const path = join(folder, 'results.ndjson.lock')
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the lock of a process says: its number and, where the system tells, when it began. */
function lockOf(id: number): string {
  if (process.platform !== 'linux') return `${id} \n`
  return `${id} ${/\) .*/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8'))![0].split(' ')[20]}\n`
}

function acquired(): () => void {
  const lock = acquireLock(path)
  if (lock.kind !== 'acquired') throw new Error(JSON.stringify(lock))
  return lock.release
}

describe('the lock of a results file', () => {
  it('names the process that has it, and leaves nothing behind when it is given back', () => {
    const release = acquired()
    expect(readFileSync(path, 'utf8')).toBe(lockOf(process.pid))
    expect(acquireLock(path)).toEqual({ kind: 'held', by: process.pid })
    release()
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(path, lockOf(process.ppid))
    expect(acquireLock(path)).toEqual({ kind: 'held', by: process.ppid })
  })

  // Only Linux tells when another process began and that it is dead but not collected: the lock claims this nowhere else.
  if (process.platform !== 'linux') console.log(`not claimed on ${process.platform}: a lock of a process that is dead but not collected is taken over`)
  else {
    it('is taken over from one that was killed and not collected, and from an earlier process of the same number', async () => {
      const mother = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']) // sleep collects no children
      const id = Number(await new Promise((resolve) => mother.stdout.once('data', resolve)))
      while (!/\) Z /.test(readFileSync(`/proc/${id}/stat`, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 5))
      for (const left of [lockOf(id), `${process.ppid} 1\n`, `${process.pid} 1\n`, '']) {
        writeFileSync(path, left)
        acquired()()
      }
      mother.kill()
    })
  }

  it('is taken over by one at a time: while another process does, that one has it', () => {
    writeFileSync(path, '')
    writeFileSync(`${path}.takeover`, lockOf(process.ppid))
    expect(acquireLock(path)).toEqual({ kind: 'held', by: process.ppid })
    expect(existsSync(path)).toBe(true)
    writeFileSync(`${path}.takeover`, '') // killed while it did
    acquired()()
    expect(readdirSync(folder)).toEqual([])
  })

  it('takes nobody\'s file, folder or link for a lock, and leaves it as it was', () => {
    writeFileSync(path, 'dependencies, locked\n')
    expect(acquireLock(path)).toEqual({ kind: 'foreign' })
    expect(readFileSync(path, 'utf8')).toBe('dependencies, locked\n')
    rmSync(path)
    mkdirSync(path)
    expect(acquireLock(path)).toEqual({ kind: 'foreign' })
    rmSync(path, { recursive: true })
    writeFileSync(join(folder, 'elsewhere'), '')
    symlinkSync(join(folder, 'elsewhere'), path)
    expect(acquireLock(path)).toEqual({ kind: 'foreign' })
    expect(readdirSync(folder).sort()).toEqual(['elsewhere', 'results.ndjson.lock'])
  })
})
