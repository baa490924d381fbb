/** One test per rung: a database as the version before left it, opened by the ladder. What it held then is spelled out here and never edited. */
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { openDB, type IDBPDatabase } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeLink } from '../../../../src/experiment/link'
import { openSweepDatabase, type SweepDatabase } from '../../../../src/runner/keeping/indexed-db-store'
import { ladder, type Rung } from '../../../../src/runner/keeping/migrations'
import { writeRecordLine } from '../../../../src/runner/keeping/record-line'
import { checkpointAt, finished, plan, second } from './saved-fixtures'

const { experimentId } = plan
const link = encodeLink(plan.experiment)
const sweepRow = { experimentId, title: 'saved', link, name: 'mine', updated: 3 }
const runRow = { id: finished(0).id, experimentId, line: writeRecordLine(finished(0), { link, parameters: true }) }
const checkpointRow = { id: second.id, experimentId, kept: { ...checkpointAt(400, second), format: 1 } }

/** As version 1 made it: sweeps and runs. */
async function versionOne(): Promise<void> {
  const database = await openDB('superposition-lab', 1, {
    upgrade(made) {
      made.createObjectStore('sweeps', { keyPath: 'experimentId' })
      made.createObjectStore('runs', { keyPath: 'id' }).createIndex('experiment', 'experimentId')
    },
  })
  await database.put('sweeps', sweepRow)
  await database.put('runs', runRow)
  database.close()
}

/** As version 2 made it: checkpoints as well. */
async function versionTwo(): Promise<void> {
  const database = await openDB('superposition-lab', 2, {
    upgrade(made) {
      made.createObjectStore('sweeps', { keyPath: 'experimentId' })
      made.createObjectStore('runs', { keyPath: 'id' }).createIndex('experiment', 'experimentId')
      made.createObjectStore('checkpoints', { keyPath: 'id' }).createIndex('experiment', 'experimentId')
    },
  })
  await database.put('sweeps', sweepRow)
  await database.put('runs', runRow)
  await database.put('checkpoints', checkpointRow)
  database.close()
}

async function open(rungs: readonly Rung[] = ladder): Promise<SweepDatabase> {
  const opened = await openSweepDatabase({ locks: null, clock: () => 5, rungs })
  if (!opened.ok) throw new Error(opened.error.message)
  return opened.value
}

beforeEach(() => { vi.stubGlobal('indexedDB', new IDBFactory()) })
afterEach(() => { vi.unstubAllGlobals() })

describe('a browser’s database of an older version', () => {
  it('1 keeps its runs and takes checkpoints', async () => {
    await versionOne()
    const database = await open(), store = database.store(plan)
    expect(await database.shelf.sweeps()).toEqual({ ok: true, value: [sweepRow] })
    expect(await store.saveCheckpoint(checkpointAt(400, second))).toBeNull()
    expect(await store.load()).toEqual({ ok: true, value: { records: [finished(0)], checkpoints: [checkpointAt(400, second)], findings: [] } })
  })

  it('2 keeps its runs and checkpoints', async () => {
    await versionTwo()
    const database = await open()
    expect(await database.shelf.sweeps()).toEqual({ ok: true, value: [sweepRow] })
    expect(await database.store(plan).load()).toEqual({ ok: true, value: { records: [finished(0)], checkpoints: [checkpointAt(400, second)], findings: [] } })
  })

  it.each([['1', versionOne], ['2', versionTwo], ['0', () => Promise.resolve()]])('%s climbs a ladder that has one rung more, on the day there is one', async (_, made) => {
    await made()
    const third: Rung = (database) => { (database as unknown as IDBPDatabase).createObjectStore('thirds') }
    const { store } = await open([...ladder, third])
    expect(await store(plan).append(finished(1))).toBeNull()
    const raw = await openDB('superposition-lab')
    expect([raw.version, ...raw.objectStoreNames]).toEqual([3, 'checkpoints', 'runs', 'sweeps', 'thirds'])
    raw.close()
  })
})
