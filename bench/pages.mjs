// Builds the benchmark's page, serves it cross-origin isolated (jax-js uses its thread pool only there) and opens it.
import { chromeFlags, ensureChrome } from '../scripts/chrome.mjs'
import { root } from '../scripts/install.mjs'

export async function servePages() {
  const { chromium } = await import('playwright-core')
  const { build, preview } = await import('vite')
  const outDir = `${root}.cache/bench`
  // The page's own configuration makes an offline lab of what it builds; this is another page.
  await build({ configFile: false, root, base: './', worker: { format: 'es' }, logLevel: 'error', build: { target: 'es2022', outDir, emptyOutDir: true, minify: false, rolldownOptions: { input: `${root}bench/index.html` } } })
  const server = await preview({
    root, build: { outDir },
    preview: { port: 0, headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' } },
  })
  return {
    /** A browser of its own for every peer and case: no peer's memory, device or crash reaches another. */
    async open(...flags) {
      const browser = await chromium.launch({ executablePath: ensureChrome(), args: [...chromeFlags(), '--enable-precise-memory-info', ...flags] })
      const page = await browser.newPage()
      page.setDefaultTimeout(0)
      await page.goto(`${server.resolvedUrls.local[0]}bench/index.html`)
      await page.waitForFunction(() => 'bench' in globalThis)
      return {
        call: (method, ...args) => page.evaluate(([name, values]) => globalThis.bench[name](...values), [method, args]),
        close: () => browser.close(),
      }
    },
    close: () => server.close(),
  }
}
