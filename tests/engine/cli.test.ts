/** The command line as a user starts it: real threads, real engines, real files and signals. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecordLines } from '../../src/runner/keeping/record-lines'
import { parseExperiment } from '../../src/experiment/parse'
import { encodeLink } from '../../src/experiment/link'
import { planSweep } from '../../src/experiment/plan'
import { system, where } from '../system'
import { holdThreads } from './held-threads'

const script = fileURLToPath(new URL('../../scripts/cli.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'superposition-lab-'))
const path = (name: string): string => join(folder, name)
const running = new Set<ChildProcess>()
afterAll(() => {
  for (const child of running) if (child.exitCode === null && child.signalCode === null) killAll(child)
  rmSync(folder, { recursive: true, force: true })
})

interface Ended { readonly code: number | null; readonly output: string; readonly complaints: string }

function start(words: readonly string[], environment: Record<string, string> = {}) {
  // A process group of its own, where there are any.
  const child = spawn(process.execPath, [script, ...words], { env: { ...process.env, ...environment }, detached: system.signals.isHere })
  running.add(child)
  const said = { output: '', complaints: '' }
  child.stdout.on('data', (text) => { said.output += String(text) })
  child.stderr.on('data', (text) => { said.complaints += String(text) })
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...said })))
  return { child, said, ended }
}
const run = (words: readonly string[], environment?: Record<string, string>): Promise<Ended> => start(words, environment).ended
const killGroup = (child: ChildProcess, signal: NodeJS.Signals): void => { process.kill(-child.pid!, signal) }
const killAll = (child: ChildProcess): void => (system.signals.isHere ? killGroup(child, 'SIGKILL') : void child.kill())
const until = async (holds: () => boolean): Promise<void> => { while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5)) }
const lines = (file: string): string[] => readFileSync(path(file), 'utf8').split('\n').filter((line) => line !== '')
const recordsOf = (file: string) => readRecordLines(readFileSync(path(file), 'utf8')).records
/** What must not depend on when, where beside whom and after what a run was trained. */
const results = (file: string) => Object.fromEntries(recordsOf(file).map(({ id, status, curve, metrics }) => [id, { status, curve, metrics }]))

function experiment(name: string, differences: Record<string, unknown> = {}) {
  const value = {
    title: 'tiny', task: { kind: 'reconstruction', featureCount: 5, sparsity: [0.9] }, model: { kind: 'autoencoder' },
    shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }, { width: 3, depth: 1, neurons: 3 }] },
    training: { steps: 200, batchSize: 64 }, seeds: { init: 1, data: 1, count: 2 }, measurement: { probes: 4, evaluationSamples: 64 },
    ...differences,
  }
  writeFileSync(path(name), JSON.stringify(value))
  const parsed = parseExperiment(value)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return { file: path(name), plan: planSweep(parsed.value), link: encodeLink(parsed.value) }
}

