import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import ts from 'typescript'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { acquireLock } from '../../../src/cli/file-lock'
import { where } from '../../system'
import { lockOf } from './lock-of'

const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-'))
const path = join(folder, 'results.ndjson.lock')
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function acquired(): () => void {
  const lock = acquireLock(path)
  if (lock.kind !== 'acquired') throw new Error(JSON.stringify(lock))
  return lock.release
}

/** Of a process that has ended: none has this number. */
const left = 'superposition-lab 4194305 1\n'

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

  where('processTable')('is taken over from one that was killed and not collected, and from an earlier process of the same number', async () => {
    const mother = spawn('sh', ['-c', 'tail -f /dev/null & echo $!; exec tail -f /dev/null']) // tail collects no children, sh does
    const id = Number(await new Promise((resolve) => mother.stdout.once('data', resolve)))
    const until = async (file: string, text: RegExp): Promise<void> => {
      while (!text.test(readFileSync(file, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await until(`/proc/${mother.pid}/comm`, /^tail\n/)
    process.kill(id, 'SIGKILL')
    await until(`/proc/${id}/stat`, /\) Z /)
    for (const before of [lockOf(id), `superposition-lab ${process.ppid} 1\n`, `${process.pid} 1\n`]) { // the last as older labs wrote it
      writeFileSync(path, before)
      acquired()()
    }
    mother.kill()
  })

  it('is taken over by one at a time: while another process does, that one has it', () => {
    writeFileSync(path, left)
    writeFileSync(`${path}.takeover`, lockOf(process.ppid))
    expect(acquireLock(path)).toEqual({ kind: 'held', by: process.ppid })
    expect(existsSync(path)).toBe(true)
    writeFileSync(`${path}.takeover`, left) // killed while it did
    acquired()()
    expect(readdirSync(folder)).toEqual([])
  })

  it('is had by one of four processes that find the same one left behind, each time', async () => {
    const rounds = 40
    const script = join(folder, 'contender.mjs')
    const module = ts.transpileModule(readFileSync(new URL('../../../src/cli/file-lock.ts', import.meta.url), 'utf8'), { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } })
    // Each line from its parent begins a round; it says what it found, and gives back what it has when the next line comes.
    writeFileSync(script, `${module.outputText}
      import { createInterface } from 'node:readline'
      let giveBack = () => {}
      for await (const place of createInterface({ input: process.stdin })) {
        giveBack()
        giveBack = () => {}
        if (place !== '') {
          const lock = acquireLock(place)
          if (lock.kind === 'acquired') giveBack = lock.release
          console.log(lock.kind)
        } else console.log('ready')
      }`)
    const contenders = Array.from({ length: 4 }, () => spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] }))
    const answers = contenders.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]())
    const ask = async (line: string): Promise<unknown[]> => {
      for (const { stdin } of contenders) stdin.write(`${line}\n`)
      return (await Promise.all(answers.map((answer) => answer.next()))).map(({ value }) => value)
    }
    for (let round = 0; round < rounds; round++) {
      expect(await ask('')).toEqual(contenders.map(() => 'ready'))
      writeFileSync(path, left)
      if (round % 2 === 1) writeFileSync(`${path}.takeover`, left)
      expect((await ask(path)).sort()).toEqual(['acquired', 'held', 'held', 'held'])
    }
    for (const { stdin } of contenders) stdin.end()
    await Promise.all(contenders.map((child) => new Promise((resolve) => { child.on('close', resolve) })))
    expect(readdirSync(folder).filter((name) => name !== 'contender.mjs' && name !== 'results.ndjson.lock')).toEqual([])
  })

  it.each(['dependencies, locked\n', '', '1234', '1234\n'])('takes nobody\'s file for a lock, and leaves it as it was: %j', (content) => {
    writeFileSync(path, content)
    expect(acquireLock(path)).toEqual({ kind: 'foreign' })
    expect(readFileSync(path, 'utf8')).toBe(content)
  })

  it('takes nobody\'s folder for a lock, and leaves it as it was', () => {
    mkdirSync(path)
    expect(acquireLock(path)).toEqual({ kind: 'foreign' })
    rmSync(path, { recursive: true })
  })

  where('symbolicLinks')('takes a link for nobody\'s lock, whatever it leads to', () => {
    writeFileSync(join(folder, 'elsewhere'), '')
    symlinkSync(join(folder, 'elsewhere'), path)
    expect(acquireLock(path)).toEqual({ kind: 'foreign' })
    expect(readdirSync(folder).sort()).toEqual(['elsewhere', 'results.ndjson.lock'])
  })
})
