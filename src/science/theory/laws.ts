/**
 * The note's dilemma as one number. Suppose F = c·dᵃ·Lᵇ. Budgets N = 2αd²L fix d ∝ (N/L)^½, so along a curve of
 * equal budget F ∝ Lˢ with s = b − a/2. For two shapes A (deeper) and B of equal budget
 *   F_A/F_B = (L_A/L_B)ˢ,   neurons mL = αdL ∝ L^½,   (F/neuron)_B/(F/neuron)_A = (L_A/L_B)^(½ − s).
 * The note's pair has L_A/L_B = 4: ratios 4ˢ and 2^(1−2s).
 */
export interface ScalingLaw {
  readonly a: number // exponent of width d
  readonly b: number // exponent of depth L
}

export const scalingLaws = {
  universality: { a: 2, b: 1 }, // features follow the parameters, whatever the shape
  fixedDegree: { a: 1, b: 1 }, // features follow the neurons: each carries the same number
  residualWidth: { a: 1, b: 0 }, // features follow the width of the residual stream
} as const satisfies Record<string, ScalingLaw>

export type LawName = keyof typeof scalingLaws
export const lawNames: readonly LawName[] = ['universality', 'fixedDegree', 'residualWidth']

/** s = b − a/2. */
export const isoBudgetExponent = ({ a, b }: ScalingLaw): number => b - a / 2

/** (F/neuron)_B/(F/neuron)_A at equal budget: 2 for universality and the note's pair, 1 for fixed degree. */
export const degreeRatio = (s: number, depthRatio = 4): number => depthRatio ** (0.5 - s)
