import { describe, expect, test } from 'vitest'
import { expectedLoss } from '../../../../src/science/claims/expected-loss'
import { featureVariance, superpositionBoundary, twoInOne } from '../../../../src/science/theory/closed-forms'
import { bottleneck, reconstruction, runOf, tiedRelu } from '../run-examples'

const run = (n: number, m: number, p: number, output: 'relu' | 'linear' = 'relu') => runOf(reconstruction(n, 1 - p), { ...tiedRelu, output }, bottleneck(m))

describe('expected loss equals the closed forms', () => {
  // 0.3%: the stratum of two active features is drawn.
  test.each([0.01, 0.1, 0.5, 0.9])('antipodal pair, p = %d: (1 + r)p²/6', (p) => {
    expect(expectedLoss(run(2, 1, p), Float32Array.from([1, -1, 0, 0])) / twoInOne.antipodal(p, 1)).toBeCloseTo(1, 2.2)
  })

  test.each([0.01, 0.3, 1])('one kept, the other answered by its mean, p = %d: v', (p) => {
    const loss = expectedLoss(run(2, 1, p), Float32Array.from([1, 0, 0, p / 2]))
    expect(loss / featureVariance(p)).toBeCloseTo(1, 2.2)
  })

  test('a linear model of twenty features that keeps five loses the variance of the other fifteen', () => {
    const p = 0.1
    const parameters = new Float32Array(20 * 5 + 20)
    for (let f = 0; f < 5; f++) parameters[f * 5 + f] = 1 // W, the first five
    for (let f = 5; f < 20; f++) parameters[100 + f] = p / 2 // b, the rest answered by their mean
    expect(expectedLoss(run(20, 5, p, 'linear'), parameters, 40_000) / (15 * featureVariance(p))).toBeCloseTo(1, 1.7) // 15 random values each
  })

  test('at the boundary of the phase diagram both solutions lose the same', () => {
    const p = superpositionBoundary(1) // 4/7
    const pair = expectedLoss(run(2, 1, p), Float32Array.from([1, -1, 0, 0]))
    const one = expectedLoss(run(2, 1, p), Float32Array.from([1, 0, 0, p / 2]))
    expect(pair / one).toBeCloseTo(1, 2.2)
  })
})
