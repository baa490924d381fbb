import { expect, test } from 'vitest'
import {
  digonLoss, featureMean, featureSecondMoment, featureVariance, interferenceIntegral, linearModelMinimum, momentIntegral,
  oneActiveLoss, selfTerm, superpositionBoundary, threeInTwo, twoInOne, welchMaximum, welchSum,
} from '../../../../src/science/theory/closed-forms'

/** Midpoint rule with 20 000 points: error below 1e-8 for these piecewise quadratics. */
const integrate = (f: (x: number) => number): number => {
  let sum = 0
  for (let k = 0; k < 20_000; k++) sum += f((k + 0.5) / 20_000)
  return sum / 20_000
}
const relu = (x: number) => Math.max(0, x)

test('moments of a feature are p/2, p/3 and v = p/3 − p²/4', () => {
  for (const p of [0.01, 0.3, 1]) {
    expect(featureMean(p)).toBeCloseTo(p * integrate((x) => x), 8)
    expect(featureSecondMoment(p)).toBeCloseTo(p * integrate((x) => x * x), 8)
    expect(featureVariance(p)).toBeCloseTo(featureSecondMoment(p) - featureMean(p) ** 2, 14)
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

test('one-active integrals equal quadrature for every sign of slope and bias', () => {
  for (const g of [-1.3, -0.4, 0, 0.7, 1.2]) {
    for (const b of [-0.5, -0.1, 0, 0.3]) {
      // 1e-7: the midpoint rule's own error at the kink.
      expect(interferenceIntegral(g, b)).toBeCloseTo(integrate((x) => relu(g * x + b) ** 2), 7)
      expect(momentIntegral(g, b)).toBeCloseTo(integrate((x) => x * relu(g * x + b)), 7)
      expect(selfTerm(g, b)).toBeCloseTo(integrate((x) => (x - relu(g * x + b)) ** 2), 7)
    }
  }
})

const pentagonGram = (radius: number) =>
  Array.from({ length: 25 }, (_, k) => radius ** 2 * Math.cos(2 * Math.PI * (Math.floor(k / 5) - k % 5) / 5))

test('a unit pentagon without bias pays 2c²/3 per active feature, c = cos 72°', () => {
  const perFeature = oneActiveLoss(pentagonGram(1), [0, 0, 0, 0, 0], 1e-9) / 5e-9
  expect(perFeature).toBeCloseTo(0.063661, 6)
})

test('the optimal pentagon of the sparse limit costs what the oracle says, to second order in p', () => {
  const loss = oneActiveLoss(pentagonGram(1.1631), Array(5).fill(-0.2751), 0.01)
  // Add pairs of active features by quadrature (adjacent and next-but-one, five of each); triples are of order p³.
  const radius = 1.1631, bias = -0.2751, pairs = [1, 2].reduce((total, other) => {
    let error = 0
    for (let u = 0; u < 100; u++) {
      for (let v = 0; v < 100; v++) {
        const x = [(u + 0.5) / 100, 0, 0, 0, 0]
        x[other] = (v + 0.5) / 100
        for (let i = 0; i < 5; i++) {
          let sum = bias
          for (let j = 0; j < 5; j++) sum += radius ** 2 * Math.cos(2 * Math.PI * (i - j) / 5) * x[j]
          error += (x[i] - relu(sum)) ** 2 / 1e4
        }
      }
    }
    return total + 5 * 0.01 ** 2 * 0.99 ** 3 * error
  }, 0)
  // 1%: ten triples weigh p³ = 1e-6 each against a loss of 1e-3.
  expect(Math.abs((loss + pairs) / 0.0010015 - 1)).toBeLessThan(0.01)
  // Much larger or smaller vectors and biases cost more.
  for (const [radius, bias] of [[1.25, -0.2751], [1.08, -0.2751], [1.1631, -0.2], [1.1631, -0.35]]) {
    expect(oneActiveLoss(pentagonGram(radius), Array(5).fill(bias), 0.01)).toBeGreaterThan(loss)
  }
})

test('Welch bounds', () => {
  for (const [n, m, largest, sum] of [[5, 2, 0.61237, 7.5], [20, 5, 0.39736, 60], [256, 32, 0.16568, 1792]]) {
    expect(welchMaximum(n, m)).toBeCloseTo(largest, 5)
    expect(welchSum(n, m)).toBeCloseTo(sum, 10)
  }
  expect(welchMaximum(3, 3)).toBe(0)
})

test('the pentagon is a tight frame: it meets the Welch sum exactly', () => {
  const gram = pentagonGram(1)
  const sum = gram.reduce((total, g, k) => total + (k % 6 === 0 ? 0 : g * g), 0)
  expect(sum).toBeCloseTo(welchSum(5, 2), 12)
})
