/**
 * What the charts of the feature view are drawn from: one to four runs as they are looked at, each at one moment of its
 * training, and the feature that is singled out in all of them. Charts stay pure: the choice is data like the rest.
 */
import { formatSetting, formatShape } from '../../report/labels'
import type { RunRecord } from '../../runner/keeping/run-record'
import { gram } from '../../science/metrics/geometry'
import { principalAxes } from '../../science/metrics/principal-axes'
import type { RunMetrics } from '../../science/metrics/run-metrics'
import { settingOf, varying } from '../../science/tasks/setting'
import type { ChartId } from './chart-id'
import type { Figure, FormulaText, Room } from './figure'
import { representativeRun, averagedRuns, shapeKey, type SweepResults } from './sweep-results'

export interface MomentSeen {
  readonly step: number
  readonly metrics: RunMetrics
  readonly parameters: Float32Array | null // [P]
}

export interface Portrait extends MomentSeen {
  readonly run: RunRecord
  /** Tells it from its neighbours. */
  readonly label: string
  readonly shape: number // place of its shape in the plan: colour, marker and dash
  /** All moments that are known, ascending; the end of training alone where the run was not replayed. */
  readonly history: readonly MomentSeen[]
}

export interface FeatureLook {
  readonly portraits: readonly Portrait[]
  readonly feature: number | null
  /** Of the chart's `choices`; null: the first. */
  readonly choice: string | null
}

/** Points carry their feature as `customdata`: a click on one singles it out. */
export interface FeatureChart {
  readonly id: ChartId
  readonly explain: string
  readonly formulas?: readonly FormulaText[]
  readonly wide?: boolean
  /** What the reader may choose in it, the default first. */
  readonly choices?: (look: FeatureLook) => { readonly label: string; readonly options: readonly { readonly id: string; readonly title: string }[] } | null
  readonly draw: (look: FeatureLook, room: Room) => Figure | null
}

/** W_i of a run [f, h]; null where features have no direction of their own to learn. */
export function directionsOf({ metrics }: MomentSeen): { readonly count: number; readonly width: number; readonly values: Float64Array } | null {
  const found = metrics.arrays.featureDirections
  return found === undefined ? null : { count: found.shape[0], width: found.shape[1], values: Float64Array.from(found.values) }
}

/** W_i·W_j [f, g], of all features where their directions are known, else of the first 64. */
export function productsOf(seen: MomentSeen): { readonly count: number; readonly values: ArrayLike<number> } | null {
  const directions = directionsOf(seen)
  if (directions !== null) return { count: directions.count, values: gram(directions.values, directions.width) }
  const found = seen.metrics.arrays.gram
  return found === undefined ? null : { count: found.shape[0], values: found.values }
}

const axesOf = new WeakMap<RunMetrics, Float64Array[]>()

/** The axes in which most of the features lie at the end of training: the same for all its moments, found once. */
export function endAxes({ history }: Portrait): Float64Array[] | null {
  const end = history[history.length - 1]
  const directions = directionsOf(end)
  if (directions === null) return null
  const known = axesOf.get(end.metrics) ?? principalAxes(directions.values, directions.width, 3)
  axesOf.set(end.metrics, known)
  return known
}

export function featureCount({ portraits }: Pick<FeatureLook, 'portraits'>): number {
  return Math.max(...portraits.map(({ run }) => run.spec.task.featureCount))
}

/** At most four runs that stand for the sweep: the best of each shape, or of settings spread over those of one shape. */
export function representativeRuns(results: SweepResults): readonly RunRecord[] {
  const { comparisons, rows } = results.summary
  const longest = comparisons.reduce<readonly string[]>((best, { rows: keys }) => (keys.length > best.length ? keys : best), [])
  const eachShape = results.shapes.flatMap((shape) => rows.find((row) => shapeKey(row.shape) === shapeKey(shape))?.key ?? [])
  // Shapes of one size first; then shapes at all; then settings of one shape.
  const keys = longest.length > 2 ? longest : eachShape.length > 1 ? eachShape : rows.map(({ key }) => key)
  const found = keys.flatMap((key): RunRecord[] => {
    const row = rows.find((other) => other.key === key)
    const run = row === undefined || averagedRuns(results, row).length === 0 ? null : representativeRun(results, row)
    return run === null ? [] : [run]
  })
  const many = Math.min(4, found.length)
  return Array.from({ length: many }, (_, k) => found[many === 1 ? 0 : Math.round((k * (found.length - 1)) / (many - 1))])
}

/** Names that tell the runs apart and say no more than that takes. */
export function portraitLabels(runs: readonly RunRecord[]): string[] {
  const varies = varying(runs.map(({ spec }) => settingOf(spec.task)))
  const rates = new Set(runs.map(({ spec }) => spec.training.learningRate)).size > 1
  const named = (run: RunRecord): string => [
    formatShape(run.spec), formatSetting(settingOf(run.spec.task), varies), rates ? `lr ${run.spec.training.learningRate}` : '',
  ].filter((part) => part !== '').join(', ')
  return runs.map((run) => {
    const name = named(run)
    return runs.filter((other) => named(other) === name).length > 1 ? `${name}, seed ${run.spec.seeds.init}` : name
  })
}
