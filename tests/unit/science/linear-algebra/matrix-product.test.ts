import { describe, expect, it } from 'vitest'
import {
  addColumnSums, addProduct, addProductWithTransposed, addRow, addTransposedProduct,
} from '../../../../src/science/linear-algebra/matrix-product'
import { normalOfWord } from '../../../../src/science/random/normal'
import { streamWords } from '../../../../src/science/random/stream-words'

/** A quarter of the entries are zero, so that skipping is exercised. */
function matrix(seed: number, size: number): Float64Array {
  return Float64Array.from(streamWords(seed, 3, size), (word) => (word & 3 ? normalOfWord(word) : 0))
}

const sizes = [[1, 1, 1], [2, 3, 4], [5, 7, 11], [3, 1, 9], [8, 6, 5], [1, 13, 2]]

describe.each(sizes)('products of sizes %i, %i, %i', (rows, inner, columns) => {
  const A = matrix(1, rows * inner), B = matrix(2, inner * columns), C = matrix(3, rows * columns)
  const start = matrix(4, 400)

  /** start + 3·Σ, entry by entry from the definition. */
  function check(add: (out: Float64Array) => void, height: number, width: number, terms: number, term: (i: number, j: number, q: number) => number) {
    const out = start.slice(0, height * width)
    add(out)
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        let sum = 0
        for (let q = 0; q < terms; q++) sum += term(i, j, q)
        expect(Math.abs(out[i * width + j] - (start[i * width + j] + 3 * sum))).toBeLessThan(1e-13) // order of ≤ 13 terms
      }
    }
  }

  it('are those of the definition, added to what was there', () => {
    check((out) => addProduct(out, A, B, rows, inner, columns, 3), rows, columns, inner,
      (i, j, q) => A[i * inner + q] * B[q * columns + j])
    check((out) => addProductWithTransposed(out, C, B, rows, columns, inner, 3), rows, inner, columns,
      (i, j, q) => C[i * columns + q] * B[j * columns + q])
    check((out) => addTransposedProduct(out, A, C, rows, inner, columns, 3), inner, columns, rows,
      (i, j, q) => A[q * inner + i] * C[q * columns + j])
  })
})

describe('biases', () => {
  it('are added to every row, and their gradients are sums over rows', () => {
    const out = Float64Array.of(1, 2, 3, 4, 5, 6)
    addRow(out, Float64Array.of(10, 20, 30), 2)
    expect([...out]).toEqual([11, 22, 33, 14, 25, 36])
    const sums = Float64Array.of(1, 0, 0)
    addColumnSums(sums, out, 2)
    expect([...sums]).toEqual([26, 47, 69])
  })
})
