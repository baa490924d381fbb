/**
 * ln F = c + a ln d + b ln L over cells (shape, setting), least squares on cell means of ln F, one constant c per
 * setting (sparsity and importance); s = b − a/2. Where only one budget is at hand, or shapes of several budgets that do not identify a and b,
 * s is fitted directly: ln F = c + s ln L with one constant per budget and setting.
 *
 * Cells whose count is near its ceiling n say nothing about a law and are dropped (`ceilingFraction`), and for
 * thresholded counts those near the floor (`floorFraction`) too. Shapes of one layer lie outside the range in which shape is said not to
 * matter [Kaplan et al. 2020, figure 6]: they are left out wherever the deeper ones alone identify s. Every dropped cell
 * is reported with its reason.
 *
 * Intervals: with at least `enoughShapes` residual degrees of freedom over cells, Student's t on the residuals of cell
 * means: it counts seed noise *and* departures from the power law. With fewer, seed noise only (Satterthwaite), valid
 * for these shapes alone; with two or three seeds it errs on the wide side (97% instead of 95%). Coverage is measured in
 * tests/unit/science/statistics/law-fit.test.ts.
 */
import { bootstrapEstimate } from './bootstrap'
import { contrast } from './contrast'
import { type LeastSquares, leastSquares } from './least-squares'
import { type Estimate, type Interval, studentEstimate } from './spread'
import { ceilingFraction, collinearAbove, enoughShapes, farFraction, fewestLayers, floorFraction } from '../criteria'
import { type LawName, type ScalingLaw, isoBudgetExponent, lawNames, scalingLaws } from '../theory/laws'

/** One cell of the law: a shape at a setting, with the count F of each seed. */
export interface LawCell {
  readonly key: string
  readonly width: number // d
  readonly depth: number // L
  readonly neurons: number // m per layer
  readonly budget: number // realised N
  /** Which budget it was meant for: cells that share it lie on one curve of equal N. */
  readonly curve: number
  readonly sparsity: number | null // S; null for recall
  readonly setting: string // key of its sparsity and importance: setting.ts
  readonly counts: readonly number[] // F, one per seed
}

export interface DroppedCell {
  readonly key: string
  readonly reason: DropReason
}

/** Why a cell says nothing about a law. `share` is of all n features, mean over seeds. */
export type DropReason =
  | { readonly kind: 'no-feature' } // of some seed: the logarithm of its count is undefined
  | { readonly kind: 'near-ceiling' | 'near-floor'; readonly share: number; readonly featureCount: number }
  | { readonly kind: 'one-layer' } // outside the range in which shape is said not to matter, and deeper shapes suffice

/** Why there is no law at all. */
export type NoLawReason =
  | { readonly kind: 'shapes-do-not-differ' } // no law was asked for
  | { readonly kind: 'too-few-shapes'; readonly shapes: number } // that finished
  | { readonly kind: 'too-few-cells'; readonly usable: number; readonly cells: number } // the others were dropped
  | { readonly kind: 'equal-depths' } // no two shapes of equal budget differ in depth

/** What the interval of s counts. */
export type IntervalMethod =
  | { readonly kind: 'residuals'; readonly degreesOfFreedom: number } // of cell means: seed noise and departures from the law
  | { readonly kind: 'seeds-only' } // Satterthwaite: holds for these shapes alone
  | { readonly kind: 'none' } // one seed per shape and no shape to spare

/** A law with its exponents fixed, or the free fit, judged on cells it was not fitted to. */
export interface RivalLaw {
  readonly law: LawName | 'free'
  /** Root mean square of ln F − prediction, each cell predicted from the others; null where the others do not determine it. */
  readonly leaveOneOutError: number | null
}

/**
 * F = c·dᵃ·Lᵇ and s = b − a/2, the exponent of L at equal budget: 0 universality, ½ fixed degree, −½ residual width.
 * 'plane': several budgets, a and b identified. 'iso-budget': one curve d ∝ (N/L)^½, only s identified (F ∝ Lˢ).
 * 'none': too few cells; `reason` says why.
 */
