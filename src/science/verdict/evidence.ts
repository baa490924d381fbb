/** What a verdict is reached from: everything that the summary found, and nothing that it did not. */
import type { Control } from '../conclusions/controls'
import type { LossMatchedPair } from '../conclusions/loss-matched'
import type { SharedFeatures } from '../metrics/shared-features'
import type { ShapeRow } from '../conclusions/note-table'
import type { BoundStanding } from '../conclusions/observed-bound'
import type { Premise } from '../conclusions/premise'
import type { RunCaveat } from '../conclusions/run-caveats'
import type { DescriptiveExponent, LawFit } from '../statistics/law-fit'
import type { LayerEvidence } from '../conclusions/layer-evidence'
import type { CrossLayerCompensation } from '../conclusions/cross-layer'
import { type Design, designOf, isFull } from '../conclusions/design'

export interface Evidence {
  readonly isLawTest: boolean // residual networks that differ in shape
  readonly rows: readonly ShapeRow[]
  readonly law: LawFit
  readonly descriptive: DescriptiveExponent | null // s at the ceiling: shown, never judged
  readonly premise: readonly Premise[]
  readonly lossMatched: readonly LossMatchedPair[]
  readonly layers: LayerEvidence | null // of the deepest shape
  readonly crossLayer: CrossLayerCompensation | null
  readonly bound: BoundStanding | null
  readonly shared: SharedFeatures | null // widest pair; null where all features weigh and come alike, or with one seed
  readonly seeds: number // fewest over rows
  readonly budgets: number
  readonly controls: readonly Control[]
  readonly runCaveats: readonly RunCaveat[]
}

export const designIn = ({ law, rows, seeds, budgets }: Evidence): Design => designOf(law, rows, { seeds, budgets })

export const isPreview = (evidence: Evidence): boolean => evidence.isLawTest && !isFull(designIn(evidence), evidence.law)
