import { describe, expect, test } from 'vitest'
import type { MeasuredRun } from '../../../../src/science/metrics/measured-run'
import { normalQuantile } from '../../../../src/science/random/normal'
import { randomDraws } from '../../../../src/science/statistics/random-draws'
import { summarise } from '../../../../src/science/summary'
import { fullShapes, noteShapes, plantedCount, plantedRuns } from '../planted-runs'

type Shape = (typeof noteShapes)[number]

/** Runs with this χ, plus normal noise of the given size. */
function withShare(shapes: readonly Shape[], share: (shape: Shape) => number, noise: number, seeds: number, seed = 1): MeasuredRun[] {
  const random = randomDraws(seed)
  return plantedRuns({ shapes, seeds, count: plantedCount(2, 1, 0.05), noise: 0.02, seed }).map((run) => ({
    ...run, metrics: { ...run.metrics, scalars: { ...run.metrics.scalars, crossLayerShare: share(run.spec.shape) + noise * normalQuantile(random.uniform()) } },
  }))
}
const found = (...sweep: Parameters<typeof withShare>) => summarise(withShare(...sweep)).crossLayer!

describe('cross-layer compensation: χ of the wide shape over that of the deep one', () => {
  test('is shown where every budget has it, listed among the reasons, and χ stands among the numbers with its interval', () => {
    const runs = withShare(fullShapes, ({ depth }) => (depth === 2 ? 0.2 : 0.1), 0.02, 8)
    const { crossLayer, verdict } = summarise(runs)
    expect(crossLayer!.standing).toBe('shown')
    expect(crossLayer!.pairs).toHaveLength(3)
    expect(crossLayer!.pairs[0].difference.value).toBeCloseTo(0.1, 1)
    expect(verdict.reasons).toContainEqual({ kind: 'cross-layer', found: crossLayer })
    expect(crossLayer!.pairs).toContain(crossLayer!.strongest)
    const shares = verdict.numbers.filter(({ quantity }) => quantity.kind === 'cross-layer-share')
    expect(shares).toHaveLength(2) // of the budget where it shows most
    expect(shares.every(({ estimate }) => estimate.interval !== null)).toBe(true)
  })

  test('is reversed where the deep shape has more, and not shown with one seed, or where budgets disagree', () => {
    expect(found(fullShapes, ({ depth }) => (depth === 2 ? 0.1 : 0.2), 0.02, 8).standing).toBe('reversed')
    expect(found(fullShapes, ({ depth }) => (depth === 2 ? 0.2 : 0.1), 0.02, 1).standing).toBe('not-shown')
    expect(found(fullShapes, ({ width, depth }) => (depth === 2 && width < 40 ? 0.2 : depth === 32 && width > 20 ? 0.2 : 0.1), 0.01, 8).standing).toBe('not-shown')
  })

  test('cannot be asked of one-layer shapes, which have no other layer, nor where χ was not measured', () => {
    expect(summarise(withShare(noteShapes.filter(({ depth }) => depth !== 4), () => 0.1, 0.01, 3)).crossLayer).toBeNull()
    expect(summarise(plantedRuns({ shapes: fullShapes, seeds: 2, count: plantedCount(2, 1) })).crossLayer).toBeNull()
  })

  test('with no true difference it is shown or reversed in at most 5% of sweeps of three budgets', () => {
    const shapes = fullShapes.filter(({ depth }) => depth === 32 || depth === 2)
    let alarms = 0
    for (let seed = 0; seed < 300; seed++) alarms += found(shapes, () => 0.3, 0.1, 8, 7919 * seed + 1).standing === 'not-shown' ? 0 : 1
    expect(alarms / 300).toBeLessThan(0.088) // 5% + 3 standard errors of 1.3%
  })
})
