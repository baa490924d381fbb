/**
 * P1, the note's first premise: equal budgets give equal loss [Kaplan et al. 2020, figure 5: within a few percent over
 * aspect ratios]. Tested over the shapes with at least two layers, pair by pair, against a band of ±5%: it holds when
 * every pair's 90% interval lies inside (all pairs must pass, so the level stays 5%), fails when some pair lies outside it
 * at 5%, Holm over pairs (one must be outside, so without it many shapes would fail by chance; the sentence names the pair).
 */
import type { RowRuns } from './note-table'
import { heldOutLoss } from './note-table'
import { equalLossBand, fewestLayers, significance } from '../criteria'
import { hasDepth } from '../models/model'
import { probabilityBeyond, relativeDifference, relativeWeights } from '../statistics/contrast'
import { standing } from '../statistics/equivalence'
import { holm } from '../statistics/holm'
import type { Estimate } from '../statistics/spread'

export interface Premise {
  readonly comparison: number
  readonly band: number // equalLossBand
  /** (highest − lowest mean loss)/mean over the shapes with L ≥ 2; null with fewer than two of them. */
  readonly relativeSpread: number | null
  readonly verdict: 'holds' | 'fails' | 'undecided' | 'not-testable'
  readonly sentence: string
}

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`

/** "d 64 × L 4 and d 128 × L 1 differ by 12.0% (95% interval 10.5 to 13.5%)". */
function pairWords({ higher, lower, difference: { value, interval } }: { higher: string; lower: string; difference: Estimate }): string {
  const bounds = interval && ` (95% interval ${(100 * interval.low).toFixed(1)} to ${percent(interval.high)})`
  return `${higher} and ${lower} differ by ${percent(value)}${bounds ?? ''}`
}

/** @param rows of one comparison */
export function testPremise(comparison: number, rows: readonly RowRuns[]): Premise {
  const deep = rows.filter(({ network }) => hasDepth(network.model) && network.shape.depth >= fewestLayers)
  if (deep.length < 2) {
    return {
      comparison, band: equalLossBand, relativeSpread: null, verdict: 'not-testable',
      sentence: 'Whether equal size gives equal loss cannot be asked: fewer than two shapes with two layers or more.',
    }
  }
  const losses = deep.map(({ chosen }) => chosen.map(heldOutLoss))
  const means = losses.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length)
  const relativeSpread = (Math.max(...means) - Math.min(...means)) / (means.reduce((sum, value) => sum + value, 0) / means.length)
  const pairs = deep.flatMap((_, i) => deep.slice(i + 1).map((_, k) => {
    const j = i + 1 + k, [higher, lower] = means[i] >= means[j] ? [i, j] : [j, i]
    const difference = relativeDifference(losses[higher], losses[lower])
    const groups = [losses[higher], losses[lower]], weights = relativeWeights(losses[higher], losses[lower])
    return {
      higher: deep[higher].label, lower: deep[lower].label, difference, isInside: standing(difference, -equalLossBand, equalLossBand) === 'inside',
      probability: probabilityBeyond(groups, weights, -equalLossBand, equalLossBand) ?? 1,
    }
  }))
  const adjusted = holm(pairs.map(({ probability }) => probability))
  const outside = pairs.filter((_, at) => adjusted[at] < significance).sort((x, y) => y.difference.value - x.difference.value).at(0)
  const verdict = pairs.every(({ isInside }) => isInside) ? 'holds' : outside ? 'fails' : 'undecided'
  const spreadWords = `losses of the ${deep.length} shapes with two or more layers spread over ${percent(relativeSpread)} of their mean`
  const sentence = {
    holds: `Equal size gave equal loss: the ${spreadWords}, inside the band of ±${percent(equalLossBand)}.`,
    fails: `Equal size did not give equal loss: the ${spreadWords}, ${outside ? `${pairWords(outside)}, ` : ''}outside the band of ±${percent(equalLossBand)}, so the note's first premise fails here and shapes of equal size are not models of equal performance.`,
    undecided: `Whether equal size gives equal loss is undecided: the ${spreadWords}, with too few or too noisy seeds to place every pair inside or outside ±${percent(equalLossBand)}.`,
  }[verdict]
  return { comparison, band: equalLossBand, relativeSpread, verdict, sentence }
}
