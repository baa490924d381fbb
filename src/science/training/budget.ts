/**
 * Residual shapes of nearly equal size: N = 2dmL weights in W_in and W_out, with m/d near α = neuronsPerWidth.
 *
 * For depth L the exact width is d₀ = √(N/(2αL)). A width d gets m = round(N/(2dL)) neurons, if |m/d − α| ≤ 0.15α.
 * Of ⌊d₀⌋ and ⌈d₀⌉ the one with the smaller |ΔN|/N is taken (on a tie the narrower), when that is at most the
 * tolerance: 1.5% for N ≤ 4096, 0.5% above. When neither is good enough the next pair outwards is tried, and so
 * on while α allows. So an exact shape is found whenever d₀ and αd₀ are whole, and otherwise the nearest
 * acceptable width. The law fits use the realised d, L, m and N, which are shown.
 */
import { invariant } from '../invariant'
import type { Shape } from '../models/model'

export type BudgetShape =
  | {
    readonly kind: 'shape'
    readonly depth: number
    readonly shape: Shape
    readonly parameters: number // N realised, 2dmL
    readonly relativeError: number // (realised − asked)/asked
  }
  | { readonly kind: 'none'; readonly depth: number; readonly reason: string }

const ALPHA_TOLERANCE = 0.15

/** Largest accepted |ΔN|/N. */
export function budgetTolerance(parameterBudget: number): number {
  return parameterBudget <= 4096 ? 0.015 : 0.005
}

/** One answer per depth, in the order asked. Depths are whole and ≥ 1; budget and α positive. */
export function shapesForBudget(parameterBudget: number, depths: readonly number[], neuronsPerWidth: number): BudgetShape[] {
  return depths.map((depth) => shapeForBudget(parameterBudget, depth, neuronsPerWidth))
}

export function shapeForBudget(parameterBudget: number, depth: number, neuronsPerWidth: number): BudgetShape {
  invariant(parameterBudget > 0 && neuronsPerWidth > 0 && Number.isInteger(depth) && depth >= 1, () =>
    `no shape for N = ${parameterBudget}, L = ${depth}, α = ${neuronsPerWidth}`)
  const exactWidth = Math.sqrt(parameterBudget / (2 * neuronsPerWidth * depth)) // d₀
  let best: Candidate | null = null
  for (let distance = 0; ; distance++) {
    const pair = [Math.floor(exactWidth) - distance, Math.ceil(exactWidth) + distance]
      .map((width) => candidate(parameterBudget, depth, width, neuronsPerWidth))
      .filter((found) => found !== null)
      .sort((a, b) => Math.abs(a.relativeError) - Math.abs(b.relativeError) || a.shape.width - b.shape.width)
    if (pair.length > 0 && (best === null || Math.abs(pair[0].relativeError) < Math.abs(best.relativeError))) best = pair[0]
    if (best !== null && Math.abs(best.relativeError) <= budgetTolerance(parameterBudget)) return { kind: 'shape', depth, ...best }
    // m/d ≈ N/(2d²L) leaves [0.85α, 1.15α] when d leaves d₀/√1.15 … d₀/√0.85; rounding of m blurs that by a width or two
    if (distance > 2 + 0.1 * exactWidth) break
  }
  return { kind: 'none', depth, reason: whyNone(parameterBudget, depth, neuronsPerWidth, best) }
}

interface Candidate {
  readonly shape: Shape
  readonly parameters: number
  readonly relativeError: number
}

function candidate(budget: number, depth: number, width: number, neuronsPerWidth: number): Candidate | null {
  if (width < 1) return null
  const neurons = Math.round(budget / (2 * width * depth))
  if (neurons < 1 || Math.abs(neurons / width - neuronsPerWidth) > ALPHA_TOLERANCE * neuronsPerWidth) return null
  const parameters = 2 * width * neurons * depth
  return { shape: { width, depth, neurons }, parameters, relativeError: (parameters - budget) / budget }
}

function whyNone(budget: number, depth: number, neuronsPerWidth: number, best: Candidate | null): string {
  const asked = `N = ${budget} at depth ${depth} with ${neuronsPerWidth} neurons per width`
  if (best === null) return `${asked}: no width keeps neurons per width within 15%`
  const { shape: { width, neurons }, parameters, relativeError } = best
  return `${asked}: the nearest shape, width ${width} with ${neurons} neurons, has ${parameters} weights `
    + `(${(100 * relativeError).toFixed(1)}%); at most ${100 * budgetTolerance(budget)}% is accepted`
}
