/**
 * Cross-layer compensation: when a budget has fewer, wider layers (B beside the note's A), do more of its features live in
 * several layers together? χ is the share of features that probes read off all layers but off none alone. It is shown when
 * χ_B > χ_A in the widest pair of shapes of some comparison (a budget at a setting), Holm over comparisons, and the other way in none.
 */
import type { RowRuns } from './note-table'
import { significance } from '../criteria'
import { contrast, contrastProbability } from '../statistics/contrast'
import { holm } from '../statistics/holm'
import { type Estimate, meanEstimate } from '../statistics/spread'

export interface CrossLayerCompensation {
  /** χ of the two shapes that differ most, deep before wide. */
  readonly shares: readonly { readonly key: string; readonly share: Estimate }[]
  readonly pairs: readonly CrossLayerPair[] // one per budget and setting
  readonly strongest: CrossLayerPair // the pair that differs most
  readonly standing: 'shown' | 'reversed' | 'not-shown'
}

export interface CrossLayerPair {
  readonly deep: string // key
  readonly wide: string
  readonly difference: Estimate // χ_wide − χ_deep
  readonly probability: number | null // two-sided, Holm over pairs; null with one seed
}

/** @param comparisons rows of each comparison. Null where no two of one budget have two layers or more and a χ. */
export function crossLayerCompensation(comparisons: readonly (readonly RowRuns[])[]): CrossLayerCompensation | null {
  const shareOf = ({ chosen }: RowRuns): number[] => chosen.map(({ metrics }) => metrics.scalars.crossLayerShare ?? NaN)
  const pairs = comparisons.flatMap((rows) => {
    const able = rows.filter((row) => row.network.shape.depth >= 2 && shareOf(row).every(Number.isFinite))
      .sort((x, y) => y.network.shape.depth - x.network.shape.depth)
    const deep = able.at(0), wide = able.at(-1)
    return deep && wide && deep.network.shape.depth > wide.network.shape.depth ? [{ deep, wide, groups: [shareOf(wide), shareOf(deep)] }] : []
  })
  if (pairs.length === 0) return null
  const probabilities = pairs.map(({ groups }) => contrastProbability(groups, [1, -1]))
  const adjusted = holm(probabilities.map((probability) => probability ?? 1))
  const found = pairs.map(({ deep, wide, groups }, at) => ({
    deep: deep.key, wide: wide.key, difference: contrast(groups, [1, -1]), probability: probabilities[at] === null ? null : adjusted[at],
  }))
  const clear = found.filter(({ probability }) => probability !== null && probability < significance)
  const more = clear.filter(({ difference: { value } }) => value > 0).length, fewer = clear.length - more
  const standing = more > 0 && fewer === 0 ? 'shown' : fewer > 0 && more === 0 ? 'reversed' : 'not-shown'
  const strongest = found.reduce((most, pair) => (Math.abs(pair.difference.value) > Math.abs(most.difference.value) ? pair : most))
  const rowOf = (key: string): RowRuns => pairs.flatMap(({ deep, wide }) => [deep, wide]).find((row) => row.key === key)!
  return {
    shares: [rowOf(strongest.deep), rowOf(strongest.wide)].map((row) => ({ key: row.key, share: meanEstimate(shareOf(row), { low: 0, high: 1 }) })),
    pairs: found, strongest, standing,
  }
}
