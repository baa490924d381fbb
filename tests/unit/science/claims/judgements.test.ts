/** Claims can be missed: each judgement is shown an arrangement that it must refuse beside one that it must accept. */
import { describe, expect, test } from 'vitest'
import { arrangementOf } from '../../../../src/science/claims/arrangements'
import type { TrainedRun } from '../../../../src/science/claims/claim'
import { type ClaimId, claimOf } from '../../../../src/science/claims/registry'
import { measureRun } from '../../../../src/science/metrics/measure'
import type { ImportanceLaw } from '../../../../src/science/tasks/task'
import { sparsityEntropy } from '../../../../src/science/theory/compressed-sensing-bound'
import { fullShapes, noteShapes, plantedCount, plantedRuns } from '../planted-runs'
import { polygon } from '../metrics/arrangements'
import { bottleneck, runOf, tiedRelu } from '../run-examples'

/** A finished tied model with these directions [f][h] and one bias. */
function held(directions: readonly (readonly number[])[], p: number, bias = 0, importance: ImportanceLaw = { kind: 'uniform' }): TrainedRun {
  const width = directions[0].length
  const run = { ...runOf({ kind: 'reconstruction', featureCount: directions.length, sparsity: 1 - p, importance }, tiedRelu, bottleneck(width)), measurement: { probes: 1, evaluationSamples: 64 } }
  const parameters = Float32Array.from([...directions.flat(), ...directions.map(() => bias)])
  return { id: JSON.stringify(run), spec: run, replicate: 0, loss: 0, lateImprovement: null, parameters, metrics: measureRun(run, parameters) }
}
const verdictOf = (id: ClaimId, runs: readonly TrainedRun[]): boolean | null => claimOf(id).judge(runs).met
const scaled = (directions: readonly (readonly number[])[], by: number): number[][] => directions.map((row) => row.map((x) => by * x))

const twoDigons = [[1, 0], [-1, 0], [0, 1], [0, -1], [0, 0]]
const dedicated = [[1, 0], [0, 1], [0, 0], [0, 0], [0, 0]]
const pentagon = scaled(polygon(5), 1.13)

test('arrangements are distinguished', () => {
  expect([twoDigons, dedicated, pentagon, [[1, 0], [-1, 0], [0, 1], [0, 0], [0, 0]], [[1, 0], [0.8, 0.6], [0, 0], [0, 0], [0, 0]], scaled(dedicated, 0)]
    .map((directions) => arrangementOf(held(directions, 0.1)))).toEqual(['digons', 'dedicated', 'pentagon', 'dedicated and digons', 'other', 'nothing'])
})

