/**
 * The law of shape and sparsity in two numbers. Over cells (a shape at one p) whose counts are neither at their ceiling nor at
 * their floor,
 *
 *   ln F = c + a ln d + b ln L + g x,   x = ln 1/(−p ln p),   s = b − a/2
 *
 * s says what of the shape limits the count (theory/laws.ts: 0 the parameters, ½ the neurons, −½ the width of the stream), g
 * whether sparsity sets the degree of superposition: 1 where the compressed-sensing bound holds as an equality, 0 where sparsity
 * has no grip. Networks without layers (L = 0) have no ln L: a sweep of them alone identifies a and g. Shapes of one budget, d ∝ (N/L)^½,
 * identify s and g but not a and b: there ln F = c + s ln L + g x, one c per budget.
 *
 * Intervals are those of law-fit.ts. The joint region of (s, g) is the ellipse {θ: (θ − θ̂)ᵀ V⁻¹ (θ − θ̂) ≤ 2 F_{2,ν}}, where the 0.95
 * quantile of F with 2 and ν degrees of freedom is ν/2 · (0.05^(−2/ν) − 1) exactly.
 */
import { confidenceLevel, fewestLayers } from '../criteria'
import { sparsityEntropy } from '../theory/compressed-sensing-bound'
import { type DroppedCell, type LawCell, type LawOptions, cellEstimate, leaveOneOutError, whyDropped } from './law-fit'
import { type LeastSquares, leastSquares } from './least-squares'
import { type Estimate, exponentiated, meanEstimate } from './spread'

/** A cell with the p of its independent, equally frequent features, in (0, 0.3]. */
export interface SparseCell extends LawCell {
  readonly activationProbability: number // p
}

/** A law with its exponents fixed; null: fitted. */
export interface NestedLaw {
  readonly kind: 'stream-bound' | 'neuron-bound' | 'universality' | 'no-grip' | 'free'
  readonly a: number | null
  readonly b: number | null
  readonly g: number | null
}

/**
 * | kind | says | a | b | g | s |
 * |---|---|---|---|---|---|
 * | stream-bound | the bound is met as an equality, per dimension of the stream | 1 | 0 | 1 | −½ |
 * | neuron-bound | the same per neuron: the degree is a function of sparsity alone [Katta 2024] | 1 | 1 | 1 | ½ |
 * | universality | features follow the parameters [Katta 2024, table] | 2 | 1 | – | 0 |
 * | no-grip | sparsity does not set the count | – | – | 0 | – |
 * | free | | – | – | – | – |
 */
export const nestedLaws: readonly NestedLaw[] = [
  { kind: 'stream-bound', a: 1, b: 0, g: 1 },
  { kind: 'neuron-bound', a: 1, b: 1, g: 1 },
  { kind: 'universality', a: 2, b: 1, g: null },
  { kind: 'no-grip', a: null, b: null, g: 0 },
  { kind: 'free', a: null, b: null, g: null },
]

/** Where (s, g) lies at `level`: covariance [s, g][s, g], and the squared radius that (θ − θ̂)ᵀ V⁻¹ (θ − θ̂) may reach. */
export interface JointRegion {
  readonly covariance: readonly [readonly [number, number], readonly [number, number]]
  readonly radiusSquared: number
  readonly level: number
}

export type SparsityLaw =
  | {
    readonly kind: 'fitted'
    readonly a: Estimate | null // null: shapes of one budget
    readonly b: Estimate | null // null: no layers, or shapes of one budget
    readonly g: Estimate
    readonly s: Estimate | null // null: no layers
    /** Null without layers, and where no interval can be had. */
    readonly joint: JointRegion | null
    /** C = (F/d)(−p ln p), the geometric mean over cells: the constant of the bound per dimension of the stream, if that law holds. */
    readonly streamConstant: Estimate
    readonly cells: readonly SparseCell[]
    readonly dropped: readonly DroppedCell[]
    readonly residual: number // root mean square of ln F − fit
    readonly rivals: readonly (NestedLaw & { readonly leaveOneOutError: number | null })[]
  }
  | { readonly kind: 'none'; readonly why: 'too-few-cells' | 'one-sparsity' | 'collinear'; readonly dropped: readonly DroppedCell[] }

/** x = ln 1/(−p ln p). @param p in (0, 0.3] */
export const boundLogarithm = (p: number): number => -Math.log(sparsityEntropy(p))

