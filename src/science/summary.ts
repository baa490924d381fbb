/** All that is concluded from the finished runs of a sweep. */
import type { SparsityLaw } from './statistics/sparsity-law'
import { type Control, controlsOf } from './conclusions/controls'
import { budgetTolerance } from './criteria'
import { importanceWeights } from './tasks/importance'
import { type LossMatchedPair, lossMatchedPairs } from './conclusions/loss-matched'
import type { MeasuredRun } from './metrics/measured-run'
import { type MetricName, primaryCount } from './metrics/metric-traits'
import { type SharedFeatures, sharedFeatures } from './metrics/shared-features'
import { hasDepth, nonEmbeddingParameters } from './models/model'
import { recordedBaseline } from './conclusions/bound-baseline'
import { type CrossLayerCompensation, crossLayerCompensation } from './conclusions/cross-layer'
import { type FlopMatchedPair, type TrainingCost, flopMatchedPairs, trainingCosts } from './conclusions/flop-matched'
import { layersOf } from './conclusions/layer-evidence'
import { lengthsOfTraining } from './conclusions/lengths-of-training'
import { type BoundStanding, boundStanding } from './conclusions/observed-bound'
import { type LearningRateChoice, type RowRuns, type ShapeRow, comparisonIndices, featureCountOf, rowsOfRuns, shapeRow } from './conclusions/note-table'
import { type Premise, testPremise } from './conclusions/premise'
import { isSound } from './conclusions/chance'
import { runCaveats } from './conclusions/run-caveats'
import { type RunOut, runOut } from './conclusions/run-out'
import type { RunSpec } from './training/run-spec'
import { sparsityLawOfRows } from './conclusions/sparsity-law-of-rows'
import { type Scaling, scalingOf } from './conclusions/scaling'
import { settingKey, settingOf } from './tasks/setting'
import { type ShapeSimilarity, shapeSimilarities } from './conclusions/shape-similarity'
import { type DescriptiveExponent, type DroppedCell, type LawCell, type LawFit, describeExponent, fitLaw, isSaturated } from './statistics/law-fit'
import { type FrequencyLaw, type ImportanceLaw, type TaskKind, isRecall } from './tasks/task'
import { type Verdict, reachVerdict } from './verdict/verdict'
import { widestPairs } from './verdict/widest-pairs'

export type { Estimate, Interval } from './statistics/spread'
export type { ShapeRow } from './conclusions/note-table'
export type { Verdict } from './verdict/verdict'

/** Shapes that may be set side by side: same task, sparsity and importance, budgets within 5%. */
export interface Comparison {
  readonly index: number
  readonly budget: number // mean realised N of its rows
  readonly sparsity: number | null
  readonly importance: ImportanceLaw | null
  readonly frequency: FrequencyLaw | null
  readonly reference: string // key of the deepest row that is not worse than chance
  readonly rows: readonly string[] // keys, deepest first
}

export interface Summary {
  readonly task: TaskKind | null // null with no runs
  readonly primaryCount: MetricName // what "features learned" counts here: metric-traits.ts
  readonly rows: readonly ShapeRow[]
  readonly comparisons: readonly Comparison[]
  readonly learningRates: readonly LearningRateChoice[]
  readonly premise: readonly Premise[]
  readonly law: LawFit
  /** The law in two numbers, s and g; null where sparsity was not swept over independent features. */
  readonly sparsityLaw: SparsityLaw | null
  /** Only where the law is saturated: what the counts do, which says nothing about a law. Never used for a verdict's kind. */
  readonly descriptive: DescriptiveExponent | null
  /** Shapes of equal size, equal loss and different depth. */
  readonly lossMatched: readonly LossMatchedPair[]
  /** What each row's training cost, and pairs of equal cost and different depth: the equal-compute view. */
  readonly trainingCosts: readonly TrainingCost[]
  readonly flopMatched: readonly FlopMatchedPair[]
  /** Whether wide shapes hold more features in several layers together; null where χ was not measured on two shapes of one budget. */
  readonly crossLayer: CrossLayerCompensation | null
  /** Whether the compressed-sensing bound binds; null where it does not speak: recall, sets, unequal frequencies, p > 0.3. */
  readonly bound: BoundStanding | null
  /** The reference of each comparison against its other rows. */
  readonly similarities: readonly ShapeSimilarity[]
  /** What twice the steps change; null where no length of training is twice another. */
  readonly runOut: RunOut | null
  readonly scaling: readonly Scaling[] // one per setting; empty unless shapes differ
  readonly droppedCells: readonly DroppedCell[]
  readonly verdict: Verdict
  readonly controls: readonly Control[]
  readonly shared: SharedFeatures | null // of the first comparison's widest pair
  readonly seeds: number // fewest over rows
  readonly budgets: number
}

