/**
 * Loss of a network of width m and depth ℓ trained on D tokens, a law without a term of its own for the number of parameters
 * [Liu et al. 2026, arXiv 2602.05970]:
 *
 *   L(m, ℓ, D) = E + c_m/m^a_m + c_ℓ/ℓ^a_ℓ + c_D/D^a_D          all seven numbers positive
 *
 * Fitted in ln L, so that errors are relative, by least squares or Huber's loss [Hoffmann et al. 2022], with all seven as logarithms.
 * Terms are scaled at the geometric mean of their variable: T(x) = A (x/x̄)^−a, A = c x̄^−a, which keeps A and a nearly independent.
 */
import { collinearAbove, depthWidthRows, depthWidthValues, huberFrom } from '../criteria'
import type { InPieces } from '../in-pieces'
import { leastSquares } from './least-squares'
import { fittingLeastSquares, type NonlinearFit } from './levenberg-marquardt'

export const lossTerms = ['width', 'depth', 'tokens'] as const
export type LossTerm = (typeof lossTerms)[number]

/** One trained network; all numbers positive. */
export type LossRow = Readonly<Record<LossTerm, number>> & { readonly loss: number }

export interface DepthWidthLaw {
  readonly floor: number // E, in units of loss
  readonly terms: Readonly<Record<LossTerm, { readonly scale: number; readonly exponent: number }>> // c and a
}

/** Loss that one variable adds by being finite, c/x^a. */
export const termAt = ({ terms }: DepthWidthLaw, term: LossTerm, x: number): number => terms[term].scale * x ** -terms[term].exponent

export const lossAt = (law: DepthWidthLaw, at: Readonly<Record<LossTerm, number>>): number =>
  lossTerms.reduce((sum, term) => sum + termAt(law, term, at[term]), law.floor)

/** Why a table does not determine the law. */
export type UndeterminedLaw =
  | { readonly kind: 'few-rows'; readonly rows: number; readonly needed: number }
  | { readonly kind: 'few-values'; readonly term: LossTerm; readonly values: number; readonly needed: number }
  /** The logarithm of one variable is, nearly, a linear function of those of the other two. */
  | { readonly kind: 'collinear'; readonly term: LossTerm; readonly correlation: number }
  | { readonly kind: 'no-fit' }

/** A table as the fit sees it. */
export interface LawProblem {
  readonly logLoss: readonly number[] // [row]
  /** ln x − centre [term][row], in the order of `lossTerms`. */
  readonly offsets: readonly (readonly number[])[]
  readonly centres: readonly number[] // ln x̄ [term]
  /** Huber's loss, quadratic up to `huberFrom` and linear beyond, instead of squares. */
  readonly robust: boolean
}

export function lawProblem(rows: readonly LossRow[], robust: boolean): LawProblem {
  const logs = lossTerms.map((term) => rows.map((row) => Math.log(row[term])))
  const centres = logs.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length)
  return { logLoss: rows.map(({ loss }) => Math.log(loss)), centres, offsets: logs.map((values, t) => values.map((value) => value - centres[t])), robust }
}

/** What a table lacks for the law; empty where nothing. */
export function lacksForLaw(rows: readonly LossRow[]): UndeterminedLaw[] {
  const few = lossTerms.flatMap((term): UndeterminedLaw[] => {
    const values = new Set(rows.map((row) => row[term])).size
    return values < depthWidthValues ? [{ kind: 'few-values', term, values, needed: depthWidthValues }] : []
  })
  if (rows.length < depthWidthRows) return [{ kind: 'few-rows', rows: rows.length, needed: depthWidthRows }, ...few]
  if (few.length > 0) return few
  return lossTerms.flatMap((term): UndeterminedLaw[] => {
    const own = rows.map((row) => Math.log(row[term]))
    const others = lossTerms.filter((other) => other !== term)
    const fit = leastSquares(rows.map((row) => [1, ...others.map((other) => Math.log(row[other]))]), own)
    const mean = own.reduce((sum, value) => sum + value, 0) / own.length
    const total = own.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    const rest = fit === null ? total : fit.residuals.reduce((sum, value) => sum + value * value, 0) // null: the other two are collinear, and found so themselves
    const correlation = Math.sqrt(Math.max(0, 1 - rest / total))
    return correlation > collinearAbove ? [{ kind: 'collinear', term, correlation }] : []
  })
}

// Parameters of the fit [7]: ln E, then ln A and ln a of each term.
export const scaleIndex = (term: number): number => 1 + 2 * term
export const exponentIndex = (term: number): number => 2 + 2 * term

export function lawOf(parameters: readonly number[], centres: readonly number[]): DepthWidthLaw {
  const entries = lossTerms.map((term, t) => {
    const exponent = Math.exp(parameters[exponentIndex(t)])
    return [term, { scale: Math.exp(parameters[scaleIndex(t)] + exponent * centres[t]), exponent }] as const
  })
  return { floor: Math.exp(parameters[0]), terms: Object.fromEntries(entries) as DepthWidthLaw['terms'] }
}

/** ln L by the law [row]. */
export function fittedLogLoss({ offsets, logLoss }: LawProblem, parameters: readonly number[]): number[] {
  return logLoss.map((_, row) => Math.log(offsets.reduce(
    (sum, own, t) => sum + Math.exp(parameters[scaleIndex(t)] - Math.exp(parameters[exponentIndex(t)]) * own[row]), Math.exp(parameters[0]))))
}

/** Relative gain in the sum of squares of a last step: a thousandth of what moves Student's t by 10⁻³, and no crawl along what the table does not bound. */
const enoughGain = 1e-9

