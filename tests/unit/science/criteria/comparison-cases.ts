/** What says which shapes may be compared, whether they were trained well, and what deserves a caveat. */
import { claimOf } from '../../../../src/science/claims/registry'
import { flopMatchedPairs } from '../../../../src/science/conclusions/flop-matched'
import { lossMatchedPairs } from '../../../../src/science/conclusions/loss-matched'
import { lawsOnRecord } from '../../../../src/science/conclusions/laws-on-record'
import { comparisonIndices, rowsOfRuns } from '../../../../src/science/conclusions/note-table'
import { testPremise } from '../../../../src/science/conclusions/premise'
import { fitLaw } from '../../../../src/science/statistics/law-fit'
import { boundLogarithm } from '../../../../src/science/statistics/sparsity-law'
import { summarise } from '../../../../src/science/summary'
import type { Task } from '../../../../src/science/tasks/task'
import { lateImprovement } from '../../../../src/science/training/convergence'
import { caveatsOf } from '../../../../src/science/verdict/caveats'
import { widestPairs } from '../../../../src/science/verdict/widest-pairs'
import { type PlantedSweep, noteShapes, plantedRuns } from '../planted-runs'
import { plantedCells } from '../statistics/planted-law'
import { type Cases, judged } from './either-side'

type Shape = PlantedSweep['shapes'][number]
const rowsWith = (shapes: readonly Shape[], sweep: Partial<PlantedSweep> = {}) => rowsOfRuns(plantedRuns({ shapes, seeds: 2, count: () => 10, ...sweep }))
const shape = (depth: number, width = 16, neurons = 8): Shape => ({ width, depth, neurons })
const sparse = (sparsity: number): Task => ({ kind: 'absolute-value', featureCount: 1000, sparsity, importance: { kind: 'uniform' } })

/** Two shapes whose losses differ by this part of their mean. */
const losses = (difference: number): Partial<PlantedSweep> => ({ task: sparse(0.9), loss: ({ depth }) => (depth === 4 ? 1 + difference / 2 : 1 - difference / 2) })
/** N of the second 1,000 times `ratio` of 40: 2·d·m·L with d = 10, L = 2. */
const sizes = (ratio: number): Shape[] => [shape(2, 10, 1000), shape(2, 10, 1000 * ratio)]
/** FLOP of a step 60N + 40·n·d (conclusions/flop-matched.test.ts): 371,200 of the deep shape, n = 100. */
const costs = (ratio: number) => flopMatchedPairs(rowsWith([shape(16, 16, 10), shape(4, 32, (371_200 * ratio - 128_000) / 15_360)], { task: { kind: 'recall', featureCount: 100 } })).length

/** How many flags the first row has, which has none besides the one in question; how many caveats the verdict. */
const flags = (sweep: Partial<PlantedSweep>): number => summarise(plantedRuns({ shapes: noteShapes.slice(0, 2), seeds: 2, count: () => 10, ...sweep })).rows[0].flags.length
const caveats = (shapes: readonly Shape[]): number => summarise(plantedRuns({ shapes, seeds: 2, count: () => 10 })).verdict.caveats.length
const usualCaveats = caveats(noteShapes.slice(0, 2))

/** Neurons per width of the second shape over those of the first; both of N = 2·d·m·L = 4096. */
const aspects = (ratio: number): Shape[] => [[16, 0.5], [4, 0.5 * ratio]].map(([depth, aspect]) => {
  const width = Math.sqrt(4096 / (2 * aspect * depth))
  return { width, depth, neurons: aspect * width }
})

/** Of a law whose interval is `ratio` times as wide as that of its seeds. */
const departs = (ratio: number): number => {
  const law = fitLaw(plantedCells([2, 4, 8].map((depth) => ({ budget: 1, width: 1, depth })), { a: 2, b: 1, seeds: 2 }), { featureCount: 1e9, thresholded: false })
  if (law.kind === 'none') throw new Error('no law')
  const around = (half: number) => ({ low: law.s.value - half, high: law.s.value + half, level: 0.95 })
  const evidence = {
    isLawTest: false, rows: [], premise: [], lossMatched: [], layers: null, crossLayer: null, bound: null, shared: null, descriptive: null,
    seeds: 2, budgets: 1, controls: [], runCaveats: [], law: { ...law, s: { ...law.s, interval: around(ratio) }, seedInterval: around(1) },
  }
  return caveatsOf(evidence).length // how the interval was made is always stated
}

/** Of two lengths of training, the longer twice the shorter, whose counts differ by this factor. */
const doubled = (growth: number) => summarise([10, 20].flatMap((steps) => plantedRuns({ shapes: noteShapes, seeds: 2, steps, count: () => (steps === 20 ? growth : 1) }))).runOut!.standing

/** A law whose s, and whose g, lies this far from those on record. */
const lawApart = (s: number, g: number): boolean | null => {
  const [{ s: { value: s0 }, g: { value: g0 } }] = lawsOnRecord.flatMap(({ preset, s: onRecord, g: grip }) => (preset === 'law-of-the-deep-toy' && onRecord && grip ? [{ s: onRecord, g: grip }] : []))
  const runs = [0.1, 0.01].flatMap((p) => plantedRuns({
    shapes: [4096, 16384].flatMap((budget) => [64, 16, 4].map((depth) => ({ width: Math.sqrt(budget / depth), depth, neurons: Math.sqrt(budget / depth) / 2 }))),
    seeds: 2, task: { kind: 'absolute-value', featureCount: 1e5, sparsity: 1 - p, importance: { kind: 'uniform' } },
    count: ({ width }) => 10 * width ** (-2 * (s0 + s)) * Math.exp((g0 + g) * boundLogarithm(p)),
  }))
  return claimOf('law-stands-with-rmsnorm').judge(runs.map((run) => ({ ...run, parameters: null }))).met
}

