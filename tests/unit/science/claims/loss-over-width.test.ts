import { describe, expect, it } from 'vitest'
import { catalogueEntry } from '../../../../experiments/index'
import { planSweep } from '../../../../src/experiment/plan'
import type { TrainedRun } from '../../../../src/science/claims/claim'
import { lossesOverWidth, lossOverWidthClaims } from '../../../../src/science/claims/loss-over-width'

/** Runs of the full form of a preset whose losses are as given, with a little scatter over seeds. */
function planted(preset: string, loss: (width: number, frequencyExponent: number) => number): TrainedRun[] {
  return planSweep(catalogueEntry(preset)!.full).runs.map(({ id, spec, replicate }) => {
    const { frequency } = spec.task as { readonly frequency?: { readonly exponent?: number } }
    const heldOutLoss = loss(spec.shape.width, frequency!.exponent!) * (1 + 0.01 * (replicate - 0.5))
    return { id, spec, replicate, loss: heldOutLoss, lateImprovement: 0, metrics: { scalars: { heldOutLoss }, arrays: {} }, parameters: null }
  })
}

const strong = lossOverWidthClaims['strong-superposition-loss'], weak = lossOverWidthClaims['weak-superposition-loss']

describe('loss over width', () => {
  it('is told of each frequency exponent, with what keeping the m most frequent features would give', () => {
    const found = lossesOverWidth(planted('loss-over-width-strong', (width) => 1 / width))
    expect(found.map(({ frequencyExponent, widths }) => [frequencyExponent, widths])).toEqual([[1, 6], [1.5, 6], [2, 6]])
    for (const { exponent } of found) expect(exponent.value).toBeCloseTo(-1, 10)
    // Σ_{i>m} i^−2 of n = 1000 at m = 10 and 100 is about 1/m − 1/n: slope −1.02 over these widths.
    expect(found[2].leftOut).toBeCloseTo(-1.02, 2)
  })

  it('is as published where it falls as one over the width, and not where the frequencies show', () => {
    expect(strong.judge(planted('loss-over-width-strong', (width) => 3 / width)).met).toBe(true)
    expect(strong.judge(planted('loss-over-width-strong', (width, exponent) => width ** -(exponent - 0.5))).met).toBe(false)
  })

  it('in weak superposition is that of the features left out', () => {
    const rest = (width: number, exponent: number): number => Array.from({ length: 1000 - width }, (_, k) => (width + k + 1) ** -exponent).reduce((sum, value) => sum + value, 0)
    expect(weak.judge(planted('loss-over-width-weak', rest)).met).toBe(true)
    expect(weak.judge(planted('loss-over-width-weak', (width) => 1 / Math.sqrt(width))).met).toBe(false)
  })

  it('of runs without unequal frequencies gives no law', () => {
    expect(strong.judge([])).toEqual({ found: [], met: null })
  })
})
