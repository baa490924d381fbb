/**
 * The lab from end to end: a link, one press, a table that fills, the copied link in another browser profile, and the
 * command line: the same runs, and the same numbers as far as the engines promise them.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecordLines } from '../../src/runner/keeping/record-lines'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import { encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { planSweep } from '../../src/experiment/plan'
import { holdTraining, trainOn, untilHeld } from './held-training'
import { serveLab, turnTo, type Lab } from './lab-in-browser'
import { countWork, workOf, type PageWork } from './page-work'

const probes = 20
// The note's experiment at an eighth of its size: three shapes of exactly 512 parameters, two seeds.
const parsed = parseExperiment({
  title: 'Reduced', question: 'Does equal size store equally much?', task: { kind: 'recall', featureCount: 96 },
  shapes: { kind: 'budget', parameterBudget: [512], depth: [2, 8, 32], neuronsPerWidth: 0.5 },
  training: { learningRate: [0.02], steps: 80 }, seeds: { init: 3, data: 5, count: 2 }, measurement: { probes },
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const link = encodeLink(parsed.value)
const plan = planSweep(parsed.value)

const folder = mkdtempSync(join(tmpdir(), 'lab-end-to-end-'))
let lab: Lab
beforeAll(async () => { lab = await serveLab() })
afterAll(async () => {
  await lab?.close()
  rmSync(folder, { recursive: true, force: true })
})

type Engine = 'webgpu' | 'cpu'
interface OnPage { readonly records: readonly RunRecord[]; readonly work: PageWork }

/** Presses Run, does what is to be done meanwhile, and saves the results. */
async function runOnPage(page: Page, engine: Engine, meanwhile: () => Promise<void> = async () => {}): Promise<OnPage> {
  await page.locator('.engine-choice select').selectOption(engine)
  await page.getByRole('button', { name: /^Run/ }).click()
  await meanwhile()
  await page.waitForSelector('.phase-done')
  const work = await workOf(page)
  await turnTo(page, 'Keep and share')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'With trained weights' }).click()])
  return { records: readRecordLines(readFileSync(await download.path(), 'utf8')).records, work }
}

const percentOf = (page: Page): Promise<number> => page.locator('.progress-panel [role=progressbar]').getAttribute('aria-valuenow').then(Number)
const shapesInTable = (page: Page): Promise<number> => page.locator('.note-table thead th[scope=col] .dot').count()

async function runOnCommandLine(engine: Engine): Promise<readonly RunRecord[]> {
  const out = join(folder, `${engine}.ndjson`)
  const root = fileURLToPath(new URL('../..', import.meta.url))
  await promisify(execFile)(process.execPath, ['scripts/cli.mjs', 'sweep', link, '--engine', engine, '--parameters', '--out', out], { cwd: root })
  return readRecordLines(readFileSync(out, 'utf8')).records
}

const byId = (records: readonly RunRecord[]): readonly RunRecord[] => [...records].sort((a, b) => (a.id < b.id ? -1 : 1))
/** All that a run was trained to. */
const trained = (records: readonly RunRecord[]) => byId(records).map(({ id, status, curve, parameters }) => ({ id, status, curve, parameters }))
/** And what was measured of it: all that it found, apart from how long it took and on what. */
const found = (records: readonly RunRecord[]) => byId(records).map(({ metrics }, at) => ({ ...trained(records)[at], metrics }))

/** Largest relative difference between losses at the same probe of the same run. */
function lossDifference(records: readonly RunRecord[], others: readonly RunRecord[]): number {
  const expected = byId(others)
  return Math.max(...byId(records).flatMap(({ curve }, at) => curve.loss.map((loss, t) => Math.abs(loss / expected[at].curve.loss[t] - 1))))
}
const featuresOf = (records: readonly RunRecord[]): number[] => byId(records).map(({ metrics }) => metrics!.scalars.featuresLearned!)

/** What trainers posted while they trained: messages of a probe, losses in them, and results. */
function heardOf({ messages }: PageWork) {
  const probes = messages.filter(({ kind }) => kind === 'chunk')
  return {
    probes: probes.length, losses: probes.reduce((sum, { bytes }) => sum + bytes, 0) / Float32Array.BYTES_PER_ELEMENT,
    outcomes: messages.filter(({ kind }) => kind === 'outcome').length,
  }
}
/** Where one trainer has every group: a message per group and probe, whatever its steps. */
const oneProbeOneMessage = { probes: probes * plan.groups.length, losses: probes * plan.runs.length, outcomes: plan.runs.length }

