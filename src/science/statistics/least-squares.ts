/** Ordinary least squares with few predictors, by Gram–Schmidt QR (twice is enough for orthogonality to rounding). */
export interface LeastSquares {
  readonly coefficients: readonly number[] // [predictor]
  /** (XᵀX)⁻¹ [predictor, predictor]: times the variance of one observation it is the covariance of the coefficients. */
  readonly unscaledCovariance: readonly (readonly number[])[]
  readonly residuals: readonly number[] // y − fit [observation]
  readonly degreesOfFreedom: number // observations − predictors
  /** Weights w with coefficient = Σ_o w_o y_o [predictor, observation]. */
  readonly weights: readonly (readonly number[])[]
}

/** @param rows X [observation][predictor]  @param y [observation]. Null when the predictors do not determine a fit. */
export function leastSquares(rows: readonly (readonly number[])[], y: readonly number[]): LeastSquares | null {
  const count = rows.length, predictors = rows[0]?.length ?? 0
  if (predictors === 0 || count < predictors) return null
  const q: number[][] = [] // orthonormal columns
  const r: number[][] = [] // upper triangle: column c = Σ_k r[k][c] q[k]
  for (let c = 0; c < predictors; c++) {
    const column = rows.map((row) => row[c])
    const size = Math.sqrt(dot(column, column))
    r.push(new Array<number>(predictors).fill(0))
    for (let pass = 0; pass < 2; pass++) {
      q.forEach((direction, k) => {
        const along = dot(direction, column)
        r[k][c] += along
        direction.forEach((value, o) => { column[o] -= along * value })
      })
    }
    const rest = Math.sqrt(dot(column, column))
    if (!(rest > 1e-9 * size)) return null // collinear
    r[c][c] = rest
    q.push(column.map((value) => value / rest))
  }
  // R⁻¹ column by column, then weights = R⁻¹Qᵀ.
  const inverse = Array.from({ length: predictors }, () => new Array<number>(predictors).fill(0))
  for (let c = 0; c < predictors; c++) {
    for (let k = c; k >= 0; k--) {
      let sum = k === c ? 1 : 0
      for (let j = k + 1; j <= c; j++) sum -= r[k][j] * inverse[j][c]
      inverse[k][c] = sum / r[k][k]
    }
  }
  const weights = inverse.map((row) => y.map((_, o) => row.reduce((sum, value, k) => sum + value * q[k][o], 0)))
  const coefficients = weights.map((row) => dot(row, y))
  return {
    coefficients, weights,
    unscaledCovariance: weights.map((row) => weights.map((other) => dot(row, other))),
    residuals: rows.map((row, o) => y[o] - dot(row, coefficients)),
    degreesOfFreedom: count - predictors,
  }
}

function dot(x: readonly number[], y: readonly number[]): number {
  let sum = 0
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k]
  return sum
}
