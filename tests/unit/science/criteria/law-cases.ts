/** What says which law holds, and how surely. */
import { contrast } from '../../../../src/science/statistics/contrast'
import { effectiveResidual, lacksForLaw, type LossRow } from '../../../../src/science/statistics/depth-width-law'
import { percentileInterval } from '../../../../src/science/statistics/bootstrap'
import { standing } from '../../../../src/science/statistics/equivalence'
import { type LawCell, fitLaw, isSeedOnly } from '../../../../src/science/statistics/law-fit'
import { fitJointLaw } from '../../../../src/science/statistics/scaling-law'
import { type SparseCell, boundLogarithm, fitSparsityLaw } from '../../../../src/science/statistics/sparsity-law'
import { standingOf } from '../../../../src/science/verdict/sparsity-standing'
import { meanEstimate, spread, studentEstimate } from '../../../../src/science/statistics/spread'
import { missesOf } from '../../../../src/science/conclusions/controls'
import { crossLayerCompensation } from '../../../../src/science/conclusions/cross-layer'
import { isFull } from '../../../../src/science/conclusions/design'
import { rowsOfRuns } from '../../../../src/science/conclusions/note-table'
import { boundStanding } from '../../../../src/science/conclusions/observed-bound'
import { testPremise } from '../../../../src/science/conclusions/premise'
import { sparsityEntropy } from '../../../../src/science/theory/compressed-sensing-bound'
import { summarise } from '../../../../src/science/summary'
import type { MeasuredRun } from '../../../../src/science/metrics/measured-run'
import type { Task } from '../../../../src/science/tasks/task'
import { fullShapes, plantedCount, plantedRuns } from '../planted-runs'
import { plantedCells } from '../statistics/planted-law'
import { type Cases, judged, pairAbout } from './either-side'

/** Widths that fit their budget exactly, so that every pair of shapes has the planted s. */
const exactShapes = [4096, 16384].flatMap((budget) => [64, 16, 4].map((depth) => {
  const width = Math.sqrt(budget / depth)
  return { width, depth, neurons: width / 2 }
}))
const twoShapes = [{ width: 16, depth: 16, neurons: 8 }, { width: 32, depth: 4, neurons: 16 }] // deep, then wide

/** Rows of five widths and token counts and so many depths, none of which follows from the others. */
const scattered = (rows: number, depths: number): LossRow[] => Array.from({ length: rows }, (_, row) => (
  { width: 2 ** (row % 5), depth: 1 + (row * row + (row >> 1)) % depths, tokens: 2 ** ((row * 3 + (row >> 2)) % 5), loss: 1 }))

const kindOf = (s: number) => summarise(plantedRuns({ shapes: exactShapes, seeds: 2, count: plantedCount(2, 1 + s, 0.01) })).verdict.kind

/** The standing of a law whose exponents are these exactly. */
const gripOf = (s: number, g: number) => standingOf(fitSparsityLaw([0.1, 0.01].flatMap((p) => exactShapes.map(({ width, depth, neurons }, index): SparseCell => ({
  key: `${index} ${p}`, width, depth, neurons, budget: 1, curve: width * width * depth, sparsity: 1 - p, setting: String(p), activationProbability: p,
  counts: [width ** (2 - 2 * s) * depth * Math.exp(g * boundLogarithm(p))],
}))), { featureCount: 1e9, thresholded: false }))?.kind

/** Two seeds of two shapes, with these scalars. */
const planted = (scalars: (depth: number, replicate: number) => Record<string, number>, task?: MeasuredRun['spec']['task']): MeasuredRun[] =>
  plantedRuns({ shapes: twoShapes, seeds: 2, count: () => 100, task }).map((run) => ({
    ...run, metrics: { ...run.metrics, scalars: { ...run.metrics.scalars, ...scalars(run.spec.shape.depth, run.replicate) } },
  }))

/** Two groups of two seeds, each with a standard error of `error`: 4.30265 = t of Student with 2 degrees of freedom at 97.5%. */
const chi = (difference: number) => crossLayerCompensation([rowsOfRuns(planted((depth, replicate) => ({ crossLayerShare: pairAbout(depth === 4 ? difference : 0, 0.01)[replicate] })))])!.standing
const premise = (difference: number) => testPremise(0, rowsOfRuns(planted((depth, replicate) => ({ heldOutLoss: pairAbout(depth === 4 ? 1 + difference : 1, 0.01)[replicate] })))).verdict
const p = 0.1
const constants = (difference: number) => boundStanding(rowsOfRuns(planted(
  (depth, replicate) => ({ featuresLearned: Math.exp(pairAbout(depth === 4 ? difference : 0, 0.1)[replicate]) * 128 / sparsityEntropy(p) * (depth === 4 ? 0.5 : 1) }),
  { kind: 'absolute-value', featureCount: 1e6, sparsity: 1 - p, importance: { kind: 'uniform' } },
)), [])!.overShapes.standing

const cell = (depth: number, count: number, width = 64 / Math.sqrt(depth), curve = 0): LawCell =>
  ({ key: `${depth} ${width}`, width, depth, neurons: 1, curve, budget: 1, sparsity: null, setting: '', counts: [count, count] })
