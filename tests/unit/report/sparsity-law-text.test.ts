import { describe, expect, it } from 'vitest'
import { describeSparsityLaw } from '../../../src/report/sparsity-law-text'
import type { SparsityLaw } from '../../../src/science/statistics/sparsity-law'
import type { Estimate } from '../../../src/science/statistics/spread'

const around = (value: number, half: number): Estimate => ({
  value, interval: { low: value - half, high: value + half, level: 0.95 }, interval90: { low: value - 0.84 * half, high: value + 0.84 * half, level: 0.9 },
})
const law = (s: number, g: number, half: number): SparsityLaw => ({
  kind: 'fitted', a: around(1, half), b: around(0, half), g: around(g, half), s: around(s, half),
  joint: { covariance: [[(half / 2) ** 2, 0], [0, (half / 2) ** 2]], radiusSquared: 6.3, level: 0.95 },
  streamConstant: around(0.48, 0.02), cells: [], dropped: [], residual: 0.05, rivals: [],
})

describe('the law in two numbers, as text', () => {
  it('says first what is ruled out, then what is left, then the numbers', () => {
    const text = describeSparsityLaw(law(-0.5, 1, 0.05))
    expect(text).toMatch(/^Ruled out: .*per neuron, equal features at equal size.* and a count that sparsity does not change\. Fits: a degree set by sparsity per dimension of the stream/)
    expect(text).toContain('s = −0.50 (95% interval −0.55 to −0.45), g = 1.00 (95% interval 0.95 to 1.05)')
    expect(text).toContain('C = 0.48')
  })

  it('says that a law holds to within its bands but not exactly', () => {
    expect(describeSparsityLaw(law(-0.47, 0.87, 0.02))).toContain('Close, but not exact: a degree set by sparsity per dimension')
    expect(describeSparsityLaw(law(-0.5, 1, 0.05))).not.toContain('not exact')
  })

  it('rules nothing out where intervals are wide', () => {
    expect(describeSparsityLaw(law(0, 0.5, 3))).toMatch(/^Nothing is ruled out\. Left, but not shown: .*per neuron, equal features/)
  })

  it('says that no law fits only where every one is ruled out', () => {
    expect(describeSparsityLaw(law(-0.3, 0.5, 0.02))).toMatch(/^Ruled out: .*\. No law of the theory fits\. s = −0\.30/)
  })

  it('is silent on laws of shape where there is no s', () => {
    expect(describeSparsityLaw({ ...law(0, 0.5, 0.05), s: null, joint: null } as SparsityLaw)).not.toContain('equal features')
  })

  it('says why there is none', () => {
    expect(describeSparsityLaw({ kind: 'none', why: 'one-sparsity', dropped: [] })).toMatch(/^One sparsity is left/)
  })
})