describe('a judgement refuses what is wrong', () => {
  test('a pentagon at the sparse end, from every restart', () => {
    expect(verdictOf('sparse-pentagon', [held(pentagon, 0.05, -0.25)])).toBe(true)
    expect(verdictOf('sparse-pentagon', [held(pentagon, 0.05, -0.25), held(twoDigons, 0.05)])).toBe(false)
    expect(verdictOf('sparse-pentagon', [held(pentagon, 0.5)])).toBeNull()
  })

  test('orthogonal when dense, digons in between', () => {
    expect(verdictOf('dense-orthogonal', [held(dedicated, 1), held(pentagon, 0.1)])).toBe(true)
    expect(verdictOf('dense-orthogonal', [held(twoDigons, 1), held(dedicated, 0.1)])).toBe(false)
    expect(verdictOf('middle-digons', [held(twoDigons, 0.3)])).toBe(true)
    expect(verdictOf('middle-digons', [held(dedicated, 0.3), held(pentagon, 0.1)])).toBe(false)
  })

  test('the least loss, within 2%', () => {
    expect(verdictOf('pentagon-optimum', [held(scaled(polygon(5), 1.1346), 0.05, -0.2464)])).toBe(true)
    expect(verdictOf('pentagon-optimum', [held(polygon(5), 0.05, -0.1)])).toBe(false)
    expect(verdictOf('pentagon-optimum', [held(pentagon, 0.06)])).toBeNull()
  })

  test('the phase diagram: nine of ten cells', () => {
    const pair = (p: number, ratio: number): TrainedRun => held([[1], [-1]], p, 0, { kind: 'geometric', ratio })
    const one = (p: number, ratio: number, kept: 0 | 1): TrainedRun => held(kept === 0 ? [[1], [0]] : [[0], [1]], p, 0, { kind: 'geometric', ratio })
    const sparse = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08]
    const right = [...sparse.map((p) => pair(p, 1)), one(0.9, 1, 0), one(0.9, 0.1, 0), one(0.9, 10, 1)]
    expect(claimOf('phase-diagram').judge(right)).toEqual({ met: true, found: { cells: 11, wrong: [] } })
    expect(verdictOf('phase-diagram', [...right.slice(0, 9), one(0.9, 0.1, 1), one(0.9, 10, 0)])).toBe(false)
  })

  test('five features and no others', () => {
    const five = Array.from({ length: 20 }, (_, f) => Array.from({ length: 5 }, (_unused, h) => (f === h ? 1 : 0)))
    const importance = { kind: 'geometric', ratio: 0.7 } as const
    expect(verdictOf('linear-keeps-the-top-five', [held(five, 0.1, 0, importance)])).toBe(true)
    expect(verdictOf('linear-keeps-the-top-five', [held([...five].reverse(), 0.1, 0, importance)])).toBe(false)
  })

  test('the note’s table: equal counts and a doubling degree', () => {
    const runs = (a: number, b: number): TrainedRun[] => plantedRuns({ shapes: noteShapes, seeds: 2, count: plantedCount(a, b), noise: 0.005 }).map((run) => ({ ...run, parameters: null }))
    expect((['note-equal-counts', 'note-degree-doubles', 'note-residual-halves'] as const).map((id) => verdictOf(id, runs(2, 1)))).toEqual([true, true, true])
    expect((['note-equal-counts', 'note-degree-doubles', 'note-residual-halves'] as const).map((id) => verdictOf(id, runs(1, 1)))).toEqual([false, false, false])
    expect(verdictOf('control-recall', runs(2, 1))).toBe(true)
    expect(verdictOf('control-recall', runs(1, 1))).toBe(false)
    expect(verdictOf('control-neurons', runs(1, 1))).toBe(true)
  })

  test('features that layers share, and not those that a layer holds alone', () => {
    const runs = (participationRatio: number, ablationLoss: number): TrainedRun[] =>
      plantedRuns({ shapes: noteShapes, seeds: 2, count: () => 100, scalars: { participationRatio, ablationLoss } }).map((run) => ({ ...run, parameters: null }))
    expect(verdictOf('features-shared-by-layers', runs(1.6, 0.8))).toBe(true)
    expect(verdictOf('features-shared-by-layers', runs(1, 0.8))).toBe(false)
    expect(verdictOf('features-shared-by-layers', runs(1.6, 0.25))).toBe(false) // 1/4 of four layers: a partition
    expect(verdictOf('features-over-layers', runs(1.6, 0.8))).toBe(true)
    const ofTwo = (ablationLoss: number): TrainedRun[] =>
      plantedRuns({ shapes: [{ width: 32, depth: 2, neurons: 16 }], seeds: 2, count: () => 100, scalars: { participationRatio: 1.6, ablationLoss } }).map((run) => ({ ...run, parameters: null }))
    expect([verdictOf('features-over-layers', ofTwo(0.8)), verdictOf('features-over-layers', ofTwo(0.6))]).toEqual([true, false]) // ¾ of two layers
  })

  test.each(['recall-rmsnorm', 'recall-branches'] as const)('%s: an exponent that leaves 0 by more than a tenth, or shapes that give none', (id) => {
    const runs = (b: number): TrainedRun[] => plantedRuns({ shapes: fullShapes, seeds: 2, count: plantedCount(2, b), noise: 0.005 }).map((run) => ({ ...run, parameters: null }))
    expect([runs(1), runs(1.15), runs(0.85), runs(1).slice(0, 2)].map((own) => verdictOf(id, own))).toEqual([true, false, false, null])
  })

  test('embeddings that store all facts, but for those of one shape', () => {
    const runs = (least: number): TrainedRun[] => plantedRuns({ shapes: noteShapes, seeds: 2, task: { kind: 'recall', featureCount: 100 }, count: ({ depth }) => (depth === 4 ? least : 100) }).map((run) => ({ ...run, parameters: null }))
    expect([verdictOf('recall-trained-embedding', runs(96)), verdictOf('recall-trained-embedding', runs(94))]).toEqual([true, false])
  })

  test('a quarter of a neuron per width that learns a fifth less, at one of two depths', () => {
    const shapes = [4, 16].flatMap((depth) => [{ width: 32, depth, neurons: 8 }, { width: 16, depth, neurons: 16 }, { width: 8, depth, neurons: 32 }])
    const runs = (quarterOfDeep: number, four: number): TrainedRun[] => plantedRuns({
      shapes, seeds: 2, count: ({ width, depth }) => (width === 8 ? four : width === 32 && depth === 16 ? quarterOfDeep : 100),
    }).map((run) => ({ ...run, parameters: null }))
    expect(verdictOf('neurons-per-width', runs(95, 40))).toBe(true) // four per width are shown, not judged
    expect(verdictOf('neurons-per-width', runs(80, 100))).toBe(false)
    expect(verdictOf('neurons-per-width', runs(100, 100).filter(({ spec }) => spec.shape.width !== 32))).toBeNull()
  })

  test('a constant of the bound that moves over shapes alone, or over p alone', () => {
    const runs = (constant: (depth: number, p: number) => number): TrainedRun[] => [0.02, 0.1].flatMap((p, at) => plantedRuns({
      shapes: [{ width: 16, depth: 16, neurons: 8 }, { width: 32, depth: 4, neurons: 16 }], seeds: 8, noise: 0.02, seed: 1 + 31 * at,
      task: { kind: 'absolute-value', featureCount: 1e6, sparsity: 1 - p, importance: { kind: 'uniform' } },
      count: ({ depth, neurons }) => constant(depth, p) * depth * neurons / sparsityEntropy(p),
    })).map((run) => ({ ...run, parameters: null }))
    const found = [(depth: number, p: number) => (depth === 4 ? 2 : 1) * (p < 0.05 ? 0.1 : 0.4), (depth: number) => (depth === 4 ? 0.8 : 0.4), (_depth: number, p: number) => (p < 0.05 ? 0.1 : 0.4), () => 0.4]
    expect(found.map((constant) => verdictOf('bound-does-not-bind', runs(constant)))).toEqual([true, false, false, false])
  })

  test('dimensions that are not used up, and D* that does not stay at a half', () => {
    const square = (scale: number): number[][] => scaled([[1, 0], [-1, 0], [0, 1], [0, -1]], scale)
    expect(verdictOf('dimensions-used', [held(square(1), 0.1)])).toBe(true) // four times a half in two dimensions
    expect(verdictOf('dimensions-used', [held([[1, 0], [0, 1], [0.6, 0.8]], 0.1)])).toBe(false)
    const at = (...scales: number[]): TrainedRun[] => [held([[1, 0], [0, 1], [0, 0], [0, 0]], 1), ...scales.map((scale, k) => held(square(scale), 0.5 / (k + 1)))]
    expect([at(1, 1), at(1, 1.2), at(1.2, 1, 1.2, 1)].map((own) => verdictOf('sticky-half', own))).toEqual([true, false, false])
  })

  test('a crossover at another p, and digons dearer than idealised ones', () => {
    expect(verdictOf('pentagon-crossover', [held(pentagon, 0.2, -0.2), held(twoDigons, 0.25)])).toBe(true)
    expect(verdictOf('pentagon-crossover', [held(twoDigons, 0.2), held(twoDigons, 0.25)])).toBe(false)
    expect(verdictOf('pentagon-crossover', [held(pentagon, 0.2, -0.2), held(pentagon, 0.25, -0.09)])).toBe(false)
    expect(verdictOf('digons-optimum', [held(scaled(twoDigons, 0.9), 0.25)])).toBe(false)
  })

  test('pairs among the most important, or no pair at all, where features first exceed five', () => {
    const axis = (h: number, sign = 1): number[] => Array.from({ length: 5 }, (_, k) => (k === h ? sign : 0))
    const importance = { kind: 'geometric', ratio: 0.7 } as const
    const of = (...rows: number[][]): TrainedRun[] => [held([...rows, ...new Array<number[]>(20 - rows.length).fill(axis(-1))], 0.1, 0, importance)]
    expect(verdictOf('relu-antipodal-among-the-lesser', of(axis(0), axis(1), axis(2), axis(3), axis(4), axis(4, -1)))).toBe(true)
    expect(verdictOf('relu-antipodal-among-the-lesser', of(axis(0), axis(0, -1), axis(1), axis(2), axis(3), axis(4)))).toBe(false)
    expect(verdictOf('relu-antipodal-among-the-lesser', of(axis(0), axis(1), axis(2), axis(3), axis(4)))).toBe(false)
  })

  test('pairs at the wrong angles', () => {
    const come = [[1, 0], [0, 1], [-1, 0], [0, -1]], never = [[1, 0], [-1, 0], [0, 1], [0, -1]] // features 1 and 2, 3 and 4
    expect([come, never].map((four) => verdictOf('correlated-orthogonal', [held(four, 0.05)]))).toEqual([true, false])
    expect([come, never].map((four) => verdictOf('anticorrelated-antipodal', [held(four, 0.05)]))).toEqual([false, true])
  })

  test('an antipodal pair where both are to be stored: nothing less', () => {
    expect([[[1], [-1]], [[1], [0]]].map((both) => verdictOf('antipodal-when-sparse', [held(both, 0.3)]))).toEqual([true, false])
    expect(verdictOf('two-in-one-optimum', [held([[1.01], [-1.01]], 0.3, 0.018)])).toBe(true)
    expect(verdictOf('two-in-one-optimum', [held([[1], [0]], 0.3)])).toBe(false)
  })

  test('a pentagon that outlives a feature three times rarer, or that snaps before twice', () => {
    const rarer = (directions: readonly (readonly number[])[], times: number): TrainedRun => {
      const run = held(directions, 0.05)
      return { ...run, spec: { ...run.spec, task: { ...run.spec.task, frequency: { kind: 'last', factor: 1 / times } } as typeof run.spec.task } }
    }
    expect(verdictOf('pentagon-snaps', [rarer(pentagon, 2), rarer(twoDigons, 3)])).toBe(true)
    expect(verdictOf('pentagon-snaps', [rarer(pentagon, 2), rarer(pentagon, 3)])).toBe(false)
    expect(verdictOf('pentagon-snaps', [rarer(twoDigons, 2), rarer(twoDigons, 3)])).toBe(false)
  })

  test('features that grow fewer as data grow sparser, too few or too many at the sparse end, and none beyond five', () => {
    const first = (count: number, p: number): TrainedRun => held(Array.from({ length: 20 }, (_, f) => Array.from({ length: 5 }, (_unused, h) => (f < count && f % 5 === h ? (f < 5 ? 1 : -1) : 0))), p)
    expect([[5, 6, 8], [5, 8, 6], [5, 5, 5]].map((counts) => verdictOf('relu-grows', counts.map((count, at) => first(count, 10 ** -at))))).toEqual([true, false, false])
    expect([10, 13, 17].map((count) => verdictOf('relu-sparse-count', [first(5, 1), first(count, 0.001)]))).toEqual([false, true, false])
    expect([verdictOf('relu-dense', [first(5, 1)]), verdictOf('relu-dense', [first(6, 1)]), verdictOf('relu-dense', [first(5, 0.1)])]).toEqual([true, false, null])
  })

  test('three features in two dimensions that pair otherwise than theory says', () => {
    const of = (rows: number[][], p: number): boolean | null => verdictOf('phase-diagram-three', [held(rows, p, 0, { kind: 'last', weight: 0.5 })])
    const withLast = [[1, 0], [0, 1], [0, -1]], firstTwo = [[1, 0], [-1, 0], [0, 1]], dropped = [[1, 0], [0, 1], [0, 0]]
    expect([withLast, firstTwo, dropped].map((rows) => of(rows, 0.1))).toEqual([true, false, false])
    expect([withLast, dropped].map((rows) => of(rows, 0.9))).toEqual([false, true])
  })

  test('a linear model that answers what it drops by nothing instead of its mean', () => {
    const of = (bias: number): boolean | null => {
      const run = held(Array.from({ length: 20 }, (_, f) => Array.from({ length: 5 }, (_unused, h) => (f === h ? 1 : 0))), 0.1, 0, { kind: 'geometric', ratio: 0.7 })
      const spec = { ...run.spec, model: { ...tiedRelu, output: 'linear' } } as const
      return verdictOf('linear-loss', [{ ...run, spec, parameters: run.parameters!.map((value, e) => (e >= 105 ? bias : value)) }]) // b of features 6 to 20
    }
    expect([of(0.05), of(0)]).toEqual([true, false])
  })
})
