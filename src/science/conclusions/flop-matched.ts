/**
 * Equal compute beside equal size: shapes of equal N differ in what a step costs, because embedding and read-out cost n·d. Pairs
 * of any two budgets whose training costs agree within 5% and whose depths are at least twofold apart: did the wide shape
 * learn more for the same compute?
 */
import { depthsApart, equalCostBand, fewestLayers } from '../criteria'
import { hasDepth } from '../models/model'
import { flopsPerStep } from '../training/cost'
import { type RowRuns, featureCountOf, heldOutLoss } from './note-table'
import { settingKey, settingOf } from '../tasks/setting'
import { ratioOfMeans } from '../statistics/contrast'
import type { Estimate } from '../statistics/spread'

export interface TrainingCost {
  readonly key: string // of the row
  readonly flops: number // of one training: dense products, forward and backward, all steps
}

export interface FlopMatchedPair {
  readonly deep: string // key of the deeper row
  readonly wide: string
  readonly flopsRatio: number // wide over deep, within 5% of 1
  readonly countRatio: Estimate // F of the wide shape over the deep one's
  readonly lossRatio: Estimate // held-out loss, likewise
}

export const trainingCosts = (rows: readonly RowRuns[]): TrainingCost[] =>
  rows.map(({ key, chosen }) => ({ key, flops: flopsPerStep(chosen[0].spec) * chosen[0].spec.training.steps }))

/** Rows of residual networks with two layers or more, of one setting. */
export function flopMatchedPairs(rows: readonly RowRuns[]): FlopMatchedPair[] {
  const shapes = rows.filter(({ network: { model, shape } }) => hasDepth(model) && shape.depth >= fewestLayers)
  const costOf = new Map(trainingCosts(shapes).map(({ key, flops }) => [key, flops]))
  const setting = ({ network }: RowRuns): string => settingKey(settingOf(network.task))
  return shapes.flatMap((deep) => shapes.flatMap((wide): FlopMatchedPair[] => {
    const flopsRatio = costOf.get(wide.key)! / costOf.get(deep.key)!
    if (deep.network.shape.depth < depthsApart * wide.network.shape.depth || setting(deep) !== setting(wide) || Math.abs(Math.log(flopsRatio)) > Math.log(1 + equalCostBand)) return []
    const countRatio = ratioOfMeans(wide.chosen.map(featureCountOf), deep.chosen.map(featureCountOf))
    const lossRatio = ratioOfMeans(wide.chosen.map(heldOutLoss), deep.chosen.map(heldOutLoss))
    return countRatio && lossRatio ? [{ deep: deep.key, wide: wide.key, flopsRatio, countRatio, lossRatio }] : []
  }))
}
