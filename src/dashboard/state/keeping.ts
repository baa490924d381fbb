/**
 * Finished runs kept in this browser, so that a reload or another day finds them again. A browser that keeps nothing
 * costs nothing but a sentence: results then stay in the tab.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import { createKeeper, type Keeper, type Locks } from '../../runner/kept-sweep'
import { openArchive, type ArchivedSweep, type ArchiveFailure, type ResultsArchive } from '../../runner/persistence'
import type { RunRecord } from '../../runner/run-record'
import type { Result } from '../../spec/result'

export interface Keeping {
  /** Latest first. */
  readonly kept: ReadonlySignal<readonly ArchivedSweep[]>
  /** Why results are not kept, in words; null while they are. */
  readonly trouble: ReadonlySignal<string | null>
  /** Conducts sweeps that outlive the tab. */
  readonly keeper: Keeper
  keep(record: RunRecord, sweep: Omit<ArchivedSweep, 'updated'>): void
  forget(experimentId: string): Promise<void>
}

/** @param today milliseconds since 1970  @param locks so that one tab of several conducts a sweep */
export function createKeeping(today: () => number, locks: Locks | null): Keeping {
  const kept = signal<readonly ArchivedSweep[]>([])
  const trouble = signal<string | null>(null)
  let opening: Promise<Result<ResultsArchive, ArchiveFailure>> | null = null

  const open = () => (opening ??= openArchive())
  async function archive(): Promise<ResultsArchive | null> {
    const opened = await open()
    if (!opened.ok) trouble.value = opened.error.message
    return opened.ok ? opened.value : null
  }
  async function list(): Promise<void> {
    const sweeps = await (await archive())?.sweeps()
    if (sweeps?.ok === true) kept.value = sweeps.value
  }
  void list()

  const noticed = (experimentId: string): void => {
    if (kept.peek()[0]?.experimentId !== experimentId) void list()
  }
  return {
    kept, trouble,
    keeper: createKeeper({ open, locks, clock: today, onStored: noticed }),
    keep(record, sweep) {
      if (record.status.kind !== 'finished' && record.status.kind !== 'diverged') return
      void (async () => {
        const failed = await (await archive())?.keep(record, { ...sweep, updated: today() })
        if (failed) trouble.value = failed.message
        else noticed(sweep.experimentId)
      })()
    },
    async forget(experimentId) {
      const failed = await (await archive())?.forget(experimentId)
      if (failed) trouble.value = failed.message
      await list()
    },
  }
}
