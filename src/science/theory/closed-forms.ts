/**
 * Losses and bounds known exactly, for tied toy models ŷ = ReLU(WᵀWx + b) [Elhage et al. 2022] on the feature law:
 * x_f = 0 with probability 1 − p, else uniform on [0, 1). Losses are summed over features, the paper's convention.
 * Derived in closed form and checked numerically; see each function.
 */

/** Moments of one feature, also of |x| for signed values: E x = p/2, E x² = p/3, variance v = p/3 − p²/4. */
export const featureMean = (p: number): number => p / 2
export const featureSecondMoment = (p: number): number => p / 3
export const featureVariance = (p: number): number => p / 3 - p * p / 4

/** Least loss of the linear model with m hidden units: it keeps the m most important features. importance [f]. */
export function linearModelMinimum(importance: readonly number[], width: number, p: number): number {
  const dropped = [...importance].sort((x, y) => y - x).slice(width)
  return featureVariance(p) * dropped.reduce((sum, weight) => sum + weight, 0)
}

/**
 * Uniform importance, q antipodal pairs (digons) in q of m dimensions, m − q further features alone, the remaining
 * n − m − q dropped: q·p²/3 + (n − m − q)·v. A pair errs only when both are active, by min(x₁, x₂)² each.
 */
export function digonLoss(featureCount: number, width: number, digons: number, p: number): number {
  return digons * p * p / 3 + (featureCount - width - digons) * featureVariance(p)
}

/** Two features in one dimension, importances 1 and r; idealised weights 0, ±1 (the true optimum shrinks them). */
export const twoInOne = {
  /** First kept, second answered by its mean. */
  dropSecond: (p: number, r: number): number => r * featureVariance(p),
  dropFirst: (p: number): number => featureVariance(p),
  /** W = [1, −1], b = 0: error min(x₁, x₂) on each when both are active, E min² = 1/6. */
  antipodal: (p: number, r: number): number => (1 + r) * p * p / 6,
}

/** Antipodal beats the better of the dedicated solutions iff p < 4r/(2 + 5r) for r ≤ 1, p < 4/(5 + 2r) for r ≥ 1. */
export const superpositionBoundary = (r: number): number => (r <= 1 ? 4 * r / (2 + 5 * r) : 4 / (5 + 2 * r))

/** Three features in two dimensions, importances 1, 1, r. Which solution is best, and its loss. */
export function threeInTwo(p: number, r: number): { readonly solution: 'drop-last' | 'drop-first' | 'pair-first-two' | 'pair-with-last'; readonly loss: number } {
  const v = featureVariance(p)
  const candidates = [
    { solution: 'drop-last', loss: r * v },
    { solution: 'drop-first', loss: v },
    { solution: 'pair-first-two', loss: p * p / 3 },
    { solution: 'pair-with-last', loss: (1 + r) * p * p / 6 },
  ] as const
  return candidates.reduce((best, candidate) => (candidate.loss < best.loss ? candidate : best))
}

const positive = (x: number): number => Math.max(0, x)

/** ∫₀¹ ReLU(g x + b)² dx. */
export function interferenceIntegral(g: number, b: number): number {
  return g === 0 ? positive(b) ** 2 : (positive(g + b) ** 3 - positive(b) ** 3) / (3 * g)
}

/** ∫₀¹ x ReLU(g x + b) dx, any g and b. */
export function momentIntegral(g: number, b: number): number {
  // The line is positive on [from, to]; the integrand is g x² + b x there.
  const root = g === 0 ? 0 : Math.min(1, Math.max(0, -b / g))
  const [from, to] = g > 0 ? [root, 1] : g < 0 ? [0, root] : b > 0 ? [0, 1] : [0, 0]
  return g * (to ** 3 - from ** 3) / 3 + b * (to ** 2 - from ** 2) / 2
}

/** ∫₀¹ (x − ReLU(g x + b))² dx = 1/3 − 2∫x ReLU + ∫ReLU²: what one active feature does to itself, g = ‖W_i‖². */
export const selfTerm = (g: number, b: number): number => 1 / 3 - 2 * momentIntegral(g, b) + interferenceIntegral(g, b)

/**
 * Loss to first order in p (at most one active feature), uniform importance:
 * (1−p)ⁿ Σ b₊² + p(1−p)ⁿ⁻¹ Σ_i [self_i + Σ_{j≠i} ∫ReLU(g_ji x + b_j)²].
 * @param gram [f, g], W_i·W_j  @param bias [f]
 */
export function oneActiveLoss(gram: readonly number[], bias: readonly number[], p: number): number {
  const n = bias.length
  let none = 0, one = 0
  for (let i = 0; i < n; i++) {
    none += positive(bias[i]) ** 2
    for (let j = 0; j < n; j++) {
      const g = gram[i * n + j]
      one += i === j ? selfTerm(g, bias[i]) : interferenceIntegral(g, bias[j])
    }
  }
  return (1 - p) ** n * none + p * (1 - p) ** (n - 1) * one
}

/** Welch: n unit vectors in m < n dimensions have max |ŵ_i·ŵ_j| ≥ this. */
export const welchMaximum = (n: number, m: number): number => (n <= m ? 0 : Math.sqrt((n - m) / (m * (n - 1))))
/** Welch: Σ_{i≠j} (ŵ_i·ŵ_j)² ≥ this; equality for tight frames, whose D_i are all m/n. */
export const welchSum = (n: number, m: number): number => (n <= m ? 0 : n * (n - m) / m)
