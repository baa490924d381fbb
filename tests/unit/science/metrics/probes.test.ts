import { describe, expect, test } from 'vitest'
import { linearDecomposition } from '../../../../src/science/metrics/linear-decomposition'
import { probes } from '../../../../src/science/metrics/probes'
import { allAtOnce } from '../../../../src/science/in-pieces'
import { addSample, centredSquares, emptyMoments, fittingRidge, summingErrors } from '../../../../src/science/metrics/regression-moments'
import { solveSymmetric } from '../../../../src/science/linear-algebra/symmetric-solver'
import { randomMatrix } from './arrangements'

const T = 4000, n = 4, m = 8
/** Targets: |normal| with probability 0.3 [T, n]; and independent noise [T, n]. */
const draws = randomMatrix(T, 2 * n, 1), noise = randomMatrix(T, n, 2)
const y = Float64Array.from({ length: T * n }, (_, e) => {
  const [t, f] = [Math.floor(e / n), e % n]
  return draws[t * 2 * n + n + f] > 0.52 ? Math.abs(draws[t * 2 * n + f]) : 0
})

/** Two layers of m = 8 neurons, of which the first four are `first(t, f)` and `second(t, f)`. */
function probed(first: (t: number, f: number) => number, second: (t: number, f: number) => number) {
  const layer = (value: (t: number, f: number) => number) =>
    Float64Array.from({ length: T * m }, (_, e) => (e % m < n ? value(Math.floor(e / m), e % m) : 0))
  const p = probes(n, 2, m, 3)
  p.add([layer(first), layer(second)], y)
  return p.result()
}
const Y = (t: number, f: number) => y[t * n + f], Z = (t: number, f: number) => noise[t * n + f]

describe('probes over two layers', () => {
  test('features held by one layer each: read off that layer, χ = 0', () => {
    const { byLayer, together, crossLayer } = probed((t, f) => (f < 2 ? Y(t, f) : 0), (t, f) => (f < 2 ? 0 : Y(t, f)))
    for (let f = 0; f < n; f++) {
      expect(byLayer[f * 2 + (f < 2 ? 0 : 1)]).toBeGreaterThan(0.99)
      expect(byLayer[f * 2 + (f < 2 ? 1 : 0)]).toBeLessThan(0.05)
      expect(together[f]).toBeGreaterThan(0.99)
    }
    expect(crossLayer).toBe(0)
  })

  test('features hidden under noise that only the other layer cancels: read off no layer alone, off both together, χ = 1', () => {
    // R² of one layer: Var y/(Var y + 9) < 0.03.
    const { byLayer, together, crossLayer } = probed((t, f) => Y(t, f) + 3 * Z(t, f), (t, f) => Y(t, f) - 3 * Z(t, f))
    expect(Math.max(...byLayer)).toBeLessThan(0.1)
    expect(Math.min(...together)).toBeGreaterThan(0.5)
    expect(crossLayer).toBe(1)
  })

  test('nothing in the neurons: nothing read, and no R² above sampling noise', () => {
    const { byLayer, crossLayer } = probed(Z, Z)
    expect(Math.max(...byLayer)).toBeLessThan(0.05)
    expect(crossLayer).toBe(0)
  })

  test('silent layers are no error', () => {
    expect(probed(() => 0, () => 0).crossLayer).toBe(0)
  })
})

