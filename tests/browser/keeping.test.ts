/** What people keep and share, without a mouse, without a network, and several sweeps one after the other. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Download, Page } from 'playwright-core'
import { preview } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogueEntry } from '../../experiments'
import { readSafetensors } from '../../src/runner/exports/safetensors'
import type { Experiment } from '../../src/experiment/experiment'
import { encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { planSweep } from '../../src/experiment/plan'
import { holdNoMore, holdTraining, letGo, trainOn, untilHeld } from './held-training'
import { faults, patience, runToTheEnd, serveLab, turnTo, type Lab } from './lab-in-browser'

let lab: Lab
beforeAll(async () => { lab = await serveLab() })
afterAll(() => lab?.close())

function experiment(differences: unknown): Experiment {
  const parsed = parseExperiment(differences)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
const tiny = experiment({
  title: 'Tiny', question: 'Do they store equally much?', task: { kind: 'recall', featureCount: 24 },
  shapes: { kind: 'budget', parameterBudget: [256], depth: [1, 4], neuronsPerWidth: 0.5 },
  training: { learningRate: [0.05], steps: 60 }, seeds: { init: 3, data: 5, count: 2 }, measurement: { probes: 10 },
})
/** Held after its first probe (held-training.ts), it trains as long as a test looks at it. */
const longer = experiment({ ...tiny, title: 'Longer', training: { ...tiny.training, steps: 200 }, measurement: { probes: 40 } })
const directions = experiment({
  title: 'Directions', task: { kind: 'reconstruction', featureCount: 5, sparsity: [0.9] },
  model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
  shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }] },
  training: { learningRate: [0.003], steps: 300, batchSize: 64 }, seeds: { count: 2 }, measurement: { probes: 10 },
})

const onCpu = (page: Page) => page.locator('.engine-choice select').selectOption('cpu')
const title = (page: Page): Promise<string> => page.locator('#experiment h2').innerText()
const said = (page: Page) => expect.poll(() => page.locator('.announcer').innerText())
const waiting = (page: Page): Promise<string[]> => page.locator('#queue .kept-title').allInnerTexts()
async function saved(page: Page, act: () => Promise<unknown>): Promise<{ download: Download; content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return { download, content: readFileSync(await download.path()) }
}

/** Words of the element that has the focus; 'nothing' is the page itself, where Tab would begin anew. */
const focused = (page: Page): Promise<string> => page.evaluate(() => {
  const element = document.activeElement
  if (element === null || element === document.body) return 'nothing'
  return (element.getAttribute('aria-label') ?? (element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null) ?? element.textContent ?? '').trim().slice(0, 80)
})
/** Presses Tab until that has the focus. */
async function tabTo(page: Page, name: RegExp, back = false): Promise<void> {
  for (let k = 0; k < 400; k++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
    if (name.test(await focused(page))) return
  }
  throw new Error(`Tab never reaches ${String(name)}`)
}

