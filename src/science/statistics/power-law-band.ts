/**
 * The 95% band of a fitted power law y = c·x^e: where its line lies, not where single points do. At the mean of ln x level
 * and slope are independent, so with h the half-width of e's interval and S = Σ(ln x_k − mean)² over n points,
 *   half-width of ln y at x = h·√(S/n + (ln x − mean)²).
 */
import type { PowerLaw } from './scaling-law'

export interface LawPoint { readonly x: number; readonly y: number; readonly low: number | null; readonly high: number | null }

/** @param fitted x of the points that the law was fitted to; @param at ascending x, all positive. Bounds are null where e has no interval. */
export function powerLawBand(law: PowerLaw, fitted: readonly number[], at: readonly number[]): LawPoint[] {
  const logs = fitted.map(Math.log)
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length
  const square = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const { value: exponent, interval } = law.exponent
  return at.map((x) => {
    const line = law.logConstant.value + exponent * Math.log(x)
    if (interval === null) return { x, y: Math.exp(line), low: null, high: null }
    const half = (interval.high - exponent) * Math.sqrt(square / logs.length + (Math.log(x) - mean) ** 2)
    return { x, y: Math.exp(line), low: Math.exp(line - half), high: Math.exp(line + half) }
  })
}
