/**
 * The note's table [Katta 2024, section 3], one row per shape: what was counted, and beside it what two readings of the
 * theory predict from the reference row (the deepest shape of its comparison):
 *   universality: the same F in every shape of equal budget;  fixed degree: the same F per neuron.
 */
import { budgetTolerance, ceilingFraction, enoughActive, fewestLayers, seedsPerHalf, settledBelow } from '../criteria'
import type { RunSpec } from '../training/run-spec'
import { type Model, type Network, type Shape, hasDepth, nonEmbeddingParameters, parameterLayout } from '../models/model'
import type { MeasuredRun } from '../metrics/measured-run'
import { superpositionDegree } from '../metrics/superposition-degree'
import { settingKey, settingOf } from '../tasks/setting'
import { ratioOfMeans } from '../statistics/contrast'
import { type Estimate, type Spread, spread } from '../statistics/spread'
import { isSound, worseRuns } from './chance'
import { type FrequencyLaw, type ImportanceLaw, independentProbability, isRecall, rarestAnswer } from '../tasks/task'

/** The four feature rows of the note's table. */
export interface FeatureRows<Value> {
  readonly featuresLearned: Value // F
  readonly featuresPerLayer: Value // F/L
  readonly featuresPerNeuron: Value // F/(mL), the note's degree of superposition
  readonly featuresPerResidualDimension: Value // F/d
}

/** Rows of one comparison share the task, the sparsity, the importance and (within 5%) the budget N. */
export interface ShapeRow {
  readonly key: string // unique in the summary
  readonly comparison: number // index into Summary.comparisons
  readonly isReference: boolean
  readonly model: Model
  readonly shape: Shape
  readonly sparsity: number | null // S; null for recall
  readonly importance: ImportanceLaw | null // null for recall
  readonly frequency: FrequencyLaw | null // null where all features are equally frequent
  readonly independentProbability: number | null // p, where the bound may be asked of this row (task.ts)
  readonly featureCount: number // n
  readonly nonEmbeddingParameters: number // N, realised
  readonly totalParameters: number // embeddings and biases included
  readonly neuronsPerLayer: number
  readonly layers: number
  readonly totalNeurons: number // mL
  /** Ids of the runs that every number of this row is a mean over, one per seed. What is drawn beside the means is drawn of these. */
  readonly runs: readonly string[]
  readonly learningRate: number // that all seeds together prefer; halves of the seeds may be reported at others (`reportedRuns`)
  readonly steps: number // of training; equal over the rows of one setting
  readonly heldOutLoss: Spread // over `runs`; recall is evaluated on all its keys
  readonly measured: FeatureRows<Spread>
  /** From the reference row's measured mean F. */
  readonly predicted: { readonly universality: FeatureRows<number>; readonly fixedDegree: FeatureRows<number> }
  /** Measured features per neuron over the reference's; null for the reference itself, and where either is worse than chance. */
  readonly ratioToReference: Estimate | null
  readonly ratioPredicted: { readonly universality: number; readonly fixedDegree: number }
  readonly flags: readonly Flag[]
}

/** What must be known of a row before it is compared. Rows of equal flags are flagged together, so numbers are rounded as they are shown. */
export type Flag =
  | { readonly kind: 'worse-than-chance'; readonly runs: number; readonly of: number } // chance.ts
  | { readonly kind: 'one-layer' } // outside the range in which shape is said not to matter
  | { readonly kind: 'near-ceiling' } // most of all features are learned
  | { readonly kind: 'largest-rate-that-trains'; readonly divergedAt: readonly number[] } // higher rates, ascending
  | { readonly kind: 'rate-at-edge'; readonly edge: 'low' | 'high'; readonly next: number } // of its grid: LearningRateChoice
  | { readonly kind: 'halves-prefer-different-rates'; readonly rates: readonly [number, number] }
  | { readonly kind: 'rate-chosen-on-reported-seeds' }
  | { readonly kind: 'under-trained' } // settledBelow
  /** Held-out samples in which a feature is active, and the error of its R² that comes of so few, to a hundredth. */
  | { readonly kind: 'held-out-noise'; readonly of: 'any-feature' | 'rarest-feature'; readonly active: number; readonly error: number }
  | { readonly kind: 'one-seed' } // no interval

export interface LearningRateChoice {
  readonly key: string // of the ShapeRow
  readonly chosen: number
  readonly edge: 'low' | 'high' | null // the best was the smallest or largest of several that were tried
  /** Where to look on: one more step of the grid beyond that edge; null without one. */
  readonly next: number | null
  readonly tried: readonly { readonly learningRate: number; readonly meanLoss: number; readonly runs: number }[]
}

/** Runs of one row: one shape at one setting (sparsity and importance), all learning rates, with the one that was chosen. */
export interface RowRuns {
  readonly key: string
  readonly network: Network
  readonly chosen: readonly MeasuredRun[] // what is reported, one per seed: at the rate chosen without that seed where there are four
  /** The rates that the two halves of the seeds are reported at; null where rates are chosen and reported on the same seeds. */
  readonly halves: readonly [number, number] | null
  readonly choice: LearningRateChoice
  readonly divergedRates: readonly number[] // at which a run diverged
}

