/** Recording the catalogue: it resumes where it was stopped, does nothing twice, and writes what the page can read. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { exitCode } from '../../src/cli/exit-code'
import { runRecord } from '../../src/cli/record'
import type { Machine } from '../../src/cli/machine'
import { readRecorded, recordedFile } from '../../src/runner/reproduction/recorded'
import type { PooledTrainer } from '../../src/runner/conduct/sweep'
import { mortals } from './mortal-trainers'

const home = process.cwd()
const folder = mkdtempSync(join(tmpdir(), 'lab-record-'))
beforeAll(() => process.chdir(folder)) // .cache and public are found from where npm starts
afterAll(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})
const preset = 'linear-keeps-the-top'

async function record(words: readonly string[], stopAfterFirstGroup = false) {
  let said = '', trained = 0
  let stop = (): void => {}
  const spawn = (): PooledTrainer => {
    const trainer = mortals().spawn()
    const { service } = trainer
    return {
      ...trainer,
      service: {
        open: (choice) => service.open(choice), timeStep: (group) => service.timeStep(group),
        async train(group, send, terms) {
          await service.train(group, send, terms)
          trained += group.runs.length
          if (stopAfterFirstGroup) stop()
        },
        pause: () => service.pause(), resume: () => service.resume(), stop: () => service.stop(), checkpoint: () => service.checkpoint(),
      },
    }
  }
  const machine: Machine = {
    output: { write: (text) => { said += text } }, progress: { write: (text) => { said += text } }, cores: 1, now: () => performance.now(),
    spawn, onSignal: (listener) => { stop = () => listener('SIGINT') },
  }
  const code = await runRecord(words, machine, Date.UTC(2026, 10, 21))
  return { code, said, trained }
}

it('is stopped, resumes with what is missing, and then has nothing to do', async () => {
  const first = await record([preset], true)
  expect(first.code).toBe(exitCode.interrupted)
  expect(readdirSync(join('public', 'recorded'))).toEqual([])

  const second = await record([preset])
  expect(second.code).toBe(exitCode.done)
  expect(first.trained + second.trained).toBe(7) // each run once
  const recorded = readRecorded(new Uint8Array(readFileSync(join('public', 'recorded', recordedFile(preset)))))
  expect(recorded).toMatchObject({ ok: true, value: { preset, date: '2026-11-21' } })
  expect(JSON.parse(readFileSync(join('public', 'recorded', 'index.json'), 'utf8'))).toMatchObject({ files: [{ preset }] })

  const third = await record([preset])
  expect(third).toMatchObject({ code: exitCode.done, trained: 0, said: expect.stringContaining('recorded already') })
})

it('names a preset that does not exist', async () => {
  expect(await record(['pentagon'])).toMatchObject({ code: exitCode.badInput, said: expect.stringContaining('\'pentagon\' is no preset') })
})
