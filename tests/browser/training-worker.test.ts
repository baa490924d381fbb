/** The training worker in a real Chromium, bundled as for the lab, against the same service in Node. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { build, preview, type PreviewServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromeFlags, ensureChrome } from '../../scripts/chrome.mjs'
import { nodeHost } from '../../src/engine/node-host'
import { createTrainerService } from '../../src/engine/trainer-service'
import type { EngineChoice } from '../../src/protocol/engines'
import type { Opened, TrainerMessage } from '../../src/protocol/trainer'
import { groupOf, smallRun } from '../unit/engine/scripted-engine'
import { patience } from './lab-in-browser'
import type { TrainedInWorker } from './training-page'

// Twelve steps: tfjs takes a tenth of a second per step on a software adapter.
const run = { ...smallRun, training: { ...smallRun.training, steps: 12 } }
const group = groupOf(run, { ...run, seeds: { init: 5, data: 6 } })
const folder = mkdtempSync(join(tmpdir(), 'training-page-'))
let server: PreviewServer
let withGpu: Browser, withoutGpu: Browser

beforeAll(async () => {
  const root = fileURLToPath(new URL('.', import.meta.url))
  await build({
    configFile: false, root, base: './', logLevel: 'warn', worker: { format: 'es' },
    build: { outDir: folder, target: 'es2022', minify: false, rolldownOptions: { input: join(root, 'training-page.html') } },
  })
  server = await preview({ configFile: false, root, build: { outDir: folder }, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } })
  const executablePath = ensureChrome()
  withGpu = await chromium.launch({ executablePath, args: chromeFlags() })
  withoutGpu = await chromium.launch({
    executablePath, args: [...chromeFlags().filter((flag) => !/webgpu|swiftshader/.test(flag)), '--disable-features=WebGPU', '--disable-gpu'],
  })
})

afterAll(async () => {
  await withGpu?.close()
  await withoutGpu?.close()
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(browser: Browser): Promise<Page> {
  const page = await browser.newPage()
  page.setDefaultTimeout(patience)
  page.on('pageerror', (error) => console.error(error))
  page.on('console', (message) => { if (message.type() === 'error') console.error(message.text()) })
  await page.goto(`${server.resolvedUrls!.local[0]}training-page.html`)
  await page.waitForFunction(() => 'trainInWorker' in globalThis)
  return page
}

async function inWorker(browser: Browser, choice: EngineChoice): Promise<TrainedInWorker> {
  const page = await open(browser)
  const result = await page.evaluate(([asked, runs]) => trainInWorker(asked, runs), [choice, group] as const)
  await page.close()
  return result
}

async function inNode(choice: EngineChoice): Promise<Pick<TrainedInWorker, 'opened' | 'losses' | 'outcomes'>> {
  const service = createTrainerService(nodeHost)
  const opened = await service.open(choice)
  if (!opened.ok) throw new Error(opened.failure.message)
  const messages: TrainerMessage[] = []
  await service.train(group, (message) => messages.push(message))
  return {
    opened,
    losses: messages.flatMap((message) => (message.kind === 'chunk' ? [[...message.loss]] : [])),
    outcomes: messages.flatMap((message) => (message.kind === 'outcome' && message.outcome.kind === 'finished'
      ? [{ kind: 'finished', parameters: [...message.outcome.parameters] }] : [])),
  }
}

const platformOf = (opened: Opened): string | undefined => (opened.ok ? opened.environment.details.platform : undefined)
const withoutPlatform = (opened: Opened) =>
  opened.ok ? { ...opened, environment: { ...opened.environment, details: { ...opened.environment.details, platform: '' } } } : opened

describe('the training worker in a browser', () => {
  it('trains on the cpu engine to the same bits as Node', async () => {
    const { opened, losses, outcomes } = await inWorker(withGpu, 'cpu')
    const expected = await inNode('cpu')
    expect(platformOf(opened)).toMatch(/^Chromium \d+$/)
    expect(platformOf(expected.opened)).toMatch(/^Node \d+\.\d+\.\d+/)
    expect(withoutPlatform(opened)).toEqual(withoutPlatform(expected.opened))
    expect(losses).toEqual(expected.losses)
    expect(outcomes).toEqual(expected.outcomes)
  })

  it.each(['webgpu', 'tfjs'] as const)('trains on %s to the losses that Node finds, without an engine on the page’s own thread', async (choice) => {
    const found = await inWorker(withGpu, choice)
    if (!found.opened.ok) throw new Error(found.opened.failure.message)
    const { environment } = found.opened
    console.log(`browser ${choice}: ${environment.engine} on ${environment.adapter}`)
    expect(environment.engine).toBe(choice === 'tfjs' ? 'tfjs-webgpu' : 'webgpu')
    const expected = await inNode(choice)
    expect(found.losses).toHaveLength(4)
    found.losses.flat().forEach((loss, k) => {
      const other = expected.losses.flat()[k]
      expect(Math.abs(loss - other)).toBeLessThan(1e-5 * other) // twelve float32 steps of Adam, perhaps two WGSL compilers
    })
    expect(found.outcomes.map(({ kind }) => kind)).toEqual(['finished', 'finished'])
    expect(found.scripts.filter((name) => /engine|backend|register/.test(name))).toEqual([])
    expect(found.scripts).not.toEqual([])
  })

  it('says in words that there is no GPU, and runs tfjs on its wasm instead', async () => {
    const refused = await inWorker(withoutGpu, 'webgpu')
    expect(refused.opened).toMatchObject({ ok: false, failure: { kind: expect.stringMatching(/^no-(webgpu|adapter)$/) } })
    const fallen = await inWorker(withoutGpu, 'tfjs')
    if (!fallen.opened.ok) throw new Error(fallen.opened.failure.message)
    expect(fallen.opened.environment.engine).toBe('tfjs-wasm')
    expect(fallen.opened.notices[0]).toMatch(/^asked for tfjs on webgpu, running on tfjs wasm/)
    expect(fallen.outcomes.map(({ kind }) => kind)).toEqual(['finished', 'finished'])
  })
})
