/** Uncertainty of the law of width and depth: profile likelihood of each number, and resampled residuals for whatever follows from all. */
import { confidenceLevel } from '../criteria'
import type { InPieces } from '../in-pieces'
import {
  costOf, type DepthWidthLaw, exponentIndex, fittedLogLoss, fittingFrom, lawOf, type LawProblem, lossTerms, type LossTerm, scaleIndex,
} from './depth-width-law'
import type { NonlinearFit } from './levenberg-marquardt'
import { randomDraws } from './random-draws'
import type { Interval } from './spread'
import { studentQuantile } from './student'

/** A number of the law: E, or c or a of a term. */
export type LawNumber = { readonly kind: 'floor' } | { readonly kind: 'scale' | 'exponent'; readonly term: LossTerm }

export const lawNumbers: readonly LawNumber[] = [
  { kind: 'floor' }, ...lossTerms.flatMap((term): LawNumber[] => [{ kind: 'exponent', term }, { kind: 'scale', term }]),
]

export function valueOf(law: DepthWidthLaw, number: LawNumber): number {
  return number.kind === 'floor' ? law.floor : law.terms[number.term][number.kind]
}

/** Farthest from the best value that the profile is followed, as a factor: beyond, the table does not bound the number. */
const farthest = Math.log(1e4)
/** Of the root that a bound is; in units of Student's t. */
const rootTolerance = 0.01

/**
 * Profile interval: all values at which the best fit of the other six has a sum of squares up to 1 + t²/ν times the least, t Student's
 * quantile with ν degrees of freedom. Found on z = ±√(ν(S/S₀ − 1)), which is nearly linear, by regula falsi. An end that is
 * not reached is 0 or ∞. Least squares only: Huber's loss is no likelihood of these residuals.
 */
export function* profilingNumber(problem: LawProblem, best: NonlinearFit, number: LawNumber): InPieces<Interval> {
  const least = costOf(best), { degreesOfFreedom } = best
  const quantile = studentQuantile(0.5 + confidenceLevel / 2, degreesOfFreedom)
  const { own, start, index } = viewOf(problem, best.parameters, number)
  const at = start[index]
  function* end(direction: 1 | -1): InPieces<number> {
    let warm = start
    function* rootAt(distance: number): InPieces<number> {
      const fixed = warm.map((value, p) => (p === index ? at + direction * distance : value))
      const fit = yield* fittingFrom(own, fixed, [index])
      if (fit === null) return Infinity
      warm = fit.parameters as number[]
      return Math.sqrt(Math.max(0, degreesOfFreedom * (costOf(fit) / least - 1)))
    }
    let low = 0, lowRoot = -quantile, high = 0.05, highRoot = (yield* rootAt(high)) - quantile
    while (highRoot < 0) {
      if (high >= farthest) return direction === 1 ? Infinity : 0
      ;[low, lowRoot] = [high, highRoot]
      high = Math.min(farthest, 2 * high)
      highRoot = (yield* rootAt(high)) - quantile
    }
    for (let k = 0; k < 60 && Math.min(-lowRoot, highRoot) > rootTolerance; k++) {
      const straight = Number.isFinite(highRoot) ? low - lowRoot * (high - low) / (highRoot - lowRoot) : NaN
      // Regula falsi keeps one end for long; every third step halves.
      const next = k % 3 === 2 || !(straight > low && straight < high) ? (low + high) / 2 : straight
      const root = (yield* rootAt(next)) - quantile
      if (root < 0) [low, lowRoot] = [next, root]
      else [high, highRoot] = [next, root]
    }
    return Math.exp(at + direction * (-lowRoot < highRoot ? low : high))
  }
  return { low: yield* end(-1), high: yield* end(1), level: confidenceLevel }
}

/** The problem with parameters of which one is the logarithm of the number: for c its own term is scaled at x = 1 instead of at its mean. */
function viewOf(problem: LawProblem, parameters: readonly number[], number: LawNumber) {
  if (number.kind === 'floor') return { own: problem, start: [...parameters], index: 0 }
  const t = lossTerms.indexOf(number.term)
  if (number.kind === 'exponent') return { own: problem, start: [...parameters], index: exponentIndex(t) }
  const centre = problem.centres[t], start = [...parameters]
  start[scaleIndex(t)] += Math.exp(parameters[exponentIndex(t)]) * centre
  const offsets = problem.offsets.map((values, other) => (other === t ? values.map((value) => value + centre) : values))
  return { own: { ...problem, offsets, centres: problem.centres.map((value, other) => (other === t ? 0 : value)) }, start, index: scaleIndex(t) }
}

/**
 * Laws refitted to the fitted losses with residuals drawn again, with replacement, centred and stretched by √(rows/ν) for the
 * parameters that were fitted. Seeded. Draws without a finite fit are left out.
 */
export function* resamplingLaws(problem: LawProblem, best: NonlinearFit, draws: number, seed: number, visit: (done: number) => void): InPieces<DepthWidthLaw[]> {
  const random = randomDraws(seed)
  const fitted = fittedLogLoss(problem, best.parameters)
  const plain = problem.logLoss.map((value, row) => value - fitted[row])
  const mean = plain.reduce((sum, value) => sum + value, 0) / plain.length
  const stretch = Math.sqrt(plain.length / best.degreesOfFreedom)
  const residuals = plain.map((value) => stretch * (value - mean))
  const laws: DepthWidthLaw[] = []
  for (let draw = 0; draw < draws; draw++) {
    const logLoss = fitted.map((value) => value + residuals[random.below(residuals.length)])
    const fit = yield* fittingFrom({ ...problem, logLoss }, best.parameters)
    if (fit !== null && fit.parameters.every(Number.isFinite)) laws.push(lawOf(fit.parameters, problem.centres))
    visit(draw + 1)
  }
  return laws
}

/** Percentile interval of a quantity over resampled laws. */
export function percentiles(values: readonly number[], level: number): Interval | null {
  if (values.length < 2) return null
  const sorted = [...values].sort((x, y) => x - y)
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]
  return { low: at((1 - level) / 2), high: at((1 + level) / 2), level }
}
