/** A sweep that is saved as it goes, on the cpu engine: cut anywhere, wherever it is saved, it ends as if it had not been. */
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBrowserSweeps, type BrowserSweeps } from '../../src/runner/conduct/browser-sweeps'
import { conduct } from '../../src/runner/conduct/conduct'
import { conductDurably, type DurableOptions, type DurableSweep } from '../../src/runner/conduct/durable-sweep'
import { openSweepDatabase, type Locks, type SweepDatabase } from '../../src/runner/keeping/indexed-db-store'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import type { SavedCheckpoint } from '../../src/runner/keeping/saved-checkpoint'
import type { SweepStore } from '../../src/runner/keeping/sweep-store'
import { browserLocks } from '../unit/runner/keeping/saved-fixtures'
import { browserPlace, filePlace, memoryPlace } from '../unit/runner/keeping/store-places'
import { mortals, plan, results } from './mortal-trainers'

const now = () => performance.now()
const options = { engine: 'cpu', trainers: 1, now, checkpointSeconds: 0.02 } as const
/** Where a sweep is cut: of 4000 steps, between the first and the second of seven probes. */
const half = 800
let whole: readonly RunRecord[]
beforeAll(async () => { whole = (await conduct(plan, mortals().spawn, options).done).runs })
beforeEach(() => { vi.stubGlobal('indexedDB', new IDBFactory()) })
afterEach(() => { vi.restoreAllMocks(); vi.unstubAllGlobals() })

