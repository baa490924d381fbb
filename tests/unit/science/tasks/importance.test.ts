import { describe, expect, it } from 'vitest'
import { importanceWeights } from '../../../../src/science/tasks/importance'
import type { ImportanceLaw } from '../../../../src/science/tasks/task'

const weights = (importance: ImportanceLaw, featureCount = 5) =>
  importanceWeights({ kind: 'reconstruction', featureCount, sparsity: 0.9, importance })

describe('importance', () => {
  it('is 1 for all features when uniform, and for recall', () => {
    expect([...weights({ kind: 'uniform' })]).toEqual([1, 1, 1, 1, 1])
    expect([...importanceWeights({ kind: 'recall', featureCount: 3 })]).toEqual([1, 1, 1])
  })

  it('falls by the ratio from feature to feature when geometric, the first weighing 1', () => {
    const w = weights({ kind: 'geometric', ratio: 0.7 }, 20)
    for (let f = 0; f < 20; f++) expect(w[f]).toBe(Math.fround(0.7 ** f))
    // Σ_{i ≥ 5} 0.7ⁱ of Elhage's n = 20, m = 5 experiment: 0.557574 (float32 weights: 1e-7 each)
    expect(w.slice(5).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0.557574, 6)
  })

  it('follows (f + 1)^(−exponent) when a power', () => {
    expect([...weights({ kind: 'power', exponent: 0.5 })]).toEqual([1, 2, 3, 4, 5].map((rank) => Math.fround(1 / Math.sqrt(rank))))
    expect([...weights({ kind: 'power', exponent: -1 })]).toEqual([1, 2, 3, 4, 5])
  })
})