const thresholdedCounts = new Set<string>(['featuresByNorm', 'featuresByArgmax'])

/**
 * What finished runs of one sweep say: rows, law, premise and verdict. Any subset of a sweep may be passed, also none.
 * Where lengths of training are swept, all is concluded from the longest; shorter trainings are points of L(N, D) only.
 * @param diverged specs of runs that ended without numbers: they are listed, never counted
 */
export function summarise(finished: readonly MeasuredRun[], endedWithout: readonly RunSpec[] = []): Summary {
  const lengths = lengthsOfTraining(finished.map(({ spec }) => spec)), shorter = lengths.lengths.slice(1).map((_, at) => at + 1)
  const ofLength = (place: number): MeasuredRun[] => finished.filter(({ spec }) => lengths.placeOf(spec) === place)
  const runs = shorter.length === 0 ? finished : ofLength(0)
  const diverged = endedWithout.filter((spec) => finished.length === 0 || lengths.placeOf(spec) === 0)
  const first = runs.at(0)?.spec
  const primary = first ? primaryCount(first.task.kind, first.model.kind) : 'featuresLearned'
  const rowRuns = rowsOfRuns(runs, diverged)
  const indices = comparisonIndices(rowRuns)
  const members = (comparison: number): RowRuns[] => rowRuns.filter((_, index) => indices[index] === comparison)
  const shorterRows = shorter.flatMap((place) => rowsOfRuns(ofLength(place))), doubled = runOut(rowRuns, shorterRows)
  const references = [...new Set(indices)].sort((x, y) => x - y).map((comparison) =>
    soundOf(members(comparison)).reduce((deepest, row) => (row.network.shape.depth > deepest.network.shape.depth ? row : deepest)))
  const rows = rowRuns.map((row, index) => shapeRow(row, references[indices[index]], indices[index]))
  const comparisons = references.map((reference, index): Comparison => {
    const own = members(index).sort((x, y) => y.network.shape.depth - x.network.shape.depth)
    return {
      index, reference: reference.key, rows: own.map(({ key }) => key),
      budget: own.reduce((sum, { network }) => sum + nonEmbeddingParameters(network), 0) / own.length,
      ...settingOf(reference.network.task),
    }
  })
  const isLawTest = first !== undefined && hasDepth(first.model) && new Set(rowRuns.map(({ network: { shape } }) => `${shape.width}/${shape.depth}`)).size > 1
  const cells = rowRuns.map((row, index) => lawCell(row, curveOf(comparisons, indices[index])))
  const law: LawFit = first && isLawTest
    ? fitLaw(cells.filter(({ depth }) => depth > 0), { featureCount: first.task.featureCount, thresholded: thresholdedCounts.has(primary) })
    : { kind: 'none', reason: { kind: 'shapes-do-not-differ' }, cells: [], dropped: [] }
  const sparsityLaw = first && isLawTest ? sparsityLawOfRows(rowRuns, cells, { featureCount: first.task.featureCount, thresholded: thresholdedCounts.has(primary) }) : null
  const descriptive = isSaturated(law) ? describeExponent(cells) : null
  const premise = isLawTest ? comparisons.map(({ index }) => testPremise(index, members(index))) : []
  const lossMatched = isLawTest ? comparisons.flatMap(({ index }) => lossMatchedPairs(members(index).filter(isSound))) : []
  const crossLayer = isLawTest ? crossLayerCompensation(comparisons.map(({ index }) => members(index).filter(isSound))) : null
  const sound = rowRuns.filter(isSound)
  const bound = isLawTest && sound.length > 0 ? boundStanding(sound, recordedBaseline) : null
  const controls = isLawTest ? controlsOf(first, law) : []
  const shared = isLawTest ? sharedOf(rowRuns, rows) : null
  const seeds = Math.min(...rows.map(({ heldOutLoss }) => heldOutLoss.count))
  const budgets = new Set(comparisons.map(({ index }) => curveOf(comparisons, index))).size
  const verdict = reachVerdict({
    controls, runCaveats: isLawTest || diverged.length > 0 ? runCaveats(rowRuns, diverged, lengths, doubled) : [],
    isLawTest, rows, law, descriptive, premise, lossMatched,
    crossLayer, bound, layers: isLawTest && sound.length > 0 ? layersOf(sound) : null, shared, seeds, budgets,
  })
  const curves = rowRuns.flatMap((row, index) => (isSound(row) ? [curveOf(comparisons, indices[index])] : []))
  return {
    runOut: doubled, lossMatched, crossLayer, bound, trainingCosts: trainingCosts(rowRuns), flopMatched: isLawTest ? flopMatchedPairs(sound) : [],
    similarities: isLawTest ? references.flatMap((reference, index) => shapeSimilarities(reference, members(index))) : [],
    scaling: isLawTest && sound.length > 0 ? scalingOf(sound, curves, shorterRows) : [],
    task: first?.task.kind ?? null, primaryCount: primary, rows, comparisons, premise, law, sparsityLaw, descriptive, verdict,
    learningRates: rowRuns.map(({ choice }) => choice), droppedCells: law.dropped, controls, shared, seeds, budgets,
  }
}

