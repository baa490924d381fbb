/** The page as people use it: choose, edit, run, read, share, save; with a pointer, a keyboard, a screen reader and without a GPU. */
import { readFileSync } from 'node:fs'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeLink, encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { planSweep } from '../../src/experiment/plan'
import type { Experiment } from '../../src/experiment/experiment'
import { holdTraining, letGo, trainOn, untilHeld } from './held-training'
import { countWork, workOf } from './page-work'
import { faults, runToTheEnd, serveLab, turnTo, untilIdle, type Lab } from './lab-in-browser'

let lab: Lab
beforeAll(async () => { lab = await serveLab() })
afterAll(() => lab?.close())

function experiment(differences: unknown): Experiment {
  const parsed = parseExperiment(differences)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

/** Three shapes of one size in a second or so: small, but every part of the page has something to show. */
const tiny = experiment({
  title: 'Three tiny shapes', question: 'Do they store equally much?', task: { kind: 'recall', featureCount: 48 },
  shapes: { kind: 'budget', parameterBudget: [256], depth: [1, 4, 16], neuronsPerWidth: 0.5 },
  training: { learningRate: [0.05], steps: 60 }, seeds: { init: 3, data: 5, count: 2 }, measurement: { probes: 10 },
})
/** Many runs at once. */
const wide = experiment({
  ...tiny, title: 'Many', training: { ...tiny.training, learningRate: [0.01, 0.02, 0.04, 0.08, 0.16], steps: 200 },
  seeds: { ...tiny.seeds, count: 16 }, measurement: { probes: 40 },
})
/** With enough probes to be held, paused and held again between them. */
const longer = experiment({ ...tiny, title: 'Longer', training: { ...tiny.training, steps: 200 }, measurement: { probes: 40 } })

/** Run ids with their losses and counts as the page shows them; turns to the runs and back to the verdict. */
async function shownRuns(page: Page): Promise<string[]> {
  await turnTo(page, 'Runs')
  const runs = await page.locator('.run-table tbody tr').evaluateAll((rows) => rows.map((row) => {
    const cells = [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')
    return `${row.querySelector('code')!.title} ${cells[1]} loss ${cells.at(-3)} features ${cells.at(-2)}`
  }))
  await turnTo(page, 'Verdict')
  return runs
}
const tableText = (page: Page): Promise<string> => page.locator('.note-table table').first().innerText()

const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe('the first screen', () => {
  it('asks the question, names the experiment and its cost, and starts nothing by itself', async () => {
    const page = await lab.open('')
    expect(await page.locator('h1').innerText()).toMatch(/same size changes its shape/)
    expect(await page.locator('#experiment h2').innerText()).toBe('Deep or wide, with sparse features')
    expect(await page.locator('.cost').innerText()).toMatch(/Runs\s+18[\s\S]*FLOP/)
    expect(await page.locator('.launch-shapes svg').count()).toBe(3)
    await untilIdle(page)
    expect(await page.locator('.sweep').count()).toBe(0)
    expect(await page.locator('.preset').count()).toBeGreaterThanOrEqual(4)
    await page.context().close()
  })

  it('draws cylinders of equal volume for networks of equal size', async () => {
    const page = await lab.open(encodeLink(tiny))
    const volumes = await page.locator('.launch-shapes svg').evaluateAll((drawings) => drawings.map((drawing) => {
      const side = drawing.querySelector('path')!.getAttribute('d')!
      const [, top, bottom, rx] = /M\S+ (\S+) V(\S+) A(\S+)/.exec(side)!.map(Number)
      return rx ** 2 * (bottom - top)
    }))
    expect(volumes).toHaveLength(3)
    for (const volume of volumes) expect(volume / volumes[0]).toBeCloseTo(1, 6)
    await page.context().close()
  })
})

describe('the form', () => {
  it('shows every problem beside its field, changes nothing until they are fixed, and undoes with the browser’s back', async () => {
    const page = await lab.open(encodeLink(tiny))
    const before = page.url()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await page.getByLabel('Learning rate').fill('0.05, fast')
    await page.getByLabel('Steps', { exact: true }).fill('-3')
    await page.getByLabel('Replicates').press('Tab')
    expect(await page.locator('.field-bad').count()).toBe(2)
    expect(await page.locator('#field-training-learningRate-problems').innerText()).toMatch(/\[1\].*fast.*allowed/s)
    expect(await page.locator('#field-training-steps-problems').innerText()).toMatch(/-3.*whole number/s)
    expect(await page.locator('.form-foot').innerText()).toMatch(/Fix 2 fields to continue: Learning rate and Steps\./)
    expect(page.url()).toBe(before)

    await page.getByLabel('Learning rate').fill('0.01..0.1 log 3')
    expect(await page.locator('.spaced').getByText(/values/).innerText()).toBe('3 values: 0.01000, 0.03162, 0.1000')
    await page.getByLabel('Learning rate').fill('0.05, 0.1')
    await page.getByLabel('Steps', { exact: true }).fill('70')
    expect(await page.locator('.form-foot').innerText()).toMatch(/12 runs/)
    await page.getByLabel('Steps', { exact: true }).press('Tab')
    await expect.poll(() => page.url()).not.toBe(before)
    expect(await page.locator('.cost').innerText()).toMatch(/Runs\s+12\s+3 shapes × 2 learning rates × 2 replicates/)
    await page.goBack()
    await expect.poll(() => page.locator('.cost').innerText()).toMatch(/Runs\s+6/)
    expect(await page.getByLabel('Steps', { exact: true }).inputValue()).toBe('60')
    await page.context().close()
  })

  it('follows the choice of task with the fields and defaults that belong to it', async () => {
    const page = await lab.open(encodeLink(tiny))
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    expect(await page.getByLabel('Sparsity S').count()).toBe(0)
    await page.getByLabel('Task', { exact: true }).selectOption('absolute-value')
    await page.getByLabel('Sparsity S').waitFor()
    expect(await page.locator('.field-bad').count()).toBe(0)
    await page.context().close()
  })
})

describe('the guided walk', () => {
  it('opens each step’s experiment by one press or key, rides in the link, and starts nothing', async () => {
    const page = await lab.open('')
    await page.getByRole('button', { name: /Walk through the argument/ }).click()
    await page.locator('.walk h1').getByText('More features than dimensions').waitFor()
    expect(await page.locator('#experiment h2').innerText()).toBe('From digons to pentagons')
    await expect.poll(() => page.url()).toMatch(/~choice=walk:plane/) // looks reach the address a third of a second later
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: /^Next/ }).focus()
    await page.keyboard.press('Enter')
    await page.locator('.walk h1').getByText('Sparsity decides').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('walk-title')
    await page.goBack()
    await page.locator('.walk h1').getByText('More features than dimensions').waitFor()
    expect(await page.locator('.sweep').count()).toBe(0)
    await page.getByRole('button', { name: 'Leave the walk' }).click()
    await page.locator('h1').getByText(/same size changes its shape/).waitFor()
    await page.context().close()
  })
})