describe('without a mouse', () => {
  it('an experiment is chosen, edited, undone, run, paused, stopped, queued, and the focus is never lost', async () => {
    const page = await lab.open(encodeLink(tiny), { before: holdTraining(1) })
    const atEachStep = async (): Promise<void> => expect(await focused(page)).not.toBe('nothing')
    await tabTo(page, /^Load quick version of From digons/)
    await page.keyboard.press('Enter')
    await expect.poll(() => title(page)).toMatch(/From digons/)
    await atEachStep()
    await page.keyboard.press('u')
    await expect.poll(() => title(page)).toBe('Tiny')
    await page.keyboard.press('u') // nothing is left to undo: below lies another page

    await page.keyboard.press('e')
    await page.getByLabel('Title').waitFor()
    await tabTo(page, /^Title/) // the keyboard is in the form already
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Edited')
    await page.keyboard.press('Tab')
    await expect.poll(() => title(page)).toBe('Edited')
    await tabTo(page, /^Undo$/, true)
    await page.keyboard.press('Enter')
    await expect.poll(() => title(page)).toBe('Tiny')
    await tabTo(page, /^Redo$/)
    await page.keyboard.press('Enter')
    await expect.poll(() => title(page)).toBe('Edited')
    await tabTo(page, /^Close$/)
    await page.keyboard.press('Enter')
    await atEachStep()

    await page.goto(`${lab.origin}/${encodeLink(longer)}`)
    await expect.poll(() => title(page)).toBe('Longer')
    await tabTo(page, /^Run/)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.phase-running')
    await atEachStep()
    await tabTo(page, /^Pause/)
    await page.keyboard.press('Space')
    await page.waitForSelector('.phase-paused')
    await atEachStep()
    await page.keyboard.press('p')
    await page.waitForSelector('.phase-running')

    await tabTo(page, /^Load quick version of From digons/)
    await page.keyboard.press('Enter')
    await page.keyboard.press('r')
    await expect.poll(() => waiting(page)).toEqual([expect.stringMatching(/From digons/)])
    await tabTo(page, /^Remove/, true)
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('#queue').count()).toBe(0)
    await atEachStep()
    await page.keyboard.press('u')
    await expect.poll(() => title(page)).toBe('Longer')
    await tabTo(page, /^Stop X/)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.phase-done')
    await atEachStep()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await atEachStep()
    await page.context().close()
  })

  it('a feature is chosen, results are saved and shared, and kept sweeps are shown, renamed and deleted', async () => {
    const page = await lab.open(encodeLink(directions))
    await onCpu(page)
    await tabTo(page, /^Run/, true)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.verdict h2')
    await tabTo(page, /^Verdict$/)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    expect(await focused(page)).toBe('Features')
    await page.locator('.feature-view').waitFor()
    await page.waitForFunction(() => document.querySelector('[role=tabpanel]:not([hidden]) [aria-busy=true]') === null)
    await tabTo(page, /^feature, 0 to 4/)
    await page.keyboard.type('3')
    await expect.poll(() => page.url()).toMatch(/feature=3/)
    expect(await faults(page)).toEqual([])

    await tabTo(page, /^Features$/, true)
    await page.keyboard.press('ArrowRight')
    expect(await focused(page)).toBe('Keep and share')
    await tabTo(page, /^Runs, CSV/)
    const csv = await saved(page, () => page.keyboard.press('Enter'))
    expect(csv.content.toString().split('\r\n')).toHaveLength(1 + planSweep(directions).runs.length + 1)
    await tabTo(page, /^Weights, safetensors/)
    const weights = readSafetensors(await saved(page, () => page.keyboard.press('Enter')).then(({ content }) => new Uint8Array(content)))
    if (!weights.ok) throw new Error(weights.error)
    expect(weights.value.tensors.map(({ name }) => name).sort()).toEqual(planSweep(directions).runs.flatMap(({ id }) => [`${id}.W`, `${id}.b`]).sort())
    expect(weights.value.metadata.experiment).toBe(encodeLink(directions))
    await tabTo(page, /^PyTorch script/)
    const script = (await saved(page, () => page.keyboard.press('Enter'))).content.toString()
    for (const { id } of planSweep(directions).runs) expect(script).toContain(id)
    expect(await faults(page)).toEqual([])

    await page.keyboard.press('s')
    await page.locator('dialog.share .qr').waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    expect(link).toMatch(/section=keep.*feature=3/)
    expect(await page.getByLabel('link', { exact: true }).inputValue()).toBe(link)
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await focused(page)).not.toBe('nothing')

    await tabTo(page, /^Rename Directions/)
    await page.keyboard.press('Enter')
    await page.keyboard.type('My pentagon')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.kept-title').allInnerTexts()).toEqual(['My pentagon'])
    await expect.poll(() => focused(page)).toBe('Rename My pentagon')
    await tabTo(page, /^Delete My pentagon/)
    await page.keyboard.press('Enter')
    await expect.poll(() => focused(page)).toBe('Undo deleting My pentagon')
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Enter')
    await expect.poll(() => page.locator('.kept-title').allInnerTexts()).toEqual(['My pentagon'])
    expect(await focused(page)).not.toBe('nothing')
    await page.context().close()
  })
})

describe('several sweeps', () => {
  it('wait in a queue that can be ordered and outlives a reload, and one run is stopped and tried again', async () => {
    const page = await lab.open(encodeLink(longer), { before: holdTraining(1) })
    await onCpu(page)
    await page.getByRole('button', { name: /^Run/ }).click()
    await untilHeld(page)
    await page.waitForSelector('.phase-running')
    // its squares fill from below, one per run; nothing slides for who wants no motion
    const painted = (): Promise<number> => page.locator('.run-grid canvas').evaluateAll((canvases) => canvases.reduce((sum, canvas) => {
      const { width, height } = canvas as HTMLCanvasElement
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
      return sum + data.filter((value, at) => at % 4 === 3 && value > 0).length
    }, 0))
    const before = await painted()
    await trainOn(page, 9) // of forty
    await expect.poll(painted).toBeGreaterThan(before)
    expect(await page.locator('.run-grid canvas').first().getAttribute('aria-label')).toMatch(/: 0 of 2 runs have ended$/)
    expect(await page.locator('.bar-fill').evaluate((bar) => getComputedStyle(bar).transitionProperty)).toBe('none')
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: /^Stop run/ }).first().click()
    await expect.poll(() => page.locator('.run-table .status-stopped').count()).toBe(1)
    expect(await page.locator('.phase-running').count()).toBe(1)
    await page.getByRole('button', { name: /^pin run/ }).nth(2).click()
    await expect.poll(() => page.locator('.run-table tbody tr').first().getAttribute('class')).toMatch(/run-pinned/)

    for (const next of [tiny, directions]) {
      await page.goto(`${lab.origin}/${encodeLink(next)}`)
      await page.getByRole('button', { name: 'Add to the queue' }).click()
      await expect.poll(() => waiting(page)).toContain(next.title)
    }
    await page.getByRole('button', { name: 'Earlier Directions' }).click()
    expect(await waiting(page)).toEqual(['Directions', 'Tiny'])
    expect(await faults(page)).toEqual([])
    await page.reload()
    await page.locator('#queue').getByText(/waits for you/).waitFor()
    expect(await waiting(page)).toEqual(['Directions', 'Tiny'])
    expect(await page.locator('.phase-running, .phase-opening').count()).toBe(0)
    await holdNoMore(page)
    await onCpu(page)
    await page.getByRole('button', { name: 'Resume the queue' }).click()
    await expect.poll(() => page.locator('#kept .kept-title').allInnerTexts()).toEqual(expect.arrayContaining(['Tiny', 'Directions']))
    await expect.poll(() => page.locator('#queue').count()).toBe(0)
    await page.context().close()
  })

  it('a run that was stopped goes on while its sweep trains, or alone when that has ended', async () => {
    const page = await lab.open(encodeLink(experiment({ ...tiny, title: 'Stopped', training: { ...tiny.training, steps: 100 } })), { before: holdTraining(1) })
    await onCpu(page)
    await page.getByRole('button', { name: /^Run/ }).click()
    await untilHeld(page)
    await page.getByRole('button', { name: /^Stop run/ }).last().click()
    await page.getByRole('button', { name: /^Resume run/ }).click()
    await expect.poll(() => page.locator('.status-stopped').count()).toBe(0)
    await page.getByRole('button', { name: /^Stop run/ }).last().click()
    await letGo(page)
    await page.waitForSelector('.phase-done')
    await turnTo(page, 'Runs')
    expect(await page.locator('.status-stopped').count()).toBe(1)
    await page.getByRole('button', { name: /^Resume run/ }).click()
    await expect.poll(() => page.locator('.run-table .status-finished').count()).toBe(planSweep(tiny).runs.length)
    await page.context().close()
  })
})

