import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createKeeping, undoMilliseconds, type Keeping } from '../../../src/dashboard/state/keeping'
import type { RunRecord } from '../../../src/runner/keeping/run-record'
import { parameterLayout } from '../../../src/science/models/model'
import { runId } from '../../../src/experiment/identity'
import { parseExperiment } from '../../../src/experiment/parse'
import { planSweep } from '../../../src/experiment/plan'

const parsed = parseExperiment({ title: 'Kept', task: { kind: 'recall', featureCount: 8 }, shapes: { kind: 'budget', parameterBudget: [64], depth: [1, 4], neuronsPerWidth: 0.5 } })
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const plan = planSweep(parsed.value)
const { spec } = plan.runs[0]
const record: RunRecord = {
  id: runId(spec), experimentId: plan.experimentId, index: 0, replicate: 0, spec, status: { kind: 'finished' }, curve: { step: [1], loss: [1] },
  metrics: { scalars: {}, arrays: {} }, parameters: new Float32Array(parameterLayout(spec).total), environment: null, stepsPerSecond: 1,
}

let keeping: Keeping
const listed = (): string[] => keeping.saved.peek().map(({ experimentId }) => experimentId)
const leaving = (): string[] => keeping.leaving.peek().map(({ experimentId }) => experimentId)
const afterReload = async (): Promise<string[]> => {
  const recalled = await createKeeping(() => 2, null).sweeps.recall(plan)
  return recalled.records.map(({ id }) => id)
}

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  keeping = createKeeping(() => 1, null)
  keeping.save(record, plan)
  await vi.waitUntil(() => listed().length === 1, { interval: 1 })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('deleting a saved sweep', () => {
  it('takes it off the list at once and out of the browser only after a while; a page that closes meanwhile has deleted nothing', async () => {
    keeping.forget(plan.experimentId)
    expect([listed(), leaving()]).toEqual([[], [plan.experimentId]])
    expect(await afterReload()).toEqual([record.id])
    await vi.advanceTimersByTimeAsync(undoMilliseconds)
    await vi.waitUntil(() => leaving().length === 0, { interval: 1 })
    expect(listed()).toEqual([])
    expect(await afterReload()).toEqual([])
  })

  it('is undone by bringing it back', async () => {
    keeping.forget(plan.experimentId)
    keeping.bringBack(plan.experimentId)
    await vi.advanceTimersByTimeAsync(2 * undoMilliseconds)
    expect([listed(), leaving()]).toEqual([[plan.experimentId], []])
    expect(await afterReload()).toEqual([record.id])
  })

  it('is given up when the sweep has new results meanwhile', async () => {
    keeping.forget(plan.experimentId)
    keeping.save(record, plan)
    await vi.waitUntil(() => listed().length === 1, { interval: 1 })
    await vi.advanceTimersByTimeAsync(2 * undoMilliseconds)
    expect(await afterReload()).toEqual([record.id])
  })
})
