/** All that is concluded from the finished runs of a sweep. */
import type { LearningRateChoice, ShapeRow } from './note-table'
import type { DroppedCell, LawFit } from './statistics/law-fit'
import type { TaskKind } from './task'
import type { Verdict } from './verdict'

export type { Estimate, Interval, Spread } from './statistics/spread'
export type { DroppedCell, LawCell, LawFit } from './statistics/law-fit'
export type { FeatureRows, LearningRateChoice, ShapeRow } from './note-table'
export type { Verdict, VerdictKind, VerdictNumber } from './verdict'

/** Shapes that may be set side by side: same task and sparsity, budgets within 5%. */
export interface Comparison {
  readonly index: number
  readonly budget: number // mean realised N of its rows
  readonly sparsity: number | null
  readonly reference: string // key of the deepest row
  readonly rows: readonly string[] // keys, deepest first
}

/** P1: equal N gives equal loss, over shapes of at least two layers, against a band of ±5%. */
export interface Premise {
  readonly comparison: number
  readonly band: number // 0.05
  /** (highest − lowest mean loss)/mean over the shapes with L ≥ 2; null with fewer than two of them. */
  readonly relativeSpread: number | null
  readonly verdict: 'holds' | 'fails' | 'undecided' | 'not-testable'
  readonly sentence: string
}

/** A calibration of the law test, measured by the same code: recall near 0, absolute value with linear readout near ½. */
export interface Control {
  readonly name: string
  readonly expected: number // s
  readonly measured: number | null // null until measured
}

export interface Summary {
  readonly task: TaskKind | null // null with no runs
  readonly primaryCount: string // what "features learned" counts here: metric-traits.ts
  readonly rows: readonly ShapeRow[]
  readonly comparisons: readonly Comparison[]
  readonly learningRates: readonly LearningRateChoice[]
  readonly premise: readonly Premise[]
  readonly law: LawFit
  readonly droppedCells: readonly DroppedCell[]
  readonly verdict: Verdict
  readonly controls: readonly Control[]
}