describe('files', () => {
  it('dropped on the page are opened, and one that cannot be is named', async () => {
    const page = await lab.open('')
    const drop = (name: string, text: string): Promise<void> => page.evaluate(([fileName, content]) => {
      const carried = new DataTransfer()
      carried.items.add(new File([content], fileName))
      for (const kind of ['dragenter', 'dragover', 'drop']) document.querySelector('main')!.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }))
    }, [name, text] as const)
    await drop('mine.json', JSON.stringify(tiny))
    await expect.poll(() => title(page)).toBe('Tiny')
    await drop('broken.json', '{')
    await said(page).toMatch(/broken.json cannot be opened/)
    expect(await page.locator('.drop-here').count()).toBe(0)
    await page.context().close()
  })
})

describe('without a network', () => {
  it('the lab opens from a sub-path after one visit, trains and draws; a newer version waits for the next load', async () => {
    const root = join(lab.folder, '..')
    const site = await preview({ root, configFile: false, base: '/some/where/', logLevel: 'warn', build: { outDir: lab.folder }, preview: { port: 0, host: '127.0.0.1' } })
    const address = site.resolvedUrls!.local[0]
    const context = await lab.withGpu.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    context.setDefaultTimeout(patience)
    const page = await context.newPage()
    await holdTraining(1)(page)
    const kept = (): Promise<string[]> => page.evaluate(() => caches.keys())
    try {
      await page.goto(`${address}${encodeLink(tiny)}`)
      await page.locator('#offline').getByText(/opens without a network/).waitFor()

      const file = join(lab.folder, 'service-worker.js')
      writeFileSync(file, readFileSync(file, 'utf8').replace(/"version":"\w+"/, '"version":"newer"'))
      await page.goto(`${address}${encodeLink(longer)}`)
      await onCpu(page)
      await page.getByRole('button', { name: /^Run/ }).click()
      await untilHeld(page)
      await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
      await page.locator('#offline').getByText(/newer version/).waitFor()
      expect(await page.getByRole('button', { name: 'Load it now' }).isDisabled()).toBe(true)
      expect(await page.locator('.phase-running').count()).toBe(1)
      expect(await kept()).toHaveLength(2)
      await page.getByRole('button', { name: 'Stop', exact: true }).click()
      await page.waitForSelector('.phase-done')
      await holdNoMore(page)
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Load it now' }).click()])
      await page.locator('#offline').getByText(/opens without a network/).waitFor()
      expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull()
      await page.goto(`${address}${encodeLink(catalogueEntry('linear-keeps-the-top')!.preview)}`)
      await page.locator('#recorded .verdict').waitFor()
    } finally {
      await site.close()
    }
    await page.reload() // recorded results that were looked at are kept too
    await page.locator('#recorded .verdict').waitFor()
    await page.goto(`${address}${encodeLink(tiny)}`)
    await page.reload()
    await expect.poll(() => title(page)).toBe('Tiny')
    await onCpu(page)
    await runToTheEnd(page)
    await turnTo(page, 'Compare shapes')
    await page.locator('.plot[data-drawn=true] svg').first().waitFor()
    await context.close()
  })
})

describe('all the while', () => {
  it('nothing was asked of any other site, and nothing went wrong unseen', () => {
    expect(lab.strangers).toEqual([])
    expect(lab.errors).toEqual([])
  })
})
