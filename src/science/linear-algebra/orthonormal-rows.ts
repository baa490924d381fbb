import { invariant } from '../invariant'

/**
 * Makes the rows of a row-major [rows, columns] matrix orthonormal in place, first row's direction kept:
 * Gram–Schmidt, each row cleared of the earlier ones twice ("twice is enough": W. Kahan, in Parlett 1980,
 * section 6.9), so rows stay orthogonal to about 10⁻¹⁶. Fixed order of operations: same bits everywhere.
 */
export function orthonormaliseRows(matrix: Float64Array, rows: number, columns: number): void {
  invariant(rows <= columns, () => `${rows} orthonormal rows do not fit into ${columns} dimensions`)
  for (let i = 0; i < rows; i++) {
    const row = matrix.subarray(i * columns, (i + 1) * columns)
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const earlier = matrix.subarray(j * columns, (j + 1) * columns)
        let overlap = 0
        for (let h = 0; h < columns; h++) overlap += row[h] * earlier[h]
        for (let h = 0; h < columns; h++) row[h] -= overlap * earlier[h]
      }
    }
    scaleRow(row, 1)
  }
}

/** Gives one row the Euclidean norm `norm`, in place. */
export function scaleRow(row: Float64Array, norm: number): void {
  let square = 0
  for (let h = 0; h < row.length; h++) square += row[h] * row[h]
  const factor = norm / Math.sqrt(square)
  for (let h = 0; h < row.length; h++) row[h] *= factor
}
