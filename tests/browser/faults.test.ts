/** The short form of `npm run faults`: a few drawn moments of each kind of fault. And a GPU that is lost for good. */
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureChrome } from '../../scripts/chrome.mjs'
import { campaign, openFault, type Undisturbed } from '../faults/campaign'
import { faultKinds, type FaultKind } from '../faults/fault'
import { sweeps } from '../faults/interrupted'
import { goOn, look, start, until, untilKept } from '../faults/page'
import { campaignFlags } from '../faults/page-faults'
import { holdNoMore, holdTraining, trainOn, untilHeld } from './held-training'
import { faults, patience, serveSite } from './lab-in-browser'

let site: Awaited<ReturnType<typeof serveSite>>
beforeAll(async () => { site = await serveSite() })
afterAll(() => site?.close())

const seed = 20261121
const undisturbed: Undisturbed = new Map() // in a page; the runner has its own

describe.each(faultKinds)('fault %s', (kind: FaultKind) => {
  it('at drawn moments loses nothing: the sweep ends complete, and equal to the undisturbed one to the bit', async () => {
    const fault = await openFault(kind, site.origin)
    const engines = kind === 'device' ? ['webgpu'] as const : ['cpu'] as const // the long form takes both
    try {
      const survived = await campaign(kind, { ...fault, engines }, 2, seed, () => {}, kind === 'runner' ? new Map() : undisturbed)
      expect(survived.map(({ complete, difference }) => ({ complete, difference }))).toEqual(survived.map(() => ({ complete: true, difference: null })))
      expect(Math.max(...survived.map(({ retries }) => retries))).toBeGreaterThan(0) // it was noticed
    } finally {
      await fault.close()
    }
  })
})

describe('a GPU that is lost again and again', () => {
  it('is given up, and the CPU engine does the rest if the user agrees', async () => {
    const browser = await chromium.launch({ executablePath: ensureChrome(), args: campaignFlags() })
    const page = await (await browser.newContext({ viewport: { width: 1000, height: 700 }, reducedMotion: 'reduce' })).newPage()
    page.setDefaultTimeout(patience)
    await holdTraining(0)(page) // a trainer that has opened in time comes no further than its first advance
    const session = await browser.newBrowserCDPSession()
    let dying = true
    const deaths = (async () => {
      while (dying) {
        await session.send('Browser.crashGpuProcess').catch(() => {})
        await trainOn(page, 0) // the turn in which it finds its device lost
        await new Promise((resolve) => setTimeout(resolve, 400))
      }
    })()
    await start(page, site.origin, sweeps.webgpu)
    await until(page, 'the sweep is given up', ({ phase }) => phase === 'done')
    dying = false
    await deaths
    expect(await page.locator('.cpu-offer').innerText()).toMatch(/^The GPU gave up and 6 runs are left; what was finished is saved\./)
    expect(await faults(page)).toEqual([])
    expect((await look(page)).running).toBe(0) // nothing goes on by itself
    await holdNoMore(page)
    await page.locator('.cpu-offer button').click()
    const records = await untilKept(page, sweeps.webgpu)
    expect(records.map(({ status, environment }) => [status.kind, environment?.engine])).toEqual(records.map(() => ['finished', 'cpu']))
    expect(records).toHaveLength(sweeps.webgpu.plan.runs.length)
    expect(await page.locator('.cpu-offer').count()).toBe(0)
    await browser.close()
  })
})

describe('two tabs of one sweep', () => {
  it('have one leader: when it is closed in the middle, the other leads, from its checkpoint or finished runs, to the same end', async () => {
    const long = sweeps.cpu
    const browser = await chromium.launch({ executablePath: ensureChrome(), args: campaignFlags() })
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, reducedMotion: 'reduce' })
    context.setDefaultTimeout(patience)
    const first = await context.newPage(), second = await context.newPage()
    await holdTraining(10)(first)
    await start(first, site.origin, long)
    await untilHeld(first)
    await start(second, site.origin, long)
    await expect.poll(() => second.locator('.announcer').innerText()).toMatch(/training in another tab of this browser/)
    await first.close()
    await second.reload()
    await goOn(second, 'cpu')
    const records = await untilKept(second, long)
    expect(records.map(({ id }) => id).sort()).toEqual(long.plan.runs.map(({ id }) => id).sort())
    await browser.close()
  })
})
