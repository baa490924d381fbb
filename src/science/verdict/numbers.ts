/** The numbers behind a verdict, each with its interval and with what the laws predict for it. */
import type { Estimate } from '../statistics/spread'
import { type LawName, degreeRatio, isoBudgetExponent, lawNames, scalingLaws } from '../theory/laws'
import type { Evidence } from './evidence'
import type { WidestPair } from './widest-pairs'

/** What is estimated; rows are named by their keys. */
export type Quantity =
  | { readonly kind: 'exponent' } // s: F ∝ L^s at equal budget
  | { readonly kind: 'exponent-far-from-ceiling'; readonly cells: number } // s of so many cells alone
  | { readonly kind: 'exponent-at-ceiling' } // s of these shapes, which says nothing about a law
  | { readonly kind: 'degree-ratio'; readonly deep: string; readonly wide: string } // features per neuron, wide over deep
  | { readonly kind: 'participation-ratio'; readonly depth: number } // layers sharing a feature
  | { readonly kind: 'ablation-loss'; readonly depth: number } // share of features lost with one layer
  | { readonly kind: 'cross-layer-share'; readonly row: string } // χ
  | { readonly kind: 'bound-constant-ratio'; readonly most: string; readonly least: string } // of C_obs
  | { readonly kind: 'shared-features' } // U

/** Who predicts a number: a law of shape, features divided over layers, the same contributions shuffled, or the bound read as an equality. */
export type Predictor = LawName | 'divided-layers' | 'chance' | 'bound-as-equality'

export interface VerdictNumber {
  readonly quantity: Quantity
  readonly estimate: Estimate
  /** Shown beside it; empty where no law speaks. */
  readonly predicted: readonly { readonly by: Predictor; readonly value: number }[]
}

const predictedByLaws = (value: (s: number) => number): VerdictNumber['predicted'] =>
  lawNames.map((law) => ({ by: law, value: value(isoBudgetExponent(scalingLaws[law])) }))

export function numbersOf({ law, descriptive, layers, shared, crossLayer, bound }: Evidence, pairs: readonly WidestPair[]): VerdictNumber[] {
  const numbers: VerdictNumber[] = []
  const add = (quantity: Quantity, estimate: Estimate, predicted: VerdictNumber['predicted'] = []): void => void numbers.push({ quantity, estimate, predicted })
  if (law.kind !== 'none') add({ kind: 'exponent' }, law.s, predictedByLaws((s) => s))
  if (law.kind !== 'none' && law.farFromCeiling) add({ kind: 'exponent-far-from-ceiling', cells: law.farFromCeiling.cells }, law.farFromCeiling.s)
  if (descriptive) add({ kind: 'exponent-at-ceiling' }, descriptive.s)
  for (const { deep, wide, ratio, depthRatio } of pairs) add({ kind: 'degree-ratio', deep, wide }, ratio, predictedByLaws((s) => degreeRatio(s, depthRatio)))
  if (layers) {
    const { depth } = layers
    add({ kind: 'participation-ratio', depth }, layers.participation, [{ by: 'divided-layers', value: 1 }, { by: 'chance', value: layers.participationNull.value }])
    add({ kind: 'ablation-loss', depth }, layers.ablationLoss, [{ by: 'divided-layers', value: 1 / depth }])
  }
  for (const { key, share } of crossLayer?.shares ?? []) add({ kind: 'cross-layer-share', row: key }, share, [{ by: 'divided-layers', value: 0 }])
  if (bound && bound.overShapes.standing !== 'not-testable') {
    const { most, least, ratio } = bound.overShapes
    add({ kind: 'bound-constant-ratio', most, least }, ratio, [{ by: 'bound-as-equality', value: 1 }])
  }
  if (shared?.normalised) add({ kind: 'shared-features' }, shared.normalised, [{ by: 'universality', value: 1 }])
  return numbers
}
