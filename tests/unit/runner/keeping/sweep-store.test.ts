/** What every store guarantees, wherever it saves: src/runner/keeping/sweep-store.ts. */
import type * as FileSystem from 'node:fs'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SweepPlan } from '../../../../src/experiment/sweep-plan'
import type { SavedCheckpoint } from '../../../../src/runner/keeping/saved-checkpoint'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import type { Saved, SweepStore } from '../../../../src/runner/keeping/sweep-store'
import { checkpointAt, diverged, finished, first, plan, savedPlan, second } from './saved-fixtures'
import { browserPlace, filePlace, memoryPlace } from './store-places'

vi.mock('node:fs', async (original) => (await import('./full-disk')).fullDisk(await original<typeof FileSystem>()))

const places = { memory: memoryPlace(), 'a browser’s database': browserPlace(), files: filePlace() }
const durable = Object.entries(places).flatMap(([name, place]) => ('fill' in place ? [[name, place] as const] : []))

async function writer(place: { open(plan: SweepPlan): Promise<SweepStore> }, of = plan): Promise<SweepStore> {
  const store = await place.open(of)
  expect(await store.lock()).toBeNull()
  return store
}
async function loaded(store: SweepStore): Promise<Saved> {
  const saved = await store.load()
  if (!saved.ok) throw new Error(saved.error.message)
  return { ...saved.value, checkpoints: [...saved.value.checkpoints].sort((a, b) => (a.runs[0].id < b.runs[0].id ? -1 : 1)) }
}
const sorted = (...checkpoints: readonly SavedCheckpoint[]) => [...checkpoints].sort((a, b) => (a.runs[0].id < b.runs[0].id ? -1 : 1))
const nothing: Saved = { records: [], checkpoints: [], findings: [] }

afterEach(() => { vi.restoreAllMocks(); vi.unstubAllGlobals() })

describe.each(Object.entries(places))('a sweep saved in %s', (_, place) => {
  beforeEach(() => place.clear())
  /** What somebody finds who comes later. */
  const later = async (of = plan): Promise<Saved> => loaded(await place.open(of))

  it('comes back to the bit after its writer has gone, parameters included, in plan order', async () => {
    const store = await writer(place)
    for (const record of [finished(3), finished(0), diverged(1)]) expect(await store.append(record)).toBeNull()
    store.close()
    expect(await later()).toEqual({ ...nothing, records: [finished(0), diverged(1), finished(3)] })
  })

  it('is empty before anything is saved', async () => {
    expect(await later()).toEqual(nothing)
    await writer(place)
    expect(await later()).toEqual(nothing)
  })

  it('has a run once that was saved again, as it was saved last', async () => {
    const store = await writer(place)
    for (const loss of [0.5, 0.25]) expect(await store.append(finished(0, loss))).toBeNull()
    expect((await later()).records).toEqual([finished(0, 0.25)])
  })

  it('takes no run that has not ended with a result, and says which', async () => {
    const store = await writer(place)
    for (const status of [{ kind: 'waiting' }, { kind: 'running', step: 1 }, { kind: 'stopped', step: 1 }] as const) {
      expect(await store.append({ ...finished(0), status })).toMatchObject({ kind: 'failed', message: expect.stringContaining(finished(0).id) })
    }
    expect(await later()).toEqual(nothing)
  })

  it('has the last checkpoint of each group, to the bit, in arrays of their own', async () => {
    const store = await writer(place)
    for (const checkpoint of [checkpointAt(300), checkpointAt(600), checkpointAt(400, second)]) expect(await store.saveCheckpoint(checkpoint)).toBeNull()
    expect(await store.flush()).toBeNull()
    store.close()
    const { checkpoints } = await later()
    expect(checkpoints).toEqual(sorted(checkpointAt(600), checkpointAt(400, second)))
    for (const { checkpoint: { state } } of checkpoints) expect(state.parameters.buffer.byteLength).toBe(state.parameters.byteLength)
  })

  it('drops the checkpoints that are named, and passes over names that it has not', async () => {
    const store = await writer(place)
    await store.saveCheckpoint(checkpointAt(300))
    await store.saveCheckpoint(checkpointAt(400, second))
    expect(await store.dropCheckpoints([first.id, plan.runs[1].id, 'f'.repeat(16)])).toBeNull()
    expect((await later()).checkpoints).toEqual([checkpointAt(400, second)])
  })

  it('has no checkpoint to resume from where all its runs are saved, and keeps it where one is not', async () => {
    const store = await writer(place)
    await store.saveCheckpoint(checkpointAt(300))
    const [one, other] = first.runs.map(({ id }) => plan.runs.findIndex((run) => run.id === id))
    await store.append(finished(one))
    expect((await later()).checkpoints).toHaveLength(1)
    await store.append(finished(other))
    expect((await later()).checkpoints).toEqual([])
  })

  it('is written by one at a time: a second writer is refused until the first has closed, and nobody is refused a look', async () => {
    const store = await writer(place)
    await store.append(finished(0))
    const other = await place.open(plan)
    expect(await other.lock()).toMatchObject({ kind: 'held' })
    expect((await loaded(other)).records).toEqual([finished(0)])
    store.close()
    await Promise.resolve() // a browser's locks answer at the next turn
    expect(await other.lock()).toBeNull()
    expect(await other.append(finished(1))).toBeNull()
    other.close()
    expect((await later()).records).toEqual([finished(0), finished(1)])
  })

  it('shares the results of runs with other sweeps of the same place, and has none of their other runs', async () => {
    const small = savedPlan('smaller', 1)
    const store = await writer(place)
    for (const at of [0, 1, 2, 3]) await store.append(finished(at))
    store.close()
    const shared = plan.runs.flatMap((run, at) => (small.runs.some(({ id }) => id === run.id) ? [finished(at)] : []))
    expect(shared).toHaveLength(2)
    expect((await later(small)).records).toEqual(shared)
    expect((await later(savedPlan('another', 1, 500))).records).toEqual([])
  })

  it('holds after any sequence of writes and ends what was last saved', async () => {
    const run = fc.nat({ max: plan.runs.length - 1 })
    const step = fc.integer({ min: 250, max: 1000 })
    const deed = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), run, loss: fc.constantFrom(0.5, 0.25, 0.125) }),
      fc.record({ kind: fc.constant('checkpoint' as const), group: fc.nat({ max: 1 }), step }),
      fc.record({ kind: fc.constant('drop' as const), group: fc.nat({ max: 1 }) }),
      fc.constantFrom({ kind: 'flush' as const }, { kind: 'end' as const }),
    )
    await fc.assert(fc.asyncProperty(fc.array(deed, { maxLength: 12 }), async (deeds) => {
      place.clear()
      const records = new Map<number, RunRecord>(), checkpoints = new Map<number, SavedCheckpoint>()
      let store = await writer(place)
      for (const one of deeds) {
        if (one.kind === 'append') {
          records.set(one.run, finished(one.run, one.loss))
          await store.append(records.get(one.run)!)
        } else if (one.kind === 'checkpoint') {
          checkpoints.set(one.group, checkpointAt(one.step, plan.groups[one.group]))
          await store.saveCheckpoint(checkpoints.get(one.group)!)
        } else if (one.kind === 'drop') {
          checkpoints.delete(one.group)
          await store.dropCheckpoints([plan.groups[one.group].id])
        } else if (one.kind === 'flush') {
          await store.flush()
        } else {
          store.close()
          await Promise.resolve()
          store = await writer(place)
        }
        const left = [...checkpoints.values()].filter((kept) => kept.runs.some(({ id }) => !records.has(plan.runs.findIndex((planned) => planned.id === id))))
        expect(await loaded(store)).toEqual({ records: [...records].sort(([a], [b]) => a - b).map(([, record]) => record), checkpoints: sorted(...left), findings: [] })
      }
      store.close()
    }), { seed: 10, numRuns: 40 })
  })
})

