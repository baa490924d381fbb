/** Claims can be missed: each judgement is shown an arrangement that it must refuse beside one that it must accept. */
import { describe, expect, test } from 'vitest'
import { arrangementOf } from '../../../../src/science/claims/arrangements'
import type { Claim, TrainedRun } from '../../../../src/science/claims/claim'
import { claims } from '../../../../src/science/claims/registry'
import { measureRun } from '../../../../src/science/metrics/measure'
import type { ImportanceLaw } from '../../../../src/science/task'
import { noteShapes, plantedCount, plantedRuns } from '../planted-runs'
import { polygon } from '../metrics/arrangements'
import { bottleneck, runOf, tiedRelu } from '../run-examples'

/** A finished tied model with these directions [f][h] and one bias. */
function held(directions: readonly (readonly number[])[], p: number, bias = 0, importance: ImportanceLaw = { kind: 'uniform' }): TrainedRun {
  const width = directions[0].length
  const run = { ...runOf({ kind: 'reconstruction', featureCount: directions.length, sparsity: 1 - p, importance }, tiedRelu, bottleneck(width)), measurement: { probes: 1, evaluationSamples: 64 } }
  const parameters = Float32Array.from([...directions.flat(), ...directions.map(() => bias)])
  return { spec: run, replicate: 0, loss: 0, lateImprovement: null, parameters, metrics: measureRun(run, parameters) }
}
const claim = (id: string): Claim => claims.find((candidate) => candidate.id === id)!
const verdictOf = (id: string, runs: readonly TrainedRun[]): boolean | null => claim(id).judge(runs).met
const scaled = (directions: readonly (readonly number[])[], by: number): number[][] => directions.map((row) => row.map((x) => by * x))

const twoDigons = [[1, 0], [-1, 0], [0, 1], [0, -1], [0, 0]]
const dedicated = [[1, 0], [0, 1], [0, 0], [0, 0], [0, 0]]
const pentagon = scaled(polygon(5), 1.13)

test('arrangements are told apart', () => {
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
    expect(claim('phase-diagram').judge(right)).toMatchObject({ met: true, measured: '100.0% of 11 cells' })
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
    expect(['note-equal-counts', 'note-degree-doubles', 'note-residual-halves'].map((id) => verdictOf(id, runs(2, 1)))).toEqual([true, true, true])
    expect(['note-equal-counts', 'note-degree-doubles', 'note-residual-halves'].map((id) => verdictOf(id, runs(1, 1)))).toEqual([false, false, false])
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
  })
})
