/**
 * Finished runs saved in this browser, so that a reload or another day finds them again. A browser that saves nothing
 * costs nothing but a sentence: results then stay in the tab. What is deleted leaves the list at once and the browser
 * a little later: until then it can be brought back, and a page that closes meanwhile has deleted nothing.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { createBrowserSweeps, type BrowserSweeps } from '../../runner/conduct/browser-sweeps'
import { openSweepDatabase, type Locks, type SweepDatabase } from '../../runner/keeping/indexed-db-store'
import { isConcluded } from '../../runner/keeping/results-store'
import type { RunRecord } from '../../runner/keeping/run-record'
import type { ShelvedSweep } from '../../runner/keeping/sweep-shelf'
import type { StoreFailure } from '../../runner/keeping/sweep-store'
import type { Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'

export interface Keeping {
  /** Latest first; without those that are being deleted. */
  readonly saved: ReadonlySignal<readonly ShelvedSweep[]>
  /** Deleted a moment ago, latest last: they can still be brought back. */
  readonly leaving: ReadonlySignal<readonly ShelvedSweep[]>
  /** Why results are not saved, as a sentence; null while they are. */
  readonly trouble: ReadonlySignal<string | null>
  /** Conducts sweeps that outlive the tab. */
  readonly sweeps: BrowserSweeps
  /** Saves a run of this plan that was trained elsewhere; no lock is taken, for nothing is trained. */
  save(record: RunRecord, plan: SweepPlan): void
  /** @param name '' gives the experiment's title back */
  rename(experimentId: string, name: string): Promise<void>
  /** Takes it off the list now and out of the browser after `undoMilliseconds`, unless it is brought back or trained meanwhile. */
  forget(experimentId: string): void
  bringBack(experimentId: string): void
}

export const undoMilliseconds = 15_000

/** @param today milliseconds since 1970  @param locks so that one tab of several conducts a sweep; null where the browser has none */
export function createKeeping(today: () => number, locks: Locks | null): Keeping {
  const stored = signal<readonly ShelvedSweep[]>([])
  const going = signal<readonly string[]>([])
  const trouble = signal<string | null>(null)
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let opening: Promise<Result<SweepDatabase, StoreFailure>> | null = null

  const open = () => (opening ??= openSweepDatabase({ locks, clock: today }))
  async function database(): Promise<SweepDatabase | null> {
    const opened = await open()
    if (!opened.ok) trouble.value = opened.error.message
    return opened.ok ? opened.value : null
  }
  async function list(): Promise<void> {
    const sweeps = await (await database())?.shelf.sweeps()
    if (sweeps?.ok === true) stored.value = sweeps.value
  }
  void list()

  const bringBack = (experimentId: string): void => {
    clearTimeout(timers.get(experimentId))
    timers.delete(experimentId)
    going.value = going.peek().filter((id) => id !== experimentId)
  }
  const noticed = (experimentId: string): void => {
    bringBack(experimentId) // it has new results: nobody wants those deleted
    if (stored.peek()[0]?.experimentId !== experimentId) void list()
  }
  return {
    trouble,
    saved: computed(() => stored.value.filter(({ experimentId }) => !going.value.includes(experimentId))),
    leaving: computed(() => going.value.flatMap((id) => stored.value.find(({ experimentId }) => experimentId === id) ?? [])),
    sweeps: createBrowserSweeps(open, noticed),
    save(record, plan) {
      if (!isConcluded(record.status)) return
      void (async () => {
        const failed = await (await database())?.store(plan).append(record)
        if (failed) trouble.value = failed.message
        else noticed(plan.experimentId)
      })()
    },
    async rename(experimentId, name) {
      const failed = await (await database())?.shelf.rename(experimentId, name)
      if (failed) trouble.value = failed.message
      await list()
    },
    forget(experimentId) {
      bringBack(experimentId)
      going.value = [...going.peek(), experimentId]
      timers.set(experimentId, setTimeout(() => void (async () => {
        timers.delete(experimentId)
        const failed = await (await database())?.shelf.forget(experimentId)
        if (failed) trouble.value = failed.message
        await list()
        bringBack(experimentId)
      })(), undoMilliseconds))
    },
    bringBack,
  }
}
