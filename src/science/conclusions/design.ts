/** How much a verdict rests on: shapes that entered the fit on each budget, budgets that have so many, seeds. */
import { fullDesign } from '../criteria'
import { type LawFit, isSeedOnly } from '../statistics/law-fit'
import type { ShapeRow } from './note-table'

export interface Design {
  readonly seeds: number // fewest over the cells of the fit
  readonly shapes: number // on each budget that counts: the third fullest, or the emptiest of fewer
  readonly budgets: number
}

/** Of the cells that entered the fit; where there is none, of all rows (`budgets`, `seeds` as counted over them). */
export function designOf(law: LawFit, rows: readonly ShapeRow[], fallback: { seeds: number; budgets: number }): Design {
  if (law.kind === 'none') return { ...fallback, shapes: new Set(rows.map(({ shape: { width, depth, neurons } }) => `${width}/${depth}/${neurons}`)).size }
  const onCurve = new Map<number, Set<string>>()
  for (const { curve, width, depth, neurons } of law.cells) onCurve.set(curve, (onCurve.get(curve) ?? new Set()).add(`${width}/${depth}/${neurons}`))
  const sizes = [...onCurve.values()].map(({ size }) => size).sort((x, y) => y - x)
  return {
    seeds: Math.min(...law.cells.map(({ counts }) => counts.length)),
    shapes: sizes[Math.min(fullDesign.budgets, sizes.length) - 1], budgets: sizes.length,
  }
}

/** An interval of seed noise alone holds for these shapes only: whatever their number, no law of shape rests on it. */
export const isFull = ({ seeds, shapes, budgets }: Design, law: LawFit): boolean =>
  seeds >= fullDesign.seeds && shapes >= fullDesign.shapes && budgets >= fullDesign.budgets && !isSeedOnly(law)
