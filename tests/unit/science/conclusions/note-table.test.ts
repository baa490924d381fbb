import { describe, expect, test } from 'vitest'
import { summarise } from '../../../../src/science/summary'
import { noteShapes, plantedCount, plantedRuns } from '../planted-runs'

describe('the note’s own table: A (16, 16), B (32, 4), C (64, 1), equal F = 1000', () => {
  const { rows, comparisons } = summarise(plantedRuns({ shapes: noteShapes, seeds: 3, count: () => 1000, noise: 0.02 }))
  const [A, B, C] = rows

  test('parameters, layers and neurons', () => {
    expect(rows.map(({ nonEmbeddingParameters }) => nonEmbeddingParameters)).toEqual([4096, 4096, 4096])
    expect(rows.map(({ totalNeurons }) => totalNeurons)).toEqual([128, 64, 32])
    expect(comparisons).toHaveLength(1)
    expect(comparisons[0].reference).toBe(A.key)
    expect(A.isReference).toBe(true)
  })

  test('features per layer quadruple, per neuron double, per residual dimension halve at each step', () => {
    expect(B.measured.featuresPerLayer.mean / A.measured.featuresPerLayer.mean).toBeCloseTo(4, 0.7)
    expect(B.measured.featuresPerNeuron.mean / A.measured.featuresPerNeuron.mean).toBeCloseTo(2, 1)
    expect(C.measured.featuresPerResidualDimension.mean / B.measured.featuresPerResidualDimension.mean).toBeCloseTo(0.5, 1)
  })

  test('predictions from the reference: universality keeps F, fixed degree keeps F per neuron', () => {
    const F = A.measured.featuresLearned.mean
    expect(B.predicted.universality.featuresLearned).toBe(F)
    expect(B.predicted.universality.featuresPerNeuron).toBeCloseTo(F / 64, 10)
    expect(B.predicted.fixedDegree.featuresLearned).toBeCloseTo(F / 2, 10)
    expect(B.predicted.fixedDegree.featuresPerNeuron).toBeCloseTo(F / 128, 10)
    expect(C.ratioPredicted).toEqual({ universality: 4, fixedDegree: 1 })
  })

  test('the measured ratio of features per neuron has its interval, and contains 2', () => {
    expect(A.ratioToReference).toBeNull()
    expect(B.ratioToReference!.interval!.low).toBeLessThan(2)
    expect(B.ratioToReference!.interval!.high).toBeGreaterThan(2)
    expect(B.ratioToReference!.interval!.high - B.ratioToReference!.interval!.low).toBeLessThan(0.4)
  })

  test('one layer is flagged', () => {
    expect(C.flags).toEqual([{ kind: 'one-layer' }])
    expect(A.flags).toEqual([])
  })
})

describe('the learning rate is chosen per shape on held-out loss, never on the count', () => {
  const runs = plantedRuns({
    shapes: noteShapes.slice(0, 2), seeds: 2, learningRates: [0.02, 0.04, 0.08],
    count: () => 100, loss: ({ depth }, rate) => Math.abs(Math.log(rate / (depth === 16 ? 0.04 : 0.08))) + 1,
  }).map((run) => ({ ...run, metrics: { ...run.metrics, scalars: { ...run.metrics.scalars, featuresLearned: 1 / run.spec.training.learningRate } } }))
  const { learningRates, rows } = summarise(runs)

  test('each shape gets its own best; the best at an edge is flagged', () => {
    expect(learningRates.map(({ chosen }) => chosen)).toEqual([0.04, 0.08])
    expect(learningRates.map(({ edge }) => edge)).toEqual([null, 'high'])
    expect(rows[0].measured.featuresLearned.mean).toBeCloseTo(25, 10)
    expect(rows[1].flags).toContainEqual({ kind: 'rate-at-edge', edge: 'high', next: 0.16 })
    expect(learningRates.map(({ next }) => next)).toEqual([null, 0.16])
  })

  test('a rate at which a seed diverged is not chosen, however good the rest', () => {
    const withoutOne = runs.filter((run) => !(run.spec.shape.depth === 16 && run.spec.training.learningRate === 0.04 && run.replicate === 1))
    expect(summarise(withoutOne).learningRates[0].chosen).not.toBe(0.04)
  })

  test('a single rate is no edge', () => {
    expect(summarise(plantedRuns({ shapes: noteShapes, seeds: 1, count: () => 5 })).learningRates.map(({ edge }) => edge)).toEqual([null, null, null])
  })
})

