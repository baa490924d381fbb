/** A page of the lab, as a user drives it: starts sweeps, waits for moments of them, reads what is kept. */
import type { Page } from 'playwright-core'
import { readRecordLine } from '../../src/runner/keeping/record-line'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import { holdTraining, isHeld } from '../browser/held-training'
import { patience } from '../browser/lab-in-browser'
import type { Interrupted } from './interrupted'

/** Opens the sweep's link and runs it, or what is left of it. */
export async function start(page: Page, origin: string, { engine, link }: Interrupted): Promise<void> {
  await page.goto(`${origin}/${link}`)
  await goOn(page, engine)
}

/** As a user does who comes back to the page: presses Run, or Run the rest, unless all is there. */
export async function goOn(page: Page, engine: string): Promise<void> {
  await page.waitForSelector('main[tabindex]')
  if (await isKept(page)) await page.waitForSelector('.progress-panel') // until it has come back
  if ((await look(page)).percent === 100) return
  await page.locator('.engine-choice select').selectOption(engine)
  await page.getByRole('button', { name: /^Run/ }).first().click()
}

export interface Seen {
  readonly phase: string // opening, running, done, …; '' before the sweep is there
  readonly percent: number
  readonly running: number // runs in training, as the table has it
  readonly notices: readonly string[]
}

export function look(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const panel = document.querySelector('.progress-panel')
    return {
      phase: /phase-(\w+)/.exec(panel?.className ?? '')?.[1] ?? '',
      percent: Number(panel?.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') ?? 0),
      running: document.querySelectorAll('.run-table .run-running').length,
      notices: [...document.querySelectorAll('.progress-panel .notices li')].map((item) => item.textContent ?? ''),
    }
  })
}

/** @param holds asked every 20 ms  @throws with what was last seen */
export async function until(page: Page, what: string, holds: (seen: Seen) => boolean): Promise<Seen> {
  const end = performance.now() + patience
  for (;;) {
    const seen = await look(page)
    if (holds(seen)) return seen
    if (performance.now() > end) throw new Error(`waited in vain until ${what}; the page shows ${JSON.stringify(seen)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** One trainer has the whole sweep, whatever the machine, and is held after so many of its probes: a fault cannot come too late. */
export async function holdForFault(page: Page, probes: number): Promise<void> {
  await page.addInitScript(() => { Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 }) })
  await holdTraining(probes)(page)
}

/** Waits for a moment of the sweep, or until it is held. The first tenth of all moments fall while an engine opens. */
export async function untilMoment(page: Page, moment: number, jitter: number): Promise<void> {
  if (moment < 0.1) return page.waitForTimeout(5000 * moment * jitter)
  const reached = ({ phase, percent }: Seen): boolean => phase !== '' && percent >= 100 * (moment - 0.1) / 0.9
  while (!reached(await look(page)) && !await isHeld(page)) await page.waitForTimeout(20)
  await page.waitForTimeout(100 * jitter)
}

/** Waits until every run is kept and no checkpoint is; gives the runs. */
export async function untilKept(page: Page, { plan }: Interrupted): Promise<readonly RunRecord[]> {
  const { notices } = await until(page, 'the sweep is done', ({ phase }) => phase === 'done')
  const end = performance.now() + patience
  for (;;) {
    const { lines, checkpoints } = await stored(page)
    if (lines.length >= plan.runs.length && checkpoints === 0) return lines.map(read)
    if (performance.now() > end) throw new Error(`of ${plan.runs.length} runs ${lines.length} are kept, and ${checkpoints} checkpoints; the page says ${JSON.stringify(notices)}`)
    await page.waitForTimeout(50)
  }
}

function read(line: string): RunRecord {
  const { ok, ...result } = readRecordLine(JSON.parse(line)) as { ok: boolean; value?: { record: RunRecord }; error?: string }
  if (!ok) throw new Error(result.error)
  return result.value!.record
}

/** Whether anything of a sweep is kept. To open a database that is not there would make an empty one. */
async function isKept(page: Page): Promise<boolean> {
  if (!await page.evaluate(async () => (await indexedDB.databases()).some(({ name }) => name === 'superposition-lab'))) return false
  const { lines, checkpoints } = await stored(page)
  return lines.length + checkpoints > 0
}

function stored(page: Page): Promise<{ lines: string[]; checkpoints: number }> {
  return page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open('superposition-lab')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(['runs', 'checkpoints'])
      const runs = transaction.objectStore('runs').getAll(), checkpoints = transaction.objectStore('checkpoints').count()
      transaction.oncomplete = () => {
        opening.result.close()
        resolve({ lines: (runs.result as { line: string }[]).map(({ line }) => line), checkpoints: checkpoints.result })
      }
    }
  }))
}
