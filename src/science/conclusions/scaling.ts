/**
 * How loss and count grow in this sweep: over size, neurons, width, and over data where lengths of training were swept. One
 * point per row, at its chosen learning rate; the loss of a size is the least over its shapes, as a size is judged by its best shape. Counts
 * near their ceiling n are left out, as the law leaves them out: they would flatten any power.
 */
import { ceilingFraction } from '../criteria'
import { nonEmbeddingParameters } from '../models/model'
import { type RowRuns, featureCountOf, heldOutLoss } from './note-table'
import { familyOf } from '../tasks/family'
import { type Setting, settingKey, settingOf } from '../tasks/setting'
import { type JointLaw, type PowerLaw, fitJointLaw, fitPowerLaw } from '../statistics/scaling-law'

export interface Scaling extends Setting {
  readonly lossOverParameters: PowerLaw | null // L ∝ N^e, e = −α_N; best shape of each budget
  readonly lossOverParametersAndData: JointLaw | null // L(N, D); null for recall, whose every step sees the same n keys
  readonly countOverParameters: PowerLaw | null // F ∝ N^e
  readonly countOverNeurons: PowerLaw | null // F ∝ (mL)^e
  readonly countOverWidth: PowerLaw | null // F ∝ d^e
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Per setting. @param rows trained equally long  @param curves index of the budget of each row
 * @param shorter rows of shorter trainings of the same shapes and settings: points of L(N, D) and of nothing else
 */
export function scalingOf(rows: readonly RowRuns[], curves: readonly number[], shorter: readonly RowRuns[]): Scaling[] {
  const curveOf = new Map(rows.map(({ key }, index) => [key, curves[index]]))
  const settings = new Map(rows.map(({ network }) => [settingKey(settingOf(network.task)), settingOf(network.task)]))
  return [...settings].map(([key, setting]) => {
    const pointsOf = (all: readonly RowRuns[]) => all.flatMap((row) => (settingKey(settingOf(row.network.task)) !== key || !curveOf.has(row.key) ? [] : [{
      curve: curveOf.get(row.key)!, shape: row.network.shape, featureCount: row.network.task.featureCount, parameters: nonEmbeddingParameters(row.network),
      samples: row.chosen[0].spec.training.steps * row.chosen[0].spec.training.batchSize,
      loss: mean(row.chosen.map(heldOutLoss)), count: mean(row.chosen.map(featureCountOf)),
    }]))
    const bestOf = (own: ReturnType<typeof pointsOf>) =>
      own.filter((point) => own.every((other) => other.curve !== point.curve || other.samples !== point.samples || other.loss >= point.loss))
    const points = pointsOf(rows), best = bestOf(points)
    const free = points.filter(({ count, featureCount }) => count < ceilingFraction * featureCount)
    const over = (x: (point: (typeof points)[number]) => number): PowerLaw | null => fitPowerLaw(free.map(x), free.map(({ count }) => count))
    const sizes = (own: typeof points): number => new Set(own.map(({ curve }) => curve)).size // within one, N differs by rounding only
    return {
      ...setting,
      lossOverParameters: sizes(best) < 2 ? null : fitPowerLaw(best.map(({ parameters }) => parameters), best.map(({ loss }) => loss)),
      lossOverParametersAndData: familyOf(rows[0].network.task).seesFreshData ? fitJointLaw([...best, ...bestOf(pointsOf(shorter))]) : null,
      countOverParameters: sizes(free) < 2 ? null : over(({ parameters }) => parameters),
      countOverNeurons: over(({ shape }) => shape.neurons * shape.depth),
      countOverWidth: over(({ shape }) => shape.width),
    }
  })
}
