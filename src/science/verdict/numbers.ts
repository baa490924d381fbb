/** The numbers behind a verdict, each with its interval and with what the laws predict for it. */
import type { Estimate } from '../statistics/spread'
import { farFraction } from '../criteria'
import { degreeRatio, isoBudgetExponent } from '../theory/laws'
import type { Evidence } from './evidence'
import { lawBands } from './law-bands'
import { ceilingWords, digits, plural } from './number-words'
import type { WidestPair } from './widest-pairs'

export interface VerdictNumber {
  readonly name: string // "s"
  readonly meaning: string // "exponent of depth at equal budget"
  readonly estimate: Estimate
  /** What the laws predict for it, shown beside it; empty where no law speaks. */
  readonly predicted: readonly { readonly law: string; readonly value: number }[]
}

export function numbersOf({ law, descriptive, layers, shared, crossLayer, bound }: Evidence, pairs: readonly WidestPair[]): VerdictNumber[] {
  const numbers: VerdictNumber[] = []
  if (law.kind !== 'none') {
    numbers.push({
      name: 's', meaning: 'exponent of depth at equal budget: F ∝ L^s', estimate: law.s,
      predicted: lawBands.map(({ law: { name, a, b } }) => ({ law: name, value: isoBudgetExponent({ a, b }) })),
    })
  }
  if (law.kind !== 'none' && law.farFromCeiling) {
    const { s, cells } = law.farFromCeiling
    numbers.push({ name: 's', meaning: `of the ${plural(cells, 'cell')} below ${100 * farFraction}% of all features alone, far from the ceiling`, estimate: s, predicted: [] })
  }
  if (descriptive) numbers.push({ name: 's', meaning: `of these shapes, F ∝ L^s at equal budget (${ceilingWords})`, estimate: descriptive.s, predicted: [] })
  for (const { deep, wide, ratio, depthRatio } of pairs) {
    numbers.push({
      name: 'ratio', meaning: `features per neuron, ${wide.label} over ${deep.label}`, estimate: ratio,
      predicted: lawBands.map(({ law: { name, a, b } }) => ({ law: name, value: degreeRatio(isoBudgetExponent({ a, b }), depthRatio) })),
    })
  }
  if (layers) {
    numbers.push({ name: 'PR', meaning: `layers sharing a feature, of ${layers.depth} (shuffled: ${digits(layers.participationNull.value)})`, estimate: layers.participation, predicted: [{ law: 'features divided over layers', value: 1 }] })
    numbers.push({ name: 'lost', meaning: `share of features lost with one of ${layers.depth} layers`, estimate: layers.ablationLoss, predicted: [{ law: 'features divided over layers', value: 1 / layers.depth }] })
  }
  if (crossLayer) {
    for (const { label, share } of crossLayer.shares) numbers.push({ name: 'χ', meaning: `share of features that only several layers of ${label} together give`, estimate: share, predicted: [{ law: 'features divided over layers', value: 0 }] })
  }
  if (bound?.overShapes.ratio) {
    const { most, least, ratio } = bound.overShapes
    numbers.push({ name: 'C_obs', meaning: `observed constant of the bound, ${most} over ${least}, at equal sparsity`, estimate: ratio, predicted: [{ law: 'the bound read as an equality', value: 1 }] })
  }
  if (shared?.normalised) numbers.push({ name: 'U', meaning: 'features shared across shapes, over what seeds of one shape share', estimate: shared.normalised, predicted: [{ law: 'universality', value: 1 }] })
  return numbers
}

