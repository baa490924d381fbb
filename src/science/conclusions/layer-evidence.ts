/** Whether features live in layers, as the note supposes: of the deepest shape, over its seeds. */
import type { RowRuns } from './note-table'
import { type Estimate, meanEstimate } from '../statistics/spread'

export interface LayerEvidence {
  readonly depth: number
  readonly participation: Estimate // PR: layers sharing a feature
  readonly participationNull: Estimate // PR of shuffled contributions
  /** PR less its own null, seed by seed: above 0 layers share features more than chance makes them, below 0 less. */
  readonly overNull: Estimate
  readonly ablationLoss: Estimate // share of features lost with one layer
}

/** Null where the deepest shape has one layer, or a seed lacks a metric. */
export function layersOf(rows: readonly RowRuns[]): LayerEvidence | null {
  const deepest = rows.reduce((deep, row) => (row.network.shape.depth > deep.network.shape.depth ? row : deep))
  const { depth } = deepest.network.shape, layers = { low: 1, high: depth }
  const valuesOf = (name: string): number[] => deepest.chosen.map(({ metrics }) => metrics.scalars[name] ?? NaN)
  const shared = valuesOf('participationRatio'), shuffled = valuesOf('participationRatioNull')
  const found = {
    participation: meanEstimate(shared, layers), participationNull: meanEstimate(shuffled, layers), overNull: meanEstimate(shared.map((value, at) => value - shuffled[at])),
    ablationLoss: meanEstimate(valuesOf('ablationLoss'), { low: 0, high: 1 }),
  }
  return depth > 1 && Object.values(found).every(({ value }) => Number.isFinite(value)) ? { depth, ...found } : null
}
