import { expect, test } from 'vitest'
import { digonLoss, featureVariance, linearModelMinimum, superpositionBoundary, threeInTwo, twoInOne } from '../../../../src/science/theory/closed-forms'

/** Midpoint rule with 20 000 points: error below 1e-8 for these piecewise quadratics. */
const integrate = (f: (x: number) => number): number => {
  let sum = 0
  for (let k = 0; k < 20_000; k++) sum += f((k + 0.5) / 20_000)
  return sum / 20_000
}

test('the variance of a feature is p/3 − p²/4', () => {
  for (const p of [0.01, 0.3, 1]) {
    expect(featureVariance(p)).toBeCloseTo(p * integrate((x) => x * x) - (p * integrate((x) => x)) ** 2, 8)
  }
  expect(featureVariance(1)).toBeCloseTo(1 / 12, 14)
})

test('the linear model drops all but the m most important features', () => {
  const importance = Array.from({ length: 20 }, (_, f) => 0.7 ** f)
  // Σ_{i≥5} 0.7^i = 0.557574 (oracle, six digits)
  expect(linearModelMinimum(importance, 5, 1) / featureVariance(1)).toBeCloseTo(0.557574, 6)
  expect(linearModelMinimum([...importance].reverse(), 5, 0.1)).toBeCloseTo(linearModelMinimum(importance, 5, 0.1), 14)
})

test('digons: two pairs and one dropped feature of five in two dimensions', () => {
  // Losses of the oracle table for n = 5, m = 2 are the true optima, just below these idealised weights' (2% at p = .25).
  expect(digonLoss(5, 2, 2, 0.01)).toBeCloseTo(0.003375, 5)
  expect(digonLoss(5, 2, 2, 0.05)).toBeCloseTo(0.0177054, 4)
  expect(digonLoss(4, 2, 2, 0.1)).toBeCloseTo(2 * 0.1 ** 2 / 3, 14)
})

test('superposition boundaries of two features in one dimension', () => {
  for (const [r, p] of [[0.1, 0.16], [0.2, 0.2667], [0.5, 0.4444], [1, 0.5714], [2, 0.4444], [5, 0.2667], [10, 0.16]]) {
    expect(superpositionBoundary(r)).toBeCloseTo(p, 4)
  }
})

test('at the boundary the antipodal pair and the dedicated feature cost the same', () => {
  for (const r of [0.1, 0.3, 1, 3, 10]) {
    const p = superpositionBoundary(r)
    const dedicated = Math.min(twoInOne.dropFirst(p), twoInOne.dropSecond(p, r))
    expect(twoInOne.antipodal(p, r)).toBeCloseTo(dedicated, 14)
    expect(twoInOne.antipodal(p * 0.9, r)).toBeLessThan(Math.min(twoInOne.dropFirst(p * 0.9), twoInOne.dropSecond(p * 0.9, r)))
  }
})

test('the antipodal loss is E min(x₁, x₂)² when both are active', () => {
  // E min² over the unit square: ∫ x²·2(1 − x) dx = 1/6.
  expect(twoInOne.antipodal(1, 1) / 2).toBeCloseTo(integrate((x) => x * x * 2 * (1 - x)), 8)
})

test('three features in two dimensions: the extra feature is always dedicated when it matters most, and pairs switch at 4/7', () => {
  expect(threeInTwo(0.5, 5).solution).toBe('pair-first-two')
  expect(threeInTwo(0.6, 5).solution).toBe('drop-first')
  expect(threeInTwo(0.1, 0.5).solution).toBe('pair-with-last')
  expect(threeInTwo(0.9, 0.5).solution).toBe('drop-last')
})
