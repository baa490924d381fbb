import { describe, expect, it } from 'vitest'
import { aboutDuration, clock, count, flops, integer, lawNumber, list, listSome, number, percent, withInterval } from '../../../src/dashboard/words'

describe('numbers in words', () => {
  it('have three significant digits, a true minus and no false precision', () => {
    expect([0, 1, 12.345, 0.01234, -0.5, 4096, 1234.5].map((value) => number(value))).toEqual(['0', '1.00', '12.3', '0.0123', '−0.500', '4096', '1235'])
    expect([12345, 123456].map(integer)).toEqual(['12\u2009345', '123\u2009456'])
    expect([2.2e12, 0.00001].map((value) => number(value, 2))).toEqual(['2.2·10¹²', '1.0·10⁻5'.replace('5', '⁵')])
    expect([null, undefined, NaN, Infinity, -Infinity].map((value) => number(value))).toEqual(['–', '–', 'not a number', '∞', '−∞'])
    expect(flops(3.1e12)).toBe('3.1·10¹² FLOP')
  })

  it('say durations as people do', () => {
    expect([0.2, 42, 90, 7200].map(aboutDuration)).toEqual(['under a second', 'about 42 s', 'about 2 min', 'about 2.0 h'])
    expect([0, 42, 725, 3725].map(clock)).toEqual(['0:00', '0:42', '12:05', '1:02:05'])
  })

  it('agree with what they count', () => {
    expect([count(1, 'run'), count(2, 'run'), count(12000, 'run')]).toEqual(['1 run', '2 runs', '12\u2009000 runs'])
    expect([list([]), list(['a']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c'])
    expect([lawNumber(0.5), lawNumber(-0.5), lawNumber(0), lawNumber(2), percent(0.034, 1)]).toEqual(['½', '−½', '0', '2', '3.4%'])
    expect(withInterval(0.49, 0.42, 0.55)).toBe('0.49 [0.42, 0.55]')
  })
})

describe('a list of many settings', () => {
  it('names the first few and counts the rest, so that none is silently left out', () => {
    expect(listSome(['a', 'b', 'c'])).toBe('a, b and c')
    expect(listSome(Array.from({ length: 25 }, (_, k) => String(k)))).toBe('0, 1, 2, 3, 4 and 20 more (see the numbers)')
  })
})