export const heldOutLoss = ({ metrics, loss }: MeasuredRun): number => metrics.scalars.heldOutLoss ?? loss
export const featureCountOf = ({ metrics }: MeasuredRun): number => metrics.scalars.featuresLearned ?? 0
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item), group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** One RowRuns per shape and setting, in the order of the runs; a shape with no finished run has none. */
export function rowsOfRuns(runs: readonly MeasuredRun[], diverged: readonly RunSpec[] = []): RowRuns[] {
  const keyOf = ({ spec: { shape, task } }: Pick<MeasuredRun, 'spec'>): string => `${shape.width}/${shape.depth}/${shape.neurons}/${settingKey(settingOf(task))}`
  return [...groupBy(runs, keyOf)].map(([key, group]) => {
    const choice = chooseLearningRate(key, group)
    const divergedRates = [...new Set(diverged.filter((spec) => keyOf({ spec }) === key).map(({ training }) => training.learningRate))].sort((x, y) => x - y)
    return { key, network: group[0].spec, choice, divergedRates, ...reportedRuns(group, choice) }
  })
}

/**
 * Two-fold: each half of the seeds is reported at the rate that the *other* half prefers, so that a seed has no say in the rate
 * it is reported at, and none is lost. For recall the count is the loss in other words, so rates chosen and reported on the same
 * seeds would favour whichever rate was lucky. Needs two rates and four seeds; with fewer, the best rate of all seeds.
 */
function reportedRuns(group: readonly MeasuredRun[], { chosen, tried }: LearningRateChoice): Pick<RowRuns, 'chosen' | 'halves'> {
  const rates = completeRates(tried).map(({ learningRate }) => learningRate)
  const at = (rate: number): MeasuredRun[] => group.filter(({ spec }) => spec.training.learningRate === rate)
  const seeds = [...new Set(group.map(({ replicate }) => replicate))].sort((x, y) => x - y)
  const half = (rate: number, odd: number): MeasuredRun[] => at(rate).filter(({ replicate }) => seeds.indexOf(replicate) % 2 === odd)
  if (rates.length < 2 || rates.some((rate) => half(rate, 0).length < seedsPerHalf || half(rate, 1).length < seedsPerHalf)) return { chosen: at(chosen), halves: null }
  const lossOn = (rate: number, odd: number): number => mean(half(rate, odd).map(heldOutLoss))
  const preferred = (odd: number): number => rates.reduce((best, rate) => (lossOn(rate, odd) < lossOn(best, odd) ? rate : best))
  const halves = [preferred(1), preferred(0)] as const
  return { halves, chosen: [...half(halves[0], 0), ...half(halves[1], 1)].sort((x, y) => x.replicate - y.replicate) }
}

/** Rates at which as many seeds finished as at any. */
function completeRates(tried: LearningRateChoice['tried']): LearningRateChoice['tried'] {
  const most = Math.max(...tried.map(({ runs }) => runs))
  return tried.filter(({ runs }) => runs === most)
}

/**
 * The rate with the lowest held-out loss, mean over seeds. Not chosen on the count, but for recall loss and count are one
 * thing: `reportedRuns` keeps choice and report apart. A rate at which fewer seeds
 * finished than at others (some diverged, or are still to come) is not eligible.
 */
function chooseLearningRate(key: string, group: readonly MeasuredRun[]): LearningRateChoice {
  const tried = [...groupBy(group, ({ spec }) => String(spec.training.learningRate)).values()]
    .map((runs) => ({ learningRate: runs[0].spec.training.learningRate, meanLoss: mean(runs.map(heldOutLoss)), runs: runs.length }))
    .sort((x, y) => x.learningRate - y.learningRate)
  const best = completeRates(tried).reduce((least, rate) => (rate.meanLoss < least.meanLoss ? rate : least))
  const place = tried.indexOf(best)
  const edge = tried.length < 2 ? null : place === 0 ? 'low' : place === tried.length - 1 ? 'high' : null
  const beyond = edge === null ? null : edge === 'low' ? tried[0].learningRate ** 2 / tried[1].learningRate
    : tried[place].learningRate ** 2 / tried[place - 1].learningRate
  return { key, chosen: best.learningRate, edge, next: beyond === null ? null : Number(beyond.toPrecision(2)), tried }
}

/**
 * Indices of comparisons: same sparsity and importance, budgets within the tolerance of the smallest. Rows in, one index per row. Where no
 * row of one is sound (chance.ts), each stands alone: nothing is predicted from any.
 */