describe.each(durable)('a fault of %s', (_, place) => {
  beforeEach(() => place.clear())

  it('that leaves no room costs nothing that was saved before, leaves nothing half saved, and what found none can be saved later', async () => {
    const store = await writer(place)
    await store.append(finished(0))
    await store.saveCheckpoint(checkpointAt(300))
    const makeRoom = place.fill()
    expect(await store.append(finished(1))).toMatchObject({ kind: 'full' })
    expect(await store.saveCheckpoint(checkpointAt(600))).toMatchObject({ kind: 'full' })
    const meanwhile = { records: [finished(0)], checkpoints: [checkpointAt(300)], findings: [] }
    expect(await loaded(await place.open(plan))).toEqual(meanwhile)
    makeRoom()
    expect(await store.append(diverged(1))).toBeNull() // shorter than what was half written
    expect(await store.saveCheckpoint(checkpointAt(700))).toBeNull()
    store.close()
    expect(await loaded(await place.open(plan))).toMatchObject({ records: [finished(0), diverged(1)], findings: [] })
  })

  it('that damages a run costs that run, is found, and is over when the run is saved again', async () => {
    const store = await writer(place)
    for (const at of [0, 1, 2, 3]) await store.append(finished(at))
    store.close()
    await place.damageRun()
    const damaged = await loaded(await place.open(plan))
    expect(damaged.records).toHaveLength(3)
    expect(damaged.findings).toEqual([{ kind: 'unreadable-run', at: expect.any(String), message: expect.stringContaining('not JSON') }])
    const again = await writer(place)
    for (const at of [0, 1, 2, 3]) await again.append(finished(at))
    again.close()
    expect((await loaded(await place.open(plan))).records).toEqual([0, 1, 2, 3].map((at) => finished(at)))
  })

  it('that damages a checkpoint costs that checkpoint, is found, and is over when the group is saved again', async () => {
    const store = await writer(place)
    await store.saveCheckpoint(checkpointAt(300))
    await store.saveCheckpoint(checkpointAt(400, second))
    await place.damageCheckpoint(first.id)
    expect(await loaded(await place.open(plan))).toEqual({ records: [], checkpoints: [checkpointAt(400, second)], findings: [{ kind: 'damaged-checkpoint' }] })
    await store.saveCheckpoint(checkpointAt(500))
    expect((await loaded(await place.open(plan))).checkpoints).toEqual(sorted(checkpointAt(500), checkpointAt(400, second)))
  })
})
