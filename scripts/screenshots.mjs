// npm run screenshots: docs/screenshots.md and its pictures, from real runs in a real browser, on whatever adapter is here. The landing
// experiment is trained while the script watches; the other results are the recorded runs of tests/fixtures, opened as files.
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { chromeFlags, ensureChrome } from './chrome.mjs'
import { ensureInstalled, root } from './install.mjs'

const most = { pixelsHigh: 1500, bytesInAll: 3e6 }
const quality = 72 // WebP: text stays sharp, files stay around 60 kB

ensureInstalled()
const { build, preview: serve } = await import('vite')
const { chromium } = await import('playwright-core')
await build({ root, logLevel: 'warn' })
const server = await serve({ root, logLevel: 'error', preview: { port: 0 } })
const address = server.resolvedUrls.local[0]
const executablePath = ensureChrome()
const browser = await chromium.launch({ executablePath, args: chromeFlags() })
const withoutGpu = await chromium.launch({ executablePath, args: [...chromeFlags().filter((flag) => !/webgpu|swiftshader/.test(flag)), '--disable-features=WebGPU', '--disable-gpu'] })
const folder = `${root}docs/screenshots`
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const fixture = (name) => `${root}tests/fixtures/${name}.ndjson`
const linkOf = (name) => JSON.parse(readFileSync(fixture(name), 'utf8').split('\n')[0]).experiment
const pictures = []

async function open({ fragment = '', width = 1440, colorScheme = 'light', within = browser } = {}) {
  const page = await within.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: 'reduce', serviceWorkers: 'block' })
  await page.goto(`${address}${fragment}`)
  await page.waitForSelector('main[tabindex], .notice-bad')
  return page
}
const estimated = (page) => page.locator('.cost').getByText(/about .* (s|min|h)|under a second/).first().waitFor({ timeout: 180_000 })
const run = (page) => page.getByRole('button', { name: /^Run/ }).first().click()
const onCpu = (page) => page.locator('.engine-choice select').selectOption('cpu')
const preview = (page, title) => page.locator('.preset', { has: page.getByRole('heading', { name: title, exact: true }) }).getByRole('button', { name: /^Load quick/ }).click()
const done = (page) => page.locator('.phase-done').waitFor({ timeout: 600_000 })

async function imported(name, options) {
  const page = await open(options)
  await page.locator('#kept input[type=file]').setInputFiles(fixture(name))
  await page.locator('.phase-done').waitFor()
  await page.locator('.verdict h2').waitFor()
  return page
}
async function turnTo(page, part) {
  await page.getByRole('tab', { name: part, exact: true }).click()
  await page.waitForFunction(() => document.querySelector('[role=tabpanel]:not([hidden]) [aria-busy=true]') === null)
  for (const figure of (await page.locator('[role=tabpanel]:not([hidden]) figure:has(.plot)').all()).slice(0, 6)) {
    await figure.scrollIntoViewIfNeeded()
    await figure.locator('.plot[data-drawn=true] svg').first().waitFor({ timeout: 30_000 })
  }
}

/** From the top of the element `from` down; without one the first screen of the page; 'window': what is seen just now. */
async function picture(page, name, caption, from = null) {
  await page.addStyleTag({ content: '.announcer { display: none } .page-header, .progress-panel, .section-tabs { position: static !important }' })
  if (from !== 'window') await page.evaluate(() => window.scrollTo(0, 0))
  const { width, height } = page.viewportSize()
  const top = from === null || from === 'window' ? 0 : Math.max(0, (await page.locator(from).first().boundingBox()).y - 16)
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  const session = await page.context().newCDPSession(page)
  const clip = { x: 0, y: top, width, height: Math.min(from === null ? Math.max(height, width === 390 ? most.pixelsHigh : 0) : most.pixelsHigh, whole - top), scale: 1 }
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality, ...(from === 'window' ? {} : { clip, captureBeyondViewport: true }) })
  writeFileSync(`${folder}/${name}.webp`, Buffer.from(data, 'base64'))
  pictures.push({ name, caption, width })
  writePage() // after each, so that a run that is cut short leaves a page of what there is
  console.log(`docs/screenshots/${name}.webp: ${Math.round(statSync(`${folder}/${name}.webp`).size / 1024)} KiB`)
}
const close = (page) => page.close()

