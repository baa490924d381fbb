// npm run page-speed: how soon the built page paints and can be used, on a cold cache over localhost with the processor throttled
// fourfold, and how much JavaScript that takes (median of five visits); and the longest task of its main thread while 240 runs train on
// screen and while keys run, pause, resume and stop a sweep (median of three). Writes docs/page.md and prints what is over its budget; it
// judges nothing, for the figures are the machine's: tests count the work that causes them (tests/browser/page-work.ts).
import { gzipSync } from 'node:zlib'
import { chromeFlags, ensureChrome } from './chrome.mjs'
import { ensureInstalled, root } from './install.mjs'
import { machine, writeSection } from './page-report.mjs'

const budgets = { 'first paint, ms': 1000, 'interactive, ms': 2000, 'initial JavaScript, KB gzip': 150 }
const longestTask = 50 // milliseconds of the main thread's own time
const visits = 5
const sweepsEach = 3
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

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
const found = []
for (let k = 0; k < visits; k++) found.push(await visit())
const rows = [], parts = []
for (const [name, budget] of Object.entries(budgets)) {
  const values = found.map((one) => one[name]).sort((a, b) => a - b)
  const middle = median(values)
  rows.push(`| ${name} | ${middle.toFixed(0)} | ${values[0].toFixed(0)} to ${values.at(-1).toFixed(0)} | ${budget} |`)
  parts.push(`${name} ${middle.toFixed(0)}`)
  console.log(`${name}: ${middle.toFixed(0)} (${values[0].toFixed(0)} to ${values.at(-1).toFixed(0)}), budget ${budget}${middle < budget ? '' : ': OVER'}`)
}
const where = `Chromium ${browser.version()}, ${machine()}`
writeSection('First visit', [
  `Cold cache, localhost, processor throttled ${throttling} times; median of ${visits} visits. ${where}.`, '',
  '| | median | range | budget |', '|---|--:|--:|--:|', ...rows,
], `${parts.join('; ')} (cold cache, processor throttled ${throttling} times).`)

const loader = await createServer({ appType: 'custom', logLevel: 'error', server: { middlewareMode: true, watch: null, hmr: false, ws: false } })
const { tasksWhileRunning } = await loader.ssrLoadModule('/tests/browser/main-thread.ts')
const { encodeLink } = await loader.ssrLoadModule('/src/experiment/link.ts')
const { parseExperiment } = await loader.ssrLoadModule('/src/experiment/parse.ts')

/** Three shapes of one size. */
function experiment(training, count, probes) {
  const parsed = parseExperiment({
    title: 'Page speed', task: { kind: 'recall', featureCount: 48 }, shapes: { kind: 'budget', parameterBudget: [256], depth: [1, 4, 16], neuronsPerWidth: 0.5 },
    training, seeds: { init: 3, data: 5, count }, measurement: { probes },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
const wide = experiment({ learningRate: [0.01, 0.02, 0.04, 0.08, 0.16], steps: 200 }, 16, 40)
const long = experiment({ learningRate: [0.05], steps: 1_000_000 }, 2, 1000)

const running = (page) => page.waitForSelector('.phase-running', { timeout: 120_000 })
const ended = (page) => page.waitForSelector('.phase-done', { timeout: 600_000 })
/** What is measured: its name, the sweep, the engine, what begins it, and what follows until it has ended. */
const measurements = [
  ...['cpu', 'webgpu'].map((engine) => ({
    name: `240 runs, ${engine}`, sweep: wide, engine,
    begin: (page) => page.evaluate(() => document.querySelector('.launch-actions .primary').click()),
    async follow(page) {
      await running(page)
      await page.evaluate(() => { document.querySelector('.run-table').open = true })
      await ended(page)
    },
  })),
  {
    name: 'keys, cpu', sweep: long, engine: 'cpu',
    begin: (page) => page.keyboard.press('r'),
    async follow(page) {
      await running(page)
      await page.waitForTimeout(3000) // of training
      await page.keyboard.press('p')
      await page.waitForSelector('.phase-paused')
      await page.keyboard.press('p')
      await running(page)
      await page.keyboard.press('x')
      await ended(page)
    },
  },
]
const measured = []
for (const { name, sweep, engine, begin, follow } of measurements) {
  const all = []
  for (let k = 0; k < sweepsEach; k++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } }) // a profile that has not trained it yet
    const page = await context.newPage()
    await page.goto(`${server.resolvedUrls.local[0]}${encodeLink(sweep)}`)
    await page.locator('.engine-choice select').selectOption(engine)
    await page.locator('h1').click() // letters on a select would choose
    const tasks = await tasksWhileRunning(page, () => begin(page), () => follow(page))
    all.push({
      seconds: tasks.at(-1).at / 1000, tasks: tasks.length, over: tasks.filter(({ wall }) => wall > longestTask).length, busy: tasks.reduce((sum, { cpu }) => sum + cpu, 0),
      own: Math.max(...tasks.map(({ cpu }) => cpu)), clock: Math.max(...tasks.map(({ wall }) => wall)),
    })
    await context.close()
  }
  const of = (figure) => median(all.map((one) => one[figure]))
  measured.push({ name, ...Object.fromEntries(Object.keys(all[0]).map((figure) => [figure, of(figure)])) })
  console.log(`${name}: ${of('tasks')} tasks, the longest ${of('own').toFixed(1)} ms of its own time${of('own') < longestTask ? '' : ' (OVER)'}, ${of('clock').toFixed(1)} ms by the clock`)
}
await loader.close()
await browser.close()
await server.close()
writeSection('While it trains', [
  `Tasks of the main thread from Run to the verdict while 240 runs train with the table of runs open, and while keys run, pause, resume and stop a sweep; median of ${sweepsEach}. Own time is what the page itself took of the processor, the clock counts waiting for a core that trainers and a software GPU want too. Budget: no task of ${longestTask} ms of own time. ${where}.`, '',
  `| | seconds | tasks | all tasks, ms of own time | longest, ms of own time | longest, ms by the clock | over ${longestTask} ms by the clock |`, '|---|--:|--:|--:|--:|--:|--:|',
  ...measured.map(({ name, seconds, tasks, busy, own, clock, over }) => `| ${name} | ${seconds.toFixed(1)} | ${tasks} | ${busy.toFixed(0)} | ${own.toFixed(1)} | ${clock.toFixed(1)} | ${over} |`),
], `longest task of the main thread ${measured.map(({ name, own, clock }) => `${own.toFixed(0)} ms (${name}; ${clock.toFixed(0)} by the clock)`).join(', ')}.`)
process.exit(0) // vite's servers leave handles open
