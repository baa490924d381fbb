/** Claims train for hours in full: they are locked, resume in the middle of a group, and end with what happened. */
import type * as FileSystem from 'node:fs'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import { catalogueEntry } from '../../experiments/index'
import { runClaims } from '../../src/cli/claims'
import { exitCode } from '../../src/cli/exit-code'
import type { Machine } from '../../src/cli/machine'
import { planSweep } from '../../src/experiment/plan'
import type { TrainerMessage } from '../../src/protocol/trainer'
import type { PooledTrainer } from '../../src/runner/conduct/sweep'
import { lockOf } from '../unit/cli/lock-of'
import { disk } from '../unit/runner/keeping/full-disk'
import { mortals } from './mortal-trainers'

vi.mock('node:fs', async (original) => (await import('../unit/runner/keeping/full-disk')).fullDisk(await original<typeof FileSystem>()))

const home = process.cwd()
const folders: string[] = []
const preset = 'phase-change'
const plan = planSweep(catalogueEntry(preset)!.preview)
const file = join('.cache', 'claims', `${plan.experimentId}.ndjson`)
beforeEach(() => {
  folders.push(mkdtempSync(join(tmpdir(), 'lab-claims-')))
  process.chdir(folders.at(-1)!) // .cache and docs are found from where npm starts
})
afterAll(() => {
  process.chdir(home)
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** @param cut whether it is interrupted as soon as there is a checkpoint */
async function claims(words: readonly string[], cut = false) {
  let said = '', stop = (): void => {}
  const spawn = (): PooledTrainer => {
    const trainer = mortals(...(cut ? [plan.runs[0].spec.training.steps / 2] : [])).spawn()
    const { service } = trainer
    return {
      ...trainer,
      service: {
        open: (choice) => service.open(choice), timeStep: (group) => service.timeStep(group),
        train: (group, send, terms) => service.train(group, !cut ? send : (message: TrainerMessage) => {
          send(message)
          if (message.kind === 'checkpoint') stop()
        }, terms),
        pause: () => service.pause(), resume: () => service.resume(), stop: () => service.stop(), checkpoint: () => service.checkpoint(),
      },
    }
  }
  const machine: Machine = {
    output: { write: (text) => { said += text } }, progress: { write: (text) => { said += text } }, cores: 1, now: () => performance.now(),
    spawn, onSignal: (listener) => { stop = () => listener('SIGTERM') },
  }
  return { code: await runClaims([preset, '--engine', 'cpu', ...words], machine), said }
}
const judged = () => JSON.parse(readFileSync(join('docs', 'claims.json'), 'utf8'))[0].claims

it('that are interrupted in the middle of a group resume from its checkpoint, and come out as they would have', async () => {
  expect(await claims([])).toMatchObject({ code: exitCode.done })
  const whole = judged()
  rmSync(join('docs', 'claims.json'))
  const cut = await claims([], true)
  expect([cut.code, existsSync('docs/claims.json')]).toEqual([exitCode.terminated, false])
  expect(readdirSync(join('.cache', 'claims')).sort()).toEqual([`${plan.experimentId}.ndjson`, `${plan.experimentId}.ndjson.checkpoints`])
  const resumed = await claims(['--resume'])
  expect(resumed).toMatchObject({ code: exitCode.done, said: expect.stringMatching(/were under way on cpu .*, at most at step \d+, and resume from their checkpoint/) })
  expect(judged()).toEqual(whole)
  expect(readdirSync(join('.cache', 'claims'))).toEqual([`${plan.experimentId}.ndjson`])
  expect(await claims(['--judge'])).toMatchObject({ code: exitCode.done })
  expect(judged()).toEqual(whole)
})

it('that another process trains are left to it, and their results as they are', async () => {
  expect(await claims([], true)).toMatchObject({ code: exitCode.terminated })
  const before = readFileSync(file, 'utf8')
  writeFileSync(`${file}.lock`, lockOf(process.ppid))
  expect(await claims([])).toMatchObject({ code: exitCode.badInput, said: expect.stringContaining(`which process ${process.ppid} writes`) })
  expect([readFileSync(file, 'utf8'), existsSync(`${file}.checkpoints`)]).toEqual([before, true])
})

it('that cannot be saved stop, say why, and end as what this machine cannot do: no signal came', async () => {
  disk.full = true
  const { code, said } = await claims([]).finally(() => { disk.full = false })
  expect(code).toBe(exitCode.environment)
  expect(said).toContain(`${file} cannot be written (Error: ENOSPC`)
  expect(existsSync('docs/claims.json')).toBe(false)
})