describe('npm run sweep', () => {
  const tiny = experiment('tiny.json')
  let first: Ended
  beforeAll(async () => { first = await run(['sweep', tiny.file, '--out', path('first.ndjson'), '--engine', 'cpu', '--threads', '2']) })

  it('trains every run, writes one line for each and a last one with table and verdict, and exits 0', () => {
    expect(first).toMatchObject({ code: 0 })
    const all = lines('first.ndjson').map((line) => JSON.parse(line))
    expect(all.map(({ kind }) => kind)).toEqual([...tiny.plan.runs.map(() => 'run'), 'summary'])
    expect(all.slice(0, -1).map(({ id }) => id).sort()).toEqual(tiny.plan.runs.map(({ id }) => id).sort())
    expect(all[0]).toMatchObject({ outcome: { kind: 'finished' }, environment: { engine: 'cpu' }, experiment: tiny.link })
    expect(all[0].curve.step).toEqual([50, 100, 150, 200])
    expect(all.at(-1)).toMatchObject({ experimentId: tiny.plan.experimentId, runs: { planned: 4, finished: 4, diverged: 0, missing: 0 } })
    expect(all.at(-1).verdict.sentence).not.toBe('')
    expect(first.output).toContain(all.at(-1).verdict.sentence)
    expect(first.complaints).toContain('4 runs')
  })

  it('gives the same bits from the link of the experiment, on one thread', async () => {
    const second = await run(['sweep', `http://localhost/${tiny.link}`, '--out', path('second.ndjson'), '--engine', 'cpu', '--threads', '1'])
    expect(second.code).toBe(0)
    expect(results('second.ndjson')).toEqual(results('first.ndjson'))
    expect(second.output).toBe(first.output)
  })

  it('agrees on WebGPU with what the CPU engine finds', async () => {
    const { code, complaints } = await run(['sweep', tiny.file, '--out', path('gpu.ndjson'), '--engine', 'webgpu'])
    expect(code, complaints).toBe(0)
    const cpu = recordsOf('first.ndjson')
    for (const record of recordsOf('gpu.ndjson')) {
      expect(record.environment?.engine).toBe('webgpu')
      const twin = cpu.find(({ id }) => id === record.id)!
      // Same data and initial parameters; 200 steps of float32 in another order of summation.
      record.curve.loss.forEach((loss, t) => expect(Math.abs(loss / twin.curve.loss[t] - 1)).toBeLessThan(1e-4))
    }
  })

  it('takes a torn last line for what it is: that run alone is trained again, and the end is the same', async () => {
    const whole = readFileSync(path('first.ndjson'))
    writeFileSync(path('torn.ndjson'), whole)
    const end = whole.indexOf('\n', whole.indexOf('\n') + 1)
    truncateSync(path('torn.ndjson'), end + 400) // in the middle of the third line
    const resumed = await run(['sweep', tiny.file, '--out', path('torn.ndjson'), '--engine', 'cpu', '--resume'])
    expect(resumed.code).toBe(0)
    expect(resumed.complaints).toContain('2 of 4 runs were saved by an earlier session')
    expect(resumed.complaints).toContain('torn')
    expect(lines('torn.ndjson')).toHaveLength(5)
    expect(results('torn.ndjson')).toEqual(results('first.ndjson'))
    expect(resumed.output).toBe(first.output)
  })

  it('adds nothing to a complete file, and only the new runs when seeds are added', async () => {
    const before = readFileSync(path('torn.ndjson'), 'utf8')
    expect((await run(['sweep', tiny.file, '--out', path('torn.ndjson'), '--resume'])).code).toBe(0)
    expect(readFileSync(path('torn.ndjson'), 'utf8')).toBe(before)
    expect((await run(['sweep', tiny.file, '--out', path('torn.ndjson'), '--resume', '--seeds', '3'])).code).toBe(0)
    const all = lines('torn.ndjson').map((line) => JSON.parse(line))
    expect(all.filter(({ kind }) => kind === 'run')).toHaveLength(6)
    expect(all.at(-1)).toMatchObject({ kind: 'summary', runs: { planned: 6, finished: 6 } })
  })

  it('exits 0 when runs diverge, and says which', async () => {
    const wild = experiment('wild.json', { training: { steps: 200, batchSize: 16, learningRate: [10], weightDecay: -1 } })
    const { code, complaints } = await run(['sweep', wild.file, '--out', path('wild.ndjson'), '--engine', 'cpu'])
    expect(code).toBe(0)
    expect(recordsOf('wild.ndjson').map(({ status }) => status.kind)).toEqual(['diverged', 'diverged', 'diverged', 'diverged'])
    expect(complaints).toContain('diverged at step')
  })

  it('names every problem of a bad command line and a bad experiment at once, and exits 2', async () => {
    writeFileSync(path('bad.json'), '{"task":{"kind":"recall","featureCount":1},"training":{"steps":0},"colour":"red"}')
    const { code, complaints } = await run(['sweep', path('bad.json'), '--engine', 'abacus', '--seeds', 'many', '--colour'])
    expect(code).toBe(2)
    for (const words of ['--engine', "'abacus'", '--seeds', "'many'", '--out', '--colour', 'task.featureCount', 'training.steps', 'colour']) {
      expect(complaints).toContain(words)
    }
    expect((await run(['sweep', 'no-such-preset', '--out', path('x.ndjson')])).complaints).toContain('equal-budget-three-shapes')
    expect((await run(['sweep', `${tiny.link.slice(0, -20)}`, '--out', path('x.ndjson')])).code).toBe(2)
    expect((await run(['sweep', tiny.file, '--out', path('first.ndjson')])).complaints).toContain('--resume')
  })

  it('writes to no file but its own, whatever it is asked', async () => {
    const notes = 'my notes, line 1\nkeep this last line'
    writeFileSync(path('notes.txt'), notes)
    const { code, complaints } = await run(['sweep', tiny.file, '--out', path('notes.txt'), '--resume'])
    expect(code).toBe(2)
    expect(complaints).toContain('holds no results of this lab')
    expect(readFileSync(path('notes.txt'), 'utf8')).toBe(notes)
  })

  where('hiddenDrivers')('exits 3, in words, where there is no WebGPU adapter and one was asked for', async () => {
    const none = path('no-driver.json')
    const { code, complaints } = await run(['sweep', tiny.file, '--out', path('none.ndjson'), '--engine', 'webgpu'], { VK_ICD_FILENAMES: none, VK_DRIVER_FILES: none })
    expect(code).toBe(3)
    expect(complaints).toMatch(/adapter/)
    expect(lines('none.ndjson')).toEqual([])
  })
})