describe('linear decomposition of a layer', () => {
  const x = Float64Array.from(y, (value, e) => (draws[e % draws.length] > 0 ? value : -value)) // signed [T, n]
  const directions = randomMatrix(2 * n, m, 4)
  const layerOf = (sample: (t: number, k: number) => number) => Float64Array.from({ length: T * m }, (_, e) => sample(Math.floor(e / m), e % m))

  test('a sum of feature directions is explained fully, with a constant', () => {
    const d = linearDecomposition(n, 1, m, false)
    d.add(x, [layerOf((t, k) => 2 + x.slice(t * n, t * n + n).reduce((sum, value, f) => sum + value * directions[f * m + k], 0))])
    expect(d.result()[0]).toBeCloseTo(1, 6)
  })

  test('signs count as two features where values are signed: |x| is a sum of half-features, not of features', () => {
    const layer = layerOf((t, k) => Math.abs(x[t * n + (k % n)]))
    const halves = linearDecomposition(n, 1, m, true), wholes = linearDecomposition(n, 1, m, false)
    halves.add(x, [layer])
    wholes.add(x, [layer])
    expect(halves.result()[0]).toBeCloseTo(1, 6)
    expect(wholes.result()[0]).toBeLessThan(0.1)
  })

  test('a product of two features is none; noise explains nothing; a silent layer is 0', () => {
    const d = linearDecomposition(n, 3, m, true)
    d.add(x, [layerOf((t, k) => noise[t * n + (k % n)]), layerOf(() => 0), layerOf((t) => x[t * n] * x[t * n + 1])])
    const [random, silent, product] = d.result()
    expect(random).toBeLessThan(0.02)
    expect(silent).toBe(0)
    expect(product).toBeLessThan(0.3)
  })
})

test('regression from moments equals the direct computation, sample by sample', () => {
  const X = randomMatrix(50, 3, 5), Y2 = randomMatrix(50, 2, 6), moments = emptyMoments(3, 2)
  for (let t = 0; t < 50; t++) addSample(moments, X.subarray(3 * t, 3 * t + 3), Y2.subarray(2 * t, 2 * t + 2))
  const coefficients = allAtOnce(fittingRidge(moments, 1e-12))
  const errors = allAtOnce(summingErrors(moments, coefficients))
  for (const o of [0, 1]) {
    let direct = 0, mean = 0, squares = 0
    for (let t = 0; t < 50; t++) mean += Y2[2 * t + o] / 50
    for (let t = 0; t < 50; t++) {
      const fit = [0, 1, 2].reduce((sum, i) => sum + X[3 * t + i] * coefficients[i * 2 + o], coefficients[3 * 2 + o])
      direct += (Y2[2 * t + o] - fit) ** 2
      squares += (Y2[2 * t + o] - mean) ** 2
      // Least squares: residuals are orthogonal to the inputs, so no other coefficients do better.
    }
    expect(errors[o]).toBeCloseTo(direct, 9)
    expect(centredSquares(moments)[o]).toBeCloseTo(squares, 9)
    const worse = coefficients.slice()
    worse[o] += 0.01
    expect(allAtOnce(summingErrors(moments, worse))[o]).toBeGreaterThan(errors[o])
  }
})

test('a symmetric system is solved; an indefinite one is refused', () => {
  const x = solveSymmetric(Float64Array.of(4, 2, 2, 3), 2, Float64Array.of(2, 1))!
  expect(4 * x[0] + 2 * x[1]).toBeCloseTo(2, 12)
  expect(2 * x[0] + 3 * x[1]).toBeCloseTo(1, 12)
  expect(solveSymmetric(Float64Array.of(1, 2, 2, 1), 2, Float64Array.of(1, 1))).toBeNull()
})

test('the samples that choose λ and those that judge are not the same', () => {
  // y = h where the probe is fitted and judged; where λ is chosen y ignores h, so the strongest λ = 1 wins: coefficient ½.
  const single = probes(1, 1, 1, 1)
  for (let b = 0; b < 80; b++) {
    const h = (b >> 2) % 2 === 0 ? 1 : -1, chooses = b % 4 === 1
    single.add([Float64Array.of(h)], Float64Array.of(chooses ? 0 : h))
  }
  expect(single.result().byLayer[0]).toBeCloseTo(1 - (1 - 1 / 2) ** 2, 12)
})

test('a linear decomposition is judged on samples that it was not fitted to: noise is not explained by having many features', () => {
  const features = 12, samples = 32 // 16 to fit 13 coefficients, 16 to judge
  const decomposition = linearDecomposition(features, 1, 1, false)
  decomposition.add(Float64Array.from(randomMatrix(samples, features, 7), Math.abs), [Float64Array.from(randomMatrix(samples, 1, 8), Math.abs)])
  expect(decomposition.result()[0]).toBeLessThan(0)
})
