/** Whether features live in layers, as the note supposes: of the deepest shape, over its seeds. */
import type { RowRuns } from './note-table'
import { type Estimate, meanEstimate } from '../statistics/spread'

export interface LayerEvidence {
  readonly depth: number
  readonly participation: Estimate // PR: layers sharing a feature
  readonly participationNull: Estimate // PR of shuffled contributions
  readonly ablationLoss: Estimate // share of features lost with one layer
}

/** Null where the deepest shape has one layer, or a seed lacks a metric. */
export function layersOf(rows: readonly RowRuns[]): LayerEvidence | null {
  const deepest = rows.reduce((deep, row) => (row.network.shape.depth > deep.network.shape.depth ? row : deep))
  const over = (name: string): Estimate => meanEstimate(deepest.chosen.map(({ metrics }) => metrics.scalars[name] ?? NaN))
  const found = { participation: over('participationRatio'), participationNull: over('participationRatioNull'), ablationLoss: over('ablationLoss') }
  const { depth } = deepest.network.shape
  return depth > 1 && Object.values(found).every(({ value }) => Number.isFinite(value)) ? { depth, ...found } : null
}
