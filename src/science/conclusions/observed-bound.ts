/**
 * Whether the compressed-sensing bound binds. Were n/m ≤ C/(−p ln p) an equality, C_obs = F/(mL)·(−p ln p) would be the same
 * over shapes at equal sparsity and over sparsities at equal shape, and no model could exceed it. Each is asked apart:
 *   constant   every pair's 90% interval of the ratio inside [0.87, 1.15], the band of a fixed degree
 *   moves      some pair differs beyond seed noise (Welch on logarithms, Holm over all pairs of both questions)
 * and the largest C_obs here is set beside the one that autoencoders reach at that p (recorded-baseline.json): far below it,
 * the bound is no constraint on these networks. Counts near their ceiling n and p > 0.3 are left out.
 */
import type { RecordedBaseline } from './bound-baseline'
import { type RowRuns, featureCountOf } from './note-table'
import { baselineWithin, ceilingFraction, constancyBand, farBelowBaseline, significance } from '../criteria'
import { settingKey, settingOf } from '../tasks/setting'
import { contrastProbability, ratioOfMeans } from '../statistics/contrast'
import { standing as standingOf } from '../statistics/equivalence'
import { holm } from '../statistics/holm'
import { type Estimate, meanEstimate } from '../statistics/spread'
import { independentProbability } from '../tasks/task'
import { observedConstant } from '../theory/compressed-sensing-bound'

export type Constancy =
  | { readonly standing: 'not-testable' } // no two rows to set side by side
  | {
    readonly standing: 'constant' | 'moves' | 'undecided'
    readonly most: string // key of the row with the largest C_obs of the pair that differs most
    readonly least: string
    readonly ratio: Estimate // largest over least of that pair
    readonly pairs: number
  }

export interface BoundStanding {
  readonly constants: readonly { readonly key: string; readonly p: number; readonly constant: Estimate }[]
  readonly overShapes: Constancy // at equal p
  readonly overSparsity: Constancy // at equal shape
  /** The largest C_obs here over the baseline's at the nearest p, where that is within a factor of `baselineWithin`. */
  readonly overBaseline: { readonly p: number; readonly key: string; readonly baseline: number; readonly ratio: number; readonly isFarBelow: boolean } | null
  readonly standing: 'may-bind' | 'does-not-bind' | 'undecided'
}

interface Point { readonly row: RowRuns; readonly p: number; readonly constants: number[] }

/** Null where no row is inside the bound's domain: it speaks of independent features of one p ≤ 0.3, so not of recall. */
export function boundStanding(rows: readonly RowRuns[], baseline: readonly RecordedBaseline[]): BoundStanding | null {
  const points = rows.flatMap((row): Point[] => {
    const { task, shape } = row.network
    const p = independentProbability(task)
    if (p === null || shape.neurons * shape.depth === 0) return [] // without neurons there is no degree per neuron
    const counts = row.chosen.map(featureCountOf)
    const constants = counts.flatMap((count) => observedConstant(count / (shape.neurons * shape.depth), p) ?? [])
    const isFree = counts.every((count) => count > 0) && meanEstimate(counts).value < ceilingFraction * task.featureCount
    return isFree && constants.length === counts.length ? [{ row, p, constants }] : []
  })
  if (points.length === 0) return null
  const pairsBy = (sameGroup: (x: Point, y: Point) => boolean): (readonly [Point, Point])[] =>
    points.flatMap((x, i) => points.slice(i + 1).filter((y) => sameGroup(x, y)).map((y) => [x, y] as const))
  const shapeKey = ({ row: { network: { shape } } }: Point): string => `${shape.width}/${shape.depth}/${shape.neurons}`
  const setting = ({ row }: Point): string => settingKey(settingOf(row.network.task))
  const withoutSparsity = ({ row }: Point): string => settingKey({ ...settingOf(row.network.task), sparsity: null })
  const shapes = pairsBy((x, y) => setting(x) === setting(y))
  const sparsities = pairsBy((x, y) => shapeKey(x) === shapeKey(y) && x.p !== y.p && withoutSparsity(x) === withoutSparsity(y))
  const logs = ({ constants }: Point): number[] => constants.map(Math.log)
  const adjusted = holm([...shapes, ...sparsities].map(([x, y]) => contrastProbability([logs(x), logs(y)], [1, -1]) ?? 1))
  const overShapes = constancy(shapes, adjusted.slice(0, shapes.length)), overSparsity = constancy(sparsities, adjusted.slice(shapes.length))
  const overBaseline = besideBaseline(points, baseline)
  const moves = [overShapes, overSparsity].some((asked) => asked.standing === 'moves')
  const standing = moves ? 'does-not-bind' : overShapes.standing === 'constant' && overSparsity.standing === 'constant' ? 'may-bind' : 'undecided'
  return {
    constants: points.map(({ row: { key }, p, constants }) => ({ key, p, constant: meanEstimate(constants) })),
    overShapes, overSparsity, overBaseline, standing,
  }
}

function constancy(pairs: readonly (readonly [Point, Point])[], probabilities: readonly number[]): Constancy {
  const ratios = pairs.map(([x, y]) => {
    const [more, less] = meanEstimate(x.constants).value >= meanEstimate(y.constants).value ? [x, y] : [y, x]
    return { most: more.row.key, least: less.row.key, ratio: ratioOfMeans(more.constants, less.constants)! }
  })
  const widest = ratios.reduce<(typeof ratios)[number] | null>((most, pair) => (most === null || pair.ratio.value > most.ratio.value ? pair : most), null)
  if (widest === null) return { standing: 'not-testable' }
  const isConstant = ratios.every(({ ratio }) => standingOf(ratio, constancyBand.low, constancyBand.high) === 'inside')
  const standing = isConstant ? 'constant' : probabilities.some((probability) => probability < significance) ? 'moves' : 'undecided'
  return { standing, ...widest, pairs: pairs.length }
}

function besideBaseline(points: readonly Point[], baseline: readonly RecordedBaseline[]): BoundStanding['overBaseline'] {
  const beside = points.flatMap(({ row: { key }, p, constants }) => {
    const nearest = baseline.reduce<RecordedBaseline | null>((least, other) =>
      (least === null || Math.abs(Math.log(other.p / p)) < Math.abs(Math.log(least.p / p)) ? other : least), null)
    if (nearest === null || Math.abs(Math.log(nearest.p / p)) > Math.log(baselineWithin)) return []
    const ratio = meanEstimate(constants).value / nearest.constant
    return [{ p, key, baseline: nearest.constant, ratio, isFarBelow: ratio < farBelowBaseline }]
  })
  return beside.reduce<BoundStanding['overBaseline']>((most, other) => (most === null || other.ratio > most.ratio ? other : most), null)
}
