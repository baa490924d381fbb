/**
 * Finished runs kept in this browser, so that a reload or another day finds them again. A browser that keeps nothing
 * costs nothing but a sentence: results then stay in the tab.
 */
import { signal, type ReadonlySignal } from '@preact/signals'
import { openArchive, type ArchivedSweep, type ArchiveFailure, type ResultsArchive } from '../../runner/persistence'
import type { RunRecord } from '../../runner/run-record'
import type { Result } from '../../spec/result'

export interface Keeping {
  /** Latest first. */
  readonly kept: ReadonlySignal<readonly ArchivedSweep[]>
  /** Why results are not kept, in words; null while they are. */
  readonly trouble: ReadonlySignal<string | null>
  keep(record: RunRecord, sweep: Omit<ArchivedSweep, 'updated'>): void
  /** What is kept of these runs. */
  load(runIds: readonly string[]): Promise<readonly RunRecord[]>
  forget(experimentId: string): Promise<void>
}

/** @param today milliseconds since 1970 */
export function createKeeping(today: () => number): Keeping {
  const kept = signal<readonly ArchivedSweep[]>([])
  const trouble = signal<string | null>(null)
  let opening: Promise<Result<ResultsArchive, ArchiveFailure>> | null = null

  async function archive(): Promise<ResultsArchive | null> {
    const opened = await (opening ??= openArchive())
    if (!opened.ok) trouble.value = opened.error.message
    return opened.ok ? opened.value : null
  }
  async function list(): Promise<void> {
    const sweeps = await (await archive())?.sweeps()
    if (sweeps?.ok === true) kept.value = sweeps.value
  }
  void list()

  return {
    kept, trouble,
    keep(record, sweep) {
      if (record.status.kind !== 'finished' && record.status.kind !== 'diverged') return
      void (async () => {
        const failed = await (await archive())?.keep(record, { ...sweep, updated: today() })
        if (failed) trouble.value = failed.message
        else if (kept.peek()[0]?.experimentId !== sweep.experimentId) await list()
      })()
    },
    async load(runIds) {
      const loaded = await (await archive())?.load(runIds)
      if (loaded === undefined) return []
      if (!loaded.ok) {
        trouble.value = loaded.error.message
        return []
      }
      if (loaded.value.unreadable.length > 0) trouble.value = `${loaded.value.unreadable.length} kept runs are from another version of the lab and were left alone`
      return loaded.value.records
    },
    async forget(experimentId) {
      const failed = await (await archive())?.forget(experimentId)
      if (failed) trouble.value = failed.message
      await list()
    },
  }
}
