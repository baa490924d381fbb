import type { IDBPDatabase } from 'idb'
import { decodeLink } from '../../experiment/link'
import { planSweep } from '../../experiment/plan'
import { failure, success, type Result } from '../../experiment/result'
import type { Stores } from './migrations'
import type { ShelvedSweep, SweepShelf } from './sweep-shelf'
import type { StoreFailure } from './sweep-store'

const maxNameCharacters = 200

/** @param attempt does the work; what the database throws comes back as a failure */
export function shelfOf(database: IDBPDatabase<Stores>, attempt: <T>(work: () => Promise<T>) => Promise<Result<T, StoreFailure>>): SweepShelf {
  const orFailure = async (work: () => Promise<void>): Promise<StoreFailure | null> => {
    const done = await attempt(work)
    return done.ok ? null : done.error
  }
  return {
    async sweeps() {
      const all = await attempt(() => database.getAll('sweeps'))
      return all.ok ? success(all.value.sort((a, b) => b.updated - a.updated)) : failure(all.error)
    },
    rename: (experimentId, name) => orFailure(async () => {
      const transaction = database.transaction('sweeps', 'readwrite')
      const sweep = await transaction.store.get(experimentId)
      const called = name.trim().slice(0, maxNameCharacters)
      if (sweep !== undefined) await transaction.store.put({ ...sweep, name: called === '' || called === sweep.title ? undefined : called })
      await transaction.done
    }),
    forget: (experimentId) => orFailure(async () => {
      const sharedWith = sweepsByRun((await database.getAll('sweeps')).filter((sweep) => sweep.experimentId !== experimentId))
      const transaction = database.transaction(['sweeps', 'runs', 'checkpoints'], 'readwrite')
      const runs = transaction.objectStore('runs'), checkpoints = transaction.objectStore('checkpoints')
      const rows = await runs.index('experiment').getAll(experimentId)
      const keys = await checkpoints.index('experiment').getAllKeys(experimentId)
      await Promise.all([
        ...rows.map((row) => {
          const other = sharedWith.get(row.id)
          return other === undefined ? runs.delete(row.id) : runs.put({ ...row, experimentId: other })
        }),
        ...keys.map((key) => checkpoints.delete(key)),
        transaction.objectStore('sweeps').delete(experimentId),
        transaction.done,
      ])
    }),
  }
}

/** Run id -> the sweep on the list that has it in its plan, too; links that no longer read have none. */
function sweepsByRun(sweeps: readonly ShelvedSweep[]): ReadonlyMap<string, string> {
  return new Map(sweeps.flatMap(({ link, experimentId }) => {
    const read = decodeLink(link)
    return read.ok ? planSweep(read.value.experiment).runs.map(({ id }) => [id, experimentId] as const) : []
  }))
}
