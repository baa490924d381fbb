import { describe, expect, test } from 'vitest'
import type { Receipt } from '../../../../src/experiment/receipt'
import { makeReceipt } from '../../../../src/runner/reproduction/receipt'
import { describeMakers, describeReceiptRefusal } from '../../../../src/report/reproduction-text'
import { engineOf, planVerification } from '../../../../src/runner/reproduction/verify'
import { tinyPlan } from '../tiny-plan'
import { finishedRecords } from './finished-records'

const plan = tinyPlan([[2, 4, 100], [3, 2, 50]])
const made = makeReceipt(plan, finishedRecords(plan))
if (!made.ok) throw new Error(describeReceiptRefusal(made.error))
const receipt = made.value

function planned(runs?: number) {
  const result = planVerification(receipt, plan, runs)
  if (!result.ok) throw new Error(result.error)
  return result.value
}

describe('what is trained again', () => {
  test('is all of a receipt, unless fewer runs are asked for', () => {
    const { receipt: whole, sample } = planned()
    expect(whole).toEqual(receipt)
    expect(sample.runs.map(({ id }) => id)).toEqual(plan.runs.map(({ id }) => id))
    expect([sample.groups.map(({ flops }) => flops), sample.flops]).toEqual([[100, 50], 150])
    expect(planned(99).sample.runs).toHaveLength(6)
  })

  test('is spread evenly over the receipt, and costs its part', () => {
    const { receipt: some, sample } = planned(3)
    expect(some.sample.map(({ index }) => index)).toEqual([0, 2, 4])
    expect(some.runs).toBe(6) // it stays a receipt of the whole sweep
    expect(sample.runs.map(({ id }) => id)).toEqual(['run-2-0', 'run-2-2', 'run-3-0'])
    expect(sample.runs.map(({ index }) => index)).toEqual([0, 1, 2])
    expect(sample.groups.map(({ id, runs, flops }) => [id, runs.map(({ index }) => index), flops])).toEqual([['group-0', [0, 1], 50], ['group-1', [2], 25]])
    expect(sample.flops).toBe(75)
  })

  test('leaves out groups of which no run is asked for', () => {
    expect(planned(1).sample.groups.map(({ id }) => id)).toEqual(['group-0'])
  })

  test('is nothing for a receipt of another sweep', () => {
    expect(planVerification({ ...receipt, runs: 7 }, plan).ok).toBe(false)
  })
})

test('a receipt is trained again by the engine that made it, or by whichever is here', () => {
  const by = (...engines: string[]): Receipt => ({ ...receipt, environments: engines.map((engine) => ({ engine, engineVersion: '2', adapter: 'an adapter' })) })
  expect([by('cpu'), by('webgpu'), by('tfjs-wasm'), by('cpu', 'webgpu'), by('abacus')].map(engineOf)).toEqual(['cpu', 'webgpu', 'tfjs', 'auto', 'auto'])
  expect(describeMakers(by('cpu', 'webgpu'))).toHaveLength(2)
  expect(describeMakers({ ...receipt, environments: [{ engine: 'webgpu', engineVersion: '3', adapter: 'a card', platform: 'Chromium 156' }] })[0]).toMatch(/webgpu.*3.*a card.*Chromium 156/)
})
