/** What the learned directions of a small autoencoder look like: which features it holds, alone, in pairs or in a pentagon. */
import { antipodalBelow, orthogonalBelow, pentagonTolerance, representedAbove } from '../criteria'
import type { TrainedRun } from './claim'

export interface HeldFeatures {
  readonly held: readonly number[] // features with ‖W_i‖ > `representedAbove`
  readonly dimensionality: readonly number[] // D_i of those
  /** cos of the angle between W_i and W_j, by feature. */
  readonly cosine: (i: number, j: number) => number
}

export function heldFeatures({ metrics: { arrays } }: TrainedRun): HeldFeatures {
  const norms = arrays.featureNorm.values, { values, shape: [, width] } = arrays.featureDirections
  const held = [...norms.keys()].filter((f) => norms[f] > representedAbove)
  const cosine = (i: number, j: number): number => {
    let dot = 0
    for (let h = 0; h < width; h++) dot += values[i * width + h] * values[j * width + h]
    return dot / (norms[i] * norms[j])
  }
  return { held, dimensionality: held.map((f) => arrays.featureDimensionality.values[f]), cosine }
}

const pairsOf = (items: readonly number[]): [number, number][] => items.flatMap((i, at) => items.slice(at + 1).map((j): [number, number] => [i, j]))

/** For each held feature, the one it is antipodal to; null where it has none or several. */
function partner({ held, cosine }: HeldFeatures, i: number): number | null {
  const found = held.filter((j) => j !== i && cosine(i, j) < antipodalBelow)
  return found.length === 1 ? found[0] : null
}

export type Arrangement = 'nothing' | 'dedicated' | 'digons' | 'dedicated and digons' | 'pentagon' | 'other'

/**
 * dedicated: every held feature orthogonal to the others. digons: antipodal pairs, each orthogonal to the rest. pentagon: five
 * in a plane, D_i within `pentagonTolerance` of 2/5 each.
 */
export function arrangementOf(run: TrainedRun): Arrangement {
  const features = heldFeatures(run)
  const { held, dimensionality, cosine } = features
  if (held.length === 0) return 'nothing'
  if (held.length === 5 && dimensionality.every((D) => Math.abs(D - 0.4) <= pentagonTolerance)) return 'pentagon'
  const partners = held.map((i) => partner(features, i))
  const apart = pairsOf(held).every(([i, j]) => Math.abs(cosine(i, j)) < orthogonalBelow || partners[held.indexOf(i)] === j)
  if (!apart) return 'other'
  const paired = partners.filter((j) => j !== null).length
  return paired === 0 ? 'dedicated' : paired === held.length ? 'digons' : 'dedicated and digons'
}
