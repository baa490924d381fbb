import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openArchive, type ArchivedSweep, type ResultsArchive } from '../../../../src/runner/keeping/persistence'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import { parameterLayout } from '../../../../src/science/models/model'
import { runId } from '../../../../src/experiment/identity'
import { encodeLink } from '../../../../src/experiment/link'
import { parseExperiment } from '../../../../src/experiment/parse'
import { planSweep } from '../../../../src/experiment/plan'
import { tinySpec } from '../tiny-plan'

const open = async (): Promise<ResultsArchive> => {
  const opened = await openArchive()
  if (!opened.ok) throw new Error(opened.error.message)
  return opened.value
}
const sweep = (digit: string, updated: number): ArchivedSweep =>
  ({ experimentId: digit.repeat(16), title: `sweep ${digit}`, link: '#1.x.000000000000', updated })

function finishedRun(seed: number, experimentId: string): RunRecord {
  const spec = tinySpec(2, seed)
  const spec64 = { ...spec, measurement: { ...spec.measurement, evaluationSamples: 64 } }
  return {
    id: runId(spec64), experimentId, index: seed, replicate: 0, spec: spec64, status: { kind: 'finished' },
    curve: { step: [100], loss: [0.5] },
    metrics: { scalars: { features: seed }, arrays: { norm: { axes: 'f', shape: [2], values: Float32Array.of(1, 2) } } },
    parameters: Float32Array.from({ length: parameterLayout(spec64).total }, (_, at) => at / 3),
    environment: null, stepsPerSecond: 10,
  }
}

beforeEach(() => { vi.stubGlobal('indexedDB', new IDBFactory()) })
afterEach(() => { vi.unstubAllGlobals() })

