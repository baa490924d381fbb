/**
 * Finished runs kept in this browser, so that a reload or another day finds them again. A browser that keeps nothing
 * costs nothing but a sentence: results then stay in the tab. What is deleted leaves the list at once and the browser
 * a little later: until then it can be brought back, and a page that closes meanwhile has deleted nothing.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import { createKeeper, type Keeper, type Locks } from '../../runner/conduct/kept-sweep'
import { openArchive, type ArchivedSweep, type ArchiveFailure, type ResultsArchive } from '../../runner/keeping/persistence'
import type { RunRecord } from '../../runner/keeping/run-record'
import type { Result } from '../../experiment/result'

export interface Keeping {
  /** Latest first; without those that are being deleted. */
  readonly kept: ReadonlySignal<readonly ArchivedSweep[]>
  /** Deleted a moment ago, latest last: they can still be brought back. */
  readonly leaving: ReadonlySignal<readonly ArchivedSweep[]>
  /** Why results are not kept, in words; null while they are. */
  readonly trouble: ReadonlySignal<string | null>
  /** Conducts sweeps that outlive the tab. */
  readonly keeper: Keeper
  keep(record: RunRecord, sweep: Omit<ArchivedSweep, 'updated'>): void
  /** @param name '' gives the experiment's title back */
  rename(experimentId: string, name: string): Promise<void>
  /** Takes it off the list now and out of the browser after `undoMilliseconds`, unless it is brought back or trained meanwhile. */
  forget(experimentId: string): void
  bringBack(experimentId: string): void
}

export const undoMilliseconds = 15_000

/** @param today milliseconds since 1970  @param locks so that one tab of several conducts a sweep */
export function createKeeping(today: () => number, locks: Locks | null): Keeping {
  const stored = signal<readonly ArchivedSweep[]>([])
  const going = signal<readonly string[]>([])
  const trouble = signal<string | null>(null)
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let opening: Promise<Result<ResultsArchive, ArchiveFailure>> | null = null

  const open = () => (opening ??= openArchive())
  async function archive(): Promise<ResultsArchive | null> {
    const opened = await open()
    if (!opened.ok) trouble.value = opened.error.message
    return opened.ok ? opened.value : null
  }
  async function list(): Promise<void> {
    const sweeps = await (await archive())?.sweeps()
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
    kept: computed(() => stored.value.filter(({ experimentId }) => !going.value.includes(experimentId))),
    leaving: computed(() => going.value.flatMap((id) => stored.value.find(({ experimentId }) => experimentId === id) ?? [])),
    keeper: createKeeper({ open, locks, clock: today, onStored: noticed }),
    keep(record, sweep) {
      if (record.status.kind !== 'finished' && record.status.kind !== 'diverged') return
      void (async () => {
        const failed = await (await archive())?.keep(record, { ...sweep, updated: today() })
        if (failed) trouble.value = failed.message
        else noticed(sweep.experimentId)
      })()
    },
    async rename(experimentId, name) {
      const failed = await (await archive())?.rename(experimentId, name)
      if (failed) trouble.value = failed.message
      await list()
    },
    forget(experimentId) {
      bringBack(experimentId)
      going.value = [...going.peek(), experimentId]
      timers.set(experimentId, setTimeout(() => void (async () => {
        timers.delete(experimentId)
        const failed = await (await archive())?.forget(experimentId)
        if (failed) trouble.value = failed.message
        await list()
        bringBack(experimentId)
      })(), undoMilliseconds))
    },
    bringBack,
  }
}