export function comparisonIndices(rows: readonly RowRuns[]): number[] {
  const order = rows.map((_, index) => index).sort((x, y) => nonEmbeddingParameters(rows[x].network) - nonEmbeddingParameters(rows[y].network))
  const smallest: { setting: string; budget: number }[] = []
  const found = new Map<number, number>() // row -> place in smallest
  for (const index of order) {
    const setting = settingKey(settingOf(rows[index].network.task)), budget = nonEmbeddingParameters(rows[index].network)
    let place = smallest.findIndex((other) => other.setting === setting && budget <= other.budget * (1 + budgetTolerance))
    if (place < 0) place = smallest.push({ setting, budget }) - 1
    found.set(index, place)
  }
  const sound = new Set(rows.flatMap((row, index) => (isSound(row) ? [found.get(index)!] : [])))
  // Numbered in the order of the rows, not of the budgets.
  const numbers = new Map<number, number>()
  return rows.map((_, index) => {
    const place = sound.has(found.get(index)!) ? found.get(index)! : -1 - index
    if (!numbers.has(place)) numbers.set(place, numbers.size)
    return numbers.get(place)!
  })
}

/** A row beside the reference of its comparison. */
export function shapeRow(row: RowRuns, reference: RowRuns, comparison: number): ShapeRow {
  const { network, chosen, choice } = row
  const { shape } = network
  const counts = chosen.map(featureCountOf), referenceCounts = reference.chosen.map(featureCountOf)
  const referenceMean = mean(referenceCounts), totalNeurons = shape.neurons * shape.depth
  const referenceNeurons = reference.network.shape.neurons * reference.network.shape.depth
  const ratio = row === reference || !isSound(row) || !isSound(reference) ? null : ratioOfMeans(counts, referenceCounts)
  const scale = referenceNeurons / totalNeurons // features per neuron of this row over the reference's, at equal F
  const stretch = (interval: Estimate['interval']): Estimate['interval'] =>
    interval && { low: interval.low * scale, high: interval.high * scale, level: interval.level }
  return {
    key: row.key, comparison, isReference: row === reference, model: network.model, shape, ...settingOf(network.task),
    independentProbability: independentProbability(network.task),
    featureCount: network.task.featureCount, nonEmbeddingParameters: nonEmbeddingParameters(network),
    totalParameters: parameterLayout(network).total, neuronsPerLayer: shape.neurons, layers: shape.depth, totalNeurons,
    runs: chosen.map(({ id }) => id), learningRate: choice.chosen, steps: chosen[0].spec.training.steps, heldOutLoss: spread(chosen.map(heldOutLoss), { low: 0, high: Infinity }),
    measured: featureRows(counts, shape, network.task.featureCount),
    predicted: {
      universality: { featuresLearned: referenceMean, ...superpositionDegree(referenceMean, shape) },
      fixedDegree: { featuresLearned: referenceMean / scale, ...superpositionDegree(referenceMean / scale, shape) },
    },
    ratioToReference: ratio && { value: ratio.value * scale, interval: stretch(ratio.interval), interval90: stretch(ratio.interval90) },
    ratioPredicted: { universality: scale, fixedDegree: 1 },
    flags: flagsOf(row, counts),
  }
}

function featureRows(counts: readonly number[], shape: Shape, featureCount: number): FeatureRows<Spread> {
  const over = (divisor: number): Spread => spread(counts.map((value) => value / divisor), { low: 0, high: featureCount / divisor })
  return {
    featuresLearned: over(1), featuresPerLayer: over(shape.depth),
    featuresPerNeuron: over(shape.neurons * shape.depth), featuresPerResidualDimension: over(shape.width),
  }
}

function flagsOf({ network, choice, chosen, halves, divergedRates }: RowRuns, counts: readonly number[]): Flag[] {
  const flags: Flag[] = []
  const worse = worseRuns(chosen)
  if (worse > 0) flags.push({ kind: 'worse-than-chance', runs: worse, of: chosen.length })
  if (hasDepth(network.model)) {
    if (network.shape.depth < fewestLayers) flags.push({ kind: 'one-layer' })
    if (mean(counts) >= ceilingFraction * network.task.featureCount) flags.push({ kind: 'near-ceiling' })
  }
  const higher = divergedRates.filter((rate) => rate > choice.chosen)
  const isLargest = choice.chosen === Math.max(...completeRates(choice.tried).map(({ learningRate }) => learningRate))
  if (isLargest && higher.length > 0) flags.push({ kind: 'largest-rate-that-trains', divergedAt: higher })
  else if (choice.edge) flags.push({ kind: 'rate-at-edge', edge: choice.edge, next: choice.next! })
  if (halves !== null && halves[0] !== halves[1]) flags.push({ kind: 'halves-prefer-different-rates', rates: halves })
  if (halves === null && completeRates(choice.tried).length > 1) flags.push({ kind: 'rate-chosen-on-reported-seeds' })
  const late = chosen.flatMap(({ lateImprovement }) => lateImprovement ?? [])
  if (late.length > 0 && mean(late) > settledBelow) flags.push({ kind: 'under-trained' })
  const { task } = network, active = isRecall(task) ? Infinity : Math.min(...chosen.map(({ spec }) => spec.measurement.evaluationSamples)) * rarestAnswer(task)
  if (active < enoughActive) {
    flags.push({
      kind: 'held-out-noise', of: settingOf(task).frequency ? 'rarest-feature' : 'any-feature',
      active: Math.round(active), error: Math.round(100 / Math.sqrt(active)) / 100,
    })
  }
  if (chosen.length === 1) flags.push({ kind: 'one-seed' })
  return flags
}