export type LawFit =
  | {
    readonly kind: 'plane' | 'iso-budget'
    readonly s: Estimate
    readonly a: Estimate | null // null for 'iso-budget'
    readonly b: Estimate | null // null for 'iso-budget'
    readonly logConstant: number // ln c
    /** s from the seeds alone, shapes taken as given: cluster bootstrap, corrected; null with one seed. */
    readonly seedInterval: Interval | null
    /** s along each budget's own curve. */
    readonly profile: readonly { readonly budget: number; readonly s: Estimate }[]
    readonly cells: readonly LawCell[]
    readonly dropped: readonly DroppedCell[]
    /**
       * s of the cells below `farFraction` of n alone. Below the ceiling proper a count already bends towards n, which draws s to 0 whatever
       * the law; null where all cells lie below it, or too few do for a fit.
       */
    readonly farFromCeiling: { readonly s: Estimate; readonly cells: number } | null
    /** Root mean square of ln F − fit over cell means. */
    readonly residual: number
    /** The laws of theory/laws.ts with only c fitted, and the free fit last, by leave-one-shape-out error. */
    readonly rivals: readonly RivalLaw[]
    readonly method: IntervalMethod
  }
  | {
    readonly kind: 'none'
    readonly reason: NoLawReason
    readonly cells: readonly LawCell[]
    readonly dropped: readonly DroppedCell[]
  }

/**
 * s along shapes of equal budget over *all* cells, those at the ceiling included. It describes these counts and is no
 * evidence for a law: where every shape has learned nearly all n features, any law gives s near 0.
 */
export interface DescriptiveExponent {
  readonly s: Estimate
  readonly cells: number
  readonly method: IntervalMethod
}

export interface LawOptions {
  readonly featureCount: number // n
  readonly thresholded: boolean // the count is of thresholded features: the floor applies
  /** Resamples behind `seedInterval`: 400 give its width to about 4%, in a few milliseconds. */
  readonly bootstrapDraws?: number
}

export function fitLaw(all: readonly LawCell[], { featureCount: n, thresholded, bootstrapDraws = 400 }: LawOptions): LawFit {
  const cells: LawCell[] = [], dropped: DroppedCell[] = []
  for (const cell of all) {
    const reason = whyDropped(cell, n, thresholded)
    if (reason === null) cells.push(cell)
    else dropped.push({ key: cell.key, reason })
  }
  const none = (reason: NoLawReason): LawFit => ({ kind: 'none', reason, cells, dropped })
  if (cells.length < 2) {
    return none(cells.length < all.length ? { kind: 'too-few-cells', usable: cells.length, cells: all.length } : { kind: 'too-few-shapes', shapes: all.length })
  }
  const shallow = cells.filter(({ depth }) => depth < fewestLayers), deep = cells.filter(({ depth }) => depth >= fewestLayers)
  const without = [...dropped, ...shallow.map(({ key }): DroppedCell => ({ key, reason: { kind: 'one-layer' } }))]
  const fit = (shallow.length > 0 && deep.length >= 2 ? fitCells(deep, without, bootstrapDraws) : null) ?? fitCells(cells, dropped, bootstrapDraws)
  if (fit === null || fit.kind === 'none') return none({ kind: 'equal-depths' })
  const far = fit.cells.filter(({ counts }) => meanOf(counts) < farFraction * n)
  const refit = far.length < fit.cells.length && far.length >= 2 ? fitCells(far, [], 0) : null
  return { ...fit, farFromCeiling: refit === null || refit.kind === 'none' ? null : { s: refit.s, cells: far.length } }
}

const fitCells = (cells: readonly LawCell[], dropped: readonly DroppedCell[], draws: number): LawFit | null =>
  fitPlane(cells, dropped, draws) ?? fitCurves(cells, dropped, draws)

/** Whether no law was fitted because counts sit at their ceiling. */
export const isSaturated = (law: LawFit): boolean => law.kind === 'none' && law.dropped.some(({ reason }) => reason.kind === 'near-ceiling')

/** Null where fewer than two shapes of equal budget differ in depth. */
export function describeExponent(all: readonly LawCell[]): DescriptiveExponent | null {
  const cells = all.filter(({ counts }) => counts.every((count) => count > 0))
  const fit = fitCurves(cells, [], 0)
  return fit === null || fit.kind === 'none' ? null : { s: fit.s, cells: cells.length, method: fit.method }
}

