/**
 * What a Gram matrix alone tells of the directions behind it: everything but a rotation. So measures that no rotation
 * changes can be had from it where the directions themselves were not kept.
 */
import type { Directions } from './similarity'
import { singularValues } from '../linear-algebra/singular-values'

/** Pivots below this share of the largest are rounding of float32 entries. */
const leastPivot = 1e-6

/**
 * Directions V [f, r] with VVᵀ = G, by Cholesky with pivoting; r is the numerical rank.
 * @param gram [f, g], symmetric, no negative eigenvalues but by rounding
 */
export function gramFactor(gram: ArrayLike<number>): Directions {
  const n = Math.round(Math.sqrt(gram.length))
  const rest = Float64Array.from(gram), columns: Float64Array[] = []
  const diagonal = (f: number): number => rest[f * n + f]
  const indices = Array.from({ length: n }, (_, f) => f)
  const least = leastPivot * Math.max(0, ...indices.map(diagonal))
  while (columns.length < n) {
    const pivot = indices.reduce((best, f) => (diagonal(f) > diagonal(best) ? f : best))
    if (!(diagonal(pivot) > least)) break
    const root = Math.sqrt(diagonal(pivot))
    const column = Float64Array.from(indices, (f) => rest[f * n + pivot] / root)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) rest[i * n + j] -= column[i] * column[j]
    columns.push(column)
  }
  const width = Math.max(1, columns.length), values = new Float64Array(n * width)
  columns.forEach((column, h) => column.forEach((value, f) => { values[f * width + h] = value }))
  return { values, width }
}

/** ½ Σ_k |λ_k/Σλ − λ′_k/Σλ′| over eigenvalues, largest first: 0 for equal spectra, at most 1; label-free. Null when either is zero. */
export function spectrumDistance(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const shares = (gram: ArrayLike<number>): Float64Array => {
    const n = Math.round(Math.sqrt(gram.length))
    const values = singularValues(Float64Array.from(gram), n, n) // eigenvalues, as none is negative
    const total = values.reduce((sum, value) => sum + value, 0)
    return values.map((value) => value / total)
  }
  const x = shares(a), y = shares(b)
  const distance = x.reduce((sum, value, k) => sum + Math.abs(value - (y[k] ?? 0)), 0) / 2
  return Number.isFinite(distance) ? distance : null
}
