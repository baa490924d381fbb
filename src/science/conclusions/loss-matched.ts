/**
 * Pairs of different shape and equal performance. The note argues from equal loss; equal size is only its proxy for that.
 * Where the loss is U-shaped over the shapes of one budget, shapes on both sides of the best have equal loss although
 * equal size alone does not guarantee it: those pairs test the argument without its first premise.
 */
import { type RowRuns, featureCountOf, heldOutLoss } from './note-table'
import { depthsApart, equalLossBand, fewestLayers } from '../criteria'
import { hasDepth } from '../models/model'
import { familyOf } from '../tasks/family'
import { ratioOfMeans, relativeDifference } from '../statistics/contrast'
import type { Estimate } from '../statistics/spread'

export interface LossMatchedPair {
  readonly deep: string // key of the deeper row
  readonly wide: string
  readonly relativeLoss: Estimate // (deep − wide)/mean, within ±5% by its value
  readonly countRatio: Estimate // F of the wide shape over the deep one's: 1 if equal loss means equally many features
  readonly neuronRatio: number // neurons of the deep shape over the wide one's: countRatio times this is the ratio of degrees
}

/**
 * @param rows of one comparison. Pairs with losses within ±5%, depths at least twofold apart, both of two layers or more. None
 * for recall: its count, n(ln n − CE)/ln n, is its loss in other words, so shapes of equal loss have equal counts by definition.
 */
export function lossMatchedPairs(rows: readonly RowRuns[]): LossMatchedPair[] {
  const shapes = rows.filter(({ network: { model, shape, task } }) =>
    hasDepth(model) && shape.depth >= fewestLayers && !familyOf(task).countIsLoss)
  return shapes.flatMap((deep) => shapes.flatMap((wide): LossMatchedPair[] => {
    const { shape: deeper } = deep.network, { shape: wider } = wide.network
    if (deeper.depth < depthsApart * wider.depth) return []
    const relativeLoss = relativeDifference(deep.chosen.map(heldOutLoss), wide.chosen.map(heldOutLoss))
    const countRatio = ratioOfMeans(wide.chosen.map(featureCountOf), deep.chosen.map(featureCountOf))
    if (!(Math.abs(relativeLoss.value) <= equalLossBand) || countRatio === null) return []
    return [{ deep: deep.key, wide: wide.key, relativeLoss, countRatio, neuronRatio: deeper.neurons * deeper.depth / (wider.neurons * wider.depth) }]
  }))
}
