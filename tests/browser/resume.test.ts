/** A tab that is reloaded in the middle of a sweep: it goes on from its checkpoint and ends with the same bits. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conduct } from '../../src/runner/conduct/conduct'
import { readRecordLine } from '../../src/runner/keeping/record-line'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import { encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { planSweep } from '../../src/experiment/plan'
import { mortals } from '../engine/mortal-trainers'
import { firstDifference } from '../faults/first-difference'
import { holdTraining, letGo, untilHeld } from './held-training'
import { serveLab, type Lab } from './lab-in-browser'

const parsed = parseExperiment({
  title: 'Interrupted', task: { kind: 'reconstruction', featureCount: 20, sparsity: [0.5, 0.9] },
  model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
  shapes: { kind: 'list', shapes: [{ width: 5, depth: 1, neurons: 5 }] },
  training: { learningRate: [0.003], steps: 3000, batchSize: 64 },
  seeds: { count: 2 }, measurement: { probes: 50, evaluationSamples: 64 },
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const experiment = parsed.value
const plan = planSweep(experiment)

let lab: Lab
beforeAll(async () => { lab = await serveLab() })
afterAll(() => lab?.close())

const percentDone = (page: Page): Promise<number> => page.locator('.progress-panel [role=progressbar]').getAttribute('aria-valuenow').then(Number)

/** All rows of one of the archive's stores, checkpoints without their arrays. */
function stored(page: Page, store: 'runs' | 'checkpoints'): Promise<{ line?: string; step?: number }[]> {
  return page.evaluate((name) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('superposition-lab')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const reading = opening.result.transaction(name).objectStore(name).getAll()
      reading.onerror = () => reject(reading.error)
      reading.onsuccess = () => {
        opening.result.close()
        resolve((reading.result as { line?: string; kept?: { checkpoint: { state: { step: number } } } }[])
          .map(({ line, kept }) => ({ line, step: kept?.checkpoint.state.step })))
      }
    }
  }), store)
}

async function press(page: Page, name: RegExp): Promise<void> {
  await page.locator('.engine-choice select').selectOption('cpu')
  await page.getByRole('button', { name }).click()
}

describe('a tab that trains', () => {
  it('leads its sweep alone, is reloaded half-way, and ends with the results of an uninterrupted sweep, to the bit', async () => {
    const page = await lab.open(encodeLink(experiment), { before: holdTraining(3) })
    await press(page, /^Run/)
    await untilHeld(page)
    await page.waitForSelector('.phase-running')
    await expect.poll(() => percentDone(page)).toBeGreaterThan(0)

    const second = await page.context().newPage()
    await second.goto(page.url())
    await second.waitForSelector('main[tabindex]')
    await press(second, /^Run/)
    await expect.poll(() => second.locator('.announcer').innerText()).toMatch(/training in another tab of this browser/)
    await second.close()

    // What a browser says before it discards a tab; a checkpoint answers it.
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await expect.poll(async () => (await stored(page, 'checkpoints')).length).toBeGreaterThan(0)
    const steps = (await stored(page, 'checkpoints')).map(({ step }) => step!)
    expect(Math.max(...steps)).toBeLessThan(plan.runs[0].spec.training.steps)
    await page.reload()

    await page.locator('.progress-panel').getByText(/under way on cpu .* resume from their checkpoint/).waitFor()
    expect(await page.locator('.phase-running').count()).toBe(0) // nothing starts by itself
    await press(page, /^Run the rest/)
    await untilHeld(page)
    await page.waitForSelector('.phase-running')
    expect(await percentDone(page)).toBeGreaterThan(0)
    await letGo(page)
    await expect.poll(async () => (await stored(page, 'runs')).length).toBe(plan.runs.length)
    await page.waitForSelector('.phase-done')
    await expect.poll(async () => (await stored(page, 'checkpoints')).length).toBe(0)

    const found = (await stored(page, 'runs')).map(({ line }): RunRecord => {
      const read = readRecordLine(JSON.parse(line!))
      if (!read.ok) throw new Error(read.error)
      return read.value.record
    })
    const uninterrupted = (await conduct(plan, mortals().spawn, { engine: 'cpu', trainers: 1, now: () => performance.now() }).done).runs
    expect(firstDifference(uninterrupted, found)).toBeNull()
    expect(lab.errors).toEqual([])
    await page.context().close()
  })
})