describe('a sweep that is cut short', () => {
  // Two groups of six runs and four probes, one after the other.
  const long = experiment('long.json', { seeds: { init: 1, data: 1, count: 6 } })
  const words = (out: string): string[] => ['sweep', long.file, '--out', path(out), '--engine', 'cpu', '--threads', '1']
  const inSecondGroup = holdThreads(6)
  beforeAll(async () => { expect((await run(words('whole.ndjson'))).code).toBe(0) })

  const untilHalf = ({ child, said }: ReturnType<typeof start>) => until(() => said.complaints.split('finished').length > 6 || child.exitCode !== null)
  async function cut(out: string, end: (child: ChildProcess) => void): Promise<Ended> {
    const started = start(words(out), inSecondGroup)
    await untilHalf(started)
    end(started.child)
    return started.ended
  }
  const finishedIn = (out: string): number => recordsOf(out).filter(({ status }) => status.kind === 'finished').length
  async function resume(out: string): Promise<void> {
    expect(finishedIn(out)).toBe(6)
    expect((await run([...words(out), '--resume'])).code).toBe(0)
    expect(lines(out).filter((line) => JSON.parse(line).kind === 'run')).toHaveLength(12)
    expect(results(out)).toEqual(results('whole.ndjson'))
  }

  where('signals')('by SIGINT: finishes writing, says so, exits 130, and resumes later to the same end', async () => {
    const { code, complaints } = await cut('interrupted.ndjson', (child) => child.kill('SIGINT'))
    expect(code).toBe(130)
    expect(complaints).toContain('SIGINT: stopping; finished runs are in')
    expect(complaints).toContain('--resume continues')
    await resume('interrupted.ndjson')
  })

  where('signals')('by SIGTERM to the whole process group: exits 143', async () => {
    expect((await cut('terminated.ndjson', (child) => killGroup(child, 'SIGTERM'))).code).toBe(143)
  })

  where('signals')('by kill -9: loses no finished run, and resumes later to the same end', async () => {
    await cut('killed.ndjson', (child) => killGroup(child, 'SIGKILL'))
    await resume('killed.ndjson')
  })

  where('signals')('is not written by a second sweep while the first one writes, and can be once that was killed', async () => {
    const first = start(words('twice.ndjson'), inSecondGroup)
    await untilHalf(first)
    const second = await run([...words('twice.ndjson'), '--resume'])
    expect(second).toMatchObject({ code: 2 })
    expect(second.complaints).toMatch(/which process \d+ writes: .*, allowed is a file that no other sweep writes/)
    killGroup(first.child, 'SIGKILL')
    await first.ended
    await resume('twice.ndjson')
    expect(existsSync(path('twice.ndjson.lock'))).toBe(false)
  })

  where('signals')('by kill -9 in the middle of a group: resumes from its checkpoint to the same end, and leaves no checkpoint behind', async () => {
    const steady = experiment('steady.json', { shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }] } })
    const steadily = (out: string): string[] => ['sweep', steady.file, '--out', path(out), '--engine', 'cpu', '--threads', '1']
    const checkpoints = path('steady.ndjson.checkpoints')
    const { child, ended } = start(steadily('steady.ndjson'), holdThreads(2, true))
    await until(() => (existsSync(checkpoints) && readdirSync(checkpoints).some((name) => name.endsWith('.checkpoint'))) || child.exitCode !== null)
    killGroup(child, 'SIGKILL')
    await ended
    expect(recordsOf('steady.ndjson')).toEqual([])
    const resumed = await run([...steadily('steady.ndjson'), '--resume'])
    expect(resumed).toMatchObject({ code: 0 })
    expect(resumed.complaints).toMatch(/2 were under way on cpu .*, at most at step \d+, and resume from their checkpoint/)
    expect(existsSync(checkpoints)).toBe(false)
    expect((await run(steadily('steady-whole.ndjson'))).code).toBe(0)
    expect(results('steady.ndjson')).toEqual(results('steady-whole.ndjson'))
  })

  where('signals')('by kill -9 of the launcher alone: the sweep behind it ends too', async () => {
    await cut('orphan.ndjson', (child) => child.kill('SIGKILL')) // 'close' waits for the pipes that the sweep holds
    expect(finishedIn('orphan.ndjson')).toBe(6)
  })
})

describe('npm run report', () => {
  it('prints table and verdict again, the very text of the sweep', async () => {
    const sweep = await run(['sweep', path('tiny.json'), '--out', path('again.ndjson'), '--engine', 'cpu'])
    expect(await run(['report', path('again.ndjson')])).toMatchObject({ code: 0, output: sweep.output })
    const csv = (await run(['report', path('again.ndjson'), path('first.ndjson'), '--format', 'csv'])).output
    expect(csv.trim().split('\r\n')).toHaveLength(1 + 4) // merged by run id
    expect((await run(['report', path('again.ndjson'), '--format', 'latex'])).output).toContain('\\begin{tabular}')
  })

  it('exits 2 on files that are not there or hold nothing', async () => {
    expect((await run(['report', path('nowhere.ndjson')])).code).toBe(2)
    expect((await run(['report', path('tiny.json')])).code).toBe(2)
    expect((await run(['report'])).code).toBe(2)
  })
})