/** Why a cell tells nothing of a law; null where it does. */
export function whyDropped({ counts }: LawCell, n: number, thresholded: boolean): DropReason | null {
  const mean = meanOf(counts)
  if (counts.some((count) => !(count > 0))) return { kind: 'no-feature' }
  if (mean >= ceilingFraction * n) return { kind: 'near-ceiling', share: mean / n, featureCount: n }
  if (thresholded && mean <= floorFraction * n) return { kind: 'near-floor', share: mean / n, featureCount: n }
  return null
}

const logCounts = (cells: readonly LawCell[]): number[][] => cells.map(({ counts }) => counts.map(Math.log))
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** One indicator column per distinct value. Returns [cell][value]. */
function indicators(values: readonly (number | string | null)[]): number[][] {
  const distinct = [...new Set(values)]
  return values.map((value) => distinct.map((other) => (value === other ? 1 : 0)))
}

/** Estimate of Σ_p combine_p·coefficient_p by the rule above; `seeds` says it is seed noise only. */
export function cellEstimate(fit: LeastSquares, logs: readonly (readonly number[])[], combine: readonly number[]): { estimate: Estimate; seeds: boolean } {
  const weights = logs.map((_, o) => combine.reduce((sum, factor, p) => sum + factor * fit.weights[p][o], 0))
  const fromSeeds = contrast(logs, weights)
  if (fit.degreesOfFreedom < enoughShapes && fromSeeds.interval) return { estimate: fromSeeds, seeds: true }
  const variance = fit.residuals.reduce((sum, residual) => sum + residual ** 2, 0) / fit.degreesOfFreedom
  const standardError = Math.sqrt(variance * weights.reduce((sum, weight) => sum + weight ** 2, 0))
  return { estimate: studentEstimate(fromSeeds.value, standardError, fit.degreesOfFreedom), seeds: false }
}

/** Whether the interval of s counts seed noise and no departures from the power law. */
export const isSeedOnly = (law: LawFit): boolean => law.kind !== 'none' && law.method.kind === 'seeds-only'

const methodOf = ({ degreesOfFreedom }: LeastSquares, seeds: boolean): IntervalMethod =>
  (seeds ? { kind: 'seeds-only' } : degreesOfFreedom > 0 ? { kind: 'residuals', degreesOfFreedom } : { kind: 'none' })

/** Weights of the cells in Σ_p combine_p·coefficient_p, then the bootstrap over seeds within cells. */
function seedIntervalOf(fit: LeastSquares, logs: readonly (readonly number[])[], combine: readonly number[], draws: number): Interval | null {
  const weights = logs.map((_, o) => combine.reduce((sum, factor, p) => sum + factor * fit.weights[p][o], 0))
  return bootstrapEstimate(logs, (groups) => groups.reduce((sum, values, g) => sum + weights[g] * meanOf(values), 0), draws).interval
}

const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)

function fitPlane(cells: readonly LawCell[], dropped: readonly DroppedCell[], draws: number): LawFit | null {
  if (new Set(cells.map(({ curve }) => curve)).size < 2) return null
  const constants = indicators(cells.map(({ setting }) => setting))
  const rows = cells.map(({ width, depth }, o) => [Math.log(width), Math.log(depth), ...constants[o]])
  const logs = logCounts(cells)
  const fit = leastSquares(rows, logs.map(meanOf))
  // Shapes of two budgets can lie almost on one line of (ln d, ln L): then a and b are not distinguished, only their sum is.
  if (fit === null || worstConditioned(rows)) return null
  const unit = (p: number): number[] => rows[0].map((_, other) => (other === p ? 1 : 0))
  const sWeights = rows[0].map((_, p) => (p === 0 ? -0.5 : p === 1 ? 1 : 0))
  const s = cellEstimate(fit, logs, sWeights)
  return {
    kind: 'plane', s: s.estimate, a: cellEstimate(fit, logs, unit(0)).estimate, b: cellEstimate(fit, logs, unit(1)).estimate,
    logConstant: fit.coefficients[2], seedInterval: seedIntervalOf(fit, logs, sWeights, draws), profile: profileOf(cells), cells, dropped, farFromCeiling: null,
    residual: rootMeanSquare(fit.residuals), method: methodOf(fit, s.seeds),
    rivals: rivalsOf(cells, logs.map(meanOf), constants, ({ a, b }, { width, depth }) => a * Math.log(width) + b * Math.log(depth), rows),
  }
}

