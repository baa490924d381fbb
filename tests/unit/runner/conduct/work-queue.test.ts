import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partsOf, retryParts, type Part } from '../../../../src/runner/conduct/work-queue'
import { tinyPlan } from '../tiny-plan'

const group = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1e11 }))
const plans = fc.uniqueArray(group, { minLength: 1, maxLength: 5, selector: ([width]) => width }).map(tinyPlan)
const runsOf = (parts: readonly Part[]): string[] => parts.flatMap(({ group: { runs } }) => runs.map(({ id }) => id))

describe('the parts of a plan', () => {
  it('hold every run that has not ended, once, whatever the number of trainers', () => {
    fc.assert(fc.property(plans, fc.integer({ min: 1, max: 8 }), fc.nat(), (plan, trainers, pick) => {
      const ended = new Set(plan.runs.filter(({ index }) => (index + pick) % 3 === 0).map(({ id }) => id))
      const parts = partsOf(plan, trainers, ended)
      expect(runsOf(parts).sort()).toEqual(plan.runs.map(({ id }) => id).filter((id) => !ended.has(id)).sort())
      expect(new Set(parts.map(({ group: { id } }) => id)).size).toBe(parts.length)
    }), { seed: 12 })
  })

  it('come largest first, and together weigh what the plan weighs', () => {
    fc.assert(fc.property(plans, fc.integer({ min: 1, max: 8 }), (plan, trainers) => {
      const flops = partsOf(plan, trainers, new Set()).map(({ group: { flops: part } }) => part)
      expect(flops).toEqual([...flops].sort((a, b) => b - a))
      expect(flops.reduce((sum, part) => sum + part, 0) / plan.flops).toBeCloseTo(1, 9) // rounding of shares
    }), { seed: 13 })
  })

  it('keep groups whole for one trainer, and no slice holds more than a fair share for several', () => {
    const plan = tinyPlan([[2, 10, 1e12], [3, 10, 10]])
    expect(partsOf(plan, 1, new Set()).map(({ group: { runs } }) => runs.length)).toEqual([10, 10])
    const sizes = partsOf(plan, 4, new Set()).map(({ group: { runs } }) => runs.length)
    expect(sizes).toEqual([...Array.from({ length: 10 }, () => 1), 3, 3, 3, 1]) // costly runs singly, cheap ones in bundles
  })

  it('are retried with the lost runs only, in halves where memory ran out', () => {
    const [part] = partsOf(tinyPlan([[2, 5, 100]]), 1, new Set())
    const lost = part.group.runs.slice(2)
    expect(retryParts(part, lost, null, false)).toMatchObject([{ retries: 1, group: { runs: lost, flops: 60 } }])
    expect(retryParts(part, lost, null, true).map(({ group: { runs } }) => runs.length)).toEqual([2, 1])
    expect(runsOf(retryParts(part, lost, null, true))).toEqual(lost.map(({ id }) => id))
  })
})
