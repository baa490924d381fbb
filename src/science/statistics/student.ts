/**
 * Student's t distribution through the regularised incomplete beta function (continued fraction of
 * Abramowitz & Stegun 26.5.8, evaluated by Lentz's method). Degrees of freedom may be fractional (Satterthwaite).
 */

import { normalQuantile } from '../random/normal'

/** ln Γ(x), x > 0: Lanczos approximation, g = 7, nine terms; relative error about 1e-15. */
export function logGamma(x: number): number {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  let sum = c[0]
  for (let k = 1; k < 9; k++) sum += c[k] / (x - 1 + k)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

/** I_x(a, b), x in [0, 1], a, b > 0. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const tiny = 1e-300
  let c = 1, d = 1 - (a + b) * x / (a + 1)
  d = 1 / (Math.abs(d) < tiny ? tiny : d)
  let fraction = d
  for (let k = 1; k <= 500; k++) {
    for (const numerator of [
      k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k)),
      -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1)),
    ]) {
      d = 1 + numerator * d
      c = 1 + numerator / c
      d = 1 / (Math.abs(d) < tiny ? tiny : d)
      if (Math.abs(c) < tiny) c = tiny
      fraction *= d * c
    }
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  ) * fraction / a
}

/** P(T ≤ t) with ν > 0 degrees of freedom. */
export function studentCumulative(t: number, degreesOfFreedom: number): number {
  const tail = 0.5 * incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)
  return t > 0 ? 1 - tail : tail
}

/** Density of T at t. */
function studentDensity(t: number, degreesOfFreedom: number): number {
  const half = (degreesOfFreedom + 1) / 2
  return Math.exp(logGamma(half) - logGamma(degreesOfFreedom / 2) - half * Math.log1p(t * t / degreesOfFreedom))
    / Math.sqrt(degreesOfFreedom * Math.PI)
}

/** A table asks for the same few again and again, while the page must stay free. */
const quantiles = new Map<string, number>()

/**
 * The t with P(T ≤ t) = probability, in (0, 1). Newton's method from the normal's quantile: its tails are lighter, so it
 * starts left of the root, and on the right half the distribution function is concave, so no step passes the root.
 */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  if (probability === 0.5) return 0
  if (probability < 0.5) return -studentQuantile(1 - probability, degreesOfFreedom)
  const key = `${probability} ${degreesOfFreedom}`
  const known = quantiles.get(key)
  if (known !== undefined) return known
  let t = normalQuantile(probability)
  for (let k = 0; k < 100; k++) {
    const step = (probability - studentCumulative(t, degreesOfFreedom)) / studentDensity(t, degreesOfFreedom)
    t += step
    if (Math.abs(step) <= 1e-13 * t) break
  }
  if (quantiles.size < 10_000) quantiles.set(key, t)
  return t
}
