// npm run page-speed: how soon the built page paints and can be used, on a cold cache over localhost with the processor throttled
// fourfold, and how much JavaScript that takes (median of five visits); and the longest task of its main thread while 200 runs train on
// screen. Writes docs/page.md. Fails beyond the budgets.
import { gzipSync } from 'node:zlib'
import { chromeFlags, ensureChrome } from './chrome.mjs'
import { ensureInstalled, root } from './install.mjs'
import { machine, writeSection } from './page-report.mjs'

const budgets = { 'first paint, ms': 1000, 'interactive, ms': 2000, 'initial JavaScript, KB gzip': 150 }
const longestTask = 50 // milliseconds of the main thread's own time
const visits = 5
const throttling = 4

ensureInstalled()
const { build, createServer, preview } = await import('vite')
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
let within = true
const rows = [], words = []
for (const [name, budget] of Object.entries(budgets)) {
  const values = found.map((one) => one[name]).sort((a, b) => a - b)
  const median = values[visits >> 1]
  if (!(median < budget)) within = false
  rows.push(`| ${name} | ${median.toFixed(0)} | ${values[0].toFixed(0)} to ${values.at(-1).toFixed(0)} | ${budget} |`)
  words.push(`${name} ${median.toFixed(0)}`)
  console.log(`${name}: ${median.toFixed(0)} (${values[0].toFixed(0)} to ${values.at(-1).toFixed(0)}), budget ${budget}${median < budget ? '' : ': OVER'}`)
}
const where = `Chromium ${browser.version()}, ${machine()}`
writeSection('First visit', [
  `Cold cache, localhost, processor throttled ${throttling} times; median of ${visits} visits. ${where}.`, '',
  '| | median | range | budget |', '|---|--:|--:|--:|', ...rows,
], `${words.join('; ')} (cold cache, processor throttled ${throttling} times).`)

const loader = await createServer({ appType: 'custom', logLevel: 'error', server: { middlewareMode: true, watch: null, hmr: false, ws: false } })
const { tasksWhileRunning } = await loader.ssrLoadModule('/tests/browser/main-thread.ts')
const { encodeLink } = await loader.ssrLoadModule('/src/experiment/link.ts')
const { parseExperiment } = await loader.ssrLoadModule('/src/experiment/parse.ts')
const { value: sweep } = parseExperiment({
  title: 'Two hundred runs', task: { kind: 'recall', featureCount: 24 }, shapes: { kind: 'budget', parameterBudget: [256], depth: [1, 4], neuronsPerWidth: 0.5 },
  training: { learningRate: [0.02, 0.05], steps: 400 }, seeds: { count: 50 }, measurement: { probes: 20 },
})
const training = []
for (const engine of ['cpu', 'webgpu']) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(`${server.resolvedUrls.local[0]}${encodeLink(sweep)}`)
  await page.locator('.engine-choice select').selectOption(engine)
  const tasks = await tasksWhileRunning(page, () => page.getByRole('button', { name: /^Run/ }).click(), async () => {
    await page.waitForSelector('.phase-running', { timeout: 120_000 })
    await page.locator('.run-table').evaluate((details) => { details.open = true })
    await page.waitForSelector('.phase-done', { timeout: 600_000 })
  })
  const [own, clock] = ['cpu', 'wall'].map((time) => Math.max(...tasks.map((task) => task[time])))
  if (!(own < longestTask)) within = false
  training.push({ engine, own, clock, tasks: tasks.length, over: tasks.filter(({ wall }) => wall > longestTask).length, seconds: tasks.at(-1).at / 1000 })
  console.log(`200 runs on ${engine}: ${tasks.length} tasks, the longest ${own.toFixed(1)} ms of its own time, ${clock.toFixed(1)} ms by the clock`)
  await page.close()
}
await loader.close()
await browser.close()
await server.close()
writeSection('While 200 runs train', [
  `Tasks of the main thread from Run to the verdict, the table of runs open; own time is what the page itself took of the processor, the clock counts waiting for a core that trainers and a software GPU want too. ${where}.`, '',
  `| engine | seconds | tasks | longest, ms of own time | longest, ms by the clock | over ${longestTask} ms by the clock |`, '|---|--:|--:|--:|--:|--:|',
  ...training.map(({ engine, seconds, tasks, own, clock, over }) => `| ${engine} | ${seconds.toFixed(1)} | ${tasks} | ${own.toFixed(1)} | ${clock.toFixed(1)} | ${over} |`),
], `longest task of the main thread ${training.map(({ engine, own, clock }) => `${own.toFixed(0)} ms on ${engine} (${clock.toFixed(0)} by the clock)`).join(', ')}.`)
process.exit(within ? 0 : 1)
