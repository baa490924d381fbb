import { describe, expect, it } from 'vitest'
import { gripBands } from '../../../../src/science/criteria'
import type { SparsityLaw } from '../../../../src/science/statistics/sparsity-law'
import type { Estimate } from '../../../../src/science/statistics/spread'
import { standingOf } from '../../../../src/science/verdict/sparsity-standing'

const around = (value: number, half: number): Estimate => ({
  value, interval: { low: value - half, high: value + half, level: 0.95 }, interval90: { low: value - 0.84 * half, high: value + 0.84 * half, level: 0.9 },
})
/** A fitted law of these two numbers; their errors independent. */
function law(s: number | null, g: number, half = 0.05): SparsityLaw {
  const variance = (half / 2) ** 2
  return {
    kind: 'fitted', a: around(1, half), b: s === null ? null : around(0, half), g: around(g, half), s: s === null ? null : around(s, half),
    joint: s === null ? null : { covariance: [[variance, 0], [0, variance]], radiusSquared: 6.3, level: 0.95 },
    streamConstant: around(0.45, 0.1), cells: [], dropped: [], residual: 0.05, rivals: [],
  }
}
const kindOf = (s: number | null, g: number, half?: number): string | undefined => standingOf(law(s, g, half))?.kind

describe('the standing of (s, g)', () => {
  it.each([[-0.5, 1, 'stream-bound'], [0.5, 1, 'neuron-bound'], [0, 1, 'universality'], [0, 0, 'universality'], [0.3, 0, 'no-grip'], [-0.5, 0.6, 'intermediate'], [0.25, 1, 'intermediate']] as const)(
    's = %d, g = %d is %s', (s, g, kind) => { expect(kindOf(s, g)).toBe(kind) })

  it('turns at the edge of each band of g', () => {
    const reach = 0.84 * 0.05
    for (const [edge, inward] of [[gripBands.met.low, 1], [gripBands.met.high, -1]] as const) {
      expect(kindOf(-0.5, edge + inward * (reach + 1e-6))).toBe('stream-bound')
      expect(kindOf(-0.5, edge + inward * (reach - 1e-6))).toBe('intermediate')
    }
    for (const [edge, inward] of [[gripBands.none.low, 1], [gripBands.none.high, -1]] as const) {
      expect(kindOf(0.3, edge + inward * (reach + 1e-6))).toBe('no-grip')
      expect(kindOf(0.3, edge + inward * (reach - 1e-6))).toBe('intermediate')
    }
  })

  it('an interval wider than a band names no law', () => { expect(kindOf(-0.5, 1, 0.4)).toBe('intermediate') })

  it('says what the joint region rules out, also where no law is named', () => {
    expect(standingOf(law(-0.45, 0.8))!.ruledOut).toEqual(['stream-bound', 'neuron-bound', 'universality', 'no-grip'])
    expect(standingOf(law(-0.5, 1))!.ruledOut).toEqual(['neuron-bound', 'universality', 'no-grip'])
  })

  it('a law may hold to within its bands and yet not exactly', () => {
    expect(standingOf(law(-0.47, 0.87, 0.02))).toEqual({ kind: 'stream-bound', isExact: false, ruledOut: ['neuron-bound', 'universality', 'no-grip'] })
    expect(standingOf(law(-0.5, 1))!.isExact).toBe(true)
  })

  it('without layers only g can rule a law out', () => {
    expect(standingOf(law(null, 0.6))).toEqual({ kind: 'intermediate', isExact: true, ruledOut: ['stream-bound', 'neuron-bound', 'no-grip'] })
  })

  it('there is none without a law', () => { expect(standingOf({ kind: 'none', why: 'one-sparsity', dropped: [] })).toBeNull() })
})
