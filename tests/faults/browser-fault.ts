/** The whole browser killed, kill -9 of every process of it, and opened again on the same profile. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { ensureChrome } from '../../scripts/chrome.mjs'
import { patience } from '../browser/lab-in-browser'
import { engineTurns, type Fault } from './fault'
import { sweeps } from './interrupted'
import { holdForFault, start, until, untilKept, untilMoment } from './page'
import { campaignFlags } from './page-faults'

interface Opened { readonly page: Page; readonly browser: Browser; readonly process: ChildProcess }

async function open(profile: string): Promise<Opened> {
  const port = join(profile, 'DevToolsActivePort')
  rmSync(port, { force: true })
  rmSync(join(profile, 'SingletonLock'), { force: true }) // the dead one's
  const child = spawn(ensureChrome(), [
    ...campaignFlags(), `--user-data-dir=${profile}`, '--remote-debugging-port=0', '--no-default-browser-check', '--hide-crash-restore-bubble', 'about:blank',
  ], { detached: true, stdio: 'ignore' })
  while (!existsSync(port) || !readFileSync(port, 'utf8').includes('\n')) {
    if (child.exitCode !== null) throw new Error(`the browser ended with ${child.exitCode} before it opened`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${readFileSync(port, 'utf8').split('\n')[0]}`)
  const [context] = browser.contexts()
  context.setDefaultTimeout(patience)
  return { page: context.pages()[0] ?? await context.newPage(), browser, process: child }
}

/** SIGKILL to the process group, which holds every process of the browser. */
async function kill({ process: child, browser }: Opened): Promise<void> {
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()) })
  process.kill(-child.pid!, 'SIGKILL')
  await ended
  await browser.close().catch(() => {}) // only our end of the wire is left
}

export function browserFault(origin: string): Fault {
  const within = async <T>(work: (profile: string) => Promise<T>): Promise<T> => {
    const profile = mkdtempSync(join(tmpdir(), 'lab-profile-'))
    try {
      return await work(profile)
    } finally {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    }
  }
  return {
    engines: engineTurns,
    uninterrupted: (engine) => within(async (profile) => {
      const opened = await open(profile)
      await start(opened.page, origin, sweeps[engine])
      const records = await untilKept(opened.page, sweeps[engine])
      await kill(opened)
      return records
    }),
    strike: (engine, moment, jitter) => within(async (profile) => {
      let opened = await open(profile)
      try {
        await holdForFault(opened.page, sweeps[engine].probes)
        await start(opened.page, origin, sweeps[engine])
        await untilMoment(opened.page, moment, jitter)
        const began = performance.now()
        await kill(opened)
        opened = await open(profile)
        await start(opened.page, origin, sweeps[engine])
        await until(opened.page, 'a run trains again', ({ phase, running }) => phase === 'done' || running > 0)
        const secondsUntilTraining = (performance.now() - began) / 1000
        return { retries: 1, secondsUntilTraining, records: await untilKept(opened.page, sweeps[engine]) }
      } finally {
        await kill(opened)
      }
    }),
    close: async () => {},
  }
}
