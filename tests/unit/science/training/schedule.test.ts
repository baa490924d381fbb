import { describe, expect, it } from 'vitest'
import { learningRateAt, scheduleFactor, scheduleTable } from '../../../../src/science/training/schedule'
import { floatsOfHex, readGolden } from '../../../golden/golden-case'
import { plainTraining } from '../run-examples'

const cosine = { ...plainTraining, steps: 100, schedule: 'cosine', warmup: 0.2 } as const

describe('schedule', () => {
  it('stays at 1 when constant without warm-up', () => {
    for (let t = 0; t < 10; t++) expect(scheduleFactor(plainTraining, t)).toBe(1)
  })

  it('warms up linearly from 0 over warmup·steps and is 1 exactly then', () => {
    expect([0, 5, 10, 19, 20].map((t) => scheduleFactor(cosine, t))).toEqual([0, 0.25, 0.5, 0.95, 1])
    const constant = { ...cosine, schedule: 'constant' } as const
    expect([0, 10, 20, 21, 99].map((t) => scheduleFactor(constant, t))).toEqual([0, 0.5, 1, 1, 1])
  })

  it('does not round a warm-up that ends between steps', () => {
    const training = { ...plainTraining, steps: 10, warmup: 0.25 }
    expect([0, 1, 2, 3].map((t) => scheduleFactor(training, t))).toEqual([0, 0.4, 0.8, 1])
  })

  it('is half way down in the middle of the cosine and would reach 0 one step after the last', () => {
    expect(scheduleFactor(cosine, 60)).toBeCloseTo(0.5, 15)
    expect(scheduleFactor(cosine, 100)).toBe(0)
    expect(scheduleFactor(cosine, 99)).toBeCloseTo(0.5 * (1 - Math.cos(Math.PI / 80)), 15)
    for (let t = 21; t < 100; t++) expect(scheduleFactor(cosine, t)).toBeLessThan(scheduleFactor(cosine, t - 1))
  })

  it('tabulates factor and bias corrections as Python computes them, to the bit in float32', () => {
    const { schedule } = readGolden<{ schedule: { training: object; table: string } }>('streams.json')
    const training = { ...plainTraining, ...schedule.training }
    expect([...scheduleTable(training)]).toEqual([...floatsOfHex(schedule.table)])
  })

  it('starts the corrections at 1/(1 − β) and ends them at 1', () => {
    const table = scheduleTable({ ...plainTraining, steps: 40_000 })
    expect(table.length).toBe(3 * 40_000)
    expect([table[1], table[2]]).toEqual([Math.fround(1 / (1 - 0.9)), Math.fround(1 / (1 - 0.999))])
    expect([table[3 * 39_999 + 1], table[3 * 39_999 + 2]]).toEqual([1, 1])
  })

  it('rounds rate, factor and product to float32, as a GPU does', () => {
    const training = { ...cosine, learningRate: 0.003 }
    const table = scheduleTable(training)
    for (let t = 0; t < 100; t++) {
      expect(learningRateAt(training, t)).toBe(Math.fround(Math.fround(0.003) * table[3 * t]))
    }
  })
})
