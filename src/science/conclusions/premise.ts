/**
 * P1, the note's first premise: equal budgets give equal loss [Kaplan et al. 2020, figure 5: within a few percent over
 * aspect ratios]. Tested over the shapes with at least two layers, pair by pair, against a band of ±5%: it holds when
 * every pair's 90% interval lies inside (all pairs must pass, so the level stays 5%), fails when some pair lies outside it
 * at 5%, Holm over pairs (one must be outside, so without it many shapes would fail by chance).
 */
import type { RowRuns } from './note-table'
import { heldOutLoss } from './note-table'
import { equalLossBand, fewestLayers, significance } from '../criteria'
import { hasDepth } from '../models/model'
import { probabilityBeyond, relativeDifference, relativeWeights } from '../statistics/contrast'
import { standing } from '../statistics/equivalence'
import { holm } from '../statistics/holm'
import type { Estimate } from '../statistics/spread'

export type Premise = {
  readonly comparison: number
  readonly band: number // equalLossBand
} & (
  | { readonly verdict: 'not-testable'; readonly relativeSpread: null } // fewer than two shapes with L ≥ 2
  | (Tested & { readonly verdict: 'holds' | 'undecided' })
  | (Tested & { readonly verdict: 'fails'; readonly outside: OutsidePair })
)

interface Tested {
  readonly shapes: number // with L ≥ 2
  readonly relativeSpread: number // (highest − lowest mean loss)/mean over them
}

/** The pair of rows, by key, that differs most of those shown to lie outside the band. */
export interface OutsidePair {
  readonly higher: string
  readonly lower: string
  readonly difference: Estimate // of losses, relative to their mean
}

/** @param rows of one comparison */
export function testPremise(comparison: number, rows: readonly RowRuns[]): Premise {
  const deep = rows.filter(({ network }) => hasDepth(network.model) && network.shape.depth >= fewestLayers)
  if (deep.length < 2) return { comparison, band: equalLossBand, relativeSpread: null, verdict: 'not-testable' }
  const losses = deep.map(({ chosen }) => chosen.map(heldOutLoss))
  const means = losses.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length)
  const relativeSpread = (Math.max(...means) - Math.min(...means)) / (means.reduce((sum, value) => sum + value, 0) / means.length)
  const pairs = deep.flatMap((_, i) => deep.slice(i + 1).map((_, k) => {
    const j = i + 1 + k, [higher, lower] = means[i] >= means[j] ? [i, j] : [j, i]
    const difference = relativeDifference(losses[higher], losses[lower])
    const groups = [losses[higher], losses[lower]], weights = relativeWeights(losses[higher], losses[lower])
    return {
      pair: { higher: deep[higher].key, lower: deep[lower].key, difference },
      isInside: standing(difference, -equalLossBand, equalLossBand) === 'inside',
      probability: probabilityBeyond(groups, weights, -equalLossBand, equalLossBand) ?? 1,
    }
  }))
  const adjusted = holm(pairs.map(({ probability }) => probability))
  const outside = pairs.filter((_, at) => adjusted[at] < significance).map(({ pair }) => pair).sort((x, y) => y.difference.value - x.difference.value).at(0)
  const tested = { comparison, band: equalLossBand, shapes: deep.length, relativeSpread }
  if (pairs.every(({ isInside }) => isInside)) return { ...tested, verdict: 'holds' }
  return outside === undefined ? { ...tested, verdict: 'undecided' } : { ...tested, verdict: 'fails', outside }
}
