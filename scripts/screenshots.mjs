// npm run screenshots: pictures for docs/ from real runs in a real browser, on whatever adapter is here.
import { mkdirSync, statSync } from 'node:fs'
import { chromeFlags, ensureChrome } from './chrome.mjs'
import { ensureInstalled, root } from './install.mjs'

ensureInstalled()
const { build, preview } = await import('vite')
const { chromium } = await import('playwright-core')
await build({ root, logLevel: 'warn' })
const server = await preview({ root, logLevel: 'error', preview: { port: 0 } })
const address = server.resolvedUrls.local[0]
const browser = await chromium.launch({ executablePath: ensureChrome(), args: chromeFlags() })
mkdirSync(`${root}docs`, { recursive: true })

/** The lab after a run of the preview of `preset` (the one on the first screen if none is named), every figure drawn. */
async function afterRun({ preset, colorScheme = 'light', width = 1280 }) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce' })
  await page.goto(address)
  if (preset) await page.locator('.preset', { hasText: preset }).first().getByRole('button', { name: 'Preview' }).click()
  await page.locator('.cost').getByText(/about .* (s|min|h)|under a second/).waitFor({ timeout: 120_000 })
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await page.locator('.phase-done').waitFor({ timeout: 900_000 })
  await page.locator('section[aria-labelledby=figures-title][aria-busy=false]').waitFor()
  for (const figure of await page.locator('figure[data-chart]').all()) {
    await figure.scrollIntoViewIfNeeded()
    await figure.locator('.plot[data-drawn=true] svg').first().waitFor()
  }
  await page.evaluate(() => window.scrollTo(0, 0))
  await page.waitForTimeout(7000) // notes at the foot of the page go by themselves
  return page
}

/** From the top of `from` to the end of `to`, at most so high. */
async function picture(page, file, from, to, mostHeight = 1800) {
  const box = async (selector) => {
    const found = await page.locator(selector).first().boundingBox()
    if (!found) throw new Error(`${file}: nothing on the page matches ${selector}`)
    return found
  }
  const [top, end] = [await box(from), await box(to)]
  const margin = 16
  const y = Math.max(0, top.y - margin)
  const clip = { x: 0, y, width: page.viewportSize().width, height: Math.min(mostHeight, end.y + end.height + margin - y) }
  await page.screenshot({ path: `${root}docs/${file}`, fullPage: true, clip })
  console.log(`docs/${file}: ${clip.width} x ${Math.round(clip.height)}, ${Math.round(statSync(`${root}docs/${file}`).size / 1024)} KiB`)
}

const landing = await afterRun({})
await picture(landing, 'landing.png', '.page-header', '#verdict-title')
await picture(landing, 'table-and-figures.png', '#table', 'figure[data-chart=features-per-neuron] .plot')
const pentagons = await afterRun({ preset: 'pentagons', colorScheme: 'dark' })
await picture(pentagons, 'pentagons-dark.png', 'figure[data-chart=feature-directions]', 'figure[data-chart=feature-dimensionality]')
await browser.close()
await server.close()
process.exit(0)
