// npm run screenshots: pictures for docs/ from real runs in a real browser, on whatever adapter is here.
import { mkdirSync } from 'node:fs'
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

/** Opens the lab, presses Run, waits for the end, and takes the region of the page that `region` names. */
async function picture({ file, colorScheme = 'light', width = 1280, experiment, region }) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, deviceScaleFactor: 1 })
  await page.goto(address)
  if (experiment) {
    const card = page.locator('.catalogue-card, .card', { hasText: experiment }).first()
    await card.getByRole('button', { name: 'Preview' }).click()
  }
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await page.locator('.phase-done').waitFor({ timeout: 900_000 })
  await page.locator('.js-plotly-plot .main-svg').first().waitFor({ timeout: 60_000 })
  await page.waitForTimeout(4000) // figures further down draw as they come near
  const box = await page.locator(region).first().boundingBox()
  if (!box) throw new Error(`${file}: nothing on the page matches ${region}`)
  await page.screenshot({ path: `${root}docs/${file}`, fullPage: true, clip: { ...box, height: Math.min(box.height, 1600) } })
  await page.close()
  console.log(`docs/${file}`)
}

await picture({ file: 'landing.png', region: 'main' })
await picture({ file: 'verdict.png', region: '#sweep' })
await picture({ file: 'pentagons-dark.png', region: '#sweep', experiment: 'pentagons', colorScheme: 'dark' })
await browser.close()
await server.close()
process.exit(0)