/** The fit from a start, with the parameters of `fixed` held. Residuals are in ln L; of Huber's loss their squares are twice the loss. */
export function* fittingFrom(problem: LawProblem, start: readonly number[], fixed: readonly number[] = []): InPieces<NonlinearFit | null> {
  const free = start.flatMap((_, p) => (fixed.includes(p) ? [] : [p]))
  const whole = [...start]
  const place = (values: readonly number[]): void => free.forEach((p, at) => { whole[p] = values[at] })
  const { logLoss, offsets, robust } = problem
  const residualsOf = (values: readonly number[]): number[] => {
    place(values)
    return fittedLogLoss(problem, whole).map((fitted, row) => effectiveResidual(logLoss[row] - fitted, robust))
  }
  const derivativesOf = (values: readonly number[]): number[][] => {
    place(values)
    const floor = Math.exp(whole[0]), exponents = offsets.map((_, t) => Math.exp(whole[exponentIndex(t)]))
    const columns = free.map(() => new Array<number>(logLoss.length))
    for (let row = 0; row < logLoss.length; row++) {
      const terms = offsets.map((own, t) => Math.exp(whole[scaleIndex(t)] - exponents[t] * own[row]))
      const model = terms.reduce((sum, value) => sum + value, floor)
      const slope = effectiveSlope(logLoss[row] - Math.log(model), robust) / model
      free.forEach((p, at) => {
        const t = (p - 1) >> 1
        columns[at][row] = slope * (p === 0 ? floor : p === scaleIndex(t) ? terms[t] : -terms[t] * exponents[t] * offsets[t][row])
      })
    }
    return columns
  }
  const fit = yield* fittingLeastSquares(residualsOf, free.map((p) => start[p]), derivativesOf, enoughGain)
  if (fit === null) return null
  place(fit.parameters)
  return { ...fit, parameters: [...whole] }
}

/** √(2ρ) with the residual's sign, ρ Huber's loss: its square is quadratic near 0 and linear beyond δ. */
export const effectiveResidual = (residual: number, robust: boolean): number =>
  (!robust || Math.abs(residual) <= huberFrom ? residual : Math.sign(residual) * Math.sqrt(huberFrom * (2 * Math.abs(residual) - huberFrom)))
const effectiveSlope = (residual: number, robust: boolean): number =>
  (!robust || Math.abs(residual) <= huberFrom ? 1 : huberFrom / Math.sqrt(huberFrom * (2 * Math.abs(residual) - huberFrom)))

export const costOf = ({ residuals }: Pick<NonlinearFit, 'residuals'>): number => residuals.reduce((sum, value) => sum + value * value, 0)

const exponentGrid = [0.1, 0.2, 0.35, 0.6, 1, 1.6, 2.5]
const startsTried = 6

/**
 * The best fit over several starts. For given exponents the law is linear in E and the three scales, so a grid of exponents is
 * solved by non-negative least squares on relative errors, and the best few of it are where the fit starts.
 */
export function* fittingLaw(problem: LawProblem): InPieces<NonlinearFit | null> {
  const starts: { readonly cost: number; readonly parameters: number[] }[] = []
  for (const width of exponentGrid) {
    for (const depth of exponentGrid) {
      for (const tokens of exponentGrid) starts.push(linearStart(problem, [width, depth, tokens]))
      yield
    }
  }
  starts.sort((x, y) => x.cost - y.cost)
  let best: NonlinearFit | null = null
  for (const { parameters } of starts.slice(0, startsTried)) {
    const fit = yield* fittingFrom(problem, parameters)
    if (fit !== null && fit.parameters.every(Number.isFinite) && (best === null || costOf(fit) < costOf(best))) best = fit
  }
  return best
}

/** Smallest part of the mean loss that a start gives E or a term: none starts at zero, from where no logarithm leaves. */
const smallestPart = 1e-4

/** E and the scales for given exponents: min Σ(1 − Σ_k b_k X_k/L)² over b ≥ 0, by all sixteen sets of b that may be positive. */
function linearStart({ logLoss, offsets }: LawProblem, exponents: readonly number[]): { readonly cost: number; readonly parameters: number[] } {
  const rows = logLoss.map((log, row) => [Math.exp(-log), ...offsets.map((own, t) => Math.exp(-exponents[t] * own[row] - log))])
  const size = 1 + offsets.length
  const products = Array.from({ length: size }, (_, p) => Array.from({ length: size }, (_, q) => rows.reduce((sum, row) => sum + row[p] * row[q], 0)))
  const sums = Array.from({ length: size }, (_, p) => rows.reduce((sum, row) => sum + row[p], 0))
  let best = { cost: rows.length, weights: new Array<number>(size).fill(0) }
  for (let set = 1; set < 1 << size; set++) {
    const own = Array.from({ length: size }, (_, p) => p).filter((p) => (set >> p) & 1)
    const solved = solveSmall(own.map((p) => own.map((q) => products[p][q])), own.map((p) => sums[p]))
    if (solved === null || !solved.every((value) => value > 0)) continue
    const cost = rows.length - own.reduce((sum, p, at) => sum + solved[at] * sums[p], 0)
    if (cost < best.cost) {
      const weights = new Array<number>(size).fill(0)
      own.forEach((p, at) => { weights[p] = solved[at] })
      best = { cost, weights }
    }
  }
  const least = smallestPart * Math.exp(logLoss.reduce((sum, value) => sum + value, 0) / logLoss.length)
  const logs = best.weights.map((value) => Math.log(Math.max(value, least)))
  return { cost: best.cost, parameters: [logs[0], ...offsets.flatMap((_, t) => [logs[1 + t], Math.log(exponents[t])])] }
}

/** Normal equations of up to four unknowns, by the same least squares as everywhere. */
function solveSmall(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] | null {
  return leastSquares(matrix, right)?.coefficients ?? null
}
