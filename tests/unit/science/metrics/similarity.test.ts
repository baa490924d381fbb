import { expect, test } from 'vitest'
import {
  type Directions, ceilingNormalised, correlation, gramAlignment, gramCorrelation, jaccard, procrustesDistance, sortedDistance, weightedOverlap,
} from '../../../../src/science/metrics/similarity'
import { featureGeometry, gram } from '../../../../src/science/metrics/geometry'
import { polygon, randomMatrix, rotated } from './arrangements'

const rows = (list: number[][]): Directions => ({ values: Float64Array.from(list.flat()), width: list[0].length })
const gramOf = ({ values, width }: Directions) => gram(values, width)
const alignment = (a: Directions, b: Directions) => gramAlignment(gramOf(a), gramOf(b))
const similarity = (a: Directions, b: Directions) => gramCorrelation(gramOf(a), gramOf(b))
const pentagon = rows(polygon(5)), pentagram = rows(polygon(5, 2))
const digons12 = rows([[1, 0], [-1, 0], [0, 1], [0, -1]]), digons13 = rows([[1, 0], [0, 1], [-1, 0], [0, -1]])
const firstTwo = rows([[1, 0], [0, 1], [0, 0], [0, 0]]), lastTwo = rows([[0, 0], [0, 0], [1, 0], [0, 1]])

test.each([
  ['two pairings of two digons', digons12, digons13, 0.5],
  ['two dedicated features of four and the other two', firstTwo, lastTwo, 0],
  ['digons and the first two dedicated', digons12, firstTwo, 0.5],
  ['a pentagon and its pentagram labelling', pentagon, pentagram, 0],
  ['a pentagon and itself', pentagon, pentagon, 1],
])('CKA of %s', (_name, a, b, expected) => {
  expect(alignment(a, b)).toBeCloseTo(expected, 12)
})

test('population CKA equals the centred sample CKA of activations, here with 20 000 samples', () => {
  // h = xW for independent ±1 features: linear CKA ‖XᵀY‖²/(‖XᵀX‖‖YᵀY‖) of centred activations. Sampling error ~1/√20000.
  const T = 20_000, A = randomMatrix(6, 3, 11), B = randomMatrix(6, 2, 12), noise = randomMatrix(T, 6, 13)
  const activations = (W: Float64Array, width: number) => Array.from({ length: T }, (_, t) =>
    Array.from({ length: width }, (_, h) => Array.from({ length: 6 }, (_, f) => Math.sign(noise[t * 6 + f]) * W[f * width + h]).reduce((x, y) => x + y)))
  const crossNorm = (X: number[][], Y: number[][]) => {
    const mean = (Z: number[][]) => Z[0].map((_, h) => Z.reduce((sum, z) => sum + z[h], 0) / T)
    const mx = mean(X), my = mean(Y)
    let total = 0
    for (let g = 0; g < mx.length; g++) {
      for (let h = 0; h < my.length; h++) {
        let covariance = 0
        for (let t = 0; t < T; t++) covariance += (X[t][g] - mx[g]) * (Y[t][h] - my[h])
        total += covariance ** 2
      }
    }
    return total
  }
  const X = activations(A, 3), Y = activations(B, 2)
  const sampled = crossNorm(X, Y) / Math.sqrt(crossNorm(X, X) * crossNorm(Y, Y))
  expect(Math.abs(alignment({ values: A, width: 3 }, { values: B, width: 2 })! - sampled)).toBeLessThan(0.02)
})

test('a rotation changes no similarity, also into a wider space', () => {
  const W = randomMatrix(7, 3, 1), a = { values: W, width: 3 }
  const wide = new Float64Array(7 * 5) // W padded with zeros, then rotated in five dimensions
  for (let f = 0; f < 7; f++) wide.set(W.subarray(3 * f, 3 * f + 3), 5 * f)
  const b = { values: rotated(wide, 5, 4), width: 5 }
  expect(alignment(a, b)).toBeCloseTo(1, 12)
  expect(similarity(a, b)).toBeCloseTo(1, 12)
  expect(procrustesDistance(a, b)).toBeCloseTo(0, 10)
})

test('Procrustes distance: no rotation brings the pentagram labelling nearer, and half of two other digons fits', () => {
  expect(procrustesDistance(pentagon, pentagram)).toBeCloseTo(2, 12) // V_AᵀV_B = 0
  expect(procrustesDistance(digons12, digons13)).toBeCloseTo(1, 12) // V_AᵀV_B = [[1, −1], [−1, 1]]: singular values 2, 0; norms 2, 2: 2 − 2·2/4
})

test('RSA: a pentagram labelling swaps near and far, −1; two pairings of two digons disagree on four of six angles, −½', () => {
  expect(similarity(pentagon, pentagon)).toBeCloseTo(1, 12)
  expect(similarity(pentagon, pentagram)).toBeCloseTo(-1, 12)
  expect(similarity(digons12, digons13)).toBeCloseTo(-0.5, 12) // (0 − 6·⅓·⅓)/(2 − 6·⅓²)
})

test('the sorted D knows that a relabelled pentagon is a pentagon', () => {
  const D = (directions: Directions) => featureGeometry(directions.values, directions.width).dimensionality
  expect(sortedDistance(D(pentagon), D(pentagram))).toBeCloseTo(0, 12)
  expect(sortedDistance(D(digons12), D(firstTwo))).toBeCloseTo(0.5, 12) // {½,½,½,½} against {0,0,1,1}
})

test('Jaccard counts common members over all members', () => {
  expect(jaccard([1, 1, 1, 0], [0, 1, 1, 1])).toBe(0.5)
  expect(jaccard([1, 0], [0, 1])).toBe(0)
  expect(jaccard([0, 0], [0, 0])).toBeNull()
})

test('the weighted overlap is Jaccard for sets, and weighs importance', () => {
  expect(weightedOverlap([1, 1, 1, 0], [0, 1, 1, 1])).toBe(0.5)
  expect(weightedOverlap([1, 0.5], [0.5, 1], [3, 1])).toBeCloseTo((3 * 0.5 + 0.5) / (3 + 1), 12)
})

test('overlap is judged against what two seeds of one shape reach', () => {
  expect(ceilingNormalised(0.4, 0.5, 0.5)).toBeCloseTo(0.8, 12)
  expect(ceilingNormalised(0.3, 0.9, 0.4)).toBeCloseTo(0.5, 12)
  expect(ceilingNormalised(0.3, 0, 0.4)).toBeNull()
})

test('similarity of nothing is undefined, not a number made up', () => {
  const nothing = rows([[0, 0], [0, 0], [0, 0], [0, 0]])
  expect(alignment(nothing, firstTwo)).toBeNull()
  expect(procrustesDistance(nothing, firstTwo)).toBeNull()
  expect(correlation([1, 1, 1], [1, 2, 3])).toBeNull()
})
