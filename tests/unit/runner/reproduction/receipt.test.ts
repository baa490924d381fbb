/** Receipts of planted results: nothing is trained (tests/engine/verify.test.ts trains). */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Receipt } from '../../../../src/experiment/receipt'
import { describeReceiptRefusal } from '../../../../src/report/reproduction-text'
import { compareWithReceipt, contradictionOf, makeReceipt } from '../../../../src/runner/reproduction/receipt'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import { batchOf, recallTargets } from '../../../../src/science/training/batch'
import { initialParameters } from '../../../../src/science/training/initial-parameters'
import { scheduleTable } from '../../../../src/science/training/schedule'
import type { RunSpec } from '../../../../src/science/training/run-spec'
import { unnamedAdapter } from '../../../../src/protocol/environment'
import { tinyPlan } from '../tiny-plan'
import { type PlantedResults, finishedRecords } from './finished-records'

const plan = tinyPlan([[2, 2, 1], [3, 1, 1]])
const receiptOf = (records: readonly RunRecord[], of = plan): Receipt => {
  const made = makeReceipt(of, records)
  if (!made.ok) throw new Error(describeReceiptRefusal(made.error))
  return made.value
}
const receipt = receiptOf(finishedRecords(plan))
const compare = (results: PlantedResults, promised: PlantedResults = {}) => compareWithReceipt(receiptOf(finishedRecords(plan, promised)), plan, finishedRecords(plan, results))
const digest = (...parts: readonly ArrayBufferView[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  return hash.digest('hex').slice(0, 8)
}
const change = (records: readonly RunRecord[], at: number, to: Partial<RunRecord>): RunRecord[] => records.map((record, k) => (k === at ? { ...record, ...to } : record))
const diverged = (records: readonly RunRecord[], at: number, step: number): RunRecord[] =>
  change(records, at, { status: { kind: 'diverged', step }, metrics: null, parameters: null })

describe('a receipt', () => {
  test('holds of each run its start, its end, its last loss and its count to five digits', () => {
    const { runs, environments, sample } = receiptOf(finishedRecords(plan, { loss: 1.23456789, count: 4.0000012, parameter: 3 }))
    const { spec } = plan.runs[0]
    expect(runs).toBe(3)
    expect(environments).toEqual([{ engine: 'cpu', engineVersion: '1', adapter: 'one' }])
    expect(sample.map(({ index }) => index)).toEqual([0, 1, 2])
    expect(sample[0]).toEqual({
      index: 0, environment: 0, loss: 1.2346, count: 4, end: digest(Float32Array.of(3, 3)),
      start: digest(batchOf(spec, 0), initialParameters(spec), scheduleTable(spec.training)),
    })
  })

  test('of recall is of its answers too', () => {
    const spec: RunSpec = { ...plan.runs[0].spec, task: { kind: 'recall', featureCount: 5 } }
    const recall = { ...plan, runs: plan.runs.map((run) => ({ ...run, spec })) }
    expect(receiptOf(finishedRecords(recall), recall).sample[0].start)
      .toBe(digest(batchOf(spec, 0), recallTargets(spec), initialParameters(spec), scheduleTable(spec.training)))
  })

  test('names every environment once, in the order of its runs', () => {
    const [first, second, third] = finishedRecords(plan)
    const elsewhere = { ...second, environment: { ...second.environment!, adapter: 'two' } }
    const { environments, sample } = receiptOf([first, elsewhere, third])
    expect(environments.map(({ adapter }) => adapter)).toEqual(['one', 'two'])
    expect(sample.map(({ environment }) => environment)).toEqual([0, 1, 0])
  })

  test('of a run that diverged has its step and no numbers', () => {
    const { sample } = receiptOf(diverged(finishedRecords(plan), 1, 7))
    expect(sample[1]).toMatchObject({ end: digest(Buffer.from('diverged at 7')), loss: null, count: null })
  })

  test('has no count or loss where a run has none, or an infinite one', () => {
    const records = change(change(finishedRecords(plan), 0, { metrics: { scalars: {}, arrays: {} } }), 1, { curve: { step: [], loss: [] } })
    const { sample } = receiptOf(change(records, 2, { curve: { step: [1], loss: [Infinity] } }))
    expect(sample.map(({ loss, count }) => [loss, count])).toEqual([[1, null], [null, 5], [null, 5]])
  })

  test.each<[string, (records: readonly RunRecord[]) => readonly RunRecord[]]>([
    ['is missing', (records) => records.slice(0, 2)], ['was stopped', (records) => change(records, 2, { status: { kind: 'stopped', step: 3 } })],
    ['has lost its parameters', (records) => change(records, 2, { parameters: null })], ['has lost its metrics', (records) => change(records, 2, { metrics: null })],
    ['does not say where it ran', (records) => change(records, 2, { environment: null })],
  ])('is not made where a run %s', (_, spoil) => {
    expect(makeReceipt(plan, spoil(finishedRecords(plan)))).toEqual({ ok: false, error: { index: 2, runs: 3 } })
  })
})

describe('results held against a receipt', () => {
  test('of the same engine agree to the bit or not at all', () => {
    expect(compare({})).toEqual({ kind: 'to-the-bit', compared: 3, missing: 0, first: null, differing: 0, largestLossDifference: 0, largestCountDifference: 0 })
    expect(compare({ parameter: 2 })).toMatchObject({ kind: 'not-reproduced', differing: 3, first: { run: { index: 0 }, tier: 'B' } })
    expect(compare({ parameter: 2, engine: 'webgpu' }, { engine: 'webgpu' })).toMatchObject({ kind: 'not-reproduced', first: { tier: 'C' } })
    expect(compare({ platform: 'Firefox', parameter: 2 })).toMatchObject({ kind: 'not-reproduced', first: { tier: 'B' } }) // the cpu engine's bits are the same everywhere
  })

  test.each<[string, PlantedResults]>([
    ['engine', { engine: 'webgpu' }], ['version', { engineVersion: '2' }], ['adapter', { adapter: 'two' }],
  ])('of another %s may have other bits within the band', (_, elsewhere) => {
    expect(compare({ ...elsewhere, parameter: 2 })).toMatchObject({ kind: 'within-band', differing: 0 })
    expect(compare({ ...elsewhere, parameter: 2, loss: 2 })).toMatchObject({ kind: 'not-reproduced', differing: 3, first: { tier: 'C' } })
    expect(compare({ ...elsewhere, parameter: 2, count: 9 })).toMatchObject({ kind: 'not-reproduced', differing: 3 })
    expect(compare(elsewhere)).toMatchObject({ kind: 'to-the-bit' })
  })

  test('of adapters without a name are held to the band alone: they may be two', () => {
    const unnamed = { engine: 'webgpu', adapter: unnamedAdapter } as const
    expect(compare({ ...unnamed, parameter: 2 }, unnamed)).toMatchObject({ kind: 'within-band', differing: 0 })
    expect(compare(unnamed, unnamed)).toMatchObject({ kind: 'to-the-bit' })
    expect(compare({ ...unnamed, parameter: 2, loss: 2 }, unnamed)).toMatchObject({ kind: 'not-reproduced' })
    expect(compare({ adapter: unnamedAdapter, parameter: 2 }, { adapter: unnamedAdapter })).toMatchObject({ kind: 'not-reproduced' }) // of the cpu engine, whose bits need no name
  })

  test('may lie on the edge of the band', () => {
    expect(compare({ engine: 'webgpu', parameter: 2, loss: 21 }, { loss: 20 })).toMatchObject({ kind: 'within-band' }) // 1/20 is 5% in floating point too
  })

  test('with the same bits and other numbers contradict themselves, wherever they were made', () => {
    for (const results of [{ loss: 1.001 }, { count: 6 }, { engine: 'webgpu', loss: 1.001 }] as const) expect(compare(results)).toMatchObject({ kind: 'not-reproduced', differing: 3 })
  })

  test('say by how much they differ at most', () => {
    const records = finishedRecords(plan, { engine: 'webgpu', parameter: 2 })
    const varied = change(change(records, 0, { curve: { step: [1], loss: [1.02] } }), 2, { curve: { step: [1], loss: [0.99] }, metrics: { scalars: { featuresByNorm: 4.5 }, arrays: {} } })
    expect(compareWithReceipt(receipt, plan, varied)).toMatchObject({ kind: 'within-band', largestLossDifference: expect.closeTo(0.02, 12), largestCountDifference: 0.5 })
    expect(compare({ engine: 'webgpu', parameter: 2, loss: 3 }, { loss: 2 })).toMatchObject({ largestLossDifference: 0.5 })
    expect(compare({ loss: 0 }, { loss: 0 }).largestLossDifference).toBe(0)
  })

  test('name the first run that differs, in plan order, whatever the order of the results', () => {
    const spoilt = change(change(finishedRecords(plan), 1, { parameters: Float32Array.of(9) }), 2, { parameters: Float32Array.of(8) })
    expect(compareWithReceipt(receipt, plan, [...spoilt].reverse())).toMatchObject({ differing: 2, first: { run: { index: 1 } } })
  })

  test('count what could not be compared', () => {
    expect(compareWithReceipt(receipt, plan, finishedRecords(plan).slice(1))).toMatchObject({ kind: 'to-the-bit', compared: 2, missing: 1 })
    expect(compareWithReceipt(receipt, plan, change(finishedRecords(plan), 0, { environment: null }))).toMatchObject({ compared: 2, missing: 1 })
    expect(compareWithReceipt(receipt, plan, change(finishedRecords(plan), 0, { status: { kind: 'running', step: 1 } }))).toMatchObject({ compared: 2, missing: 1 })
    expect(compareWithReceipt({ ...receipt, sample: [{ ...receipt.sample[0], index: 99 }] }, plan, finishedRecords(plan))).toMatchObject({ compared: 0, missing: 1 })
  })

  test('of a sweep of another size are not its own', () => {
    expect(compareWithReceipt({ ...receipt, runs: 4 }, plan, finishedRecords(plan))).toMatchObject({ kind: 'not-reproduced', differing: 0 })
  })

  test('of other data or another start fail at tier A; a start without the schedule is as true as it was', () => {
    const starting = (start: string): Receipt => ({ ...receipt, sample: receipt.sample.map((run, at) => (at === 1 ? { ...run, start } : run)) })
    const { spec } = plan.runs[1]
    expect(compareWithReceipt(starting('00000000'), plan, finishedRecords(plan))).toMatchObject({ kind: 'not-reproduced', differing: 1, first: { run: { index: 1 }, tier: 'A' } })
    expect(compareWithReceipt(starting(digest(batchOf(spec, 0), initialParameters(spec))), plan, finishedRecords(plan))).toMatchObject({ kind: 'to-the-bit' })
  })

  test('that diverged elsewhere at another step are within the band, and not where the receipt has a loss', () => {
    const promised = receiptOf(diverged(finishedRecords(plan), 0, 7))
    const elsewhere = finishedRecords(plan, { engine: 'webgpu' })
    expect(compareWithReceipt(promised, plan, diverged(elsewhere, 0, 7))).toMatchObject({ kind: 'to-the-bit' })
    expect(compareWithReceipt(promised, plan, diverged(elsewhere, 0, 8))).toMatchObject({ kind: 'within-band' })
    const none = { largestLossDifference: 0, largestCountDifference: 0 } // there is nothing to subtract from
    expect(compareWithReceipt(promised, plan, elsewhere)).toMatchObject({ kind: 'not-reproduced', differing: 1, ...none })
    expect(compareWithReceipt(receipt, plan, diverged(elsewhere, 0, 7))).toMatchObject({ kind: 'not-reproduced', differing: 1, ...none })
    const nothing = receiptOf(finishedRecords(plan, { loss: 0, count: 0 }))
    expect(compareWithReceipt(nothing, plan, diverged(finishedRecords(plan, { engine: 'webgpu', loss: 0, count: 0 }), 0, 7))).toMatchObject({ kind: 'not-reproduced', differing: 1 })
  })
})

describe('a receipt whose results are at hand', () => {
  test('is contradicted by another loss, other parameters, a missing run or another sweep, and by nothing else', () => {
    const records = finishedRecords(plan)
    const said = (results: readonly RunRecord[], of = receipt) => contradictionOf(of, plan, results)
    expect(said(records)).toBeNull()
    expect(said(change(records, 1, { parameters: null }))).toBeNull() // they need not be kept
    expect(said(change(records, 1, { parameters: Float32Array.of(9) }))).toEqual({ kind: 'parameters', index: 1 })
    expect(said(change(records, 1, { curve: { step: [1], loss: [1.01] } }))).toEqual({ kind: 'headlines', index: 1, headlines: [{ of: 'loss', found: 1.01, promised: 1 }] })
    expect(said(change(records, 1, { metrics: { scalars: { featuresByNorm: 4 }, arrays: {} } }))).toEqual({ kind: 'headlines', index: 1, headlines: [{ of: 'count', found: 4, promised: 5 }] })
    expect(said(records.slice(0, 2))).toEqual({ kind: 'no-result', index: 2 })
    for (const lost of [{ metrics: null }, { status: { kind: 'stopped', step: 3 } }] as const) {
      expect(said(change(records, 1, lost))).toMatchObject({ kind: 'headlines', index: 1, headlines: [{ of: 'loss', found: null }, { of: 'count', found: null }] })
    }
    expect(said(records, { ...receipt, runs: 4 })).toMatchObject({ kind: 'other-sweep' })
    expect(said(records, { ...receipt, sample: receipt.sample.slice(1) })).not.toBeNull() // its maker's choice
  })
})
