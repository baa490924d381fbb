import { expect, test } from 'vitest'
import { monosemanticShare, sharedNeurons } from '../../../../src/science/claims/elhage-neurons'
import { type ClaimId, claimOf } from '../../../../src/science/claims/registry'
import { plantedRuns } from '../planted-runs'

/** A run whose weights into neurons are these, [f][h]. */
function wired(weights: readonly (readonly number[])[], p = 1) {
  const task = { kind: 'reconstruction', featureCount: weights.length, sparsity: 1 - p, importance: { kind: 'uniform' } } as const
  const [run] = plantedRuns({ shapes: [{ width: weights[0].length, depth: 1, neurons: weights[0].length }], seeds: 1, count: () => 1, task })
  const featureDirections = { axes: 'fh', shape: [weights.length, weights[0].length], values: Float32Array.from(weights.flat()) }
  return { ...run, parameters: null, metrics: { scalars: run.metrics.scalars, arrays: { featureDirections } } }
}

test('a neuron stands for one feature while its second weight is below a tenth of the first; unused neurons do not count', () => {
  expect(monosemanticShare(wired([[1, 0.05, 0], [0.05, 1, 0.001], [0, 0, 0]]))).toBe(1)
  expect(monosemanticShare(wired([[1, 0.5], [0.05, 1], [0, 0]]))).toBe(0.5)
})

test('three features in two neurons beside one alone', () => {
  const run = wired([[1, 0, 0], [0.8, -0.7, 0], [0, 1, 0.1], [0, 0, 1.2]])
  expect(sharedNeurons(run)).toEqual({ features: 3, neurons: 2 })
})

test('a U over shapes needs both ends above the middle by more than 5%', () => {
  const claim = claimOf('loss-u-shaped')
  const shapes = [{ width: 16, depth: 16, neurons: 8 }, { width: 32, depth: 4, neurons: 16 }, { width: 64, depth: 1, neurons: 32 }]
  const met = (deep: number, wide: number) => claim.judge(plantedRuns({ shapes, seeds: 1, count: () => 1, loss: ({ depth }) => (depth === 16 ? deep : depth === 4 ? 1 : wide) }).map((run) => ({ ...run, parameters: null }))).met
  expect([met(1.2, 1.3), met(0.9, 1.3), met(1.2, 1.03)]).toEqual([true, false, false])
})

const met = (id: ClaimId, ...runs: ReturnType<typeof wired>[]): boolean | null => claimOf(id).judge(runs).met
const each = [[1, 0], [0, 1]], both = [[1, 0.5], [0.5, 1]]

test('neurons that should stand for one feature, or for many, and do not', () => {
  expect([met('privileged-monosemantic', wired(each, 0.5)), met('privileged-monosemantic', wired(each, 1), wired(both, 0.5)), met('privileged-monosemantic', wired(each, 0.1))]).toEqual([true, false, null])
  const ends = (dense: number[][], sparse: number[][]) => met('absolute-value-neurons', wired(dense, 1), wired(sparse, 0.001))
  expect([ends(each, both), ends(each, each), ends(both, both)]).toEqual([true, false, false])
  expect(met('absolute-value-neurons', wired(each, 1), wired(both, 0.1), wired(each, 0.01), wired(both, 0.001))).toBe(false) // they rise in between
})

test('features that share neurons in other numbers than these', () => {
  const threeInTwo = [[1, 0, 0], [0.8, -0.7, 0], [0, 1, 0.1], [0, 0, 1.2]]
  expect([met('privileged-sharing', wired(threeInTwo, 0.25)), met('privileged-sharing', wired(threeInTwo, 0.15)), met('privileged-sharing', wired(threeInTwo, 1))]).toEqual([true, false, null])
})
