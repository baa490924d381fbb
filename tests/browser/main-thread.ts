/**
 * What the page's main thread did, from the browser's own trace: a measuring tool of `npm run page-speed`; tests count work
 * (page-work.ts) and bound no time. Two times per task: `wall` is what a reader feels; `cpu` is what the page itself took
 * where trainers, a software GPU and other programs share its cores (a thread that waits for its core looks like a long
 * task by the clock). What is done between Run and the end must not look for elements by their role: the driver's search
 * through the page is a task of its main thread too, and was the longest of all.
 */
import type { Page } from 'playwright-core'

export interface MainThreadTask { readonly at: number; readonly wall: number; readonly cpu: number } // milliseconds; `at` after Run

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number // microseconds, as are the durations
  readonly dur?: number
  readonly tdur?: number // of the thread's own clock; a few events lack it and count by the wall's
}

/** Presses Run, waits for the sweep's end, and gives the tasks in between, the one that showed the end included. */
export async function tasksWhileRunning(page: Page, pressRun: () => Promise<void>, ended: () => Promise<unknown>): Promise<readonly MainThreadTask[]> {
  const browser = page.context().browser()!
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] })
  await page.evaluate(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('.phase-done') === null) return
      observer.disconnect()
      performance.mark('sweep-ended')
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] })
    performance.mark('run-pressed')
  })
  await pressRun()
  await ended()
  await page.waitForTimeout(100)
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: readonly TraceEvent[] }
  const [from, to] = ['run-pressed', 'sweep-ended'].map((name) => traceEvents.find((event) => event.name === name)!)
  return traceEvents
    .filter(({ name, ph, pid, tid, ts }) => /RunTask$/.test(name) && ph === 'X' && pid === from.pid && tid === from.tid && ts >= from.ts && ts <= to.ts)
    .map(({ ts, dur = 0, tdur }) => ({ at: (ts - from.ts) / 1000, wall: dur / 1000, cpu: (tdur ?? dur) / 1000 }))
}
