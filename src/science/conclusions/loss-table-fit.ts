/**
 * P1, the note's first premise, asked of real models: the law L(m, ℓ, D) fitted to a table of losses, and what the note's step costs
 * by it. The step takes (d, L) to (2d, L/4), of equal size d²L, so the loss changes by
 *
 *   Δ = c_m d^−a_m (2^−a_m − 1) + c_ℓ L^−a_ℓ (4^a_ℓ − 1)
 *
 * at equal tokens: the first part is won by width, the second lost by depth.
 */
import { confidenceLevel, equalLossBand, equivalenceLevel } from '../criteria'
import type { InPieces } from '../in-pieces'
import {
  costOf, type DepthWidthLaw, fittedLogLoss, fittingLaw, lacksForLaw, lawOf, lawProblem, lossAt, type LossRow, termAt, type UndeterminedLaw,
} from '../statistics/depth-width-law'
import { type LawNumber, lawNumbers, percentiles, profilingNumber, resamplingLaws, valueOf } from '../statistics/depth-width-intervals'
import { standing, type Standing } from '../statistics/equivalence'
import type { Estimate, Interval } from '../statistics/spread'

export interface FittedNumber {
  readonly number: LawNumber
  readonly value: number
  readonly profile: Interval | null // null with Huber's loss; ends of 0 and ∞ are open
  readonly bootstrap: Interval | null
}

export interface ShapeStep {
  readonly width: number // d
  readonly depth: number // L
  readonly tokens: number // D, the most that the table has of this shape
  readonly loss: number // by the law
  readonly change: Estimate // Δ, in units of loss
  readonly relative: Estimate // Δ/loss
  readonly reducible: number // Δ/(loss − E)
  /** Whether (2d, L/4) lies within the widths and depths of the table. */
  readonly isInside: boolean
  /** Of the relative change, against ±`equalLossBand`. */
  readonly standing: Standing
}

export interface LossTableFit {
  readonly law: DepthWidthLaw
  readonly robust: boolean // Huber's loss
  readonly numbers: readonly FittedNumber[]
  readonly rows: readonly LossRow[]
  readonly fitted: readonly number[] // loss [row]
  readonly residual: number // root mean square of ln L − fit
  readonly degreesOfFreedom: number
  readonly draws: number // of the bootstrap, that gave a law
  /** Of each shape of the table with four layers or more, the smallest first. */
  readonly steps: readonly ShapeStep[]
}

export type LossTableResult = { readonly ok: true; readonly value: LossTableFit } | { readonly ok: false; readonly error: readonly UndeterminedLaw[] }

/** Draws of the bootstrap: the ends of a 95% interval are known to about a tenth of their distance. */
export const lossTableDraws = 1000

export interface FitOptions {
  readonly robust: boolean // Huber's loss
  readonly draws: number
  readonly seed: number
}

/** @param report receives progress, a share of the work from 0 to 1 */
export function* fittingLossTable(rows: readonly LossRow[], { robust, draws, seed }: FitOptions, report: (share: number) => void = () => undefined): InPieces<LossTableResult> {
  const lacks = lacksForLaw(rows)
  if (lacks.length > 0) return { ok: false, error: lacks }
  const problem = lawProblem(rows, robust)
  const best = yield* fittingLaw(problem)
  if (best === null) return { ok: false, error: [{ kind: 'no-fit' }] }
  report(shares.fit)
  const profiles: (Interval | null)[] = []
  for (const number of lawNumbers) {
    profiles.push(robust || costOf(best) === 0 ? null : yield* profilingNumber(problem, best, number))
    report(shares.fit + shares.profile * profiles.length / lawNumbers.length)
  }
  const laws = yield* resamplingLaws(problem, best, draws, seed, (done) => report(shares.fit + shares.profile + (1 - shares.fit - shares.profile) * done / draws))
  const law = lawOf(best.parameters, problem.centres), fitted = fittedLogLoss(problem, best.parameters)
  const numbers = lawNumbers.map((number, at): FittedNumber => ({
    number, value: valueOf(law, number), profile: profiles[at], bootstrap: percentiles(laws.map((other) => valueOf(other, number)), confidenceLevel),
  }))
  return {
    ok: true, value: {
      law, robust, numbers, rows, fitted: fitted.map(Math.exp), draws: laws.length, degreesOfFreedom: best.degreesOfFreedom, steps: stepsOf(rows, law, laws),
      residual: Math.sqrt(fitted.reduce((sum, value, row) => sum + (problem.logLoss[row] - value) ** 2, 0) / rows.length),
    },
  }
}

/** Of the work, about: the rest resamples. */
const shares = { fit: 0.1, profile: 0.2 } as const

/** Δ of the note's step from (d, L). */
export function stepChange(law: DepthWidthLaw, width: number, depth: number): number {
  return termAt(law, 'width', 2 * width) - termAt(law, 'width', width) + termAt(law, 'depth', depth / 4) - termAt(law, 'depth', depth)
}

const fewestLayersOfStep = 4 // L/4 is a layer

function stepsOf(rows: readonly LossRow[], law: DepthWidthLaw, laws: readonly DepthWidthLaw[]): ShapeStep[] {
  const widest = Math.max(...rows.map(({ width }) => width)), shallowest = Math.min(...rows.map(({ depth }) => depth))
  const shapes = new Map(rows.filter(({ depth }) => depth >= fewestLayersOfStep).map(({ width, depth }) => [`${width} ${depth}`, { width, depth }]))
  return [...shapes.values()].sort((x, y) => x.width ** 2 * x.depth - y.width ** 2 * y.depth).map(({ width, depth }): ShapeStep => {
    const tokens = Math.max(...rows.filter((row) => row.width === width && row.depth === depth).map((row) => row.tokens))
    const at = { width, depth, tokens }
    const loss = lossAt(law, at), value = stepChange(law, width, depth)
    const estimate = (of: (other: DepthWidthLaw) => number): Estimate => {
      const values = laws.map(of)
      return { value: of(law), interval: percentiles(values, confidenceLevel), interval90: percentiles(values, equivalenceLevel) }
    }
    const relative = estimate((other) => stepChange(other, width, depth) / lossAt(other, at))
    return {
      ...at, loss, change: estimate((other) => stepChange(other, width, depth)), relative, reducible: value / (loss - law.floor),
      isInside: 2 * width <= widest && depth / 4 >= shallowest, standing: standing(relative, -equalLossBand, equalLossBand),
    }
  })
}

/** How many steps within the table's widths and depths lie inside the band, outside it, or cannot be placed. */
export function stepsTogether(steps: readonly ShapeStep[]): Record<Standing, number> & { readonly steps: number } {
  const inside = steps.filter(({ isInside }) => isInside)
  const many = (kind: Standing): number => inside.filter((step) => step.standing === kind).length
  return { steps: inside.length, inside: many('inside'), outside: many('outside'), undecided: many('undecided') }
}
