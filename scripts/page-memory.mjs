// npm run page-memory: an hour's worth of sweeps, sixty of a minute each, run one after the other in a single tab, sped up by being small
// (SWEEPS=24 for fewer). Engines alternate, figures are drawn of every sweep. Memory is read after garbage collection, with every figure
// that compares shapes on the page; it must be flat once the tab holds as many sweeps as it ever does. Writes docs/page.md; exits 1 where
// something grows.
import { existsSync, readFileSync } from 'node:fs'
import { chromeFlags, ensureChrome } from './chrome.mjs'
import { ensureInstalled, root } from './install.mjs'
import { machine, writeSection } from './page-report.mjs'

const sweeps = Number(process.env.SWEEPS ?? 60)
const every = 3 // sweeps; the same engine before each reading
/** The first reading: plotly, engines, the sweeps that stay in memory and the history's rows are all there by then. */
const warm = 12
/** Growth from the first half of the readings to the second, of what is in use: noise of the collector stays below. */
const most = { 'JavaScript heap, MB': 0.1, 'DOM nodes': 0.1, 'event listeners': 0.1, 'page process, MB': 0.15, 'GPU process, MB': 0.15 }

ensureInstalled()
const { build, preview, runnerImport } = await import('vite')
const { chromium } = await import('playwright-core')
await build({ root, logLevel: 'error' }) // first: to import sources turns this process to development, and Preact's part for that keeps what was removed
const load = async (path) => (await runnerImport(`${root}${path}`)).module
const { parseExperiment } = await load('src/experiment/parse.ts')
const { encodeLink } = await load('src/experiment/link.ts')
const server = await preview({ root, logLevel: 'error', preview: { port: 0 } })
const browser = await chromium.launch({ executablePath: ensureChrome(), args: chromeFlags() })
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
const page = await context.newPage()
const session = await context.newCDPSession(page)
await session.send('Performance.enable')
const whole = await browser.newBrowserCDPSession()

function link(number) {
  const parsed = parseExperiment({
    title: `Sweep ${number}`, task: { kind: 'recall', featureCount: 48 },
    shapes: { kind: 'budget', parameterBudget: [256], depth: [1, 4, 16], neuronsPerWidth: 0.5 },
    training: { learningRate: [0.02, 0.05], steps: 40 }, seeds: { init: 1000 * number, data: 1000 * number, count: 2 }, measurement: { probes: 40 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return encodeLink(parsed.value)
}

const megabytes = (kilobytes) => kilobytes / 1000
function resident(pid) {
  const path = `/proc/${pid}/status`
  return existsSync(path) ? megabytes(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? NaN)) : NaN
}
async function reading() {
  await page.waitForTimeout(500) // workers that were ended are gone
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { metrics } = await session.send('Performance.getMetrics')
  const of = (name) => metrics.find((metric) => metric.name === name).value
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
  const largest = (type) => Math.max(...processInfo.filter((process) => process.type === type).map(({ id }) => resident(id)))
  return {
    'JavaScript heap, MB': of('JSHeapUsedSize') / 1e6, 'DOM nodes': of('Nodes'), 'event listeners': of('JSEventListeners'),
    'page process, MB': largest('renderer'), 'GPU process, MB': largest('GPU'),
  }
}

/** Figures come one by one when the page is idle, those that are near: a reading before the last would count how busy the machine is. */
async function drawn() {
  const shown = page.locator('[role=tabpanel]:not([hidden])')
  await shown.locator('.figure-groups[aria-busy=false]').first().waitFor()
  const figures = shown.locator('figure[data-chart]')
  for (let k = 0, many = await figures.count(); k < many; k++) {
    await figures.nth(k).scrollIntoViewIfNeeded()
    await figures.nth(k).locator('.plot[data-drawn=true] svg').first().waitFor()
  }
}

const readings = []
await page.goto(server.resolvedUrls.local[0])
for (let number = 1; number <= sweeps; number++) {
  await page.evaluate((fragment) => { window.location.hash = fragment }, link(number))
  await page.locator('#experiment h2', { hasText: `Sweep ${number}` }).waitFor()
  await page.locator('.engine-choice select').selectOption(number % 3 === 0 ? 'webgpu' : 'cpu')
  await page.getByRole('button', { name: /^Run/ }).click()
  // Locators, for the handles that waitForSelector gives would keep every sweep's elements alive.
  await page.locator('.phase-done').waitFor({ timeout: 120_000 })
  await page.locator('.verdict h2').waitFor()
  await page.getByRole('tab', { name: 'Compare shapes' }).click()
  await page.locator('[role=tabpanel]:not([hidden]) .plot[data-drawn=true] svg').first().waitFor()
  if (number >= warm && number % every === 0) {
    await drawn()
    readings.push(await reading())
    console.log(`sweep ${number}:`, Object.entries(readings.at(-1)).map(([name, value]) => `${name} ${value.toFixed(name.endsWith('MB') ? 1 : 0)}`).join('; '))
  }
}
const version = browser.version()
await browser.close()
await server.close()

const mean = (rows, name) => rows.reduce((sum, row) => sum + row[name], 0) / rows.length
const half = readings.length >> 1
let flat = true
const parts = []
const rows = Object.entries(most).map(([name, bound]) => {
  const [before, after] = [mean(readings.slice(0, half), name), mean(readings.slice(-half), name)]
  const grown = after / before - 1
  if (grown > bound) flat = false // not a number where the system does not tell
  const digits = name.endsWith('MB') ? 1 : 0
  parts.push(`${name} ${before.toFixed(digits)} to ${after.toFixed(digits)}`)
  return `| ${name} | ${before.toFixed(digits)} | ${after.toFixed(digits)} | ${(100 * grown).toFixed(1)}% | ${(100 * bound).toFixed(0)}% |`
})
writeSection('Memory over many sweeps', [
  `${sweeps} sweeps of 12 runs in one tab, one after the other (two on the cpu engine to one on WebGPU; figures of each drawn), read after garbage collection with every figure that compares shapes on the page, every ${every} sweeps from sweep ${warm} on. Chromium ${version}, ${machine()}.`, '',
  '| | first half | second half | growth | bound |', '|---|--:|--:|--:|--:|', ...rows,
], `${sweeps} sweeps in one tab, first half to second: ${parts.join('; ')}.`)
console.log(rows.join('\n'))
process.exit(flat ? 0 : 1)
