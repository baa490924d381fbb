/**
 * Losses and bounds known exactly, for tied toy models ŷ = ReLU(WᵀWx + b) [Elhage et al. 2022] on the feature law:
 * x_f = 0 with probability 1 − p, else uniform on [0, 1). Losses are summed over features, the paper's convention.
 * Derived in closed form and checked numerically; see each function.
 */

/** Variance of one feature, also of |x| for signed values: E x² − (E x)² = p/3 − p²/4. */
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
