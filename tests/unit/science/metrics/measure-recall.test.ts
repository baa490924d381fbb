import { describe, expect, test } from 'vitest'
import { measureRun } from '../../../../src/science/metrics/measure'
import { permutation } from '../../../../src/science/data/permutation'
import { answer, recallNetwork } from './constructed-networks'

const n = 8, targets = permutation(6, n)

test('a network that writes nothing is at chance: 0 bits, nothing correct because ties are wrong', () => {
  const { run, parameters } = recallNetwork(2, 4, n, () => {})
  const { scalars } = measureRun(run, parameters)
  expect(scalars.heldOutLoss).toBeCloseTo(Math.log(n), 12)
  expect(scalars.featuresLearned).toBeCloseTo(0, 12)
  expect(scalars.featuresByArgmax).toBe(0)
  expect(scalars.participationRatio).toBeUndefined() // undefined, hence absent
})

describe('keys stored one neuron each, half of them in each of two layers', () => {
  const { run, parameters } = recallNetwork(2, 4, n, (tensor) => {
    for (let key = 0; key < n; key++) answer(tensor, n, key % 2, key >> 1, key, targets[key], 40)
  })
  const { scalars, arrays } = measureRun(run, parameters)

  test('every key is answered, and certain', () => {
    expect(scalars.featuresByArgmax).toBe(n)
    // logit 20 against seven zeros: CE = ln(1 + 7e^−20) ≈ 1.4e-8
    expect(scalars.featuresLearned).toBeCloseTo(n, 6)
    expect(scalars.bitsPerParameter).toBeCloseTo(n * Math.log2(n) / (2 * (2 * n) * 4 * 2), 6)
  })

  test('PR is 1 and each layer holds half of the keys', () => {
    expect(scalars.participationRatio).toBeCloseTo(1, 12)
    expect(arrays.featuresByLayer.values[0]).toBeCloseTo(n / 2, 5)
    expect(arrays.featuresByLayer.values[1]).toBeCloseTo(n / 2, 5)
  })

  test('the shuffled null keeps each layer’s contributions but not which key they go to: PR rises above 1', () => {
    // Contributions are 0 or 20 per layer, half each; shuffled, a key gets both layers with probability about 1/4,
    // one with 1/2: mean PR = (1/2·1 + 1/4·2)/(3/4) = 4/3 in the limit; with 8 keys within 0.15.
    expect(Math.abs(scalars.participationRatioNull - 4 / 3)).toBeLessThan(0.15)
  })

  test('removing a layer loses its half', () => {
    expect(Array.from(arrays.layerAblationLoss.values)).toEqual([0.5, 0.5])
  })

  test('the recall Jacobian is diagonal after centring: z − mean = 20·(1 − 1/8) on it, −20/8 off it', () => {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) expect(arrays.jacobian.values[i * n + j]).toBeCloseTo(i === j ? 17.5 : -2.5, 5)
    }
    expect(scalars.jacobianInterference).toBeCloseTo(7 * (2.5 / 17.5) ** 2, 6)
  })
})

test('contributions of layers add up to the margin over the strongest rival, also where one argues against it', () => {
  const { run, parameters } = recallNetwork(3, n, n, (tensor) => {
    for (let key = 0; key < n; key++) {
      answer(tensor, n, 0, key, key, targets[key], 4) // logit 2
      answer(tensor, n, 1, key, key, targets[key], 8) // logit 4
      answer(tensor, n, 2, key, key, targets[(key + 1) % n], 2) // logit 1 for a wrong class: the rival
    }
  })
  const { scalars, arrays } = measureRun(run, parameters)
  for (let key = 0; key < n; key++) {
    expect(Array.from(arrays.layerContribution.values.slice(key * 3, key * 3 + 3))).toEqual([2, 4, -1])
    expect(arrays.layerShare.values[key * 3]).toBeCloseTo(1 / 3, 6)
    expect(arrays.layerShare.values[key * 3 + 2]).toBe(0)
  }
  expect(scalars.participationRatio).toBeCloseTo(1 / (1 / 9 + 4 / 9), 10)
  // Without layer 1 the margin is 4 − 1, without layer 2 it is 2 − 1: still right.
  expect(scalars.ablationLoss).toBe(0)
})

test('more than 64 features: the matrix is cut to 64, the counts are not', () => {
  const { run, parameters } = recallNetwork(1, 1, 70, () => {})
  const { arrays } = measureRun(run, parameters)
  expect(arrays.jacobian.shape).toEqual([64, 64])
  expect(arrays.learned.shape).toEqual([70])
})
