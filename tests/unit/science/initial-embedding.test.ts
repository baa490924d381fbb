import { expect, it, vi } from 'vitest'
import { initialParameters } from '../../../src/science/training/initial-parameters'
import type * as Rows from '../../../src/science/linear-algebra/orthonormal-rows'
import { frozenResidual, runOf } from './run-examples'

const drawn = vi.hoisted(() => ({ sizes: [] as string[] }))
vi.mock('../../../src/science/linear-algebra/orthonormal-rows', async (original) => {
  const real = await original<typeof Rows>()
  return {
    ...real,
    orthonormaliseRows(matrix: Float64Array, rows: number, columns: number) {
      drawn.sizes.push(`${rows} x ${columns}`)
      real.orthonormaliseRows(matrix, rows, columns)
    },
  }
})

const run = (init: number, width: number, learningRate = 0.01) => {
  const made = runOf({ kind: 'recall', featureCount: 6 }, { ...frozenResidual, embedding: 'orthonormal', embeddingNorm: 'unit', unembeddingNorm: 1 }, { width, depth: 1, neurons: 2 })
  return { ...made, seeds: { ...made.seeds, init }, training: { ...made.training, learningRate } }
}

it('an orthonormal embedding is drawn once for all learning rates of a seed and shape, and again for another seed or width', () => {
  const first = initialParameters(run(1, 8))
  const other = initialParameters(run(2, 8)), wider = initialParameters(run(1, 9))
  expect(drawn.sizes).toEqual(['6 x 8', '6 x 8', '6 x 9'])
  const again = initialParameters(run(1, 8, 0.5))
  expect(drawn.sizes).toHaveLength(3)
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
  expect(wider.length).toBeGreaterThan(first.length)
  again.fill(0) // what a caller does to its parameters stays with it
  expect(initialParameters(run(1, 8))).toEqual(first)
})