describe('a link', () => {
  it('gives the same runs and the same numbers in another profile, and starts nothing when it is opened', async () => {
    const page = await lab.open(encodeLink(tiny))
    await runToTheEnd(page)
    expect(await page.locator('.note-table tbody tr').count()).toBeGreaterThanOrEqual(9)
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    await expect.poll(() => page.locator('.announcer').innerText()).toMatch(/Link copied/)
    const link = await page.evaluate(() => navigator.clipboard.readText())
    await page.locator('dialog.share .qr').waitFor() // it is fetched when first asked for
    await page.keyboard.press('Escape') // the dialog with its QR code
    const [runs, table] = [await shownRuns(page), await tableText(page)]
    expect(runs.map((run) => run.split(' ')[0]).sort()).toEqual(planSweep(tiny).runs.map(({ id }) => id).sort())

    const second = await lab.open(link.slice(link.indexOf('#')))
    await untilIdle(second)
    expect(await second.locator('.sweep').count()).toBe(0)
    expect(await second.locator('#experiment h2').innerText()).toBe(tiny.title)
    await runToTheEnd(second)
    expect(await shownRuns(second)).toEqual(runs)
    expect(await tableText(second)).toBe(table)
    await second.context().close()
    await page.context().close()
  })

  it('too long for a chat says so and offers a file instead, which opens as the same experiment', async () => {
    // words and numbers that hardly compress
    const varied = Array.from({ length: 520 }, (_, k) => String.fromCharCode(0x4e00 + (k * k * 7919) % 20_000)).join('')
    const long = experiment({
      title: varied.slice(0, 120), question: varied.slice(120), task: { kind: 'absolute-value', sparsity: Array.from({ length: 64 }, (_, k) => Math.sin(k + 1) ** 2) },
      shapes: { kind: 'list', shapes: [{ width: 128, depth: 2, neurons: 4 }] }, training: { learningRate: Array.from({ length: 16 }, (_, k) => Math.cos(k + 1) ** 2) },
    })
    const page = await lab.open(encodeLink(long))
    await page.getByRole('button', { name: 'Share', exact: true }).click()
    const dialog = page.locator('dialog.share')
    await dialog.getByText(/Many chat programs cut links of more than 2000 characters/).waitFor()
    expect(await faults(page)).toEqual([])
    const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save as a file' }).click()])
    const other = await lab.open('')
    await other.locator('#kept input[type=file]').setInputFiles(await download.path())
    await expect.poll(() => other.locator('#experiment h2').innerText()).toBe(long.title)
    expect(await other.evaluate(() => location.hash)).toBe(encodeLink(long))
    await other.context().close()
    await page.context().close()
  })

  it('that was cut short says what is wrong, guesses nothing and offers a way out', async () => {
    const page = await lab.open(encodeLink(tiny).slice(0, 60))
    expect(await page.locator('[role=alert] h2').innerText()).toMatch(/does not name an experiment/)
    expect(await page.locator('.problems li').count()).toBeGreaterThanOrEqual(1)
    expect(await page.getByRole('button', { name: /^Run/ }).count()).toBe(0)
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: /Show the note/ }).click()
    expect(await page.locator('#experiment h2').innerText()).toBe('Deep or wide, with sparse features')
    await page.context().close()
  })
})

