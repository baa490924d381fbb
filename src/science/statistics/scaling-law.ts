/**
 * Scaling laws of Kaplan et al. 2020 (equations 1.1 and 1.5), fitted to the toy's held-out losses, in logarithms:
 *
 *   L(N) = (N_c/N)^α_N                                      a straight line
 *   L(N, D) = [(N_c/N)^(α_N/α_D) + D_c/D]^α_D               D: samples seen, steps × batch size
 *   y = c·x^e                                               a count over neurons, parameters or width
 *
 * Observations are means over seeds, one per shape (and budget of data): seeds of one shape are no independent evidence
 * about the law. Intervals are Student's on the residuals; losses below 1 nat or 1 unit are fine, zeros are not.
 */
import { jointLawPoints } from '../criteria'
import { leastSquares } from './least-squares'
import { levenbergMarquardt } from './levenberg-marquardt'
import { type Estimate, studentEstimate } from './spread'

export interface PowerLaw {
  readonly exponent: Estimate // e
  readonly logConstant: Estimate // ln c
  readonly residual: number // root mean square of ln y − fit
  readonly points: number
}

/** ln y = ln c + e ln x. Null with fewer than two distinct x, or where a value is not positive. */
export function fitPowerLaw(x: readonly number[], y: readonly number[]): PowerLaw | null {
  if (![...x, ...y].every((value) => value > 0)) return null
  const fit = leastSquares(x.map((value) => [Math.log(value), 1]), y.map(Math.log))
  if (fit === null) return null
  const square = fit.residuals.reduce((sum, value) => sum + value * value, 0)
  const estimate = (p: number): Estimate =>
    studentEstimate(fit.coefficients[p], Math.sqrt(fit.unscaledCovariance[p][p] * square / fit.degreesOfFreedom), fit.degreesOfFreedom)
  return { exponent: estimate(0), logConstant: estimate(1), residual: Math.sqrt(square / x.length), points: x.length }
}

export interface JointLaw {
  readonly parameterExponent: Estimate // α_N
  readonly dataExponent: Estimate // α_D
  readonly logParameterScale: Estimate // ln N_c
  readonly logDataScale: Estimate // ln D_c
  readonly residual: number
  readonly points: number
}

export interface LossPoint {
  readonly parameters: number // N
  readonly samples: number // D
  readonly loss: number
}

/** L(N, D). Null with fewer than five points, a single N or a single D, or where no finite fit is reached. */
export function fitJointLaw(points: readonly LossPoint[]): JointLaw | null {
  const distinct = (pick: (point: LossPoint) => number): number => new Set(points.map(pick)).size
  if (points.length < jointLawPoints || distinct(({ parameters }) => parameters) < 2 || distinct(({ samples }) => samples) < 2) return null
  if (!points.every(({ loss }) => loss > 0)) return null
  // Both scales of the sum are carried as logarithms: ln[(N_c/N)^(α_N/α_D) + D_c/D] without overflow.
  const residualsOf = ([logAlphaN, logAlphaD, logNc, logDc]: readonly number[]): number[] => points.map(({ parameters, samples, loss }) => {
    const alphaN = Math.exp(logAlphaN), alphaD = Math.exp(logAlphaD)
    const fromParameters = alphaN / alphaD * (logNc - Math.log(parameters)), fromData = logDc - Math.log(samples)
    const larger = Math.max(fromParameters, fromData)
    return Math.log(loss) - alphaD * (larger + Math.log(Math.exp(fromParameters - larger) + Math.exp(fromData - larger)))
  })
  let best: ReturnType<typeof levenbergMarquardt> = null
  const cost = (fit: NonNullable<typeof best>): number => fit.residuals.reduce((sum, value) => sum + value * value, 0)
  // The sum makes several basins (which term binds where): a few starts, the best end is taken.
  for (const alphaN of [0.1, 0.5]) {
    for (const alphaD of [0.1, 0.5]) {
      for (const share of [0.3, 3]) {
        const middle = points[points.length >> 1]
        const fit = levenbergMarquardt(residualsOf, [
          Math.log(alphaN), Math.log(alphaD),
          Math.log(middle.parameters) + Math.log(middle.loss) / alphaN, Math.log(middle.samples * share) + Math.log(middle.loss) / alphaD,
        ])
        if (fit && (best === null || cost(fit) < cost(best))) best = fit
      }
    }
  }
  if (best === null || !best.parameters.every(Number.isFinite)) return null
  const { parameters, standardErrors, degreesOfFreedom } = best
  const plain = (p: number): Estimate => studentEstimate(parameters[p], standardErrors?.[p] ?? NaN, degreesOfFreedom)
  const exponential = (p: number): Estimate => {
    const { value, interval, interval90 } = plain(p)
    const turn = (bounds: Estimate['interval']): Estimate['interval'] => bounds && { low: Math.exp(bounds.low), high: Math.exp(bounds.high), level: bounds.level }
    return { value: Math.exp(value), interval: turn(interval), interval90: turn(interval90) }
  }
  return {
    parameterExponent: exponential(0), dataExponent: exponential(1), logParameterScale: plain(2), logDataScale: plain(3),
    residual: Math.sqrt(cost(best) / points.length), points: points.length,
  }
}
