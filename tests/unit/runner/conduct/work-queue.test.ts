import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latestByRun, lotsOf, restrictTo, type Lot } from '../../../../src/runner/conduct/work-queue'
import { tinyCheckpoint } from '../tiny-checkpoint'
import { tinyPlan } from '../tiny-plan'

const group = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1e11 }))
const plans = fc.uniqueArray(group, { minLength: 1, maxLength: 5, selector: ([width]) => width }).map(tinyPlan)
const all = (): boolean => true

describe('the lots of a plan', () => {
  it('hold every run that waits, once, whatever the number of trainers', () => {
    fc.assert(fc.property(plans, fc.integer({ min: 1, max: 8 }), fc.nat(), (plan, trainers, pick) => {
      const waits = plan.runs.filter(({ index }) => (index + pick) % 3 !== 0).map(({ id }) => id)
      const runs = lotsOf(plan, trainers, (id) => waits.includes(id)).flatMap((lot) => lot.runs.map(({ id }) => id))
      expect(runs.sort()).toEqual(waits.sort())
    }), { seed: 12 })
  })

  it('come largest first, and together weigh what the plan weighs', () => {
    fc.assert(fc.property(plans, fc.integer({ min: 1, max: 8 }), (plan, trainers) => {
      const flops = lotsOf(plan, trainers, all).map((lot) => lot.flops)
      expect(flops).toEqual([...flops].sort((a, b) => b - a))
      expect(flops.reduce((sum, share) => sum + share, 0) / plan.flops).toBeCloseTo(1, 9) // rounding of shares
    }), { seed: 13 })
  })

  it('keep groups whole for one trainer, and no slice holds more than a fair share for several', () => {
    const plan = tinyPlan([[2, 10, 1e12], [3, 10, 10]])
    expect(lotsOf(plan, 1, all).map(({ runs }) => runs.length)).toEqual([10, 10])
    const sizes = lotsOf(plan, 4, all).map(({ runs }) => runs.length)
    expect(sizes).toEqual([...Array.from({ length: 10 }, () => 1), 3, 3, 3, 1]) // costly runs singly, cheap ones in bundles
  })
})

describe('the lots of a plan with checkpoints', () => {
  const plan = tinyPlan([[2, 5, 100], [3, 2, 40]])
  const place = ({ runs, from }: Lot) => [runs.map(({ index }) => index), from?.checkpoint.state.step ?? 0] as const

  it('resume where the latest checkpoint of each run stands, and cover every run once', () => {
    const [a, b, c, , e] = plan.runs
    const lots = lotsOf(plan, 1, (id) => id !== e.id, latestByRun([tinyCheckpoint(20, [a, b, c]), tinyCheckpoint(60, [b, e])]))
    expect(lots.map(place)).toEqual([[[0, 2], 20], [[5, 6], 0], [[1], 60], [[3], 0]])
  })

  it('take of each checkpoint their own runs only', () => {
    const [, b, , d] = plan.runs
    expect([...restrictTo(tinyCheckpoint(20, plan.groups[0].runs), [d, b])!.checkpoint.state.parameters]).toEqual([30, 31, 10, 11])
    expect(restrictTo(tinyCheckpoint(20, [b]), [b, d])).toBeNull()
    expect(restrictTo(tinyCheckpoint(20, [b]), [])).toBeNull()
  })
})