describe('choice and report of the learning rate are kept apart', () => {
  /** Recall-like: the count is the loss in other words. All rates are equally good in truth, where the count is 100. */
  const runs = (seed: number, seeds: number) => plantedRuns({ shapes: noteShapes.slice(0, 1), seeds, seed, noise: 0.05, learningRates: [0.02, 0.04, 0.08, 0.16], count: () => 1 })
    .map((run) => ({ ...run, metrics: { ...run.metrics, scalars: { ...run.metrics.scalars, featuresLearned: 200 - 100 * run.metrics.scalars.heldOutLoss } } }))
  const reported = (seeds: number) => {
    const means = Array.from({ length: 300 }, (_, draw) => summarise(runs(7919 * draw + 1, seeds)).rows[0].measured.featuresLearned)
    expect(means.every(({ count }) => count === seeds)).toBe(true) // no seed is spent on the choice
    return means.reduce((sum, { mean }) => sum + mean, 0) / means.length
  }

  test('with four seeds the lucky rate is not rewarded: 100 on average', () => {
    expect(Math.abs(reported(4) - 100)).toBeLessThan(0.6) // 4 standard errors of 5/√(4·300)
  })

  test('with two seeds it is, by over two in a hundred, and the row says why', () => {
    expect(reported(2)).toBeGreaterThan(102)
    expect(summarise(runs(1, 2)).rows[0].flags).toContainEqual({ kind: 'rate-chosen-on-reported-seeds' })
    expect(summarise(runs(1, 4)).rows[0].flags).not.toContainEqual({ kind: 'rate-chosen-on-reported-seeds' })
  })

  test('halves that prefer different rates are named', () => {
    const split = plantedRuns({ shapes: noteShapes.slice(0, 1), seeds: 4, learningRates: [0.02, 0.04], count: () => 1 }).map((run) => {
      const heldOutLoss = (run.replicate % 2 === 0) === (run.spec.training.learningRate === 0.02) ? 1 : 2
      return { ...run, metrics: { ...run.metrics, scalars: { ...run.metrics.scalars, heldOutLoss } } }
    })
    const [row] = summarise(split).rows
    expect(row.heldOutLoss.mean).toBe(2) // each half at the rate that the other one prefers
    expect(row.flags).toContainEqual({ kind: 'halves-prefer-different-rates', rates: [0.04, 0.02] })
  })
})

test('shapes are compared at equal budget only: budgets 5% apart or less share a table', () => {
  const shapes = [{ width: 45, depth: 2, neurons: 23 }, { width: 64, depth: 1, neurons: 32 }, { width: 64, depth: 4, neurons: 32 }]
  const { rows, comparisons } = summarise(plantedRuns({ shapes, seeds: 1, count: plantedCount(2, 1) })) // N = 4140, 4096, 16384
  expect(rows.map(({ comparison }) => comparison)).toEqual([0, 0, 1])
  expect(comparisons[0].reference).toBe(rows[0].key)
  expect(rows[2].isReference).toBe(true)
})

test('sparsities are compared apart', () => {
  const at = (sparsity: number) => plantedRuns({
    shapes: noteShapes, seeds: 1, count: () => 10, task: { kind: 'absolute-value', featureCount: 64, sparsity, importance: { kind: 'uniform' } },
  })
  const { comparisons } = summarise([...at(0.9), ...at(0.98)])
  expect(comparisons.map(({ sparsity }) => sparsity)).toEqual([0.9, 0.98])
})

test('importances are never pooled: each has its rows, its comparison and its rate', () => {
  const at = (ratio: number) => plantedRuns({
    shapes: [{ width: 16, depth: 4, neurons: 8 }], seeds: 2, count: () => 10 * ratio, learningRates: [0.01, 0.02],
    loss: (_shape, rate) => (ratio < 1 ? rate : 1 / rate),
    task: { kind: 'absolute-value', featureCount: 64, sparsity: 0.9, importance: { kind: 'geometric', ratio } },
  })
  const { rows, comparisons, learningRates } = summarise([...at(0.5), ...at(2)])
  expect(rows.map(({ measured }) => [measured.featuresLearned.count, measured.featuresLearned.mean])).toEqual([[2, 5], [2, 20]])
  expect(new Set(rows.map(({ key }) => key)).size).toBe(2)
  expect(comparisons.map(({ importance }) => importance)).toEqual([{ kind: 'geometric', ratio: 0.5 }, { kind: 'geometric', ratio: 2 }])
  expect(learningRates.map(({ chosen }) => chosen)).toEqual([0.01, 0.02])
})
