/**
 * The browser's database, version by version: rung n makes a database of version n + 1 out of one of version n, so that one
 * of any age climbs to the top. A rung that has been released is never edited; what changes is a rung more, with a test that
 * climbs it from a database as the version before left it.
 */
import type { DBSchema, IDBPDatabase } from 'idb'
import type { checkpointFormat } from './checkpoint-reader'
import type { SavedCheckpoint } from './saved-checkpoint'
import type { ShelvedSweep } from './sweep-shelf'

/** As the latest version has it. */
export interface Stores extends DBSchema {
  sweeps: { key: string; value: ShelvedSweep }
  /** `line` is that of a results file. */
  runs: { key: string; value: { readonly id: string; readonly experimentId: string; readonly line: string }; indexes: { experiment: string } }
  checkpoints: { key: string; value: StoredCheckpoint; indexes: { experiment: string } }
}

export interface StoredCheckpoint {
  readonly id: string // of its first run
  readonly experimentId: string
  readonly kept: SavedCheckpoint & { readonly format: typeof checkpointFormat }
}

export type Rung = (database: IDBPDatabase<Stores>) => void

export const ladder: readonly Rung[] = [
  (database) => {
    database.createObjectStore('sweeps', { keyPath: 'experimentId' })
    database.createObjectStore('runs', { keyPath: 'id' }).createIndex('experiment', 'experimentId')
  },
  (database) => { database.createObjectStore('checkpoints', { keyPath: 'id' }).createIndex('experiment', 'experimentId') },
]

/** @param from the database's version, 0: it is new */
export function climb(database: IDBPDatabase<Stores>, from: number, rungs: readonly Rung[]): void {
  for (const rung of rungs.slice(from)) rung(database)
}
