import type { Estimate } from './statistics/spread'

export type VerdictKind =
  | 'universality' // s ≈ 0: the count follows the parameters, the note's table stands
  | 'fixed-degree' // s ≈ ½: the count follows the neurons
  | 'residual-width' // s ≈ −½: the count follows the residual width
  | 'intermediate' // an interval that fits none of them
  | 'saturated' // the count sits at its ceiling n (or floor): shapes cannot be told apart
  | 'not-enough' // too few shapes or seeds for a law
  | 'not-a-law-test' // the experiment does not vary shape at equal budget

export interface VerdictNumber {
  readonly name: string // "s"
  readonly meaning: string // "exponent of depth at equal budget"
  readonly estimate: Estimate
  /** What the laws predict for it, shown beside it; empty where no law speaks. */
  readonly predicted: readonly { readonly law: string; readonly value: number }[]
}

export interface Verdict {
  readonly kind: VerdictKind
  /** Fewer than 8 seeds per shape, 5 shapes or 3 budgets: a preview, and the sentence says so. */
  readonly preview: boolean
  readonly sentence: string // a newspaper could print it
  readonly paragraph: string // a reviewer would accept it
  readonly numbers: readonly VerdictNumber[]
  /** Which criterion was met or missed, one sentence each. */
  readonly reasons: readonly string[]
  readonly caveats: readonly string[]
}
