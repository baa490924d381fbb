import type { Estimate, Interval } from './spread'

/** One cell of the law: a shape at a sparsity, with the count F of each seed. */
export interface LawCell {
  readonly key: string
  readonly label: string // "d 32 × L 4"
  readonly width: number // d
  readonly depth: number // L
  readonly neurons: number // m per layer
  readonly budget: number // realised N
  readonly counts: readonly number[] // F, one per seed
}

export interface DroppedCell {
  readonly key: string
  readonly label: string
  readonly reason: string
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
      /** Root mean square of ln F − fit over cell means. */
      readonly residual: number
      /** How the interval was made, in words. */
      readonly method: string
    }
  | {
      readonly kind: 'none'
      readonly reason: string
      readonly cells: readonly LawCell[]
      readonly dropped: readonly DroppedCell[]
    }
