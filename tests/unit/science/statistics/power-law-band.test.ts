import { describe, expect, it } from 'vitest'
import { powerLawBand } from '../../../../src/science/statistics/power-law-band'
import { fitPowerLaw } from '../../../../src/science/statistics/scaling-law'

const x = [64, 128, 256, 700, 1024], y = [3.1, 5.7, 11.9, 30, 41]

describe('the band of a fitted power law', () => {
  it.each([50, 128, 500, 4000])('at x = %i is the interval of ln c of the same fit with x measured in that unit', (unit) => {
    const there = fitPowerLaw(x.map((value) => value / unit), y)!.logConstant
    const [{ y: line, low, high }] = powerLawBand(fitPowerLaw(x, y)!, x, [unit])
    expect(Math.log(line)).toBeCloseTo(there.value, 10)
    expect(Math.log(low!)).toBeCloseTo(there.interval!.low, 10)
    expect(Math.log(high!)).toBeCloseTo(there.interval!.high, 10)
  })
  it('has no bounds where two points leave no degree of freedom', () => {
    expect(powerLawBand(fitPowerLaw([1, 2], [1, 3])!, [1, 2], [1.5])[0]).toMatchObject({ low: null, high: null })
  })
})
