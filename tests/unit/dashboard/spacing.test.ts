import { describe, expect, it } from 'vitest'
import { readNumbers, typedNumbers } from '../../../src/dashboard/state/spacing'

describe('a named spacing', () => {
  it.each([
    ['linspace(1, 9, 3)', [1, 5, 9]],
    ['1..9 linear 5', [1, 3, 5, 7, 9]],
    ['logspace(0.01, 1, 3)', [0.01, 0.1, 1]],
    ['0.003..0.3 log 3', [0.003, 0.03, 0.3]],
    ['log 0.01…1 × 3', [0.01, 0.1, 1]],
    ['geometric(2, 3, 4)', [2, 6, 18, 54]],
    ['linear 8 to 2 x 4', [8, 6, 4, 2]], ['linear 8…2x4', [8, 6, 4, 2]], ['linear 8 ... 2*4', [8, 6, 4, 2]], ['LOG 0.01 … 1 × 3', [0.01, 0.1, 1]], ['linspace ( 1 , 9 , 3 )', [1, 5, 9]],
    ['0.9..0.999 logp 3', [0.9, 0.99, 0.999]],
  ])('%s is spread with both ends included', (text, values) => expect(readNumbers(text)).toEqual({ values, isSpaced: true, trouble: null }))

  it('in 1 − value multiplies the density of features by one factor', () => {
    const densities = (typedNumbers('0.9..0.999 logp 5') as number[]).map((value) => 1 - value)
    // Values are rounded to six digits, so a density of 0.001 is known to 0.05%.
    densities.slice(1).forEach((density, at) => expect(density / densities[at]).toBeCloseTo(0.01 ** 0.25, 3))
  })

  it.each([
    ['0..1 log 3', /above 0/], ['0.9..1 logp 3', /below 1/], ['1..9 cubic 3', /cubic.*no spacing/], ['linspace(1, nine, 3)', /nine.*not a number/],
    ['1..9 linear 1', /whole number from 2/], ['1..9 linear 2.5', /whole number/], ['linspace(1, 9)', /a spacing reads/], ['geometric(1, 1e300, 9)', /runs out/],
  ])('%s is refused with its reason, and the text goes to the parser as it is', (text, reason) => {
    const read = readNumbers(text)
    expect(read.trouble).toMatch(reason)
    expect(read.values).toEqual([text])
  })

  it('tells every fault at once', () => expect(readNumbers('a..b cubic 1').trouble!.split('; ')).toHaveLength(4))

  it('of any length is read or refused at once', () => {
    for (const text of [`lin ${'…×'.repeat(200_000)} q r`, `lin ${'…x'.repeat(200_000)}`, `linspace(${'1,'.repeat(200_000)})`, `linspace(${' '.repeat(400_000)}`, `${'1 to '.repeat(100_000)}2 log 3`]) {
      expect(readNumbers(text).trouble).toMatch(/a spacing reads/)
    }
  })

  it('is not read into plain lists', () => expect(readNumbers('0.1, 0.2 3e-2')).toEqual({ values: [0.1, 0.2, 0.03], isSpaced: false, trouble: null }))
})
