/**
 * Where the results of one sweep are saved while it trains, so that an end of any kind costs little: a browser's
 * database (indexed-db-store.ts), a results file with checkpoints beside it (cli/file-store.ts), or the memory of this
 * process alone (memory-store.ts). A store is opened for one plan. What each of them guarantees, and one suite of tests
 * (tests/unit/runner/keeping/sweep-store.test.ts) holds all of them to:
 *
 * - **What is durable when.** A run whose `append` gave null outlives the end of the tab or process, `kill -9` included.
 *   After `flush` gave null it outlives the machine's too, as far as the system keeps its promise; and a checkpoint goes
 *   only when what was appended before is as safe. (Memory outlives nothing.)
 * - **Atomicity.** A run is saved whole or not at all; a checkpoint takes the place of its group's earlier one whole, so
 *   there is always a whole one. An append that failed leaves what was saved before, and can be made again.
 * - **What a torn write costs.** The one run or checkpoint that was being written, never another; it is recognised by its
 *   form or digest, reported by `load`, and never taken for something else.
 * - **Who may write.** The holder of the lock: one at a time in all tabs and processes that can reach the place. A lock ends
 *   with its holder. `load` needs none and changes nothing. What a place of transactions (IndexedDB, memory) is given without
 *   a lock is saved as whole: results opened from a file, or such as found no room until the lock had been given back.
 * - **Duplicates.** Of a run that was appended again the last one counts. Sweeps that share a run share its result where
 *   they share the place.
 * - **Others' data.** What is not ours is never changed: such a place is refused before anything is written.
 *
 * Failures are values. Only a bug throws.
 */
import type { Result } from '../../experiment/result'
import type { SavedCheckpoint } from './saved-checkpoint'
import { isConcluded } from './results-store'
import type { RunRecord } from './run-record'

export interface StoreFailure {
  /** `foreign`: the place holds what is not ours. `blocked`: another version of the lab has it. */
  readonly kind: 'unavailable' | 'blocked' | 'full' | 'foreign' | 'failed'
  readonly message: string
}

/** What was found in the place that is no result of this plan. */
export type Finding =
  | { readonly kind: 'torn-run' } // the write that an end cut short
  | { readonly kind: 'unreadable-run'; readonly at: string; readonly message: string } // damaged, or of another version; it stays
  | { readonly kind: 'more-unreadable-runs'; readonly runs: number } // besides those that are named
  | { readonly kind: 'damaged-checkpoint' }
  | { readonly kind: 'foreign-checkpoint' } // of another experiment or version of the lab; it stays
  | { readonly kind: 'runs-of-other-sweeps'; readonly runs: number }

export interface Saved {
  /** Concluded runs of the plan, one each, in plan order. */
  readonly records: readonly RunRecord[]
  /** Of groups of the plan, the last of each; those with nothing left to train are left out. */
  readonly checkpoints: readonly SavedCheckpoint[]
  readonly findings: readonly Finding[]
}

/** Who has the lock. */
export type LockHolder = { readonly kind: 'process'; readonly id: number } | { readonly kind: 'tab' }
export type LockFailure = { readonly kind: 'held'; readonly by: LockHolder } | StoreFailure

export interface SweepStore {
  /** What is saved of the plan. */
  load(): Promise<Result<Saved, StoreFailure>>
  /** @param record concluded, of the plan @returns null once it is saved */
  append(record: RunRecord): Promise<StoreFailure | null>
  /**
   * In place of the group's last one. Null once it is saved, or held back until the next one or `flush`: a store may
   * do so where writing each would cost too much of the time.
   */
  saveCheckpoint(checkpoint: SavedCheckpoint): Promise<StoreFailure | null>
  /** @param firstRunIds a checkpoint is named by the first of its runs; those that are not there are passed over */
  dropCheckpoints(firstRunIds: readonly string[]): Promise<StoreFailure | null>
  /** Writes checkpoints that were held back; everything is on the disk when it gives null. */
  flush(): Promise<StoreFailure | null>
  /** Makes this store the writer, until `close`, and the place ready to be written to. */
  lock(): Promise<LockFailure | null>
  /** Gives the lock back. */
  close(): void
}

/** Checkpoints that still have a run to train. */
export function withoutEnded(checkpoints: readonly SavedCheckpoint[], concluded: readonly Pick<RunRecord, 'id'>[]): readonly SavedCheckpoint[] {
  const ended = new Set(concluded.map(({ id }) => id))
  return checkpoints.filter(({ runs }) => runs.some(({ id }) => !ended.has(id)))
}

/** What every store answers to a record that is no result: training it again would not only repeat it. */
export const unconcluded = ({ id, status }: RunRecord): StoreFailure | null =>
  isConcluded(status) ? null : { kind: 'failed', message: `run ${id} has not ended with a result` }
