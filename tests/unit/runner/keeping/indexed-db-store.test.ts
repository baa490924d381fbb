/** What a browser's database does beside what every store guarantees (sweep-store.test.ts): the shelf, refusals, other tabs. */
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeLink } from '../../../../src/experiment/link'
import type { SweepPlan } from '../../../../src/experiment/sweep-plan'
import { createBrowserSweeps } from '../../../../src/runner/conduct/browser-sweeps'
import { openSweepDatabase, type SweepDatabase } from '../../../../src/runner/keeping/indexed-db-store'
import type { ShelvedSweep } from '../../../../src/runner/keeping/sweep-shelf'
import { checkpointAt, diverged, finished, plan, savedPlan } from './saved-fixtures'

let time = 0
const attempt = () => openSweepDatabase({ locks: null, clock: () => time })
const open = async (): Promise<SweepDatabase> => {
  const opened = await attempt()
  if (!opened.ok) throw new Error(opened.error.message)
  return opened.value
}
const shelved = ({ experimentId, experiment }: SweepPlan, updated: number): ShelvedSweep =>
  ({ experimentId, title: experiment.title, link: encodeLink(experiment), updated })
const other = savedPlan('other', 1, 500)
const idsIn = async (database: SweepDatabase, of: SweepPlan): Promise<readonly string[]> => {
  const loaded = await database.store(of).load()
  return loaded.ok ? loaded.value.records.map(({ id }) => id) : []
}

beforeEach(() => { vi.stubGlobal('indexedDB', new IDBFactory()) })
afterEach(() => { vi.restoreAllMocks(); vi.unstubAllGlobals() })

describe('a database that is deleted while the page is open', () => {
  it('says so, answers nothing else from then on, and holds nobody up', async () => {
    const store = (await open()).store(plan)
    await store.append(finished(0))
    const request = indexedDB.deleteDatabase('superposition-lab')
    await new Promise((resolve, reject) => { request.onsuccess = resolve; request.onerror = reject })
    const deleted = { kind: 'unavailable', message: expect.stringContaining('were deleted while this page was open') }
    expect(await store.append(finished(1))).toEqual(deleted)
    expect(await store.load()).toEqual({ ok: false, error: deleted })
    expect(await store.lock()).toBeNull()
  })

  it('lets the next sweep train without it', async () => {
    const sweeps = createBrowserSweeps(attempt)
    await sweeps.recall(plan)
    const request = indexedDB.deleteDatabase('superposition-lab')
    await new Promise((resolve, reject) => { request.onsuccess = resolve; request.onerror = reject })
    let spawned = 0
    const begun = await sweeps.begin(plan, () => { spawned++; throw new Error('no trainer in this test') }, { engine: 'cpu', trainers: 1, now: () => 0 })
    if (!begun.ok) throw new Error('it did not begin')
    const { progress } = await begun.value.done
    expect(spawned).toBeGreaterThan(0)
    expect(progress.notices.join()).toContain('were deleted while this page was open')
  })
})

describe('the list of sweeps that are saved in a browser', () => {
  it('has the latest first, and forgets one with its runs and checkpoints only', async () => {
    const database = await open()
    time = 1
    await database.store(plan).append(finished(0))
    await database.store(plan).saveCheckpoint(checkpointAt(300))
    time = 5
    await database.store(other).append(finished(0, 0.5, other))
    expect(await database.shelf.sweeps()).toEqual({ ok: true, value: [shelved(other, 5), shelved(plan, 1)] })
    expect(await database.shelf.forget(plan.experimentId)).toBeNull()
    expect(await database.shelf.sweeps()).toEqual({ ok: true, value: [shelved(other, 5)] })
    expect(await database.store(plan).load()).toEqual({ ok: true, value: { records: [], checkpoints: [], findings: [] } })
    expect(await idsIn(database, other)).toEqual([other.runs[0].id])
  })

  it('calls a sweep what the reader called it, also after more of it was saved, and by its title again when the name is taken back', async () => {
    const database = await open()
    const { shelf } = database, store = database.store(plan)
    time = 1
    await store.append(finished(0))
    expect(await shelf.rename(plan.experimentId, '  my first ')).toBeNull()
    time = 2
    await store.append(finished(1))
    expect(await store.flush()).toBeNull()
    expect(await shelf.sweeps()).toEqual({ ok: true, value: [{ ...shelved(plan, 2), name: 'my first' }] })
    await shelf.rename(plan.experimentId, '')
    expect(await shelf.sweeps()).toEqual({ ok: true, value: [shelved(plan, 2)] })
    expect(await shelf.rename('0'.repeat(16), 'nobody')).toBeNull()
    expect(await shelf.sweeps()).toEqual({ ok: true, value: [shelved(plan, 2)] })
  })

  it('passes runs that another sweep shares to that one when theirs is forgotten', async () => {
    const small = savedPlan('saved', 1)
    const shared = small.runs.map(({ id }) => id)
    const database = await open()
    const at = plan.runs.findIndex(({ id }) => id === shared[0]), own = plan.runs.findIndex(({ id }) => !shared.includes(id))
    await database.store(small).append({ ...diverged(at), experimentId: small.experimentId })
    await database.store(plan).append(diverged(at))
    await database.store(plan).append(diverged(own))
    expect(await database.shelf.forget(plan.experimentId)).toBeNull()
    expect(await idsIn(database, plan)).toEqual([shared[0]])
    expect(await database.shelf.forget(small.experimentId)).toBeNull()
    expect(await idsIn(database, plan)).toEqual([])
  })
})

describe('a browser that cannot save', () => {
  it('says that there is nowhere to, where it has no databases', async () => {
    vi.stubGlobal('indexedDB', undefined)
    expect(await attempt()).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
  })

  it('says that a private window refuses, and that a newer version of the lab was here', async () => {
    vi.stubGlobal('indexedDB', { open() { throw new DOMException('no', 'SecurityError') } })
    expect(await attempt()).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
    vi.stubGlobal('indexedDB', new IDBFactory())
    ;(await openDB('superposition-lab', 9)).close()
    expect(await attempt()).toMatchObject({ ok: false, error: { kind: 'blocked' } })
  })

  it('says that an older version of the lab in another tab is in the way, where it does not give way', async () => {
    const older = await openDB('superposition-lab', 1, { upgrade: (database) => void database.createObjectStore('runs') }) // has no ear for upgrades
    expect(await attempt()).toMatchObject({ ok: false, error: { kind: 'blocked', message: expect.stringContaining('close it and reload') } })
    older.close()
  })

  it('gives way to a newer version of the lab in another tab, and says so when it has something to save', async () => {
    const store = (await open()).store(plan)
    expect(await store.append(finished(0))).toBeNull()
    const newer = await openDB('superposition-lab', 9)
    for (const refused of [await store.append(finished(1)), await store.saveCheckpoint(checkpointAt(300)), await store.flush()]) {
      expect(refused).toMatchObject({ kind: 'blocked', message: expect.stringContaining('a newer version of the lab') })
    }
    expect(await newer.getAllKeys('runs')).toEqual([finished(0).id])
    newer.close()
  })

  it('writes no checkpoint so large that the page would stand still, and says so', async () => {
    const { checkpoint, ...rest } = checkpointAt(300)
    const large = { ...rest, checkpoint: { ...checkpoint, state: { ...checkpoint.state, parameters: new Float32Array(2 ** 24 + 1) } } }
    expect(await (await open()).store(plan).saveCheckpoint(large)).toMatchObject({ kind: 'failed', message: expect.stringContaining('too large') })
  })
})
