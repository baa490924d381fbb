import { expect, test } from 'vitest'
import { boundDomainEnd } from '../../../../src/science/criteria'
import { degreeBound, observedConstant, sparsityEntropy } from '../../../../src/science/theory/compressed-sensing-bound'

test('the bound on n/m has the values of 1/(−p ln p), positive and growing as features get rarer', () => {
  // Four significant digits as printed in the oracle table.
  for (const [p, bound] of [[0.3, 2.769], [0.1, 4.343], [0.05, 6.676], [0.02, 12.781], [0.01, 21.715], [0.003, 57.381], [0.001, 144.765]]) {
    expect(degreeBound(p)).toBeCloseTo(bound, 3)
  }
})

test('the bound is silent where it means nothing: p above 0.3, and p outside (0, 1)', () => {
  expect(boundDomainEnd).toBe(0.3)
  for (const p of [0, 0.31, 0.5, 1, -0.1]) {
    expect(degreeBound(p)).toBeNull()
    expect(observedConstant(4, p)).toBeNull()
  }
})

test('1/(−p ln p) is least at p = 1/e, where it is e: the reason for the domain', () => {
  const inverse = (p: number) => 1 / sparsityEntropy(p)
  expect(inverse(1 / Math.E)).toBeCloseTo(Math.E, 12)
  for (const p of [0.36, 0.375, 0.9]) expect(inverse(p)).toBeGreaterThan(Math.E)
})

test('the observed constant is the constant that makes the bound an equality', () => {
  const p = 0.02
  const constant = observedConstant(9, p)!
  expect(degreeBound(p, constant)).toBeCloseTo(9, 12)
})