describe('the lab from a link to the command line', () => {
  let first: OnPage
  const ids = plan.runs.map(({ id }) => id).sort()

  it('trains on WebGPU at one press, and the note’s table fills shape by shape while it does', async () => {
    const half = probes / 2
    const page = await lab.open(link, { before: async (page) => { await countWork(page); await holdTraining(half / 2)(page) } })
    let percent = 0
    first = await runOnPage(page, 'webgpu', async () => {
      // A shape is trained after the other: each is held in its first half and in its second, and looked at.
      for (const trained of [0, 0, 1, 1, 2, 2]) {
        await untilHeld(page)
        await expect.poll(() => shapesInTable(page)).toBe(trained)
        await expect.poll(() => percentOf(page)).toBeGreaterThan(percent)
        percent = await percentOf(page)
        expect(percent).toBeLessThan(100)
        expect(await page.locator('.phase-running').count()).toBe(1)
        await trainOn(page, half)
      }
    })
    expect([await shapesInTable(page), await percentOf(page)]).toEqual([3, 100])
    expect(first.records.map(({ id }) => id).sort()).toEqual(ids)
    for (const { status, environment } of first.records) {
      expect(status.kind).toBe('finished')
      expect(environment?.engine).toBe('webgpu')
    }
    console.log(`page: ${first.records[0].environment!.engine} on ${first.records[0].environment!.adapter}`)
    expect(heardOf(first.work)).toEqual(oneProbeOneMessage)

    await page.getByRole('button', { name: 'Share', exact: true }).click()
    await expect.poll(() => page.locator('.announcer').innerText()).toMatch(/Link copied/)
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied.replace(/~.*/, '')).toBe(`${lab.origin}/${link}`) // after it the view, which is no part of the identity
    await page.context().close()
  })

  it('gives the same runs and the same bits from the copied link in a second browser profile', async () => {
    const page = await lab.open(link, { before: countWork })
    expect(await page.locator('.kept li').count()).toBe(0)
    expect(await page.locator('.sweep').count()).toBe(0)
    const second = await runOnPage(page, 'webgpu')
    expect(found(second.records)).toEqual(found(first.records))
    await page.context().close()
  })

  it('agrees with the command line on WebGPU', async () => {
    const records = await runOnCommandLine('webgpu')
    expect(records.map(({ id }) => id).sort()).toEqual(ids)
    expect(new Set(records.map(({ environment }) => environment?.engine))).toEqual(new Set(['webgpu']))
    // Chromium and the npm package carry different builds of Dawn and its WGSL compiler: float32 sums may be fused
    // differently, and 80 steps of Adam carry that on.
    const difference = lossDifference(records, first.records)
    console.log(`page and command line on webgpu: losses differ by at most ${difference.toExponential(1)}`)
    expect(difference).toBeLessThan(1e-4)
    featuresOf(records).forEach((features, at) => expect(Math.abs(features / featuresOf(first.records)[at] - 1)).toBeLessThan(1e-3))
  })

  it('agrees with the command line on the CPU to the last bit of every loss and trained weight', async () => {
    const page = await lab.open(link, { before: countWork })
    const [onPage, onCommandLine] = [await runOnPage(page, 'cpu'), await runOnCommandLine('cpu')]
    expect(new Set(onPage.records.map(({ environment }) => environment?.engine))).toEqual(new Set(['cpu']))
    expect(onPage.records).toHaveLength(ids.length)
    expect(trained(onPage.records)).toEqual(trained(onCommandLine))
    // Measured in float64 with Math.exp and Math.log, whose last bit is the JavaScript engine's own affair.
    featuresOf(onPage.records).forEach((features, at) => expect(Math.abs(features / featuresOf(onCommandLine)[at] - 1)).toBeLessThan(1e-12))
    expect(heardOf(onPage.work).losses).toBe(oneProbeOneMessage.losses)
    await page.context().close()
  })

  it('and nothing went wrong unseen', () => {
    expect(lab.errors).toEqual([])
    expect(lab.strangers).toEqual([])
  })
})
