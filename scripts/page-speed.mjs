// node scripts/page-speed.mjs: how soon the built page paints and can be used, on a cold cache over localhost with the
// processor throttled fourfold, and how much JavaScript that takes. Median of five visits. Fails beyond the budgets.
import { gzipSync } from 'node:zlib'
import { chromeFlags, ensureChrome } from './chrome.mjs'
import { ensureInstalled, root } from './install.mjs'
import { machine, writeSection } from './page-report.mjs'

const budgets = { 'first paint, ms': 1000, 'interactive, ms': 2000, 'initial JavaScript, KB gzip': 150 }
const visits = 5
const throttling = 4

ensureInstalled()
const { build, preview } = await import('vite')
const { chromium } = await import('playwright-core')
await build({ root, logLevel: 'error' })
const server = await preview({ root, logLevel: 'error', preview: { port: 0 } })
const browser = await chromium.launch({ executablePath: ensureChrome(), args: chromeFlags() })

/** One visit in a profile that has never seen the page. Interactive: the Run button stands and its press would be heard. */
async function visit() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const scripts = []
  page.on('response', (response) => { if (response.request().resourceType() === 'script') scripts.push(response) })
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: throttling })
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('.launch-actions .primary:not([disabled])') === null) return
      observer.disconnect()
      setTimeout(() => performance.mark('interactive')) // after the task that put it there
    }).observe(document, { subtree: true, childList: true })
  })
  await page.goto(server.resolvedUrls.local[0])
  const times = await page.waitForFunction(() => {
    const [paint] = performance.getEntriesByName('first-contentful-paint')
    const [interactive] = performance.getEntriesByName('interactive')
    return paint && interactive ? { paint: paint.startTime, interactive: interactive.startTime } : null
  })
  const { paint, interactive } = await times.jsonValue()
  const sizes = await Promise.all(scripts.map(async (response) => gzipSync(await response.body()).length))
  await context.close()
  return { 'first paint, ms': paint, 'interactive, ms': interactive, 'initial JavaScript, KB gzip': sizes.reduce((sum, size) => sum + size, 0) / 1000 }
}

const found = []
for (let k = 0; k < visits; k++) found.push(await visit())
const version = browser.version()
await browser.close()
await server.close()
let within = true
const rows = []
for (const [name, budget] of Object.entries(budgets)) {
  const values = found.map((one) => one[name]).sort((a, b) => a - b)
  const median = values[visits >> 1]
  if (!(median < budget)) within = false
  rows.push(`| ${name} | ${median.toFixed(0)} | ${values[0].toFixed(0)} to ${values.at(-1).toFixed(0)} | ${budget} |`)
  console.log(`${name}: ${median.toFixed(0)} (${values[0].toFixed(0)} to ${values.at(-1).toFixed(0)}), budget ${budget}${median < budget ? '' : ': OVER'}`)
}
writeSection('First visit', [
  `Cold cache, localhost, processor throttled ${throttling} times; median of ${visits} visits. Chromium ${version}, ${machine()}.`, '',
  '| | median | range | budget |', '|---|--:|--:|--:|', ...rows,
])
process.exit(within ? 0 : 1)