describe('results', () => {
  let page: Page
  beforeAll(async () => {
    page = await lab.open(encodeLink(tiny))
    await runToTheEnd(page)
  })
  afterAll(() => page?.context().close())

  it('stand as a verdict, a table and figures, each figure with its words and its numbers', async () => {
    expect((await page.locator('.verdict h2').innerText()).length).toBeGreaterThan(20)
    await turnTo(page, 'Compare shapes')
    const figures = page.locator('figure.figure:visible')
    expect(await figures.count()).toBeGreaterThanOrEqual(6)
    for (const figure of await figures.all()) {
      await figure.scrollIntoViewIfNeeded()
      await figure.locator('.plot[data-drawn=true] svg').first().waitFor()
      expect((await figure.locator('.figure-describe').innerText()).length).toBeGreaterThan(20)
      expect(await figure.locator('table tbody tr').count()).toBeGreaterThan(0)
    }
    expect(await page.locator('.modebar-btn[data-title*="loud"], .modebar-btn[data-title*="Chart Studio"]').count()).toBe(0)
  })

  it('stand in parts that the arrow keys turn, and a link leads back to the part that was open', async () => {
    await turnTo(page, 'Verdict')
    await page.getByRole('tab', { name: 'Verdict' }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Compare shapes')
    await page.locator('#section-compare').waitFor()
    expect(await page.locator('[role=tabpanel]:visible').count()).toBe(1)
    await expect.poll(() => page.url()).toMatch(/~section=compare/)
    await page.keyboard.press('End')
    await page.getByRole('button', { name: 'Runs, CSV' }).waitFor()
  })

  it('let one figure be made larger, which the link keeps, and Escape makes it small again where the focus was', async () => {
    await turnTo(page, 'Compare shapes')
    const figure = page.locator('figure[data-chart=loss-by-shape]:visible'), plot = figure.locator('.plot')
    const before = (await plot.boundingBox())!
    await figure.getByRole('button', { name: 'Larger: Loss over shape' }).click()
    await expect.poll(async () => (await plot.locator('svg').first().boundingBox())!.width).toBeGreaterThan(before.width * 1.8)
    expect((await plot.boundingBox())!.height).toBeGreaterThan(before.height * 1.5)
    await expect.poll(() => page.url()).toMatch(/chart=loss-by-shape/)
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await plot.boundingBox())!.width).toBeCloseTo(before.width, 0)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Larger: Loss over shape')
    await expect.poll(() => page.url()).not.toMatch(/chart=/)
  })

  it('stand in a table of runs that is filtered, sorted and pinned, with the best of each shape marked', async () => {
    await turnTo(page, 'Runs')
    const table = page.locator('.run-table')
    const column = (place: number): Promise<string[]> => table.locator(`tbody tr td:nth-child(${place})`).allInnerTexts()
    const losses = async (): Promise<number[]> => (await column(6)).map(parseFloat)
    expect(await column(2)).toHaveLength(6)
    await table.getByRole('button', { name: 'loss', exact: true }).click()
    expect(await losses()).toEqual([...await losses()].sort((a, b) => a - b))
    expect(await table.locator('th[aria-sort=ascending]').innerText()).toMatch(/^loss/)
    await table.getByRole('button', { name: /^loss/ }).click()
    expect(await losses()).toEqual([...await losses()].sort((a, b) => b - a))
    for (const shape of new Set(await column(2))) {
      const own = table.locator('tbody tr').filter({ hasText: shape })
      const [marked, all] = [await own.filter({ has: page.locator('.best') }).locator('td:nth-child(6)').allInnerTexts(), await own.locator('td:nth-child(6)').allInnerTexts()]
      expect(marked.map(parseFloat)).toEqual([Math.min(...all.map(parseFloat))])
    }
    const pinned = (await column(2))[5]
    await table.getByRole('button', { name: /^pin run/ }).nth(5).click()
    const filter = table.getByRole('searchbox')
    await filter.fill('L 16')
    expect(new Set(await column(2))).toEqual(new Set([pinned, ...(await column(2)).filter((shape) => /L 16$/.test(shape))]))
    expect((await column(2))[0]).toBe(pinned) // first, whatever the filter
    await filter.fill('no such run')
    expect(await column(2)).toEqual([pinned])
    await filter.fill('')
    await table.getByRole('button', { name: /^pin run/ }).first().click()
    expect(await page.locator('.run-pinned').count()).toBe(0)
  })

  it('stand in a table that is copied as Markdown and as LaTeX, with the numbers of the page', async () => {
    await turnTo(page, 'Verdict')
    const shown = (await page.locator('.note-table tbody tr').filter({ hasText: 'Features learned' }).locator('strong').allInnerTexts())
    for (const [format, begins] of [['Markdown', /\n\n\|.*\|\n\| --- \|/], ['LaTeX', /\\begin\{tabular\}/]] as const) {
      await page.getByRole('button', { name: `Copy as ${format}` }).click()
      await expect.poll(() => page.locator('.announcer').innerText()).toMatch(`Table copied as ${format}`)
      const copied = await page.evaluate(() => navigator.clipboard.readText())
      expect(copied).toMatch(begins)
      for (const value of shown) expect(copied).toContain(value)
    }
  })

  it('are saved as CSV, as JSON, and each figure as PNG and SVG', async () => {
    const saved = async (name: string | RegExp): Promise<{ download: Download; content: Buffer }> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).first().click()])
      return { download, content: readFileSync(await download.path()) }
    }
    await turnTo(page, 'Keep and share')
    const csv = (await saved('Runs, CSV')).content.toString()
    expect(csv.split('\r\n').filter((line) => line !== '')).toHaveLength(1 + planSweep(tiny).runs.length)
    const json = JSON.parse((await saved('Everything, JSON')).content.toString()) as { runs: { id: string; outcome: { kind: string } }[] }
    expect(json.runs.map(({ id }) => id)).toEqual(planSweep(tiny).runs.map(({ id }) => id))
    await turnTo(page, 'Compare shapes')
    const png = await saved(/save Loss over shape as PNG/)
    expect(png.content.subarray(1, 4).toString()).toBe('PNG')
    expect(png.download.suggestedFilename()).toBe('three-tiny-shapes-loss-by-shape.png')
    expect((await saved(/save Loss over shape as SVG/)).content.toString()).toMatch(/^<svg[\s\S]*aspect ratio/)
  })

  it.each(['light', 'dark'] as const)('have no serious accessibility fault in the %s theme, nor does the form', async (colorScheme) => {
    for (const part of ['Verdict', 'Compare shapes', 'Features', 'Runs', 'Keep and share'] as const) {
      await turnTo(page, part)
      expect(await faults(page, [colorScheme]), part).toEqual([])
    }
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    expect(await faults(page, [colorScheme])).toEqual([])
    await page.getByRole('button', { name: 'Close', exact: true }).click()
  })

  it.each([390, 1024])('fit a page %i pixels wide without sideways scrolling', async (width) => {
    await page.setViewportSize({ width, height: 800 })
    for (const part of ['Verdict', 'Compare shapes', 'Features', 'Runs', 'Keep and share'] as const) {
      await turnTo(page, part)
      await expect.poll(() => overflow(page), { message: part }).toBe(0) // once the figures have followed
    }
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    expect(await overflow(page)).toBe(0)
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page.setViewportSize({ width: 1440, height: 900 })
  })
})

