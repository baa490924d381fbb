import { describe, expect, it } from 'vitest'
import { orthonormaliseRows, scaleRow } from '../../../../src/science/linear-algebra/orthonormal-rows'

/** Largest entry of |M Mᵀ − 1|. */
function departure(matrix: Float64Array, rows: number, columns: number): number {
  let worst = 0
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      let product = i === j ? -1 : 0
      for (let h = 0; h < columns; h++) product += matrix[i * columns + h] * matrix[j * columns + h]
      worst = Math.max(worst, Math.abs(product))
    }
  }
  return worst
}

describe('orthonormal rows', () => {
  it('are orthonormal to 1e-15 even from nearly dependent rows, where one pass is not enough', () => {
    const n = 8 // rows of the Hilbert matrix, condition number 1.5e10: a single pass leaves about 1e-6
    const matrix = Float64Array.from({ length: n * n }, (_, e) => 1 / (Math.floor(e / n) + (e % n) + 1))
    orthonormaliseRows(matrix, n, n)
    expect(departure(matrix, n, n)).toBeLessThan(1e-15)
  })

  it('keep the direction of the first row and span what was spanned', () => {
    const matrix = Float64Array.of(0, 3, 0, 1, 1, 0)
    orthonormaliseRows(matrix, 2, 3)
    expect([...matrix]).toEqual([0, 1, 0, 1, 0, 0])
  })
})

describe('a scaled row', () => {
  it('has the norm asked for and its old direction', () => {
    const row = Float64Array.of(3, -4)
    scaleRow(row, 10)
    expect([...row]).toEqual([6, -8])
  })
})