/** The rows that others may be measured by, or all where there is none: such rows stand alone. */
const soundOf = (rows: readonly RowRuns[]): readonly RowRuns[] => (rows.some(isSound) ? rows.filter(isSound) : rows)

/** Comparisons of different setting but equal budget lie on one curve: the first comparison within 5% names it. */
function curveOf(comparisons: readonly Comparison[], index: number): number {
  const { budget } = comparisons[index]
  return comparisons.find((other) => other.budget === budget || Math.abs(Math.log(other.budget / budget)) <= Math.log(1 + budgetTolerance))!.index // no layers: both 0
}

/** A row that is worse than chance enters no fit: its counts are shown as none. */
function lawCell(row: RowRuns, curve: number): LawCell {
  const { key, network, chosen } = row
  const { width, depth, neurons } = network.shape
  return {
    key, width, depth, neurons, curve, budget: nonEmbeddingParameters(network), sparsity: settingOf(network.task).sparsity,
    setting: settingKey(settingOf(network.task)), counts: chosen.map((run) => (isSound(row) ? featureCountOf(run) : 0)),
  }
}

/** Shared features of the first comparison's widest pair, where importance or frequency decides which features are worth learning. */
function sharedOf(rowRuns: readonly RowRuns[], rows: ReturnType<typeof shapeRow>[]): ReturnType<typeof sharedFeatures> {
  const pair = widestPairs(rows).at(0)
  const task = rowRuns[0].network.task
  if (pair === undefined || isRecall(task) || (task.importance.kind === 'uniform' && task.frequency === undefined)) return null
  // Seed q of one shape stands beside seed q of the other, also where a run of either diverged or is still to come.
  const qualities = (key: string): Map<number, ArrayLike<number>> =>
    new Map(rowRuns.find((row) => row.key === key)!.chosen.flatMap(({ replicate, metrics }) =>
      (metrics.arrays.featureQuality ? [[replicate, metrics.arrays.featureQuality.values] as const] : [])))
  const deep = qualities(pair.deep), wide = qualities(pair.wide)
  const both = [...deep.keys()].filter((replicate) => wide.has(replicate))
  return sharedFeatures(both.map((replicate) => deep.get(replicate)!), both.map((replicate) => wide.get(replicate)!), importanceWeights(task))
}