function writePage() {
  writeFileSync(`${root}docs/screenshots.md`, `# Screenshots

Made by \`npm run screenshots\` from real runs: the experiment of the first screen trained while the script watched, the others recorded by the command line.

${pictures.map(({ name, caption, width }) => `## ${caption}\n<img src="screenshots/${name}.webp" width="${Math.min(width, 900)}" alt="${caption}" />\n`).join('\n')}`)
}

// Before anything runs.
for (const [width, colorScheme] of [[1440, 'light'], [1440, 'dark'], [1024, 'light'], [390, 'light'], [390, 'dark']]) {
  const page = await open({ width, colorScheme })
  if (width === 1440 && colorScheme === 'light') await estimated(page)
  await picture(page, `first-visit-${width}-${colorScheme}`, `First visit, ${width} pixels wide, ${colorScheme}.`)
  if (width === 1024) await picture(page, 'empty-1024-light', 'Nothing is saved yet.', '#kept')
  await close(page)
}
const alone = await open({ within: withoutGpu })
await estimated(alone)
await picture(alone, 'no-webgpu-1440-light', 'A browser without WebGPU: the CPU engine does it, and the page says so.')
await close(alone)
const refused = await open()
await refused.locator('.engine-choice select').selectOption('webgpu')
await preview(refused, 'The law of the deep toy')
await refused.getByLabel('Batch', { exact: true }).fill('65536') // more than WebGPU binds
await refused.getByRole('button', { name: 'Compute on the CPU' }).waitFor({ timeout: 180_000 })
await picture(refused, 'refused-1440-light', 'An engine that cannot train it says so before anything runs, and what can.', '#experiment')
await close(refused)
const cut = await open({ fragment: linkOf('six-shapes').slice(0, 60), width: 1024 })
await picture(cut, 'bad-link-1024-light', 'A link that was cut short.')
await close(cut)

// Results of other sessions, opened as files.
const law = await imported('six-shapes', { colorScheme: 'dark' })
await picture(law, 'imported-1440-dark', 'Results opened from a file: the verdict of the law over two budgets.', '#sweep')
await turnTo(law, 'Keep and share')
await picture(law, 'keep-1440-dark', 'What may be taken away.', '.section-tabs')
await close(law)
const small = await imported('six-shapes', { width: 390 })
await picture(small, 'verdict-390-light', 'The verdict on a telephone.', '#sweep')
await close(small)
for (const [width, colorScheme] of [[1440, 'dark'], [1024, 'light']]) {
  const page = await imported('pentagons', { width, colorScheme })
  await turnTo(page, 'Features')
  await picture(page, `features-${width}-${colorScheme}`, `The shape of features, ${width} pixels wide, ${colorScheme}.`, '.section-tabs')
  await close(page)
}
const phases = await imported('phase-diagram', {})
await turnTo(phases, 'Compare settings')
await picture(phases, 'phase-diagram-1440-light', 'A phase diagram, each square the best of its restarts.', '.section-tabs')
await phases.locator('figure', { hasText: 'Phase diagram' }).getByRole('button', { name: /^Larger/ }).click()
await phases.waitForTimeout(1000)
await picture(phases, 'larger-1440-light', 'Any figure fills the window.', 'window')
await close(phases)
const diverging = await imported('diverging', {})
await turnTo(diverging, 'Runs')
await picture(diverging, 'diverged-1440-light', 'Half of the runs diverged: a finding, with its step.', '#sweep')
await close(diverging)

// A step of the walk, a queue, and a link with a receipt: small sweeps, trained here.
const walk = await open({ width: 1024 })
await walk.getByRole('button', { name: /Walk through/ }).click()
await onCpu(walk)
await run(walk)
await done(walk)
await picture(walk, 'walk-1024-light', 'The first step of the walk, its experiment run.')
await turnTo(walk, 'Features')
await picture(walk, 'walk-features-1024-light', 'The part of the results that the step speaks of.', '#sweep')
await close(walk)
const queue = await open()
await onCpu(queue)
await run(queue)
await queue.locator('.phase-running').waitFor()
await queue.keyboard.press('p')
for (const title of ['From digons to pentagons', 'The law of recall']) {
  await preview(queue, title)
  await queue.getByRole('button', { name: /^Add to the queue/ }).first().click()
}
await picture(queue, 'queue-1440-light', 'Sweeps that wait for the one that trains.', '#experiment')
await close(queue)
const made = await open()
await onCpu(made)
await preview(made, 'A phase change in one dimension')
await run(made)
await done(made)
await turnTo(made, 'Keep and share')
await made.getByRole('button', { name: 'Share with receipt' }).click()
const receipt = await made.locator('dialog.share input').inputValue()
await close(made)
const verified = await open({ fragment: new URL(receipt).hash, colorScheme: 'dark' })
await verified.getByRole('button', { name: /^Verify/ }).first().click()
await verified.locator('#receipt').getByText(/Reproduced|Not reproduced/).first().waitFor({ timeout: 120_000 })
await picture(verified, 'receipt-1440-dark', 'A link with a receipt, trained again and compared.', '#receipt')
await close(verified)

// The experiment of the first screen, trained here.
const landing = await open()
await onCpu(landing)
await run(landing)
await landing.waitForFunction(() => Number(document.querySelector('.progress-panel [role=progressbar]')?.getAttribute('aria-valuenow') ?? 0) >= 25, null, { timeout: 300_000 })
await landing.keyboard.press('p')
await landing.locator('.phase-paused').waitFor()
await landing.emulateMedia({ colorScheme: 'dark' })
await landing.waitForTimeout(500)
await picture(landing, 'paused-1440-dark', 'Paused in the midst of training.', '#sweep')
await landing.emulateMedia({ colorScheme: 'light' })
await landing.keyboard.press('p')
await landing.locator('.phase-running').waitFor()
await landing.waitForTimeout(2000)
await picture(landing, 'running-1440-light', 'Training: live losses and the runs as they come.', '#sweep')
await done(landing)
await landing.locator('.verdict h2').waitFor()
await picture(landing, 'landing', 'The experiment of the first screen, run to its verdict.', '#sweep')
await turnTo(landing, 'Compare shapes')
await picture(landing, 'compare-1440-light', 'Shapes side by side.', '.section-tabs')
await landing.getByRole('button', { name: 'Share', exact: true }).first().click()
await landing.locator('dialog.share .qr').waitFor()
await picture(landing, 'share-1440-light', 'Sharing: the link, copied, and its QR code.')
await close(landing)

await browser.close()
await withoutGpu.close()
await server.close()
const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(`${folder}/${name}`).size, 0)
console.log(`${pictures.length} pictures, ${(bytes / 1e6).toFixed(2)} MB`)
process.exit(bytes < most.bytesInAll ? 0 : 1)
