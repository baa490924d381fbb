/** The page where it is not a screen of its own colours: on paper, in forced colours, and translated by the browser. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { runToTheEnd, serveLab, turnTo, type Lab } from './lab-in-browser'

let lab: Lab
beforeAll(async () => { lab = await serveLab() })
afterAll(() => lab?.close())

const parsed = parseExperiment({
  title: 'Three tiny shapes', question: 'Do they store equally much?', task: { kind: 'recall', featureCount: 48 },
  shapes: { kind: 'budget', parameterBudget: [256], depth: [1, 4, 16], neuronsPerWidth: 0.5 },
  training: { learningRate: [0.05], steps: 60 }, seeds: { init: 3, data: 5, count: 2 }, measurement: { probes: 10 },
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const link = encodeLink(parsed.value)

/** The plotting library is there, and every figure of the part that is shown has its place. */
async function figuresPlaced(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[role=tabpanel]:not([hidden]) [aria-busy=true]') === null && document.querySelector('.js-plotly-plot') !== null)
}

describe('on paper', () => {
  it.each(['light', 'dark'] as const)('every figure of the chosen part is drawn, dark on light and no wider than the paper, from the %s page', async (colorScheme) => {
    const page = await lab.open(link, { colorScheme })
    await runToTheEnd(page)
    await turnTo(page, 'Compare shapes')
    await figuresPlaced(page)
    const before = await page.locator('.plot .main-svg').count()
    await page.setViewportSize({ width: 680, height: 900 })
    await figuresPlaced(page)
    await page.emulateMedia({ media: 'print', colorScheme })
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    const printed = await page.evaluate(() => ({
      paper: getComputedStyle(document.documentElement).getPropertyValue('--paper').trim(),
      width: document.documentElement.clientWidth, scroll: document.documentElement.scrollWidth,
      figures: [...document.querySelectorAll<HTMLElement>('[role=tabpanel]:not([hidden]) .plot')].map((plot) => {
        const drawing = plot.querySelector('.main-svg'), text = plot.querySelector('.xtick text')
        return { right: drawing?.getBoundingClientRect().right ?? Infinity, ink: text === null ? '' : getComputedStyle(text).fill }
      }),
      closed: document.querySelectorAll('.verdict details:not([open])').length,
      parts: [...document.querySelectorAll<HTMLElement>('[role=tabpanel]')].filter((part) => part.offsetParent !== null).map(({ id }) => id),
    }))
    expect(printed.paper).toBe('#fcfcfa')
    expect(printed.figures.length).toBeGreaterThan(3)
    expect(printed.figures.length).toBeGreaterThan(before / 3) // some were below the fold
    expect(printed.figures.some(({ ink }) => ink !== '')).toBe(true)
    for (const { right, ink } of printed.figures) {
      expect(right).toBeLessThanOrEqual(printed.width)
      expect(ink).toMatch(/^(rgb\((26, 30, 35|69, 77, 87)\))?$/)
    }
    expect(printed.scroll).toBeLessThanOrEqual(printed.width)
    expect(printed.closed).toBe(0)
    expect(printed.parts).toEqual(['section-compare'])
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    await page.emulateMedia({ media: 'screen', colorScheme })
    expect(await page.locator('.verdict details[open]').count()).toBe(0)
    expect(await page.locator('.plot [viewBox].main-svg').count()).toBe(0)
    expect(lab.errors).toEqual([])
    await page.context().close()
  })
})

describe('in forced colours', () => {
  it('the chosen tab, the progress bar and the colours of shapes are told from what is about them', async () => {
    const page = await lab.open(link, { forcedColors: 'active' })
    await runToTheEnd(page)
    const colours = await page.evaluate(() => {
      const of = (selector: string, property: string): string => getComputedStyle(document.querySelector(selector)!).getPropertyValue(property)
      return {
        border: of('[role=tab][aria-selected=true]', 'border-bottom-width'),
        chosen: of('[role=tab][aria-selected=true]', 'border-bottom-color'), other: of('[role=tab][aria-selected=false]', 'border-bottom-color'),
        bar: of('.bar-fill', 'background-color'), page: of('body', 'background-color'),
        keys: [...document.querySelectorAll('.note-table .dot')].map((dot) => getComputedStyle(dot).backgroundColor),
      }
    })
    expect(colours.chosen).not.toBe(colours.other)
    expect(parseFloat(colours.border)).toBeGreaterThan(2)
    expect(colours.bar).not.toBe(colours.page)
    expect(new Set(colours.keys).size).toBe(3)
    await page.context().close()
  })
})

describe('translated by the browser', () => {
  /** As translators do: each text gives its place to two nested elements with the translation. */
  const translate = (page: Page): Promise<void> => page.evaluate(() => {
    const texts: Text[] = []
    for (const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walker.nextNode();) {
      const text = walker.currentNode as Text, parent = text.parentElement!
      if (text.data.trim() !== '' && parent.closest('script, style, svg, math, font') === null) texts.push(text)
    }
    for (const text of texts) {
      const outer = document.createElement('font'), inner = document.createElement('font')
      inner.textContent = text.data
      outer.append(inner)
      text.replaceWith(outer)
    }
  })

  it('what changes while it trains is shown, and what was is shown no more', async () => {
    const page = await lab.open(link)
    await page.locator('.cost').getByText('6').first().waitFor()
    await translate(page)
    await page.getByRole('button', { name: /^Run/ }).click()
    await page.waitForSelector('.progress-panel')
    await translate(page)
    await page.waitForSelector('.phase-done')
    await expect.poll(() => page.locator('.progress-head').innerText()).toMatch(/Done[\s\S]*6 of 6 runs/)
    expect(await page.locator('.progress-head').innerText()).not.toMatch(/Training|Starting|to go|Pause|0 of 6/)
    await turnTo(page, 'Runs')
    await expect.poll(() => page.locator('.run-table tbody .status').allInnerTexts()).toEqual(Array<string>(6).fill('finished'))
    await translate(page)
    const edit = page.locator('#experiment').getByRole('button', { name: /^Edit/ })
    await edit.click()
    await page.locator('#field-seeds-count').fill('3')
    await page.locator('#field-seeds-count').blur()
    await expect.poll(() => page.locator('.cost').innerText()).toMatch(/Runs\s+9/)
    expect(lab.errors).toEqual([])
    await page.context().close()
  })
})
