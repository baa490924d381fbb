/** The built lab in a real Chromium: served as any static host would, with every request and error written down. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axe from 'axe-core'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import { build, preview } from 'vite'
import { chromeFlags, ensureChrome } from '../../scripts/chrome.mjs'

export interface Lab {
  readonly origin: string
  /** The build that is served. */
  readonly folder: string
  readonly withGpu: Browser
  readonly withoutGpu: Browser
  /** Addresses that the page opened last has asked for, its service worker apart. */
  readonly asked: readonly string[]
  /** Addresses asked for that are not the lab's own. */
  readonly strangers: readonly string[]
  /** Uncaught errors and error lines of the console. */
  readonly errors: readonly string[]
  /** A page in a browser profile of its own. */
  open(fragment: string, options?: OpenOptions): Promise<Page>
  close(): Promise<void>
}

export interface OpenOptions extends BrowserContextOptions {
  readonly browser?: Browser
  /** Prepares the page before it goes to the lab: `countWork`, say. */
  readonly before?: (page: Page) => Promise<void>
}

/** Milliseconds that a test waits for anything, and no bound on anything: on a machine with forty programs a page took more than its usual 30 s to open. */
export const patience = 240_000

/** The built lab, on a port of its own of this machine. */
export async function serveSite(): Promise<{ readonly origin: string; readonly folder: string; close(): Promise<void> }> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'lab-page-'))
  process.env.NODE_ENV = 'production' // vitest says 'test', and the page would be built with the parts that help development
  await build({ root, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true, sourcemap: false, chunkSizeWarningLimit: 6000 } })
  const server = await preview({ root, logLevel: 'warn', build: { outDir: folder }, preview: { port: 0, host: '127.0.0.1' } })
  return {
    origin: server.resolvedUrls!.local[0].replace(/\/$/, ''), folder,
    async close() {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function serveLab(): Promise<Lab> {
  const site = await serveSite()
  const { origin, folder } = site
  const executablePath = ensureChrome()
  const withGpu = await chromium.launch({ executablePath, args: chromeFlags() })
  const withoutGpu = await chromium.launch({
    executablePath, args: [...chromeFlags().filter((flag) => !/webgpu|swiftshader/.test(flag)), '--disable-features=WebGPU', '--disable-gpu'],
  })
  const asked: string[] = [], strangers: string[] = [], errors: string[] = []
  return {
    origin, folder, withGpu, withoutGpu, asked, strangers, errors,
    async open(fragment, { browser = withGpu, before, ...options } = {}) {
      asked.length = 0
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'], ...options,
      })
      context.setDefaultTimeout(patience)
      context.on('request', (request) => {
        const url = request.url()
        if (request.serviceWorker() === null) asked.push(url)
        if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) strangers.push(url)
      })
      const page = await context.newPage()
      page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
      page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()) })
      await before?.(page)
      await page.goto(`${origin}/${fragment}`)
      await page.waitForSelector('main[tabindex], .notice-bad')
      return page
    },
    async close() {
      await withGpu.close()
      await withoutGpu.close()
      await site.close()
    },
  }
}

/** Presses Run and waits until the sweep has ended and its verdict stands. */
export async function runToTheEnd(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Run/ }).click()
  await page.waitForSelector('.phase-done')
  await page.waitForSelector('.verdict h2')
}

/** Serious accessibility faults of what is shown now, in both themes or the one named. */
export async function faults(page: Page, themes: readonly ('light' | 'dark')[] = ['dark', 'light']): Promise<string[]> {
  const found: string[] = []
  await page.evaluate(axe.source)
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }))
    found.push(...violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`).join(' | ')}`))
  }
  return found
}

/** Waits until the page does nothing more by itself: what is saved has come back, and what the experiment costs, which is measured last, is said. */
export const untilIdle = (page: Page): Promise<void> => page.locator('.cost').getByText(/about .* (s|min|h)|under a second/).waitFor()

/** Turns to a part of the results and waits until its figures are laid out. */
export async function turnTo(page: Page, part: 'Runs' | 'Verdict' | 'Compare shapes' | 'Features' | 'Keep and share'): Promise<void> {
  await page.getByRole('tab', { name: part === 'Compare shapes' ? /^Compare/ : part, exact: true }).click()
  await page.locator('[role=tabpanel]:not([hidden]) > *').first().waitFor()
  await page.waitForFunction(() => document.querySelector('[role=tabpanel]:not([hidden]) [aria-busy=true]') === null)
}
