/**
 * Singular values by one-sided Jacobi rotations (Hestenes 1958): columns are rotated pairwise until orthogonal, their
 * norms are the singular values. Accurate to rounding even for the small ones; cost O(rows·columns²) per sweep.
 */

/** matrix [r, c] row-major. Returns min(r, c) values, largest first. */
export function singularValues(matrix: Float64Array, rows: number, columns: number): Float64Array {
  if (columns > rows) return singularValues(transposed(matrix, rows, columns), columns, rows)
  const column = transposed(matrix, rows, columns) // [c, r]: columns contiguous
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotated = false
    for (let p = 0; p < columns - 1; p++) {
      for (let q = p + 1; q < columns; q++) {
        let pp = 0, qq = 0, pq = 0
        for (let r = 0; r < rows; r++) {
          const x = column[p * rows + r], y = column[q * rows + r]
          pp += x * x; qq += y * y; pq += x * y
        }
        if (pq === 0 || Math.abs(pq) <= 1e-15 * Math.sqrt(pp * qq)) continue
        rotated = true
        const zeta = (qq - pp) / (2 * pq)
        const tangent = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta))
        const cosine = 1 / Math.sqrt(1 + tangent * tangent), sine = cosine * tangent
        for (let r = 0; r < rows; r++) {
          const x = column[p * rows + r], y = column[q * rows + r]
          column[p * rows + r] = cosine * x - sine * y
          column[q * rows + r] = sine * x + cosine * y
        }
      }
    }
    if (!rotated) break
  }
  const values = new Float64Array(columns)
  for (let c = 0; c < columns; c++) values[c] = Math.sqrt(column.subarray(c * rows, (c + 1) * rows).reduce((sum, x) => sum + x * x, 0))
  return values.sort().reverse()
}

/** [r, c] -> [c, r]. */
function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(matrix.length)
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = matrix[r * columns + c]
  return out
}
