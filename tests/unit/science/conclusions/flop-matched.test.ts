import { expect, test } from 'vitest'
import { flopsPerStep } from '../../../../src/science/training/cost'
import { flopMatchedPairs, trainingCosts } from '../../../../src/science/conclusions/flop-matched'
import { rowsOfRuns } from '../../../../src/science/conclusions/note-table'
import { plantedRuns } from '../planted-runs'

// B = 10 in planted runs: 60N + 40·n·d FLOP a step for recall on frozen random embeddings; n = 100.
const deep = { width: 16, depth: 16, neurons: 10 } // N = 5120: 371,200
const wide = { width: 32, depth: 4, neurons: 16 } // N = 4096: 373,760
const dear = { width: 64, depth: 2, neurons: 16 } // N = 4096: 501,760
const rows = (seeds: number) => rowsOfRuns(plantedRuns({
  shapes: [deep, wide, dear], seeds, noise: 0.01, task: { kind: 'recall', featureCount: 100 }, count: ({ depth }) => (depth === 4 ? 60 : 40), loss: ({ depth }) => (depth === 4 ? 2 : 3),
}))

test('a training costs what its steps cost', () => {
  const [first] = rows(1)
  expect(trainingCosts(rows(1))[0]).toEqual({ key: first.key, flops: 10 * flopsPerStep(first.chosen[0].spec) })
})

test('pairs of equal compute are found across budgets, with the ratio of counts and losses; dearer shapes are not', () => {
  const pairs = flopMatchedPairs(rows(4))
  expect(pairs).toHaveLength(1)
  expect(pairs[0].flopsRatio).toBeCloseTo(373_760 / 371_200, 6)
  expect(pairs[0].countRatio.value).toBeCloseTo(1.5, 1)
  expect(pairs[0].lossRatio.value).toBeCloseTo(2 / 3, 1)
  expect(pairs[0].countRatio.interval!.low).toBeGreaterThan(1.4)
})
