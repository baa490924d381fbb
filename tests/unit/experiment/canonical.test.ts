import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/experiment/canonical'

describe('canonical JSON', () => {
  it('writes numbers, text and literals as RFC 8785, section 3.2.2, does', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it('sorts names by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    const inOrder = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object).filter((key) => key !== '1')).toEqual(inOrder.filter((key) => key !== '1'))
    expect(canonicalJson(value)).toBe(`{${inOrder.map((key) => `${JSON.stringify(key)}:${value[key as keyof typeof value]}`).join(',')}}`)
  })

  it('does not depend on the order in which fields were set', () => {
    expect(canonicalJson({ b: [1, { d: 1, c: 2 }], a: 0 })).toBe(canonicalJson({ a: 0, b: [1, { c: 2, d: 1 }] }))
  })

  it('writes both zeros alike', () => {
    expect(canonicalJson(-0)).toBe('0')
  })

  it('refuses what JSON cannot say', () => {
    for (const value of [Number.NaN, Infinity, undefined, [undefined], { a: undefined }, () => 1, 1n, Symbol('s'), '\ud800', { '\udc00': 1 }]) {
      expect(() => canonicalJson(value)).toThrow('canonical JSON')
    }
  })
})