const fitOf = (cells: readonly LawCell[], thresholded = false) => fitLaw(cells, { featureCount: 1000, thresholded, bootstrapDraws: 2 })
const droppedOf = (count: number, thresholded: boolean) => fitOf([cell(16, 100), cell(8, 110), cell(4, count)], thresholded).dropped.length

/** Two points on the line ln d = ln L and two across it, `apart` from it: |correlation| (½ − 2·apart²)/(½ + 2·apart²). */
const kindAcross = (apart: number) => fitOf([[2, 2, 0], [3, 3, 0], [2.5 - apart, 2.5 + apart, 1], [2.5 + apart, 2.5 - apart, 1]]
  .map(([width, depth, curve], at) => cell(Math.exp(depth), 100 + at, Math.exp(width), curve))).kind

const graded = { kind: 'absolute-value', featureCount: 8000, sparsity: 0.9, importance: { kind: 'power', exponent: 0.5 } } as const
/** U is this quality where features of one shape all have quality 1 and those of the other this. */
const kindSharing = (quality: number) => summarise(plantedRuns({ shapes: fullShapes, seeds: 2, count: plantedCount(2, 1, 0.05), noise: 0.01, task: graded }).map((run): MeasuredRun => ({
  ...run, metrics: { ...run.metrics, arrays: { featureQuality: { axes: 'f', shape: [8000], values: new Float32Array(8000).fill(run.spec.shape.depth === 32 ? 1 : quality) } } },
}))).verdict.kind

const law = fitLaw(plantedCells(exactShapes.concat(fullShapes).map(({ width, depth }) => ({ width, depth, budget: 2 * width * width * depth })), { a: 2, b: 1, seeds: 2, noise: 0.01 }), { featureCount: 1e9, thresholded: false })
const fullWith = (change: Partial<{ seeds: number; shapes: number; budgets: number }>) => isFull({ seeds: 8, shapes: 5, budgets: 3, ...change }, law)

/** The verdict on networks of one shape with these metrics. */
const chanceOf = (scalars: Readonly<Record<string, number>>, task: Task) => summarise(plantedRuns({ shapes: [{ width: 8, depth: 2, neurons: 8 }], seeds: 2, count: () => 1, task, scalars })).verdict.kind