type Term = 'a' | 'b' | 's' | 'g'
const predictor: Readonly<Record<Term, (cell: SparseCell) => number>> = {
  a: ({ width }) => Math.log(width),
  b: ({ depth }) => Math.log(depth),
  s: ({ depth }) => Math.log(depth), // at equal budget
  g: ({ activationProbability }) => boundLogarithm(activationProbability),
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** @param all one cell per shape and p, all of one feature count and importance */
export function fitSparsityLaw(all: readonly SparseCell[], { featureCount: n, thresholded }: LawOptions): SparsityLaw {
  const reasons = all.map((cell) => whyDropped(cell, n, thresholded))
  const usable = all.filter((_, o) => reasons[o] === null)
  const dropped = all.flatMap(({ key }, o): DroppedCell[] => { const reason = reasons[o]; return reason === null ? [] : [{ key, reason }] })
  const layered = usable.some(({ depth }) => depth >= fewestLayers)
  const cells = usable.filter(({ depth }) => (layered ? depth >= fewestLayers : depth === usable[0].depth))
  const none = (why: 'too-few-cells' | 'one-sparsity' | 'collinear'): SparsityLaw => ({ kind: 'none', why, dropped })
  if (new Set(cells.map(({ activationProbability }) => activationProbability)).size < 2) return none(cells.length < 2 ? 'too-few-cells' : 'one-sparsity')
  const logs = cells.map(({ counts }) => counts.map(Math.log))
  const designs: readonly Design[] = layered ? [plane, isoBudget] : [layerless]
  if (cells.length < designs.at(-1)!.terms.length + 2) return none('too-few-cells')
  const found = designs.flatMap((design) => {
    const fit = design.curves === 'several' && new Set(cells.map(({ curve }) => curve)).size < 2 ? null : leastSquares(rowsOf(design, cells), logs.map(meanOf))
    return fit === null || fit.degreesOfFreedom < 1 ? [] : [{ design, fit }]
  }).at(0)
  if (found === undefined) return none('collinear')
  const { design, fit } = found, { terms } = design
  const combined = (weights: Weights): number[] => [...terms.map((term) => weights[term] ?? 0), ...fit.coefficients.slice(terms.length).map(() => 0)]
  const estimate = (weights: Weights): Estimate => cellEstimate(fit, logs, combined(weights)).estimate
  return {
    kind: 'fitted', a: terms.includes('a') ? estimate({ a: 1 }) : null, b: terms.includes('b') ? estimate({ b: 1 }) : null, g: estimate({ g: 1 }),
    s: design.s === null ? null : estimate(design.s), joint: design.s === null ? null : jointRegion(fit, combined(design.s), combined({ g: 1 })),
    streamConstant: exponentiated(meanEstimate(cells.map(({ width, activationProbability }, o) => meanOf(logs[o]) - Math.log(width) - boundLogarithm(activationProbability)))),
    cells, dropped, residual: Math.sqrt(meanOf(fit.residuals.map((value) => value ** 2))),
    rivals: nestedLaws.map((law) => ({ ...law, leaveOneOutError: errorOf(law, design, cells, logs.map(meanOf)) })),
  }
}

type Weights = Partial<Record<Term, number>>

/** What is fitted, and how s follows from it. */
interface Design {
  readonly terms: readonly Term[]
  readonly curves: 'several' | 'any' // budgets it needs
  readonly constants: 'one' | 'by-budget'
  readonly s: Weights | null
}
const plane: Design = { terms: ['a', 'b', 'g'], curves: 'several', constants: 'one', s: { a: -0.5, b: 1 } }
const isoBudget: Design = { terms: ['s', 'g'], curves: 'any', constants: 'by-budget', s: { s: 1 } }
const layerless: Design = { terms: ['a', 'g'], curves: 'any', constants: 'one', s: null }

/** Predictors [cell][term, then constants]. */
function rowsOf({ terms, constants }: Pick<Design, 'terms' | 'constants'>, cells: readonly SparseCell[]): number[][] {
  const curves = [...new Set(cells.map(({ curve }) => (constants === 'one' ? 0 : curve)))]
  return cells.map((cell) => [...terms.map((term) => predictor[term](cell)), ...curves.map((curve) => (constants === 'one' || curve === cell.curve ? 1 : 0))])
}

/** Of a law with some exponents fixed: they are taken off ln F, the others fitted. */
function errorOf({ a, b, g }: NestedLaw, { terms, constants }: Design, cells: readonly SparseCell[], y: readonly number[]): number | null {
  const exponents: Readonly<Record<Term, number | null>> = { a, b, g, s: a === null || b === null ? null : b - a / 2 }
  const fixed = (cell: SparseCell): number => terms.reduce((sum, term) => sum + (exponents[term] ?? 0) * predictor[term](cell), 0)
  return leaveOneOutError(rowsOf({ terms: terms.filter((term) => exponents[term] === null), constants }, cells), y.map((value, o) => value - fixed(cells[o])))
}

/** Of s and g, each a combination of the fit's coefficients. */
function jointRegion({ residuals, degreesOfFreedom: ν, unscaledCovariance: C }: LeastSquares, toS: readonly number[], toG: readonly number[]): JointRegion {
  const variance = residuals.reduce((sum, value) => sum + value ** 2, 0) / ν
  const between = (x: readonly number[], y: readonly number[]): number =>
    variance * x.reduce((sum, left, p) => sum + y.reduce((inner, right, q) => inner + left * right * C[p][q], 0), 0)
  return {
    covariance: [[between(toS, toS), between(toS, toG)], [between(toG, toS), between(toG, toG)]],
    radiusSquared: ν * ((1 - confidenceLevel) ** (-2 / ν) - 1), level: confidenceLevel,
  }
}

/** Whether a point lies in the region around its centre. */
export function isInside({ covariance: [[vs, c], [, vg]], radiusSquared }: JointRegion, centre: readonly [number, number], [s, g]: readonly [number, number]): boolean {
  const x = s - centre[0], y = g - centre[1], determinant = vs * vg - c * c
  return (vg * x * x - 2 * c * x * y + vs * y * y) / determinant <= radiusSquared
}

/** The region's boundary, `count` points [s, g] in order: centre + √radiusSquared · chol(V) (cos, sin). */
export function boundary({ covariance: [[vs, c], [, vg]], radiusSquared }: JointRegion, centre: readonly [number, number], count = 73): (readonly [number, number])[] {
  const l11 = Math.sqrt(vs), l21 = c / l11, l22 = Math.sqrt(Math.max(0, vg - l21 * l21)), r = Math.sqrt(radiusSquared)
  return Array.from({ length: count }, (_, k) => {
    const angle = (2 * Math.PI * k) / (count - 1), x = r * Math.cos(angle), y = r * Math.sin(angle)
    return [centre[0] + l11 * x, centre[1] + l21 * x + l22 * y] as const
  })
}
