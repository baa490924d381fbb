/**
 * Finished runs kept in the browser, in IndexedDB, as the lines of a results file: what comes back passes the same
 * strict reader as a file does. Beside them the checkpoints of groups that have not ended. Failures are data, in words; the sweep goes on without an archive.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { decodeLink } from '../../experiment/link'
import { planSweep } from '../../experiment/plan'
import { failure, success, type Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'
import { checkpointFormat, readCheckpoint } from './checkpoint-reader'
import { defer } from '../conduct/deferred'
import type { KeptCheckpoint } from './kept-checkpoint'
import { readRecordLine, writeRecordLine } from './record-line'
import type { RunRecord } from './run-record'

export interface ArchivedSweep {
  readonly experimentId: string
  readonly title: string
  readonly link: string
  /** What the reader calls it, instead of its title. */
  readonly name?: string
  readonly updated: number // milliseconds since 1970, as the caller's clock had it
}

export interface ArchiveFailure {
  readonly kind: 'unavailable' | 'blocked' | 'full' | 'failed'
  readonly message: string
}

export interface Loaded {
  readonly records: readonly RunRecord[]
  /** Stored runs that no longer read: from another version, or damaged. Left where they are. */
  readonly unreadable: readonly { readonly id: string; readonly message: string }[]
}

export interface ResultsArchive {
  /** Keeps one concluded run and puts its sweep on the list. Null when it is safely stored. */
  keep(record: RunRecord, sweep: ArchivedSweep): Promise<ArchiveFailure | null>
  /** @param name '' gives the title back */
  rename(experimentId: string, name: string): Promise<ArchiveFailure | null>
  /** Latest first. */
  sweeps(): Promise<Result<readonly ArchivedSweep[], ArchiveFailure>>
  /** Those of the named runs that are stored: by run id, so sweeps that share runs share results. */
  load(runIds: readonly string[]): Promise<Result<Loaded, ArchiveFailure>>
  /** In place of the checkpoint of the same first run, by one transaction: there is always a whole one. */
  keepCheckpoint(kept: KeptCheckpoint, experimentId: string): Promise<ArchiveFailure | null>
  /** Those of this plan, and how many there are that no longer read. */
  checkpoints(plan: SweepPlan): Promise<Result<{ readonly kept: readonly KeptCheckpoint[]; readonly unreadable: number }, ArchiveFailure>>
  /** By the ids of their first runs. */
  dropCheckpoints(firstRunIds: readonly string[]): Promise<ArchiveFailure | null>
  /** Deletes a sweep and the runs and checkpoints that were kept for it; runs that another sweep on the list shares pass to that one. */
  forget(experimentId: string): Promise<ArchiveFailure | null>
  close(): void
}

const longestName = 200

/** Version 2 added checkpoints; a database of version 1 is upgraded in place. */
const version = 2

interface Stores extends DBSchema {
  sweeps: { key: string; value: ArchivedSweep }
  runs: { key: string; value: { readonly id: string; readonly experimentId: string; readonly line: string }; indexes: { experiment: string } }
  checkpoints: { key: string; value: StoredCheckpoint; indexes: { experiment: string } }
}

interface StoredCheckpoint {
  readonly id: string // of its first run
  readonly experimentId: string
  readonly kept: KeptCheckpoint & { readonly format: typeof checkpointFormat }
}

export async function openArchive(name = 'superposition-lab'): Promise<Result<ResultsArchive, ArchiveFailure>> {
  if (typeof indexedDB === 'undefined') return failure({ kind: 'unavailable', message: 'this browser keeps no databases here: results stay in this tab only' })
  const blocked = defer<ArchiveFailure>()
  let superseded = false
  const opened = attemptAny(() => openDB<Stores>(name, version, {
    upgrade(database, from) {
      if (from < 1) {
        database.createObjectStore('sweeps', { keyPath: 'experimentId' })
        database.createObjectStore('runs', { keyPath: 'id' }).createIndex('experiment', 'experimentId')
      }
      database.createObjectStore('checkpoints', { keyPath: 'id' }).createIndex('experiment', 'experimentId')
    },
    blocked: () => blocked.resolve({ kind: 'blocked', message: 'another tab holds an older version of the stored results open: close it and reload' }),
    // A newer version of the lab in another tab wants to upgrade: give way rather than block it.
    blocking(_current, _wanted, event) {
      superseded = true
      ;(event.target as IDBDatabase).close()
    },
  }))
  const first = await Promise.race([opened, blocked.promise.then((reason) => failure(reason))])
  return first.ok ? success(archiveOf(first.value, () => superseded)) : first
}

const supersededWords = 'a newer version of the lab was opened in another tab and took the stored results over: new ones stay in this tab only; reload it'

