/** Kinds of verdicts and how many reasons they give; what the sentences say is not looked at. */
import { describe, expect, test } from 'vitest'
import type { MeasuredRun } from '../../../../src/science/metrics/measured-run'
import { summarise } from '../../../../src/science/summary'
import { fullShapes, noteShapes, plantedCount, plantedRuns } from '../planted-runs'

const graded = { kind: 'absolute-value', featureCount: 8000, sparsity: 0.9, importance: { kind: 'power', exponent: 0.5 } } as const
/** Shapes that share half of their features, by a law of these exponents. */
const sharingHalf = (a: number, b: number) => summarise(plantedRuns({ shapes: fullShapes, seeds: 2, count: plantedCount(a, b), noise: 0.01, task: graded }).map((run): MeasuredRun => ({
  ...run, metrics: { ...run.metrics, arrays: { featureQuality: { axes: 'f', shape: [8000], values: new Float32Array(8000).fill(run.spec.shape.depth === 32 ? 1 : 0.5) } } },
}))).verdict

test('only universality asks for the same set of features', () => {
  expect([sharingHalf(1, 1).kind, sharingHalf(1, 0).kind]).toEqual(['fixed-degree', 'residual-width'])
})

describe('counts at the ceiling', () => {
  const atCeiling = (shapes: readonly { width: number; depth: number; neurons: number }[]) =>
    summarise(plantedRuns({ shapes, seeds: 2, count: () => 950, task: { kind: 'recall', featureCount: 1000 } })).verdict
  test('are saturated where shapes can be set side by side, with a reason for each of them', () => {
    expect(atCeiling(noteShapes)).toMatchObject({ kind: 'saturated', reasons: { length: 3 } })
  })
  test('are not enough where they cannot', () => {
    expect(atCeiling([{ width: 16, depth: 4, neurons: 16 }, { width: 32, depth: 4, neurons: 8 }])).toMatchObject({ kind: 'not-enough', reasons: { length: 1 } })
  })
})

describe('the reasons of a verdict', () => {
  const reasonsOf = (a: number, b: number, scalars: Record<string, number> = {}) =>
    summarise(plantedRuns({ shapes: fullShapes, seeds: 2, count: plantedCount(a, b, 0.01), noise: 0.01, scalars })).verdict.reasons.length
  test('are one for each law, one for what it means for the note, and what was found besides', () => {
    expect([reasonsOf(2, 1), reasonsOf(1, 1), reasonsOf(1, 0), reasonsOf(1.5, 1)]).toEqual([4, 4, 3, 3])
    expect(reasonsOf(2, 1, { participationRatio: 3, participationRatioNull: 3, ablationLoss: 0.8 })).toBe(5)
    expect([reasonsOf(2, 1, { crossLayerShare: 0.1 }), reasonsOf(1.5, 1, { crossLayerShare: 0.1 })]).toEqual([5, 4])
  })
  test('are one where there is no interval, and none where there is no law to test', () => {
    const verdictOf = (shapes: typeof noteShapes) => summarise(plantedRuns({ shapes, seeds: 1, count: plantedCount(2, 1) })).verdict
    expect(verdictOf(noteShapes.slice(0, 2))).toMatchObject({ kind: 'not-enough', reasons: { length: 1 } })
    expect(verdictOf(noteShapes.slice(0, 1))).toMatchObject({ kind: 'not-a-law-test', reasons: { length: 0 } })
  })
})