describe('the archive of finished runs', () => {
  const a = finishedRun(1, 'a'.repeat(16)), b = finishedRun(2, 'a'.repeat(16)), c = finishedRun(3, 'c'.repeat(16))

  it('gives runs back after the tab was closed, trained parameters included', async () => {
    const before = await open()
    expect(await before.keep(a, sweep('a', 1))).toBeNull()
    expect(await before.keep(b, sweep('a', 2))).toBeNull()
    before.close()
    const after = await open()
    const loaded = await after.load([b.id, a.id, c.id])
    expect(loaded).toEqual({ ok: true, value: { records: [b, a], unreadable: [] } })
  })

  it('lists sweeps, the latest first, and forgets one with its runs only', async () => {
    const archive = await open()
    await archive.keep(a, sweep('a', 1))
    await archive.keep(c, sweep('c', 5))
    expect(await archive.sweeps()).toEqual({ ok: true, value: [sweep('c', 5), sweep('a', 1)] })
    expect(await archive.forget(sweep('a', 1).experimentId)).toBeNull()
    expect(await archive.sweeps()).toEqual({ ok: true, value: [sweep('c', 5)] })
    expect(await archive.load([a.id, c.id])).toMatchObject({ value: { records: [c] } })
  })

  it('calls a sweep what the reader called it, also after more of it was kept, and by its title again when the name is taken back', async () => {
    const archive = await open()
    await archive.keep(a, sweep('a', 1))
    expect(await archive.rename(sweep('a', 1).experimentId, '  my first ')).toBeNull()
    await archive.keep(b, sweep('a', 2))
    expect(await archive.sweeps()).toEqual({ ok: true, value: [{ ...sweep('a', 2), name: 'my first' }] })
    await archive.rename(sweep('a', 1).experimentId, '')
    expect(await archive.sweeps()).toEqual({ ok: true, value: [sweep('a', 2)] })
    expect(await archive.rename('0'.repeat(16), 'nobody')).toBeNull()
    expect(await archive.sweeps()).toEqual({ ok: true, value: [sweep('a', 2)] })
  })

  it('passes runs that another sweep shares to that one when theirs is forgotten', async () => {
    const experimentOf = (count: number) => {
      const parsed = parseExperiment({ task: { kind: 'reconstruction' }, model: { kind: 'autoencoder' }, seeds: { count } })
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
      return parsed.value
    }
    const [one, two] = [experimentOf(1), experimentOf(2)]
    const kept = (of: typeof one): ArchivedSweep => ({ experimentId: planSweep(of).experimentId, title: '', link: encodeLink(of), updated: 1 })
    const [shared, own] = planSweep(two).runs.map(({ id, spec }): RunRecord => ({
      ...finishedRun(1, kept(two).experimentId), id, spec, metrics: null, parameters: null, status: { kind: 'diverged', step: 3 },
    }))
    expect(planSweep(one).runs.map(({ id }) => id)).toEqual([shared.id])
    const archive = await open()
    await archive.keep(shared, kept(one))
    await archive.keep(shared, kept(two))
    await archive.keep(own, kept(two))
    expect(await archive.forget(kept(two).experimentId)).toBeNull()
    expect(await archive.load([shared.id, own.id])).toMatchObject({ value: { records: [{ id: shared.id }] } })
    expect(await archive.forget(kept(one).experimentId)).toBeNull()
    expect(await archive.load([shared.id])).toMatchObject({ value: { records: [] } })
  })

  it('names stored runs that are damaged and gives the others back', async () => {
    const archive = await open()
    await archive.keep(a, sweep('a', 1))
    await archive.keep(b, sweep('a', 1))
    const raw = await openDB('superposition-lab')
    await raw.put('runs', { id: a.id, experimentId: 'a', line: '{"kind":"run"' })
    raw.close()
    const loaded = await archive.load([a.id, b.id])
    expect(loaded).toMatchObject({ ok: true, value: { records: [b], unreadable: [{ id: a.id, message: 'not JSON' }] } })
  })

  it('says in words that a run cannot be written as a line, rather than throwing', async () => {
    const archive = await open()
    expect(await archive.keep({ ...a, status: { kind: 'running', step: 1 } }, sweep('a', 1))).toMatchObject({ kind: 'failed', message: expect.stringContaining('has not ended') })
  })

  it('says in words that there is nowhere to store, where a browser has no databases', async () => {
    vi.stubGlobal('indexedDB', undefined)
    expect(await openArchive()).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
  })

  it('says in words that a private window refuses, and that a newer version of the lab was here', async () => {
    vi.stubGlobal('indexedDB', { open() { throw new DOMException('no', 'SecurityError') } })
    expect(await openArchive()).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
    vi.stubGlobal('indexedDB', new IDBFactory())
    ;(await openDB('superposition-lab', 9)).close()
    expect(await openArchive()).toMatchObject({ ok: false, error: { kind: 'blocked' } })
  })

  it('says that storage is full and loses nothing that was stored before', async () => {
    const archive = await open()
    await archive.keep(a, sweep('a', 1))
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => { throw new DOMException('full', 'QuotaExceededError') })
    expect(await archive.keep(b, sweep('a', 2))).toMatchObject({ kind: 'full' })
    put.mockRestore()
    expect(await archive.load([a.id, b.id])).toMatchObject({ value: { records: [a] } })
  })

  it('says that an older version of the lab in another tab is in the way, where it does not give way', async () => {
    const older = await openDB('superposition-lab', 1, { upgrade: (database) => void database.createObjectStore('runs') }) // has no ear for upgrades
    expect(await openArchive()).toMatchObject({ ok: false, error: { kind: 'blocked', message: expect.stringContaining('close it and reload') } })
    older.close()
  })

  it('gives way to a newer version of the lab in another tab, and says so when it has something to store', async () => {
    const archive = await open()
    expect(await archive.keep(a, sweep('a', 1))).toBeNull()
    const newer = await openDB('superposition-lab', 9)
    expect(await archive.keep(b, sweep('a', 2))).toMatchObject({ kind: 'blocked', message: expect.stringContaining('a newer version of the lab') })
    expect(await newer.getAllKeys('runs')).toEqual([a.id])
    newer.close()
  })
})
