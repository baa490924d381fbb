/** Faults of a tab: its device, its worker, itself and its storage. Done to the browser from outside, by its debugging protocol. */
import { chromium, type Browser, type Page } from 'playwright-core'
import { chromeFlags, ensureChrome } from '../../scripts/chrome.mjs'
import { holdNoMore, letGo } from '../browser/held-training'
import { patience } from '../browser/lab-in-browser'
import { engineTurns, type Fault, type Struck } from './fault'
import { sweeps, type CampaignEngine } from './interrupted'
import { goOn, holdForFault, look, start, until, untilKept, untilMoment } from './page'

/** Else Chromium gives up on GPUs whose process dies often, which here is our doing. */
export const campaignFlags = (): string[] => [...chromeFlags(), '--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis']

/** Lets the sweep go on that waited for its fault. */
type Strike = (page: Page, browser: Browser, engine: CampaignEngine, jitter: number) => Promise<Pick<Struck, 'retries' | 'secondsUntilTraining'>>

/** The table of runs follows the sweep this far behind: what it shows sooner may be the training that was lost. */
const tableMilliseconds = 250

const isLoss = (notice: string): boolean => /finished runs were kept|^(the worker ended|the GPU|WebGPU is present)/.test(notice)

/** The product goes on by itself. @param fault what happens to it */
const survivedAlone = (fault: (page: Page, browser: Browser) => Promise<void>): Strike => async (page, browser) => {
  const before = (await look(page)).notices.filter(isLoss).length
  const began = performance.now()
  await holdNoMore(page)
  await fault(page, browser)
  await letGo(page)
  await until(page, 'the loss is announced', ({ phase, notices }) => phase === 'done' || notices.filter(isLoss).length > before)
  await page.waitForTimeout(tableMilliseconds)
  await until(page, 'a run trains again', ({ phase, running }) => phase === 'done' || running > 0)
  const seconds = (performance.now() - began) / 1000
  const { notices } = await until(page, 'the sweep is done', ({ phase }) => phase === 'done')
  return { retries: notices.filter(isLoss).length - before, secondsUntilTraining: seconds } // none where no engine was open yet
}

const device = survivedAlone(async (_, browser) => {
  const session = await browser.newBrowserCDPSession()
  await session.send('Browser.crashGpuProcess').catch(() => {}) // it may die before it answers
  await session.detach()
})

const worker = survivedAlone(async (page) => {
  const trainer = page.workers().at(-1)
  await trainer?.evaluate(() => { self.close() }).catch(() => {}) // it ends before it answers
})

const reload: Strike = async (page, _, engine) => {
  await holdNoMore(page)
  const began = performance.now()
  await page.reload()
  await goOn(page, engine)
  await until(page, 'a run trains again', ({ phase, running }) => phase === 'done' || running > 0)
  return { retries: 1, secondsUntilTraining: (performance.now() - began) / 1000 }
}

const quota = 4 * 2 ** 20 // bytes for the whole origin

/** Fills what is left of the quota; the lab's next result finds no room. Then, later, makes room again. */
const storage: Strike = async (page, _, __, jitter) => {
  await page.evaluate(() => new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('ballast', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('bytes', { autoIncrement: true })
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const put = (size: number): void => {
        const transaction = opening.result.transaction('bytes', 'readwrite')
        transaction.objectStore('bytes').put(crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536))))
        transaction.oncomplete = () => put(size)
        transaction.onabort = () => {
          if (size > 256) return put(size / 4)
          opening.result.close()
          resolve()
        }
      }
      put(65_536)
    }
  }))
  await letGo(page)
  await until(page, 'the sweep is done', ({ phase }) => phase === 'done')
  await page.waitForTimeout(1000 * jitter)
  await page.evaluate(() => new Promise<void>((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase('ballast')
    deleting.onsuccess = () => resolve()
    deleting.onerror = () => reject(deleting.error)
  }))
  const retries = (await look(page)).notices.filter((words) => /storage is full/.test(words)).length
  return { retries, secondsUntilTraining: null }
}

const strikes = { device, worker, reload, storage }

export async function pageFault(kind: keyof typeof strikes, origin: string): Promise<Fault> {
  const browser = await chromium.launch({ executablePath: ensureChrome(), args: campaignFlags() })
  const fresh = async (): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 }, reducedMotion: 'reduce' })
    context.setDefaultTimeout(patience)
    const page = await context.newPage()
    if (kind === 'storage') {
      const session = await context.newCDPSession(page)
      await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: quota })
    }
    return page
  }
  return {
    engines: kind === 'device' ? ['webgpu'] : engineTurns,
    async uninterrupted(engine) {
      const page = await fresh()
      await start(page, origin, sweeps[engine])
      const records = await untilKept(page, sweeps[engine])
      await page.context().close()
      return records
    },
    async strike(engine, moment, jitter) {
      const page = await fresh()
      try {
        // While the last group is measured, its device is needed no more.
        await holdForFault(page, sweeps[engine].probes - (kind === 'device' ? 1 : 0))
        await start(page, origin, sweeps[engine])
        await untilMoment(page, moment, jitter)
        const survived = await strikes[kind](page, browser, engine, jitter)
        return { ...survived, records: await untilKept(page, sweeps[engine]) }
      } finally {
        await page.context().close()
      }
    },
    close: () => browser.close(),
  }
}