export const comparisonCases = {
  runOutBand: [
    judged('twice the steps', doubled, [0.979, 'outside'], [0.981, 'inside']),
    judged('twice the steps', doubled, [1.019, 'inside'], [1.021, 'outside']),
  ],
  lawStandsWithin: [
    judged('s of a changed law', (s) => lawApart(s, 0), [0.099, true], [0.101, false]),
    judged('s of a changed law', (s) => lawApart(s, 0), [-0.101, false], [-0.099, true]),
    judged('g of a changed law', (g) => lawApart(0, g), [0.199, true], [0.201, false]),
    judged('g of a changed law', (g) => lawApart(0, g), [-0.201, false], [-0.199, true]),
  ],
  budgetTolerance: [
    judged('which rows are of one size', (ratio) => new Set(comparisonIndices(rowsWith(sizes(ratio)))).size, [1.049, 1], [1.051, 2]),
    judged('which comparisons are of one curve', (ratio) => {
      const runs = [0.9, 0.99].flatMap((sparsity, at) => plantedRuns({ shapes: [shape(2, 10, at === 0 ? 1000 : 1000 * ratio), shape(8, 5, at === 0 ? 500 : 500 * ratio)], seeds: 2, count: () => 10, task: sparse(sparsity) }))
      const { law } = summarise(runs)
      return new Set(law.cells.map(({ curve }) => curve)).size
    }, [1.049, 1], [1.051, 2]),
  ],
  equalLossBand: [
    judged('equal loss at equal size', (difference) => testPremise(0, rowsWith([shape(16), shape(4)], losses(difference))).verdict, [0.0499, 'holds'], [0.0501, 'fails']),
    judged('pairs of equal loss', (difference) => lossMatchedPairs(rowsWith([shape(16), shape(4)], losses(difference))).length, [0.0499, 1], [0.0501, 0]),
    judged('pairs of equal loss, the deeper one better', (difference) => lossMatchedPairs(rowsWith([shape(16), shape(4)], losses(-difference))).length, [0.0499, 1], [0.0501, 0]),
  ],
  equalCostBand: [
    judged('pairs of equal cost', costs, [1.0499, 1], [1.0501, 0]),
    judged('pairs of equal cost, the wide one cheaper', costs, [1 / 1.0501, 0], [1 / 1.0499, 1]),
  ],
  depthsApart: [
    judged('pairs of equal loss', (depth) => lossMatchedPairs(rowsWith([shape(depth), shape(50)], { task: sparse(0.9) })).length, [99, 0], [100, 1]),
    judged('pairs of equal cost', (depth) => flopMatchedPairs(rowsWith([shape(depth), shape(50, 16, 8 * depth / 50)])).length, [99, 0], [100, 1]),
  ],
  fewestLayers: [
    judged('cells of the law', (depth) => {
      const { law } = summarise(plantedRuns({ shapes: [...noteShapes.slice(0, 2), shape(depth, 64, 32 / depth)], seeds: 2, count: () => 10 }))
      return law.cells.length
    }, [1, 2], [2, 3]),
    judged('equal loss', (depth) => testPremise(0, rowsWith([shape(16), shape(depth)])).verdict, [1, 'not-testable'], [2, 'holds']),
    judged('pairs of equal loss', (depth) => lossMatchedPairs(rowsWith([shape(16), shape(depth)], { task: sparse(0.9) })).length, [1, 0], [2, 1]),
    judged('pairs of equal cost', (depth) => flopMatchedPairs(rowsWith([shape(16), shape(depth, 16, 128 / depth)])).length, [1, 0], [2, 1]),
    judged('the widest pair', (depth) => {
      const shapes = [shape(16, 16), shape(4, 32, 16), { width: 64, depth, neurons: 32 / depth }]
      const { rows } = summarise(plantedRuns({ shapes, seeds: 2, count: () => 10 })), [{ wide }] = widestPairs(rows)
      return rows.find(({ key }) => key === wide)!.shape.width
    }, [1, 32], [2, 64]),
    judged('a row’s flags', (depth) => flags({ shapes: [shape(depth), shape(16)] }), [1, 1], [2, 0]),
  ],
  seedsPerHalf: [judged('whether halves choose for each other', (seeds) => rowsWith([shape(4)], { seeds, learningRates: [0.1, 0.2] })[0].halves === null, [3, true], [4, false])],
  settledBelow: [judged('training', (late) => flags({ lateImprovement: late }), [0.0099, 0], [0.0101, 1])],
  curveParts: [judged('whether a curve is long enough', (points) => lateImprovement(Array.from({ length: points }, () => 1)), [9, null], [10, 0])],
  enoughActive: [judged('held-out samples', (samples) => summarise(plantedRuns({ shapes: noteShapes.slice(0, 2), seeds: 2, count: () => 10, task: sparse(0.9) })
    .map((run) => ({ ...run, spec: { ...run.spec, measurement: { ...run.spec.measurement, evaluationSamples: samples } } })))
    .rows[0].flags.length, [999, 1], [1001, 0])],
  neuronsPerWidthAlike: [judged('neurons per width', (ratio) => caveats(aspects(ratio)) - usualCaveats, [1.149, 0], [1.151, 1])],
  departuresShowFrom: [judged('an interval', departs, [1.99, 1], [2.01, 2])],
} satisfies Partial<Cases>
