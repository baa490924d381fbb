import { describe, expect, it } from 'vitest'
import { formatBracketed, formatEstimate, formatInterval, formatSpread } from '../../../src/report/estimates'
import { formatFixed, formatInteger, formatNumber, formatPercent, formatPrediction, formatShort } from '../../../src/report/numbers'
import { formatCount, formatList, formatListSome } from '../../../src/report/phrases'
import { formatAboutDuration, formatClock, formatFlops } from '../../../src/report/quantities'

describe('numbers', () => {
  it('have three significant digits, a true minus and no false precision', () => {
    expect([0, 1, 12.345, 0.01234, -0.5, 4096, 1234.5].map((value) => formatNumber(value))).toEqual(['0', '1.00', '12.3', '0.0123', '−0.500', '4096', '1235'])
    expect([12345, 123456].map(formatInteger)).toEqual(['12\u2009345', '123\u2009456'])
    expect([2.2e12, 0.00001].map((value) => formatNumber(value, 2))).toEqual(['2.2·10¹²', '1.0·10⁻5'.replace('5', '⁵')])
    expect([null, undefined, NaN, Infinity, -Infinity].map((value) => formatNumber(value))).toEqual(['–', '–', 'not a number', '∞', '−∞'])
    expect(formatFlops(3.1e12)).toBe('3.1·10¹² FLOP')
  })

  it('say durations as people do', () => {
    expect([0.2, 42, 90, 7200].map(formatAboutDuration)).toEqual(['under a second', 'about 42 s', 'about 2 min', 'about 2.0 h'])
    expect([0, 42, 725, 3725].map(formatClock)).toEqual(['0:00', '0:42', '12:05', '1:02:05'])
  })

  it('agree with what they count', () => {
    expect([formatCount(1, 'run'), formatCount(2, 'run'), formatCount(12000, 'run')]).toEqual(['1 run', '2 runs', '12\u2009000 runs'])
    expect([formatList([]), formatList(['a']), formatList(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c'])
    expect([formatPrediction(0.5), formatPrediction(-0.5), formatPrediction(0), formatPrediction(2), formatPercent(0.034, 1)]).toEqual(['½', '−½', '0', '2', '3.4%'])
  })

  it('that were chosen are written as short as they are, those that were measured keep their digits', () => {
    const values = [0.5, 0.0001, 1, 100, 12345, 1e-5 / 3, 0.1 + 0.2, 2.5e9]
    expect(values.map((value) => formatShort(value))).toEqual(['0.5', '1·10⁻⁴', '1', '100', '12\u2009345', '3.33·10⁻⁶', '0.3', '2.5·10⁹'])
    expect(values.map((value) => formatNumber(value))).toEqual(['0.500', '1.00·10⁻⁴', '1.00', '100', '12\u2009345', '3.33·10⁻⁶', '0.300', '2.50·10⁹'])
  })

  it('never say −0, whatever the decimals', () => {
    expect([-0.004, -0.006, 0, -12345.678].map((value) => formatFixed(value))).toEqual(['0.00', '−0.01', '0.00', '−12\u2009345.68'])
    expect([formatNumber(-0), formatPercent(-0.0001), formatPercent(-0.02, 1), formatInteger(-0.4)]).toEqual(['0', '0%', '−2.0%', '0'])
  })
})

describe('estimates', () => {
  const interval = { low: 0.42, high: 0.55, level: 0.95 }

  it('say their interval, and that there is none', () => {
    expect(formatBracketed({ value: 0.49, interval })).toBe('0.49 [0.42, 0.55]')
    expect(formatBracketed({ value: 0.49, interval: null })).toBe('0.490')
    expect(formatEstimate({ value: 0.49, interval, interval90: null })).toBe('0.49 (95% interval 0.42 to 0.55)')
    expect(formatInterval(null)).toBe('no interval')
  })

  it('have no spread where there is one seed', () => {
    const spread = { count: 3, mean: 7.914, sd: 0.1234, min: 7, max: 8, interval: null }
    expect([formatSpread(spread), formatSpread({ ...spread, sd: null })]).toEqual(['7.91 ± 0.12', '7.91'])
  })
})

describe('a list of many settings', () => {
  it('names the first few and counts the rest, so that none is silently left out', () => {
    expect(formatListSome(['a', 'b', 'c'])).toBe('a, b and c')
    expect(formatListSome(Array.from({ length: 25 }, (_, k) => String(k)))).toBe('0, 1, 2, 3, 4 and 20 more (see the numbers)')
  })
})