/** @param superseded whether a newer version of the lab has had the database closed */
function archiveOf(database: IDBPDatabase<Stores>, superseded: () => boolean): ResultsArchive {
  const attempt = async <T>(work: () => Promise<T>): Promise<Result<T, ArchiveFailure>> => {
    const result = await attemptAny(work)
    return !result.ok && superseded() ? failure({ kind: 'blocked', message: supersededWords }) : result
  }
  return {
    async keep(record, sweep) {
      const stored = await attempt(async () => {
        const line = writeRecordLine(record, { link: sweep.link, parameters: true })
        const transaction = database.transaction(['sweeps', 'runs'], 'readwrite')
        const { name } = (await transaction.objectStore('sweeps').get(sweep.experimentId)) ?? {}
        await Promise.all([
          transaction.objectStore('sweeps').put({ ...sweep, name }),
          transaction.objectStore('runs').put({ id: record.id, experimentId: sweep.experimentId, line }),
          transaction.done,
        ])
      })
      return stored.ok ? null : stored.error
    },
    async rename(experimentId, name) {
      const renamed = await attempt(async () => {
        const transaction = database.transaction('sweeps', 'readwrite')
        const sweep = await transaction.store.get(experimentId)
        const called = name.trim().slice(0, longestName)
        if (sweep !== undefined) await transaction.store.put({ ...sweep, name: called === '' || called === sweep.title ? undefined : called })
        await transaction.done
      })
      return renamed.ok ? null : renamed.error
    },
    async sweeps() {
      const all = await attempt(() => database.getAll('sweeps'))
      return all.ok ? success(all.value.sort((a, b) => b.updated - a.updated)) : all
    },
    async load(runIds) {
      const rows = await attempt(async () => {
        const store = database.transaction('runs').store
        return Promise.all(runIds.map((id) => store.get(id)))
      })
      if (!rows.ok) return rows
      const records: RunRecord[] = [], unreadable: { id: string; message: string }[] = []
      for (const row of rows.value) {
        if (row === undefined) continue
        const read = readStored(row.line)
        if (read.ok && read.value.id === row.id) records.push(read.value)
        else unreadable.push({ id: row.id, message: read.ok ? 'stored under the id of another run' : read.error })
      }
      return success({ records, unreadable })
    },
    async keepCheckpoint(kept, experimentId) {
      const row = { id: kept.runs[0].id, experimentId, kept: { ...kept, format: checkpointFormat } } as const
      const stored = await attempt(() => database.put('checkpoints', row))
      return stored.ok ? null : stored.error
    },
    async checkpoints(plan) {
      const rows = await attempt(() => database.getAllFromIndex('checkpoints', 'experiment', plan.experimentId))
      if (!rows.ok) return rows
      const read = rows.value.map((row) => readCheckpoint(row.kept, plan))
      const kept = read.flatMap((one) => (one.ok ? [one.value] : []))
      return success({ kept, unreadable: read.length - kept.length })
    },
    async dropCheckpoints(firstRunIds) {
      const gone = await attempt(async () => {
        const transaction = database.transaction('checkpoints', 'readwrite')
        await Promise.all([...firstRunIds.map((id) => transaction.store.delete(id)), transaction.done])
      })
      return gone.ok ? null : gone.error
    },
    async forget(experimentId) {
      const gone = await attempt(async () => {
        const heirs = runsOf((await database.getAll('sweeps')).filter((sweep) => sweep.experimentId !== experimentId))
        const transaction = database.transaction(['sweeps', 'runs', 'checkpoints'], 'readwrite')
        const runs = transaction.objectStore('runs'), checkpoints = transaction.objectStore('checkpoints')
        const rows = await runs.index('experiment').getAll(experimentId)
        const keys = await checkpoints.index('experiment').getAllKeys(experimentId)
        await Promise.all([
          ...rows.map((row) => {
            const heir = heirs.get(row.id)
            return heir === undefined ? runs.delete(row.id) : runs.put({ ...row, experimentId: heir })
          }),
          ...keys.map((key) => checkpoints.delete(key)),
          transaction.objectStore('sweeps').delete(experimentId),
          transaction.done,
        ])
      })
      return gone.ok ? null : gone.error
    },
    close: () => database.close(),
  }
}

/** Run id -> the sweep on the list that has it in its plan, too; links that no longer read have none. */
function runsOf(sweeps: readonly ArchivedSweep[]): ReadonlyMap<string, string> {
  return new Map(sweeps.flatMap(({ link, experimentId }) => {
    const read = decodeLink(link)
    return read.ok ? planSweep(read.value.experiment).runs.map(({ id }) => [id, experimentId] as const) : []
  }))
}

function readStored(line: unknown): Result<RunRecord, string> {
  if (typeof line !== 'string') return failure('not a line of text')
  try {
    const read = readRecordLine(JSON.parse(line))
    return read.ok ? success(read.value.record) : read
  } catch { // the decoder of stored data
    return failure('not JSON')
  }
}

/** The database's entrance: what it throws leaves as words. */
async function attemptAny<T>(work: () => Promise<T>): Promise<Result<T, ArchiveFailure>> {
  try { // browsers that refuse throw at once, not by the promise
    return success(await work())
  } catch (error) {
    return failure(inWords(error))
  }
}

function inWords(error: unknown): ArchiveFailure {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ''
  switch (name) {
    case 'QuotaExceededError': return { kind: 'full', message: 'the browser\'s storage is full: new results stay in this tab only; export them, or delete stored sweeps' }
    case 'SecurityError': case 'InvalidStateError': case 'UnknownError':
      return { kind: 'unavailable', message: 'the browser refuses to store results (a private window?): they stay in this tab only' }
    case 'VersionError': return { kind: 'blocked', message: 'stored results are from a newer version of the lab: reload to get it' }
    default: return { kind: 'failed', message: `stored results cannot be reached (${String(error)}): new ones stay in this tab only` }
  }
}
