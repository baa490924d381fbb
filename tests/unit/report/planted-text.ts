/** What is said of planted sweeps. */
import { labelled, type LabelledSummary } from '../../../src/report/labels'
import { describeVerdict, type VerdictText } from '../../../src/report/verdict-text'
import { summarise } from '../../../src/science/summary'
import { fullShapes, plantedCount, plantedRuns } from '../science/planted-runs'

type Planted = Partial<Parameters<typeof plantedRuns>[0]>

/** F ∝ dᵃLᵇ over the full design, unless said otherwise. */
export const plantedSummary = (a: number, b: number, options: Planted = {}): LabelledSummary =>
  labelled(summarise(plantedRuns({ shapes: fullShapes, seeds: 8, count: plantedCount(a, b), noise: 0.05, ...options })))

export const plantedText = (...sweep: Parameters<typeof plantedSummary>): VerdictText => describeVerdict(plantedSummary(...sweep))
