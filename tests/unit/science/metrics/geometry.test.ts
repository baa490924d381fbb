import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { featureGeometry, gram } from '../../../../src/science/metrics/geometry'
import { singularValues } from '../../../../src/science/linear-algebra/singular-values'
import { polygon, randomMatrix, rotated, triangularBipyramid, pentagonalBipyramid, squareAntiprism, tetrahedron } from './arrangements'

const dimensionalities = (rows: number[][]) => Array.from(featureGeometry(Float64Array.from(rows.flat()), rows[0].length).dimensionality)
const close = (values: number[], expected: number[]) => values.forEach((value, f) => expect(value).toBeCloseTo(expected[f], 12))

describe('dimensionality of known arrangements', () => {
  test.each([
    ['orthonormal rows: 1 each', [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, 1, 1]],
    ['an antipodal pair: ½', [[1], [-1]], [0.5, 0.5]],
    ['a triangle: ⅔', polygon(3), Array(3).fill(2 / 3)],
    ['a square: ½', polygon(4), Array(4).fill(1 / 2)],
    ['a pentagon: ⅖', polygon(5), Array(5).fill(2 / 5)],
    ['a tetrahedron: ¾', tetrahedron, Array(4).fill(3 / 4)],
    ['a tight square antiprism: ⅜', squareAntiprism(Math.atan(Math.SQRT2)), Array(8).fill(3 / 8)],
    ['a triangular bipyramid: three of ⅔ and two of ½', triangularBipyramid, [2 / 3, 2 / 3, 2 / 3, 1 / 2, 1 / 2]],
    ['a pentagonal bipyramid: five of ⅖ and two of ½', pentagonalBipyramid, [...Array(5).fill(2 / 5), 1 / 2, 1 / 2]],
    ['an absent feature: 0', [[1, 0], [0, 0]], [1, 0]],
  ])('%s', (_name, rows, expected) => close(dimensionalities(rows), expected))

  test('the Thomson arrangement of eight points falls a little short of ⅜', () => {
    // θ = 55.91° from the axis; five digits as printed in the oracle.
    const values = dimensionalities(squareAntiprism(55.91 * Math.PI / 180))
    for (const value of values) expect(value).toBeCloseTo(0.37438, 4)
  })
})

describe('laws of dimensionality, over random directions', () => {
  const cases = fc.record({ n: fc.integer({ min: 1, max: 9 }), m: fc.integer({ min: 1, max: 6 }), seed: fc.integer({ min: 0, max: 1e6 }) })

  test('every D is in [0, 1] and their sum is at most the rank', () => {
    fc.assert(fc.property(cases, ({ n, m, seed }) => {
      const { dimensionality } = featureGeometry(randomMatrix(n, m, seed), m)
      expect(Math.min(...dimensionality)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...dimensionality)).toBeLessThanOrEqual(1)
      expect(dimensionality.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(Math.min(n, m) + 1e-9)
    }), { seed: 1, numRuns: 200 })
  })

  test('a rotation and a common scale change no D; interference scales with the square', () => {
    fc.assert(fc.property(cases, ({ n, m, seed }) => {
      const W = randomMatrix(n, m, seed)
      const before = featureGeometry(W, m)
      const after = featureGeometry(rotated(W, m, seed + 1).map((value) => 3 * value), m)
      for (let f = 0; f < n; f++) {
        expect(after.dimensionality[f]).toBeCloseTo(before.dimensionality[f], 9)
        expect(after.interference[f]).toBeCloseTo(9 * before.interference[f], 7)
      }
    }), { seed: 2, numRuns: 100 })
  })

  test('equal norms in a tight frame share the dimensions equally, D = m/n, and only eigenvectors use them up', () => {
    const D = dimensionalities([[1, 0], [0.8, 0.6], [0, 1]])
    expect(D.reduce((sum, value) => sum + value, 0)).toBeLessThan(2 - 0.05) // rank 2, and no row an eigenvector of WᵀW
    close(dimensionalities(polygon(7)), Array(7).fill(2 / 7))
  })

  test('permuting features permutes their D', () => {
    fc.assert(fc.property(cases, ({ n, m, seed }) => {
      const W = randomMatrix(n, m, seed)
      const reversed = new Float64Array(n * m).map((_, e) => W[(n - 1 - Math.floor(e / m)) * m + (e % m)])
      const before = featureGeometry(W, m).dimensionality
      const after = featureGeometry(reversed, m).dimensionality
      for (let f = 0; f < n; f++) expect(after[f]).toBeCloseTo(before[n - 1 - f], 12)
    }), { seed: 3, numRuns: 100 })
  })
})

test('interference and D agree with their definitions, term by term', () => {
  const n = 6, m = 3, W = randomMatrix(n, m, 7), G = gram(W, m)
  const { interference, dimensionality, frobeniusSquared, dimensionsPerFeature } = featureGeometry(W, m)
  let frobenius = 0
  for (let i = 0; i < n; i++) {
    const self = G[i * n + i]
    frobenius += self
    let others = 0
    for (let j = 0; j < n; j++) if (j !== i) others += G[i * n + j] ** 2 / self
    expect(interference[i]).toBeCloseTo(others, 12)
    expect(dimensionality[i]).toBeCloseTo(self / (self + others), 12)
  }
  expect(frobeniusSquared).toBeCloseTo(frobenius, 12)
  expect(dimensionsPerFeature).toBeCloseTo(m / frobenius, 12)
})

test('features are counted by norm above one half', () => {
  expect(featureGeometry(Float64Array.of(1, 0, 0, 0.6, 0.3, 0.39), 2).featuresByNorm).toBe(2) // norms 1, 0.6, 0.492
})

test('the Gram matrix can be cut to the first features', () => {
  const W = randomMatrix(5, 2, 3), full = gram(W, 2), cut = gram(W, 2, 3)
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) expect(cut[i * 3 + j]).toBe(full[i * 5 + j])
})

test('singular values of a matrix with known ones, tall or wide', () => {
  // diag(3, 2, 0) rotated on both sides.
  const diagonal = Float64Array.of(3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0) // [4, 3]
  const right = rotated(diagonal, 3, 5)
  expect(Array.from(singularValues(right, 4, 3)).map((v) => +v.toFixed(12))).toEqual([3, 2, 0])
  const transpose = new Float64Array(12).map((_, e) => right[(e % 4) * 3 + Math.floor(e / 4)])
  expect(Array.from(singularValues(transpose, 3, 4)).map((v) => +v.toFixed(12))).toEqual([3, 2, 0])
})