describe('seeds and reset', () => {
  it('are three controls: each seed changes alone, and reset begins the same sweep again at step 0', async () => {
    const page = await lab.open(encodeLink(tiny))
    await runToTheEnd(page)
    await expect.poll(() => page.locator('.kept li').count()).toBe(1)
    const runs = await shownRuns(page)
    const of = async (name: string): Promise<Pick<Experiment, 'seeds'>['seeds']> => {
      await page.getByRole('button', { name }).click()
      const decoded = decodeLink(await page.evaluate(() => location.hash))
      if (!decoded.ok) throw new Error(JSON.stringify(decoded.error))
      return decoded.value.experiment.seeds
    }
    expect(await of('Another network seed')).toEqual({ init: 5, data: 5, count: 2 })
    expect(await page.locator('.sweep').count()).toBe(0)
    await page.goBack()
    expect(await of('Another data seed')).toEqual({ init: 3, data: 7, count: 2 })
    await page.goBack()
    await page.locator('.verdict h2').waitFor()

    const reset = page.getByRole('button', { name: 'Reset', exact: true })
    await reset.click()
    await expect.poll(() => page.locator('.sweep').count()).toBe(0)
    expect(await reset.getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('button', { name: `Show ${tiny.title}` }).click() // nothing that was finished is lost by it
    await page.locator('.progress-panel').getByText(/saved earlier/).waitFor()
    await reset.click()
    await page.getByRole('button', { name: /^Run/ }).click()
    await page.locator('.phase-done').getByText(/elapsed/).waitFor() // trained here and now
    await page.waitForSelector('.verdict h2')
    expect(await shownRuns(page)).toEqual(runs)
    await page.context().close()
  })
})

describe('results that are kept', () => {
  it('come back after a reload without training, open from a saved file in another profile, and can be deleted', async () => {
    const page = await lab.open(encodeLink(tiny))
    await runToTheEnd(page)
    const [runs, table] = [await shownRuns(page), await tableText(page)]
    await expect.poll(() => page.locator('.kept li').count()).toBe(1)
    await page.reload()
    await page.locator('.progress-panel').getByText(/saved earlier/).waitFor()
    expect(await shownRuns(page)).toEqual(runs)
    expect(await tableText(page)).toBe(table)
    await turnTo(page, 'Keep and share')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Everything, JSON' }).click()])
    const file = await download.path()

    const other = await lab.open('')
    await other.locator('#kept input[type=file]').setInputFiles({ name: 'results.json', mimeType: 'application/json', buffer: readFileSync(file) })
    await other.locator('.progress-panel').getByText(/saved earlier/).waitFor()
    expect(await other.locator('#experiment h2').innerText()).toBe(tiny.title)
    expect(await shownRuns(other)).toEqual(runs)
    const forged = JSON.parse(readFileSync(file, 'utf8')) as { runs: { curve: { loss: number[] } }[] }
    forged.runs[0].curve.loss = forged.runs[0].curve.loss.map((loss) => loss / 2)
    await other.locator('#kept input[type=file]').setInputFiles({ name: 'again.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify({ ...forged, runs: [...forged.runs, { kind: 'run' }] })) })
    await expect.poll(() => other.locator('.announcer').innerText()).toMatch(/again.json is open: 6 runs, 6 of which were saved here already and stay as they are. Left out: line 7: /)
    expect(await shownRuns(other)).toEqual(runs)
    await other.locator('#kept input[type=file]').setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from('{"task":{"kind":"recall","featureCount":-1}}') })
    await expect.poll(() => other.locator('.announcer').innerText()).toMatch(/broken.json cannot be opened.*featureCount/)
    await other.context().close()

    await page.clock.install() // what is deleted can be brought back for a quarter of a minute
    await page.getByRole('button', { name: `Delete ${tiny.title}` }).click()
    await expect.poll(() => page.locator('.kept li').count()).toBe(0)
    await page.clock.fastForward('00:20')
    await expect.poll(() => page.locator('.undo').count()).toBe(0)
    await page.reload()
    await page.clock.resume()
    await untilIdle(page)
    expect(await page.locator('.sweep').count()).toBe(0)
    await page.context().close()
  })
})

describe('while it trains', () => {
  it('a sweep of 240 runs on screen draws once a frame, holds the rows that are seen, hears a float per run and probe, and asks for no layout to draw', async () => {
    const page = await lab.open(encodeLink(wide), { before: async (page) => { await countWork(page); await holdTraining(1)(page) } })
    await page.locator('.engine-choice select').selectOption('cpu')
    await page.getByRole('button', { name: /^Run/ }).click()
    await untilHeld(page)
    await page.locator('.run-table > summary').click()
    await letGo(page)
    await page.waitForSelector('.phase-done')
    expect(await page.locator('.run-table > summary').innerText()).toMatch(/240/)
    const { runs } = planSweep(wide)
    const work = await workOf(page)
    console.log(`240 runs: ${work.frames} frames, ${work.views} views, at most ${work.rows} rows, ${work.messages.length} messages`)
    expect(work.views).toBeGreaterThan(0)
    expect(work.viewsPerFrame).toBe(1)
    // As many as the screen is high and a block on either side; the first block and a row in place of each that is left out always.
    expect(work.rows).toBeGreaterThan(0)
    expect(work.rows).toBeLessThanOrEqual(56)
    expect(work.geometry).toEqual([...new Set(work.geometry)]) // once where a part of the page is set up, never for a view
    const of = (kind: string) => work.messages.filter((message) => message.kind === kind)
    // However many trainers share a group out, each of its runs has its loss once per probe.
    const { probes } = wide.measurement
    expect(of('chunk').reduce((sum, { bytes }) => sum + bytes, 0)).toBe(runs.length * probes * Float32Array.BYTES_PER_ELEMENT)
    expect(of('chunk').length % probes).toBe(0)
    expect(new Set(of('chunk').map(({ fields }) => fields))).toEqual(new Set(['groupId kind loss secondsTraining step']))
    expect(of('outcome')).toHaveLength(runs.length)
    expect(lab.asked.filter((url) => /plotly/.test(url))).toEqual([]) // a megabyte that no figure needs yet
    await turnTo(page, 'Compare shapes')
    await page.locator('.plot[data-drawn=true] svg').first().waitFor()
    expect(lab.asked.filter((url) => /plotly/.test(url))).not.toEqual([])
    await page.context().close()
  })

  it('the keyboard runs, pauses, resumes and stops, and the page draws once a frame and asks for no layout to draw', async () => {
    const page = await lab.open(encodeLink(longer), { before: async (page) => { await countWork(page); await holdTraining(2)(page) } })
    await page.locator('.engine-choice select').selectOption('cpu')
    await page.locator('h1').click() // letters on a select would choose
    await page.keyboard.press('r')
    await untilHeld(page)
    await page.waitForSelector('.phase-running')
    await page.keyboard.press('p')
    await page.waitForSelector('.phase-paused')
    expect(await page.locator('.progress-panel').innerText()).toMatch(/Paused/)
    // The trainer's last words before it rests are its checkpoint, and nothing follows.
    const heard = async (): Promise<string[]> => (await workOf(page)).messages.map(({ kind }) => kind)
    await expect.poll(async () => (await heard()).at(-1)).toBe('checkpoint')
    const words = (await heard()).length
    await trainOn(page, 2)
    for (let turn = 0; turn < 20; turn++) await Promise.all(page.workers().map((worker) => worker.evaluate(() => undefined)))
    expect(await heard()).toHaveLength(words)
    await page.keyboard.press('p')
    await page.waitForSelector('.phase-running')
    await expect.poll(async () => (await heard()).length).toBeGreaterThan(words)
    await page.keyboard.press('x')
    await page.waitForSelector('.phase-done')
    await expect.poll(() => page.locator('.status-stopped').count()).toBeGreaterThan(0)
    const { viewsPerFrame, geometry } = await workOf(page)
    expect(viewsPerFrame).toBe(1)
    expect(geometry).toEqual([...new Set(geometry)])
    await page.context().close()
  })

  it('letters typed into a field are letters', async () => {
    const page = await lab.open(encodeLink(tiny))
    await page.keyboard.press('e')
    await page.getByLabel('Title').fill('')
    await page.getByLabel('Title').pressSequentially('repx')
    expect(await page.getByLabel('Title').inputValue()).toBe('repx')
    expect(await page.locator('.sweep').count()).toBe(0)
    await page.getByLabel('Title').blur()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'visible' })
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' })
    await page.context().close()
  })
})

describe('without WebGPU, in a window that stores nothing', () => {
  it('the CPU engine does it, results stay in the tab, and the page says both in words', async () => {
    const page = await lab.open('', { browser: lab.withoutGpu })
    await page.addInitScript(() => { IDBFactory.prototype.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError') } })
    await page.goto('about:blank')
    await page.goto(`${lab.origin}/${encodeLink(tiny)}`)
    await runToTheEnd(page)
    expect(await page.locator('.progress-panel').innerText()).toMatch(/cpu/)
    expect(await page.locator('.progress-panel').innerText()).toMatch(/WebGPU/)
    await page.locator('#kept .notice-line').getByText(/refuses to store results .*they stay in this tab only/).waitFor()
    expect(await faults(page)).toEqual([])
    await turnTo(page, 'Runs')
    expect(await page.locator('.status-finished').count()).toBe(planSweep(tiny).runs.length)
    await page.context().close()
  })
})

describe('all the while', () => {
  it('nothing was asked of any other site, and nothing went wrong unseen', () => {
    expect(lab.strangers).toEqual([])
    expect(lab.errors).toEqual([])
  })
})
