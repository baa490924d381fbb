import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { expect, it } from 'vitest'
import { chromeFlags, ensureChrome } from '../../scripts/chrome.mjs'
import { digest, PROMISED_DIGEST } from './cpu-digest'

it('makes the same bits in Chromium as in Node', async () => {
  const page = `
    import { openCpuEngine } from ${JSON.stringify(path('../../src/engine/cpu/cpu-engine.ts'))}
    import { trainedParameters } from ${JSON.stringify(path('./cpu-runs.ts'))}
    globalThis.trained = openCpuEngine().then(trainedParameters).then((parameters) => [...new Uint32Array(parameters.buffer)])`
  const bundle = await build({
    configFile: false, logLevel: 'silent', root: path('.'),
    plugins: [{ name: 'page', resolveId: (id) => (id === 'page' ? id : null), load: (id) => (id === 'page' ? page : null) }],
    build: { write: false, rollupOptions: { input: 'page' } },
  })
  const [{ output: [{ code }] }] = [bundle].flat() as unknown as { output: { code: string }[] }[]
  const browser = await chromium.launch({ executablePath: ensureChrome(), args: chromeFlags() })
  try {
    const tab = await browser.newPage()
    await tab.addScriptTag({ type: 'module', content: code })
    const bits = await tab.evaluate('globalThis.trained') as number[]
    expect(digest(new Float32Array(Uint32Array.from(bits).buffer))).toBe(PROMISED_DIGEST)
  } finally {
    await browser.close()
  }
})

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}
