/** Nothing gets in and nothing gets out: the page's Content-Security-Policy, its requests, and what a link cannot reach. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { charts } from '../../src/dashboard/charts/registry'
import { encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { holdNoMore, holdTraining, untilHeld } from './held-training'
import { runToTheEnd, serveLab, turnTo, type Lab } from './lab-in-browser'

let lab: Lab
beforeAll(async () => { lab = await serveLab() })
afterAll(() => lab?.close())

function linkTo(differences: unknown): string {
  const parsed = parseExperiment(differences)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return encodeLink(parsed.value)
}
/** Between them these have something to show in every chart. */
const byShape = linkTo({
  title: 'Shapes', task: { kind: 'recall', featureCount: 48 },
  shapes: { kind: 'budget', parameterBudget: [256], depth: [1, 4, 16], neuronsPerWidth: 0.5 },
  training: { learningRate: [0.05], steps: 60 }, seeds: { count: 2 }, measurement: { probes: 10 },
})
const directions = linkTo({
  title: 'Directions <img src=x onerror=injected=1><b>', question: '<script>injected=1</script>', task: { kind: 'reconstruction', featureCount: 5, sparsity: [0.9] },
  model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
  shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }] },
  training: { learningRate: [0.003], steps: 300, batchSize: 64 }, seeds: { count: 2 }, measurement: { probes: 10 },
})

const byBudget = linkTo({
  title: 'Budgets', task: { kind: 'absolute-value', featureCount: 32, sparsity: [0.8, 0.95] }, model: { embedding: 'trained' },
  shapes: { kind: 'budget', parameterBudget: [256, 1024, 4096], depth: [1, 4, 16], neuronsPerWidth: 0.5 },
  training: { learningRate: [0.01], steps: 60, batchSize: 64 }, seeds: { count: 2 }, measurement: { probes: 10, evaluationSamples: 256 },
})
const phases = linkTo({
  title: 'Phases', task: { kind: 'reconstruction', featureCount: 2, sparsity: [0.1, 0.5, 0.9], importance: { kind: 'geometric', ratio: [0.3, 1, 3] } },
  model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
  shapes: { kind: 'list', shapes: [{ width: 1, depth: 1, neurons: 1 }] },
  training: { learningRate: [0.01], steps: 200, batchSize: 64 }, seeds: { count: 2 }, measurement: { probes: 10 },
})

/** Blocked directive and what it blocked, as the browser reports them. */
type Watched = { violations: string[] }
const violations = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as unknown as Watched).violations)

async function open(address: string): Promise<Page> {
  const page = await lab.open('', { before: holdTraining(1) })
  await page.addInitScript(() => {
    const watched = globalThis as unknown as Watched
    watched.violations = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
      watched.violations.push(`${effectiveDirective} ${blockedURI} ${sourceFile}`)
    })
  })
  await page.goto('about:blank')
  await page.goto(`${lab.origin}/${address}`)
  await page.waitForSelector('main[tabindex]')
  return page
}

async function drawEverything(page: Page): Promise<string[]> {
  const drawn: string[] = []
  for (const part of ['Compare shapes', 'Features', 'Runs'] as const) {
    await turnTo(page, part)
    for (const figure of await page.locator('figure[data-chart]:visible').all()) {
      await figure.scrollIntoViewIfNeeded()
      await figure.locator('.plot[data-drawn=true] svg').first().waitFor() // two dozen charts on a busy machine
      drawn.push((await figure.getAttribute('data-chart'))!)
    }
  }
  return drawn
}

describe('the page', () => {
  it('trains and draws every chart without asking for anything its policy forbids, and asks nobody but its own host', async () => {
    const drawn = new Set<string>()
    for (const link of [byShape, directions, byBudget, phases]) {
      const page = await open(link)
      expect(await page.locator('main b, img[src=x], main script').count()).toBe(0) // names are text
      expect(await page.evaluate(() => 'injected' in globalThis)).toBe(false)
      await page.locator('.engine-choice select').selectOption('cpu')
      await holdNoMore(page)
      await runToTheEnd(page)
      for (const id of await drawEverything(page)) drawn.add(id)
      await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^save .* as PNG/ }).locator('visible=true').first().click()])
      expect(await violations(page)).toEqual([])
      await page.context().close()
    }
    expect(charts.map(({ id }) => id).filter((id) => !drawn.has(id))).toEqual([])
    expect(lab.strangers).toEqual([])
    expect(lab.errors).toEqual([])
  })

  it('is held to that policy: code from text, another host and an inline script are refused', async () => {
    const page = await open(byShape)
    const refused = await page.evaluate(async () => {
      const attempt = async (work: () => unknown): Promise<string> => {
        try {
          await work()
          return 'allowed'
        } catch {
          return 'refused'
        }
      }
      const script = document.createElement('script')
      script.textContent = 'globalThis.injected = true'
      document.head.append(script)
      return {
        // later, for the browser lets code that a debugger evaluates do what the page may not
        code: await new Promise((resolve) => { setTimeout(() => resolve(attempt(() => new Function('return 1')())), 0) }),
        host: await attempt(() => fetch('https://example.com/')),
        inline: 'injected' in globalThis ? 'allowed' : 'refused',
      }
    })
    expect(refused).toEqual({ code: 'refused', host: 'refused', inline: 'refused' })
    expect((await violations(page)).map((line) => line.split(' ')[0]).sort()).toEqual(['connect-src', 'script-src', 'script-src-elem'])
    await page.context().close()
  })

  it('holds its workers to the same policy, on a host that sends no headers', async () => {
    const page = await open(byShape)
    await page.locator('.engine-choice select').selectOption('cpu')
    await page.getByRole('button', { name: /^Run/ }).click()
    await untilHeld(page)
    const worker = page.workers().find((worker) => worker.url().startsWith('blob:'))!
    const refused = await worker.evaluate(async () => {
      const attempt = (work: () => unknown): Promise<string> => Promise.resolve().then(work).then(() => 'allowed', () => 'refused')
      return {
        code: await new Promise((resolve) => { setTimeout(() => resolve(attempt(() => new Function('return 1')())), 0) }),
        host: await attempt(() => fetch('https://example.com/')),
        script: await attempt(() => import(/* @vite-ignore */ `data:text/javascript,export default ${1}`)),
      }
    })
    expect(refused).toEqual({ code: 'refused', host: 'refused', script: 'refused' })
    expect(lab.strangers).toEqual([])
    await page.context().close()
  })

  it('keeps TensorFlow.js’s flags out of a link’s reach', async () => {
    const page = await open(`?tfjsflags=WEBGL_PACK:false,WEBGPU_CPU_FORWARD:true,KEEP_INTERMEDIATE_TENSORS:true${byShape}`)
    await page.locator('.engine-choice select').selectOption('tfjs')
    await page.getByRole('button', { name: /^Run/ }).click()
    interface Tensorflow { readonly _tfengine?: { readonly ENV: { readonly urlFlags: object; getFlags(): object } } }
    await untilHeld(page)
    const found = (await Promise.all(page.workers().map((worker) => worker.evaluate(() => {
      const engine = (globalThis as Tensorflow)._tfengine
      return { isThere: engine !== undefined, address: globalThis.location.search, flags: engine?.ENV.urlFlags ?? {} }
    }).catch(() => null)))).filter((one) => one !== null)
    expect(found.some(({ isThere }) => isThere)).toBe(true)
    for (const { address, flags } of found) expect({ address, flags }).toEqual({ address: '', flags: {} })
    expect(await page.evaluate(() => '_tfengine' in globalThis)).toBe(false)
    await page.context().close()
  })
})
