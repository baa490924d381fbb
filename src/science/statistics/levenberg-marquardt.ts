/**
 * Least squares for a model that is not linear in its parameters [Levenberg 1944, Marquardt 1963]: Gauss–Newton steps,
 * damped along the diagonal, with central-difference derivatives. For a handful of parameters and observations.
 */
import { allAtOnce, type InPieces } from '../in-pieces'
import { solveSymmetric } from '../linear-algebra/symmetric-solver'

export interface NonlinearFit {
  readonly parameters: readonly number[]
  /** Standard errors from the residual variance and the linearised model; null without degrees of freedom or where they are not determined. */
  readonly standardErrors: readonly number[] | null
  readonly residuals: readonly number[]
  readonly degreesOfFreedom: number
}

/** @param residualsOf y − model at parameters [observation]  @param start first guess. Null when no finite fit is reached. */
export function levenbergMarquardt(residualsOf: (parameters: readonly number[]) => number[], start: readonly number[]): NonlinearFit | null {
  return allAtOnce(fittingLeastSquares(residualsOf, start))
}

/**
 * The same in pieces: iterations. @param derivativesOf −∂residual/∂parameter [parameter][observation], where a closed form is at hand
 * @param enough relative gain in the sum of squares below which a step is the last
 */
export function* fittingLeastSquares(
  residualsOf: (parameters: readonly number[]) => number[], start: readonly number[], derivativesOf?: (parameters: readonly number[]) => number[][],
  enough = 1e-14,
): InPieces<NonlinearFit | null> {
  const size = start.length
  const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0)
  let parameters = [...start], residuals = residualsOf(parameters)
  let cost = squares(residuals)
  if (!Number.isFinite(cost)) return null
  let damping = 1e-3
  const jacobianOf = derivativesOf ?? ((at: readonly number[]): number[][] => at.map((value, p) => { // −∂residual/∂p [p][observation]
    const step = 1e-6 * Math.max(1, Math.abs(value))
    const moved = (sign: number): number[] => residualsOf(at.map((other, q) => (q === p ? other + sign * step : other)))
    const up = moved(1), down = moved(-1)
    return up.map((residual, o) => (down[o] - residual) / (2 * step))
  }))
  const normal = (jacobian: readonly (readonly number[])[]): Float64Array => {
    const products = new Float64Array(size * size)
    for (let p = 0; p < size; p++) for (let q = 0; q < size; q++) products[p * size + q] = jacobian[p].reduce((sum, value, o) => sum + value * jacobian[q][o], 0)
    return products
  }
  for (let iteration = 0; iteration < 500; iteration++) {
    yield
    const jacobian = jacobianOf(parameters), products = normal(jacobian)
    const gradient = Float64Array.from(jacobian, (column) => column.reduce((sum, value, o) => sum + value * residuals[o], 0))
    let improved = false
    while (!improved && damping < 1e12) {
      const damped = products.slice()
      for (let p = 0; p < size; p++) damped[p * size + p] += damping * (products[p * size + p] + 1e-12)
      const step = solveSymmetric(damped, size, gradient)
      const candidate = step && parameters.map((value, p) => value + step[p])
      const candidateResiduals = candidate && residualsOf(candidate)
      const candidateCost = candidateResiduals ? squares(candidateResiduals) : Infinity
      if (candidate && candidateResiduals && candidateCost < cost) {
        improved = cost - candidateCost > enough * cost
        parameters = candidate
        residuals = candidateResiduals
        cost = candidateCost
        damping = Math.max(1e-12, damping / 5)
        if (!improved) break
      } else damping *= 4
    }
    if (!improved || cost === 0) break
  }
  return { parameters, residuals, degreesOfFreedom: residuals.length - size, standardErrors: standardErrorsOf(normal(jacobianOf(parameters)), cost, residuals.length - size, size) }
}

function standardErrorsOf(products: Float64Array, cost: number, degreesOfFreedom: number, size: number): number[] | null {
  if (degreesOfFreedom <= 0) return null
  const identity = new Float64Array(size * size)
  for (let p = 0; p < size; p++) identity[p * size + p] = 1
  const inverse = solveSymmetric(products, size, identity)
  if (inverse === null) return null
  return Array.from({ length: size }, (_, p) => Math.sqrt(inverse[p * size + p] * cost / degreesOfFreedom))
}
