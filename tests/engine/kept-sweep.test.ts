/** A sweep that is kept as it goes, on the cpu engine: cut anywhere, it ends as if it had not been. */
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { conduct } from '../../src/runner/conduct/conduct'
import { createKeeper, type Keeper, type KeptOptions, type Locks } from '../../src/runner/conduct/kept-sweep'
import { openArchive } from '../../src/runner/keeping/persistence'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import type { Sweep } from '../../src/runner/conduct/sweep'
import { encodeLink } from '../../src/experiment/link'
import { experiment, mortals, plan, results } from './mortal-trainers'

const now = () => performance.now()
const options: KeptOptions = { engine: 'cpu', trainers: 1, now, checkpointSeconds: 0.02, title: experiment.title, link: encodeLink(experiment) }
let whole: readonly RunRecord[]
beforeAll(async () => { whole = (await conduct(plan, mortals().spawn, options).done).runs })
beforeEach(() => { vi.stubGlobal('indexedDB', new IDBFactory()) })
afterEach(() => { vi.restoreAllMocks(); vi.unstubAllGlobals() })

/** Web Locks of one browser, for all its tabs. */
function browserLocks(): Locks {
  const held = new Set<string>()
  return {
    async request(name, _, callback) {
      if (held.has(name)) return callback(null)
      held.add(name)
      await callback({ name })
      held.delete(name)
    },
  }
}
const tab = (locks: Locks | null = null): Keeper => createKeeper({ open: () => openArchive(), locks, clock: () => 5 })

async function begin(keeper: Keeper, more: Partial<KeptOptions> = {}): Promise<Sweep> {
  const sweep = await keeper.begin(plan, mortals().spawn, { ...options, ...more })
  if (typeof sweep === 'string') throw new Error(sweep)
  return sweep
}

