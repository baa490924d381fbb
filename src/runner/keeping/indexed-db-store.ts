/**
 * Sweeps saved in the browser, in IndexedDB: runs as the lines of a results file, so that what comes back passes the same
 * strict reader as a file does, and beside them the checkpoints of groups that have not ended. One database for all sweeps
 * of an origin; each row is one transaction's, and a transaction is whole or not at all.
 */
import { openDB, type IDBPDatabase } from 'idb'
import { encodeLink } from '../../experiment/link'
import { failure, success, type Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'
import { checkpointFormat, readCheckpoint } from './checkpoint-reader'
import { shelfOf } from './indexed-db-shelf'
import type { SavedCheckpoint } from './saved-checkpoint'
import { climb, ladder, type Rung, type Stores } from './migrations'
import { readRecordLine, writeRecordLine } from './record-line'
import { isConcluded } from './results-store'
import type { RunRecord } from './run-record'
import type { SweepShelf } from './sweep-shelf'
import { unconcluded, withoutEnded, type Finding, type StoreFailure, type SweepStore } from './sweep-store'

/** What Web Locks (`navigator.locks`) offer of use here. */
export interface Locks {
  request(name: string, options: { ifAvailable: true }, held: (lock: unknown) => Promise<void>): Promise<unknown>
}

export interface SweepDatabase {
  store(plan: SweepPlan): SweepStore
  readonly shelf: SweepShelf
  close(): void
}

export interface DatabaseOptions {
  /** null where the browser has none (an insecure address): then every tab may write. */
  readonly locks: Locks | null
  readonly clock: () => number // milliseconds since 1970
  readonly name?: string
  readonly rungs?: readonly Rung[]
}

/** A checkpoint larger than this stays in memory: storing it would hold the page up. */
const maxStoredBytes = 64 * 2 ** 20

export async function openSweepDatabase({ locks, clock, name = 'superposition-lab', rungs = ladder }: DatabaseOptions): Promise<Result<SweepDatabase, StoreFailure>> {
  const offered = await attemptAny(async () => globalThis.indexedDB as IDBFactory | undefined) // asking alone may throw, in a sandboxed frame
  if (!offered.ok) return offered
  if (offered.value === undefined) return failure({ kind: 'unavailable', message: 'this browser keeps no databases here: results stay in this tab only' })
  let block: (reason: StoreFailure) => void = () => {}
  const blocked = new Promise<StoreFailure>((resolve) => { block = resolve })
  let reason: StoreFailure | null = null
  const lose = (why: StoreFailure): void => { reason ??= why }
  const lost = (): StoreFailure | null => reason
  const opened = attemptAny(() => openDB<Stores>(name, rungs.length, {
    upgrade: (database, from) => climb(database, from, rungs),
    blocked: () => block({ kind: 'blocked', message: 'another tab holds an older version of the stored results open: close it and reload' }),
    // A newer version of the lab in another tab wants to upgrade, or someone deletes it: give way rather than block.
    blocking(_current, wanted, event) {
      lose(wanted === null ? deletedFailure : supersededFailure)
      ;(event.target as IDBDatabase).close()
    },
    terminated: () => lose(deletedFailure),
  }))
  const first = await Promise.race([opened, blocked.then((reason) => failure(reason))])
  if (!first.ok) return first
  const database = first.value
  const attempt: Attempt = async (work) => {
    const before = lost()
    if (before !== null) return failure(before)
    const result = await attemptAny(work)
    const after = lost()
    return !result.ok && after !== null ? failure(after) : result
  }
  return success({
    store: (plan) => storeOf(database, plan, attempt, locks, clock),
    shelf: shelfOf(database, attempt),
    close: () => database.close(),
  })
}

type Attempt = <T>(work: () => Promise<T>) => Promise<Result<T, StoreFailure>>

const supersededFailure: StoreFailure = {
  kind: 'blocked',
  message: 'a newer version of the lab was opened in another tab and took the stored results over: new ones stay in this tab only; reload it',
}

const deletedFailure: StoreFailure = {
  kind: 'unavailable',
  message: 'the stored results were deleted while this page was open (site data cleared?): results stay in this tab only until it is reloaded; export what you want to keep',
}

function storeOf(database: IDBPDatabase<Stores>, plan: SweepPlan, attempt: Attempt, locks: Locks | null, clock: () => number): SweepStore {
  const { experimentId, experiment } = plan
  const orFailure = async (work: () => Promise<unknown>): Promise<StoreFailure | null> => {
    const done = await attempt(work)
    return done.ok ? null : done.error
  }
  let release = (): void => {}

  return {
    async load() {
      const rows = await attempt(() => {
        const transaction = database.transaction(['runs', 'checkpoints'])
        const runs = transaction.objectStore('runs')
        return Promise.all([
          Promise.all(plan.runs.map(({ id }) => runs.get(id))), transaction.objectStore('checkpoints').index('experiment').getAll(experimentId),
        ])
      })
      if (!rows.ok) return rows
      const records: RunRecord[] = [], checkpoints: SavedCheckpoint[] = [], findings: Finding[] = []
      for (const row of rows.value[0]) {
        if (row === undefined) continue
        const read = readStored(row.line)
        if (!read.ok) findings.push({ kind: 'unreadable-run', at: row.id, message: read.error })
        else if (read.value.id !== row.id) findings.push({ kind: 'unreadable-run', at: row.id, message: 'stored under the id of another run' })
        else if (isConcluded(read.value.status)) records.push(read.value)
      }
      for (const { kept } of rows.value[1]) {
        const read = readCheckpoint(kept, plan)
        if (read.ok) checkpoints.push(read.value)
        else findings.push({ kind: 'damaged-checkpoint' })
      }
      return success({ records, checkpoints: withoutEnded(checkpoints, records), findings })
    },
    append: async (record) => unconcluded(record) ?? orFailure(async () => {
      const link = encodeLink(experiment)
      const line = writeRecordLine(record, { link, parameters: true })
      const transaction = database.transaction(['sweeps', 'runs'], 'readwrite')
      const { name } = (await transaction.objectStore('sweeps').get(experimentId)) ?? {}
      await Promise.all([
        transaction.objectStore('sweeps').put({ experimentId, title: experiment.title, link, updated: clock(), name }),
        transaction.objectStore('runs').put({ id: record.id, experimentId, line }),
        transaction.done,
      ])
    }),
    async saveCheckpoint(checkpoint) {
      if (bytesOf(checkpoint) > maxStoredBytes) {
        return { kind: 'failed', message: 'a group\'s checkpoint is too large to store: if this tab is closed, its runs start again' }
      }
      return orFailure(() => database.put('checkpoints', { id: checkpoint.runs[0].id, experimentId, kept: { ...checkpoint, format: checkpointFormat } }))
    },
    dropCheckpoints: (firstRunIds) => orFailure(async () => {
      const transaction = database.transaction('checkpoints', 'readwrite', { durability: 'strict' })
      await Promise.all([...firstRunIds.map((id) => transaction.store.delete(id)), transaction.done])
    }),
    /** Transactions reach the disk in order, so one that asks for it brings the earlier ones along. */
    flush: () => orFailure(async () => {
      const transaction = database.transaction('sweeps', 'readwrite', { durability: 'strict' })
      const sweep = await transaction.store.get(experimentId)
      if (sweep !== undefined) await transaction.store.put(sweep)
      await transaction.done
    }),
    async lock() {
      const acquired = locks === null ? () => {} : await acquireLock(locks, `superposition-lab sweep ${experimentId}`)
      if (acquired === null) return { kind: 'held', by: { kind: 'tab' } }
      release = acquired
      return null
    },
    close: () => release(),
  }
}

const bytesOf = ({ checkpoint: { state } }: SavedCheckpoint): number =>
  state.parameters.byteLength + state.firstMoment.byteLength + state.secondMoment.byteLength

function readStored(line: unknown): Result<RunRecord, string> {
  if (typeof line !== 'string') return failure('not a line of text')
  try {
    const read = readRecordLine(JSON.parse(line))
    return read.ok ? success(read.value.record) : read
  } catch { // the decoder of stored data
    return failure('not JSON')
  }
}

/** @returns what gives the lock back, or null when another tab has it */
function acquireLock(locks: Locks, name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock !== null) return new Promise<void>((over) => { resolve(() => over()) })
      resolve(null)
      return Promise.resolve()
    }).catch(() => resolve(() => {})) // a document that may not lock: nobody else can either
  })
}

/** The database's entrance: what it throws leaves as a failure. */
async function attemptAny<T>(work: () => Promise<T>): Promise<Result<T, StoreFailure>> {
  try { // browsers that refuse throw at once, not by the promise
    return success(await work())
  } catch (error) {
    return failure(storeFailure(error))
  }
}

function storeFailure(error: unknown): StoreFailure {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  switch (name) {
    case 'QuotaExceededError': return { kind: 'full', message: 'the browser\'s storage is full: new results stay in this tab only; export them, or delete stored sweeps' }
    case 'SecurityError': case 'InvalidStateError': case 'UnknownError':
      return { kind: 'unavailable', message: 'the browser refuses to store results (a private window?): they stay in this tab only' }
    case 'VersionError': return { kind: 'blocked', message: 'stored results are from a newer version of the lab: reload to get it' }
    default: return { kind: 'failed', message: `stored results cannot be reached (${String(error)}): new ones stay in this tab only` }
  }
}
