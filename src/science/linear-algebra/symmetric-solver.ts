import { allAtOnce, type InPieces } from '../in-pieces'

/** Solves A X = B for a symmetric positive definite A [k, k] and B [k, c] by Cholesky. Returns X [k, c]; null if A is not. */
export function solveSymmetric(matrix: Float64Array, size: number, right: Float64Array): Float64Array | null {
  return allAtOnce(solvingSymmetric(matrix, size, right))
}

/** The same in pieces: rows, each O(k² + k·c). */
export function* solvingSymmetric(matrix: Float64Array, size: number, right: Float64Array): InPieces<Float64Array | null> {
  const columns = right.length / size
  const factor = new Float64Array(size * size) // lower triangle, A = C Cᵀ
  for (let i = 0; i < size; i++) {
    if (!factorRow(factor, matrix, size, i)) return null
    yield
  }
  const solution = right.slice()
  for (let i = 0; i < size; i++) { // C Z = B
    yield
    for (let k = 0; k < i; k++) subtractRow(solution, i, k, factor[i * size + k], columns)
    scaleRow(solution, i, 1 / factor[i * size + i], columns)
  }
  for (let i = size - 1; i >= 0; i--) { // Cᵀ X = Z
    yield
    for (let k = i + 1; k < size; k++) subtractRow(solution, i, k, factor[k * size + i], columns)
    scaleRow(solution, i, 1 / factor[i * size + i], columns)
  }
  return solution
}

/** Row i of C, from the rows above it. @returns false where A is not positive definite */
function factorRow(factor: Float64Array, matrix: Float64Array, size: number, i: number): boolean {
  for (let j = 0; j <= i; j++) {
    let sum = matrix[i * size + j]
    for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k]
    if (i !== j) factor[i * size + j] = sum / factor[j * size + j]
    else if (sum > 0) factor[i * size + i] = Math.sqrt(sum)
    else return false
  }
  return true
}

function subtractRow(rows: Float64Array, target: number, source: number, weight: number, columns: number): void {
  if (weight === 0) return
  for (let c = 0; c < columns; c++) rows[target * columns + c] -= weight * rows[source * columns + c]
}

function scaleRow(rows: Float64Array, row: number, factor: number, columns: number): void {
  for (let c = 0; c < columns; c++) rows[row * columns + c] *= factor
}