async function until<T>(value: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await value()
    if (found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}

/** Begins, and closes the tab half-way: paused first, so that it stays half-way while the checkpoint is written. */
async function cut(): Promise<number> {
  const keeper = tab()
  const sweep = await begin(keeper)
  await until(async () => sweep.view().runs.some(({ curve }) => curve.step.length > 0) || null)
  sweep.pause()
  await until(async () => (await keeper.recall(plan)).checkpoints[0] ?? null)
  sweep.stop()
  await sweep.done
  return (await keeper.recall(plan)).checkpoints[0].checkpoint.state.step
}

describe('a kept sweep', () => {
  it('goes on in a later visit from the checkpoint of an earlier one, and ends with the same results to the bit', async () => {
    const step = await cut()
    expect(step).toBeGreaterThan(0)
    const later = tab()
    const recalled = await later.recall(plan)
    expect(recalled.notices).toEqual([expect.stringMatching(/^4 more were under way on cpu \(WebAssembly SIMD.*go on from their checkpoint$/)])
    const started = recalled.checkpoints[0].checkpoint.state.step
    const first: number[] = []
    const sweep = await begin(later, { onRecord: ({ curve }) => void first.push(curve.step.length) })
    const view = await sweep.done
    expect(started).toBe(step)
    expect(results(view.runs)).toEqual(results(whole))
    expect(first).toEqual(whole.map(({ curve }) => curve.step.length))
  })

  it('leaves its finished runs and no checkpoint behind, and a third visit trains nothing', async () => {
    await cut()
    await (await begin(tab())).done
    const recalled = await until(async () => {
      const found = await tab().recall(plan)
      return found.records.length === plan.runs.length && found.checkpoints.length === 0 ? found : null
    })
    expect(recalled.notices).toEqual(['4 of 4 runs were kept from an earlier visit'])
    const database = await openDB('superposition-lab')
    expect(await database.count('checkpoints')).toBe(0)
    database.close()
    const pool = mortals()
    const sweep = await tab().begin(plan, pool.spawn, options)
    if (typeof sweep === 'string') throw new Error(sweep)
    expect(results((await sweep.done).runs)).toEqual(results(whole))
    expect(pool.spawned()).toBe(0)
  })

  it('is led by one tab; the other is told in words, and may lead once the first has ended', async () => {
    const locks = browserLocks()
    const first = await begin(tab(locks))
    expect(await tab(locks).begin(plan, mortals().spawn, options)).toMatch(/^this sweep is training in another tab/)
    await first.done
    const second = await until(async () => {
      const sweep = await tab(locks).begin(plan, mortals().spawn, options)
      return typeof sweep === 'string' ? null : sweep
    })
    expect(results((await second.done).runs)).toEqual(results(whole))
  })

  it.each([
    ['a browser without databases', () => vi.stubGlobal('indexedDB', undefined), 'this browser keeps no databases here: results stay in this tab only'],
    ['a private window', () => vi.stubGlobal('indexedDB', { open() { throw new DOMException('no', 'SecurityError') } }), 'the browser refuses to store results (a private window?): they stay in this tab only'],
    ['full storage', () => vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => { throw new DOMException('full', 'QuotaExceededError') }), 'the browser\'s storage is full: new results stay in this tab only; export them, or delete stored sweeps'],
  ])('goes on in memory in %s, and says so once', async (_, break_, words) => {
    break_()
    const sweep = await begin(tab())
    await sweep.done
    await new Promise((resolve) => setTimeout(resolve, 20)) // words about the last writes
    expect(results(sweep.view().runs)).toEqual(results(whole))
    expect(sweep.view().progress.notices.filter((notice) => notice === words)).toHaveLength(1)
  })

  it('goes on in memory where the browser\'s storage does not answer, and says so; once it has answered, sweeps are stored', async () => {
    let answer = (): void => undefined
    const answered = new Promise<void>((resolve) => { answer = resolve })
    const slow = createKeeper({ open: () => answered.then(() => openArchive()), locks: null, clock: () => 5 })
    const view = await (await begin(slow)).done
    expect(results(view.runs)).toEqual(results(whole))
    expect(view.progress.notices).toEqual(['this browser\'s storage does not answer: results stay in this tab only'])
    answer()
    await until(async () => ((await slow.recall(plan)).notices.length === 0 ? true : null)) // no more of silence
    expect((await (await begin(slow)).done).progress.notices).toEqual([])
    expect((await until(async () => { const { records } = await tab().recall(plan); return records.length === plan.runs.length ? records : null }))).toHaveLength(plan.runs.length)
  }, 20_000)

  it('stores what found the storage full as soon as there is room again, and says so', async () => {
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
    await until(async () => sweep.view().progress.notices.find((words) => words === 'there is room again: the 4 results that had found none are stored now') ?? null)
  })

  it('stores the runs that follow one whose storing broke, and says so of that one', async () => {
    const real = await openArchive()
    if (!real.ok) throw new Error(real.error.message)
    let kept = 0
    const open = () => Promise.resolve({
      ok: true as const,
      value: { ...real.value, keep: (...of: Parameters<typeof real.value.keep>) => kept++ === 0 ? Promise.reject(new Error('a line too long')) : real.value.keep(...of) },
    })
    const keeper = createKeeper({ open, locks: null, clock: () => 5 })
    const sweep = await begin(keeper)
    await sweep.done
    const stored = await until(async () => {
      const { records } = await keeper.recall(plan)
      return records.length === plan.runs.length - 1 ? records : null
    })
    expect(stored).toHaveLength(plan.runs.length - 1)
    expect(sweep.view().progress.notices).toEqual(['a result could not be stored (Error: a line too long): it stays in this tab only'])
  })

  it('trains a run that was stopped while its siblings went on to the curve it would have had', async () => {
    const keeper = tab()
    const sweep = await begin(keeper)
    const probes = () => sweep.view().runs[1].curve.step.length
    await until(async () => probes() > 0 || null)
    sweep.stopRun(plan.runs[0].id)
    const atStop = probes()
    await until(async () => probes() >= atStop + 2 || null)
    sweep.pause()
    await until(async () => (await keeper.recall(plan)).checkpoints.some(({ checkpoint }) => checkpoint.state.step >= sweep.view().runs[1].curve.step.at(-1)!) || null)
    sweep.stop()
    await sweep.done
    expect(results((await (await begin(tab())).done).runs)).toEqual(results(whole))
  })

  it('keeps a checkpoint until every run of it is stored', async () => {
    const real = await openArchive()
    if (!real.ok) throw new Error(real.error.message)
    const last = plan.runs.at(-1)!.id
    const full = { kind: 'full', message: 'full' } as const
    const keeper = createKeeper({
      open: () => Promise.resolve({ ok: true, value: { ...real.value, keep: async (record, of) => (record.id === last ? full : real.value.keep(record, of)) } }),
      locks: null, clock: () => 5,
    })
    const sweep = await begin(keeper)
    await until(async () => sweep.view().runs.some(({ curve }) => curve.step.length > 0) || null)
    sweep.pause()
    await until(async () => (await keeper.recall(plan)).checkpoints[0] ?? null)
    sweep.resume()
    await sweep.done
    const recalled = await until(async () => {
      const found = await keeper.recall(plan)
      return found.records.length === plan.runs.length - 1 ? found : null
    })
    expect(recalled.checkpoints.flatMap(({ runs }) => runs.map(({ id }) => id))).toContain(last)
  })

  it('gives the lead back when it cannot begin', async () => {
    const locks = browserLocks()
    const broken = createKeeper({ open: () => Promise.reject(new Error('broken')), locks, clock: () => 5 })
    await expect(broken.begin(plan, mortals().spawn, options)).rejects.toThrow('broken')
    await until(async () => (typeof await tab(locks).begin(plan, mortals().spawn, options) === 'string' ? null : true))
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
    expect(progress.notices).toEqual(['1 stored results are damaged or of another version: they are left out and trained again'])
  })

  it('trains all again when asked to, whatever is kept', async () => {
    await cut()
    const pool = mortals()
    const sweep = await tab().begin(plan, pool.spawn, { ...options, afresh: true })
    if (typeof sweep === 'string') throw new Error(sweep)
    const { runs, progress } = await sweep.done
    expect(progress.notices).toEqual([])
    expect(results(runs)).toEqual(results(whole))
  })

  it('finds the finished runs that an older version of the lab stored', async () => {
    const old = await openDB('superposition-lab', 1, {
      upgrade(database) {
        database.createObjectStore('sweeps', { keyPath: 'experimentId' })
        database.createObjectStore('runs', { keyPath: 'id' }).createIndex('experiment', 'experimentId')
      },
    })
    old.close()
    const opened = await openArchive()
    if (!opened.ok) throw new Error(opened.error.message)
    expect(await opened.value.keep(whole[2], { experimentId: plan.experimentId, title: '', link: options.link, updated: 1 })).toBeNull()
    opened.value.close()
    const view = await (await begin(tab())).done
    expect(view.progress.notices).toContain('1 of 4 runs were kept from an earlier visit')
    expect(results(view.runs)).toEqual(results(whole))
  })
})