async function until<T>(value: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await value()
    if (found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}

describe.each(Object.entries({ memory: memoryPlace(), 'a browser’s database': browserPlace(), files: filePlace() }))('a sweep saved in %s', (_, place) => {
  beforeEach(() => place.clear())

  async function begin(more: Partial<DurableOptions> = {}, pool = mortals()): Promise<{ sweep: DurableSweep; store: SweepStore }> {
    const store = await place.open(plan)
    const begun = await conductDurably(plan, pool.spawn, store, { ...options, whenUnsaved: 'stop', ...more })
    if (!begun.ok) throw new Error(JSON.stringify(begun.error))
    return { sweep: begun.value, store }
  }
  async function toTheEnd(more: Partial<DurableOptions> = {}, pool = mortals()) {
    const { sweep, store } = await begin(more, pool)
    await sweep.done
    const settled = await sweep.settled
    store.close()
    return { ...sweep.view(), settled }
  }
  const saved = async () => {
    const loaded = await (await place.open(plan)).load()
    if (!loaded.ok) throw new Error(loaded.error.message)
    return loaded.value
  }
  /** Begins and ends half-way, where its trainer rests while the checkpoint is written. */
  async function cut(): Promise<void> {
    const { sweep, store } = await begin({}, mortals(half))
    await until(async () => (await saved()).checkpoints.some(isOf(half)) || null)
    sweep.stop()
    await sweep.settled
    store.close()
  }

  it('resumes in a later session from the checkpoint of an earlier one, and ends with the same results to the bit', async () => {
    await cut()
    const probes: number[] = []
    const { runs, progress, settled } = await toTheEnd({ onRecord: ({ curve }) => void probes.push(curve.step.length) })
    expect(progress.notices).toEqual([expect.stringMatching(new RegExp(`^4 were under way on cpu \\(WebAssembly SIMD.*, at most at step ${half}, and resume from their checkpoint$`))])
    expect(results(runs)).toEqual(results(whole))
    expect(probes).toEqual(whole.map(({ curve }) => curve.step.length))
    expect(settled).toEqual({ saved: 4, failure: null })
  })

  it('leaves its finished runs and no checkpoint behind, and a third session trains nothing', async () => {
    await cut()
    await toTheEnd()
    expect(await saved()).toMatchObject({ records: [{}, {}, {}, {}], checkpoints: [], findings: [] })
    const pool = mortals()
    const { runs, progress, settled } = await toTheEnd({}, pool)
    expect(progress.notices).toEqual(['4 of 4 runs were saved by an earlier session'])
    expect(results(runs)).toEqual(results(whole))
    expect([pool.spawned(), settled.saved]).toEqual([0, 0])
  })

  it('is conducted by one at a time, and can be again once that one has closed', async () => {
    const { sweep, store } = await begin({}, mortals(half))
    const second = await conductDurably(plan, mortals().spawn, await place.open(plan), { ...options, whenUnsaved: 'stop' })
    expect(second).toMatchObject({ ok: false, error: { kind: 'held' } })
    sweep.stop()
    await sweep.settled
    store.close()
    await Promise.resolve()
    expect(results((await toTheEnd()).runs)).toEqual(results(whole))
  })

  it('trains all again when it is asked to restart, whatever is saved', async () => {
    await cut()
    await toTheEnd()
    const pool = mortals()
    const { runs, progress, settled } = await toTheEnd({ restart: true }, pool)
    expect(progress.notices).toEqual([])
    expect(results(runs)).toEqual(results(whole))
    expect([pool.spawned(), settled.saved]).toEqual([1, 4])
  })

  it('saves what it was begun with, and trains what is saved but does not count', async () => {
    const { settled } = await toTheEnd({ from: whole.slice(0, 2) })
    expect(settled.saved).toBe(4)
    expect(results((await saved()).records)).toEqual(results(whole))
    const again = await toTheEnd({ accepts: ({ index }) => index !== 1 })
    expect(again.settled.saved).toBe(1)
    expect(results(again.runs)).toEqual(results(whole))
  })

  it('can be locked again when it could not begin', async () => {
    const store = await place.open(plan)
    const broken: SweepStore = { ...store, load: () => Promise.reject(new Error('broken')) }
    await expect(conductDurably(plan, mortals().spawn, broken, { ...options, whenUnsaved: 'stop' })).rejects.toThrow('broken')
    await Promise.resolve()
    expect(results((await toTheEnd()).runs)).toEqual(results(whole))
  })
})

const isOf = (step: number) => ({ checkpoint }: SavedCheckpoint): boolean => checkpoint.state.step === step

const open = (locks: Locks | null = null) => () => openSweepDatabase({ locks, clock: () => 5 })
const tab = (locks: Locks | null = null): BrowserSweeps => createBrowserSweeps(open(locks))

async function begin(sweeps: BrowserSweeps, pool = mortals()): Promise<DurableSweep> {
  const begun = await sweeps.begin(plan, pool.spawn, options)
  if (!begun.ok) throw new Error(JSON.stringify(begun.error))
  return begun.value
}

const untilSaved = (sweeps: BrowserSweeps, step: number) => until(async () => (await sweeps.recall(plan)).checkpoints.some(isOf(step)) || null)

/** Begins, and closes the tab half-way, where its trainer rests while the checkpoint is written. */
async function cut(): Promise<void> {
  const sweeps = tab()
  const sweep = await begin(sweeps, mortals(half))
  await untilSaved(sweeps, half)
  sweep.stop()
  await sweep.settled
}

/** A browser whose database saves a run as `append` says. */
async function tabWith(append: (record: RunRecord, store: SweepStore) => ReturnType<SweepStore['append']>): Promise<BrowserSweeps> {
  const opened = await open()()
  if (!opened.ok) throw new Error(opened.error.message)
  const database: SweepDatabase = {
    ...opened.value,
    store(of) {
      const store = opened.value.store(of)
      return { ...store, append: (record) => append(record, store) }
    },
  }
  return createBrowserSweeps(() => Promise.resolve({ ok: true, value: database }))
}

describe('a sweep of the page', () => {
  it.each([
    ['a browser without databases', () => vi.stubGlobal('indexedDB', undefined), 'this browser keeps no databases here: results stay in this tab only'],
    ['a private window', () => vi.stubGlobal('indexedDB', { open() { throw new DOMException('no', 'SecurityError') } }), 'the browser refuses to store results (a private window?): they stay in this tab only'],
    ['full storage', () => vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => { throw new DOMException('full', 'QuotaExceededError') }), 'the browser\'s storage is full: new results stay in this tab only; export them, or delete stored sweeps'],
  ])('goes on in memory in %s, and says so once', async (_, break_, message) => {
    break_()
    const sweep = await begin(tab())
    await sweep.settled
    expect(results(sweep.view().runs)).toEqual(results(whole))
    expect(sweep.view().progress.notices.filter((notice) => notice === message)).toHaveLength(1)
  })

  it('goes on in memory where the browser\'s storage does not answer, and says so; once it has answered, sweeps are stored', async () => {
    let answer = (): void => undefined
    const answered = new Promise<void>((resolve) => { answer = resolve })
    const slow = createBrowserSweeps(() => answered.then(open()))
    const view = await (await begin(slow)).done
    expect(results(view.runs)).toEqual(results(whole))
    expect(view.progress.notices).toEqual(['this browser\'s storage does not answer: results stay in this tab only'])
    answer()
    await until(async () => ((await slow.recall(plan)).notices.length === 0 ? true : null)) // no more of silence
    expect((await (await begin(slow)).done).progress.notices).toEqual([])
    expect((await until(async () => { const { records } = await tab().recall(plan); return records.length === plan.runs.length ? records : null }))).toHaveLength(plan.runs.length)
  })

  it('saves what found the storage full as soon as there is room again, and says so', async () => {
    const real = IDBObjectStore.prototype.put
    let full = true
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...of: Parameters<typeof real>) {
      if (full) throw new DOMException('full', 'QuotaExceededError')
      return real.apply(this, of)
    })
    const sweep = await begin(tab())
    await sweep.done
    expect((await tab().recall(plan)).records).toEqual([])
    full = false
    const { records } = await until(async () => {
      const found = await tab().recall(plan)
      return found.records.length === plan.runs.length ? found : null
    })
    expect(results([...records].sort((a, b) => a.index - b.index))).toEqual(results(whole))
    await until(async () => sweep.view().progress.notices.find((notice) => notice === 'there is room again: the 4 results that had found none are saved now') ?? null)
  })

  it('saves the runs that follow one whose saving broke, and says so of that one', async () => {
    let asked = 0
    const sweeps = await tabWith((record, store) => (asked++ === 0 ? Promise.reject(new Error('a line too long')) : store.append(record)))
    const sweep = await begin(sweeps)
    expect(await sweep.settled).toEqual({ saved: plan.runs.length - 1, failure: null })
    expect((await sweeps.recall(plan)).records).toHaveLength(plan.runs.length - 1)
    expect(sweep.view().progress.notices).toEqual(['a result could not be saved (Error: a line too long): it stays in memory only'])
  })

  it('trains a run that was stopped while its siblings went on to the curve it would have had', async () => {
    const sweeps = tab(), pool = mortals(half, 3 * half)
    const sweep = await begin(sweeps, pool)
    await untilSaved(sweeps, half)
    sweep.stopRun(plan.runs[0].id)
    pool.resume()
    await untilSaved(sweeps, 3 * half)
    expect(sweep.view().runs.slice(0, 2).map(({ curve }) => curve.step.length)).toEqual([1, 4])
    sweep.stop()
    await sweep.done
    expect(results((await (await begin(tab())).done).runs)).toEqual(results(whole))
  })

  it('keeps a checkpoint until every run of it is saved', async () => {
    const last = plan.runs.at(-1)!.id
    const sweeps = await tabWith((record, store) => (record.id === last ? Promise.resolve({ kind: 'full', message: 'full' }) : store.append(record)))
    const pool = mortals(half)
    const sweep = await begin(sweeps, pool)
    await untilSaved(sweeps, half)
    pool.resume()
    await sweep.settled
    const recalled = await sweeps.recall(plan)
    expect(recalled.records).toHaveLength(plan.runs.length - 1)
    expect(recalled.checkpoints.flatMap(({ runs }) => runs.map(({ id }) => id))).toContain(last)
  })

  it('says who conducts it where another tab does, and begins once that one has ended', async () => {
    const locks = browserLocks()
    const sweep = await begin(tab(locks), mortals(half))
    expect(await tab(locks).begin(plan, mortals().spawn, options)).toEqual({ ok: false, error: { kind: 'held', by: { kind: 'tab' } } })
    sweep.stop()
    await sweep.settled
    await until(async () => ((await tab(locks).begin(plan, mortals().spawn, options)).ok ? true : null))
  })

  it('starts again, and says so, where what is stored is damaged', async () => {
    await cut()
    const database = await openDB('superposition-lab')
    const [row] = await database.getAll('checkpoints')
    const { state } = row.kept.checkpoint
    await database.put('checkpoints', { ...row, kept: { ...row.kept, checkpoint: { ...row.kept.checkpoint, state: { ...state, parameters: state.parameters.slice(1) } } } })
    database.close()
    const sweep = await begin(tab())
    const { runs, progress } = await sweep.done
    expect(results(runs)).toEqual(results(whole))
    expect(progress.notices).toEqual(['1 checkpoint torn, damaged or of another version: their runs start again'])
  })
})