/** Whether ln d and ln L, centred per constant, are collinear: |correlation| > `collinearAbove`, or one never varies. */
function worstConditioned(rows: readonly (readonly number[])[]): boolean {
  const groups = new Map<string, (readonly number[])[]>()
  for (const row of rows) groups.set(row.slice(2).join(), [...(groups.get(row.slice(2).join()) ?? []), row])
  let xx = 0, yy = 0, xy = 0
  for (const group of groups.values()) {
    const centre = [0, 1].map((p) => meanOf(group.map((row) => row[p])))
    for (const row of group) {
      const x = row[0] - centre[0], y = row[1] - centre[1]
      xx += x * x; yy += y * y; xy += x * y
    }
  }
  return !(xx > 0 && yy > 0) || Math.abs(xy) > collinearAbove * Math.sqrt(xx * yy)
}

/** ln F = c + s ln L, one c per curve of equal budget and setting. */
function fitCurves(cells: readonly LawCell[], dropped: readonly DroppedCell[], draws: number): LawFit | null {
  const constants = curveConstants(cells)
  const rows = cells.map(({ depth }, o) => [Math.log(depth), ...constants[o]])
  const logs = logCounts(cells)
  const fit = leastSquares(rows, logs.map(meanOf))
  if (fit === null) return null
  const combine = fit.coefficients.map((_, p) => (p === 0 ? 1 : 0))
  const s = cellEstimate(fit, logs, combine)
  return {
    kind: 'iso-budget', s: s.estimate, a: null, b: null, logConstant: fit.coefficients[1],
    seedInterval: seedIntervalOf(fit, logs, combine, draws), profile: profileOf(cells), cells, dropped, farFromCeiling: null,
    residual: rootMeanSquare(fit.residuals), method: methodOf(fit, s.seeds),
    rivals: rivalsOf(cells, logs.map(meanOf), constants, (law, { depth }) => isoBudgetExponent(law) * Math.log(depth), rows),
  }
}

const curveConstants = (cells: readonly LawCell[]): number[][] => indicators(cells.map(({ curve, setting }) => `${curve} ${setting}`))

/** Each fixed law with only its constants fitted, then the free fit. rows: predictors of the free fit [cell][predictor]. */
function rivalsOf(
  cells: readonly LawCell[], y: readonly number[], constants: readonly (readonly number[])[],
  fixed: (law: ScalingLaw, cell: LawCell) => number, rows: readonly (readonly number[])[],
): RivalLaw[] {
  return [
    ...lawNames.map((law) => ({ law, leaveOneOutError: leaveOneOutError(constants, y.map((value, o) => value - fixed(scalingLaws[law], cells[o]))) })),
    { law: 'free', leaveOneOutError: leaveOneOutError(rows, y) },
  ]
}

/** Root mean square of r/(1 − h): h, the leverage of a cell, is its weight in its own prediction. */
export function leaveOneOutError(rows: readonly (readonly number[])[], y: readonly number[]): number | null {
  const fit = leastSquares(rows, y)
  if (fit === null) return null
  const errors = fit.residuals.map((residual, o) => {
    const leverage = rows[o].reduce((sum, value, p) => sum + value * fit.weights[p][o], 0)
    return leverage < 1 - 1e-9 ? residual / (1 - leverage) : NaN
  })
  return errors.every(Number.isFinite) ? rootMeanSquare(errors) : null
}

/** s along each budget's own curve, where it has two depths. */
function profileOf(cells: readonly LawCell[]): { budget: number; s: Estimate }[] {
  return [...new Set(cells.map(({ curve }) => curve))].flatMap((curve) => {
    const own = cells.filter((cell) => cell.curve === curve)
    const constants = curveConstants(own)
    const fit = leastSquares(own.map(({ depth }, o) => [Math.log(depth), ...constants[o]]), logCounts(own).map(meanOf))
    if (fit === null) return []
    const { estimate } = cellEstimate(fit, logCounts(own), fit.coefficients.map((_, p) => (p === 0 ? 1 : 0)))
    return [{ budget: meanOf(own.map(({ budget }) => budget)), s: estimate }]
  })
}