export const lawCases = {
  confidenceLevel: [ // t at 97.5% with 1 degree of freedom: 12.7062
    judged('spread', (x) => x < spread([-1, 1]).interval!.high, [12.706, true], [12.707, false]),
    judged('an estimate', (x) => x < studentEstimate(0, 1, 1).interval!.high, [12.706, true], [12.707, false]),
    judged('a mean', (x) => x < meanEstimate([-1, 1]).interval!.high, [12.706, true], [12.707, false]),
    judged('what lies outside a band', (x) => standing(studentEstimate(0, 1, 1), x, 100), [12.706, 'undecided'], [12.707, 'outside']),
    judged('the bootstrap', (x) => x < percentileInterval([[0, 1]], ([[a, b]]) => a + b, undefined, 10).level, [0.949, true], [0.951, false]),
  ],
  equivalenceLevel: [ // t at 95% with 1 degree of freedom: 6.31375
    judged('an estimate', (x) => x < studentEstimate(0, 1, 1).interval90!.high, [6.313, true], [6.314, false]),
    judged('what lies inside a band', (x) => standing(studentEstimate(0, 1, 1), -x, x), [6.313, 'undecided'], [6.314, 'inside']),
    judged('a contrast', (x) => x < contrast([pairAbout(0, 1), pairAbout(0, 1)], [1, -1]).interval90!.high, [4.129, true], [4.13, false]), // √2·2.91999
  ],
  significance: [
    judged('χ', chi, [0.06, 'not-shown'], [0.0615, 'shown']), // 4.30265·√2·0.01 = 0.06085
    judged('χ the other way', (x) => chi(-x), [0.06, 'not-shown'], [0.0615, 'reversed']),
    judged('equal loss', premise, [0.113, 'undecided'], [0.1145, 'fails']), // 0.05 + 0.06085/(1 + x/2) = x/(1 + x/2): x = 0.1137
    judged('the constant of the bound', constants, [0.6, 'undecided'], [0.62, 'moves']), // on logarithms: 4.30265·√2·0.1 = 0.6085
  ],
  exponentBands: [
    judged('universality', kindOf, [-0.101, 'intermediate'], [-0.099, 'universality']),
    judged('universality', kindOf, [0.099, 'universality'], [0.101, 'intermediate']),
    judged('fixed degree', kindOf, [0.399, 'intermediate'], [0.401, 'fixed-degree']),
    judged('fixed degree', kindOf, [0.599, 'fixed-degree'], [0.601, 'intermediate']),
    judged('residual width', kindOf, [-0.601, 'intermediate'], [-0.599, 'residual-width']),
    judged('residual width', kindOf, [-0.401, 'residual-width'], [-0.399, 'intermediate']),
  ],
  gripBands: [
    judged('the bound per dimension', (g) => gripOf(-0.5, g), [0.799, 'intermediate'], [0.801, 'stream-bound']),
    judged('the bound per dimension', (g) => gripOf(-0.5, g), [1.199, 'stream-bound'], [1.201, 'intermediate']),
    judged('the bound per neuron', (g) => gripOf(0.5, g), [0.799, 'intermediate'], [0.801, 'neuron-bound']),
    judged('no grip of sparsity', (g) => gripOf(0.3, g), [-0.201, 'intermediate'], [-0.199, 'no-grip']),
    judged('no grip of sparsity', (g) => gripOf(0.3, g), [0.199, 'no-grip'], [0.201, 'intermediate']),
  ],
  calibrationHalfWidth: [
    judged('a control at 0', (x) => missesOf({ value: 0, interval: null, interval90: { low: -0.05, high: x, level: 0.9 } }, 0).length, [0.099, 0], [0.101, 1]),
    judged('a control at ½', (x) => missesOf({ value: 0.5, interval: null, interval90: { low: x, high: 0.55, level: 0.9 } }, 0.5).length, [0.399, 1], [0.401, 0]),
  ],
  sameFeaturesFrom: [judged('universality of sets', kindSharing, [0.899, 'intermediate'], [0.901, 'universality'])],
  ceilingFraction: [
    judged('cells of the law', (count) => droppedOf(count, false), [599, 0], [600, 1]),
    judged('how many flags a row has', (count) => summarise(plantedRuns({ shapes: twoShapes, seeds: 2, count: () => count, task: { kind: 'recall', featureCount: 1000 } }))
      .rows[0].flags.length, [599, 0], [600, 1]),
    judged('rows asked for the bound', (count) => boundStanding(rowsOfRuns(plantedRuns({
      shapes: twoShapes, seeds: 1, count: () => count, task: { kind: 'absolute-value', featureCount: 1000, sparsity: 0.9, importance: { kind: 'uniform' } },
    })), []) === null, [599, false], [600, true]),
    judged('counts of a scaling law', (count) => summarise(plantedRuns({ shapes: twoShapes, seeds: 1, count: ({ depth }) => (depth === 4 ? 100 : count), task: { kind: 'recall', featureCount: 1000 } }))
      .scaling[0].countOverWidth === null, [599, false], [600, true]),
  ],
  farFraction: [judged('cells far from the ceiling', (count) => {
    const fit = fitOf([cell(16, 100), cell(8, 110), cell(4, count)])
    return fit.kind === 'none' ? 'none' : fit.farFromCeiling?.cells ?? null
  }, [299, null], [300, 2])],
  worseThanChance: [
    judged('keys recalled', (share) => chanceOf({ featuresByBits: 1000 * share }, { kind: 'recall', featureCount: 1000 }), [-0.0501, 'worse-than-chance'], [-0.05, 'not-a-law-test']),
    judged('mean R²', (meanR2) => chanceOf({ meanR2 }, { kind: 'absolute-value', featureCount: 1000, sparsity: 0.9, importance: { kind: 'uniform' } }), [-3.001, 'worse-than-chance'], [-3, 'not-a-law-test']),
  ],
  floorFraction: [judged('cells of a thresholded count', (count) => droppedOf(count, true), [50, 1], [51, 0])],
  enoughShapes: [judged('whose interval it is', (shapes) => isSeedOnly(fitLaw(
    plantedCells(Array.from({ length: shapes }, (_, k) => ({ budget: 1, width: 1, depth: k + 2 })), { a: 2, b: 1, seeds: 3, noise: 0.05 }), { featureCount: 1e9, thresholded: false, bootstrapDraws: 2 },
  )), [5, true], [6, false])], // of one curve: a constant and a slope
  collinearAbove: [judged('whether a and b are distinguished', kindAcross, [0.0499, 'iso-budget'], [0.0506, 'plane'])], // 0.98 at 0.05025
  fullDesign: [
    judged('seeds', (seeds) => fullWith({ seeds }), [7, false], [8, true]),
    judged('shapes of each budget', (shapes) => fullWith({ shapes }), [4, false], [5, true]),
    judged('budgets', (budgets) => fullWith({ budgets }), [2, false], [3, true]),
  ],
  jointLawPoints: [judged('whether L(N, D) is fitted', (points) => fitJointLaw(
    [[1, 1], [1, 2], [2, 1], [2, 2], [4, 4]].slice(0, points).map(([N, D]) => ({ parameters: 1000 * N, samples: 1000 * D, loss: N ** -0.3 + D ** -0.4 })),
  ) !== null, [4, false], [5, true])],
  depthWidthRows: [judged('whether the law of width and depth is fitted to so many rows', (rows) => lacksForLaw(scattered(rows, 12)).length, [11, 1], [12, 0])],
  depthWidthValues: [judged('whether it is fitted to so many depths', (depths) => lacksForLaw(scattered(24, depths)).length, [2, 1], [3, 0])],
  huberFrom: [judged('whether a residual counts by its square', (residual) => effectiveResidual(residual, true) === residual, [0.00099, true], [0.00101, false])],
} satisfies Partial<Cases>
