/**
 * The three products of forward and backward passes, over row-major matrices, each *adding* factor·product to `out`.
 * All inner loops run along contiguous rows; rows of the sparse side (inputs, ReLU outputs) skip their zeros.
 */

/** out[r, s] += factor · Σ_q left[r, q]·right[q, s]. Skips zeros of `left`. */
export function addProduct(
  out: Float64Array, left: Float64Array, right: Float64Array, rows: number, inner: number, columns: number, factor = 1,
): void {
  for (let r = 0; r < rows; r++) {
    const start = r * columns
    for (let q = 0; q < inner; q++) {
      const weight = left[r * inner + q] * factor
      if (weight === 0) continue
      const row = q * columns
      for (let s = 0; s < columns; s++) out[start + s] += weight * right[row + s]
    }
  }
}

/** out[r, s] += factor · Σ_q left[r, q]·right[s, q]: rows of `left` against rows of `right`. */
export function addProductWithTransposed(
  out: Float64Array, left: Float64Array, right: Float64Array, rows: number, inner: number, columns: number, factor = 1,
): void {
  for (let r = 0; r < rows; r++) {
    const start = r * inner
    let s = 0
    for (; s + 4 <= columns; s += 4) { // four dot products share each load of the left row
      const row0 = s * inner, row1 = row0 + inner, row2 = row1 + inner, row3 = row2 + inner
      let dot0 = 0, dot1 = 0, dot2 = 0, dot3 = 0
      for (let q = 0; q < inner; q++) {
        const value = left[start + q]
        dot0 += value * right[row0 + q]
        dot1 += value * right[row1 + q]
        dot2 += value * right[row2 + q]
        dot3 += value * right[row3 + q]
      }
      const place = r * columns + s
      out[place] += factor * dot0
      out[place + 1] += factor * dot1
      out[place + 2] += factor * dot2
      out[place + 3] += factor * dot3
    }
    for (; s < columns; s++) {
      let dot = 0
      for (let q = 0; q < inner; q++) dot += left[start + q] * right[s * inner + q]
      out[r * columns + s] += factor * dot
    }
  }
}

/** out[q, s] += factor · Σ_r left[r, q]·right[r, s]: the sum of outer products, a weight gradient. Skips zeros of `left`. */
export function addTransposedProduct(
  out: Float64Array, left: Float64Array, right: Float64Array, rows: number, inner: number, columns: number, factor = 1,
): void {
  for (let r = 0; r < rows; r++) {
    const start = r * columns
    for (let q = 0; q < inner; q++) {
      const weight = left[r * inner + q] * factor
      if (weight === 0) continue
      const row = q * columns
      for (let s = 0; s < columns; s++) out[row + s] += weight * right[start + s]
    }
  }
}

/** out[r, s] += row[s] for every r: a bias. */
export function addRow(out: Float64Array, row: Float64Array, rows: number): void {
  const columns = row.length
  for (let r = 0; r < rows; r++) for (let s = 0; s < columns; s++) out[r * columns + s] += row[s]
}

/** out[s] += Σ_r matrix[r, s]: a bias's gradient. */
export function addColumnSums(out: Float64Array, matrix: Float64Array, rows: number): void {
  const columns = out.length
  for (let r = 0; r < rows; r++) for (let s = 0; s < columns; s++) out[s] += matrix[r * columns + s]
}
