/** The two shapes of one budget that lie furthest apart: where a law of shape shows most. */
import type { ShapeRow } from '../conclusions/note-table'
import { fewestLayers } from '../criteria'
import type { Estimate, Interval } from '../statistics/spread'

export interface WidestPair {
  readonly deep: string // key of the row
  readonly wide: string
  readonly ratio: Estimate // features per neuron, wide over deep
  readonly depthRatio: number
}

/** Per comparison the reference and the shallowest other row, with at least two layers where there is one. */
export function widestPairs(rows: readonly ShapeRow[]): WidestPair[] {
  return [...new Set(rows.map(({ comparison }) => comparison))].flatMap((comparison) => {
    const members = rows.filter((row) => row.comparison === comparison)
    const deep = members.find(({ isReference }) => isReference)
    const others = members.filter((row) => deep && row.layers < deep.layers && row.ratioToReference)
    const inDomain = others.filter(({ layers }) => layers >= fewestLayers)
    const wide = (inDomain.length > 0 ? inDomain : others).reduce<ShapeRow | null>((least, row) => (least === null || row.layers < least.layers ? row : least), null)
    return deep && wide ? [{ deep: deep.key, wide: wide.key, ratio: wide.ratioToReference!, depthRatio: deep.layers / wide.layers }] : []
  })
}

/** s that a pair's ratio of features per neuron implies: ½ − ln(ratio)/ln(L_ref/L). */
export function pairExponent({ value, interval, interval90 }: Estimate, depthRatio: number): Estimate {
  const s = (ratio: number): number => 0.5 - Math.log(ratio) / Math.log(depthRatio)
  const turned = (bounds: Interval | null): Interval | null => {
    if (bounds === null) return null
    const ends = [s(bounds.low), s(bounds.high)].sort((x, y) => x - y)
    return { low: ends[0], high: ends[1], level: bounds.level }
  }
  return { value: s(value), interval: turned(interval), interval90: turned(interval90) }
}
