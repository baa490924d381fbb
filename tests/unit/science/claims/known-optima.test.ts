/** The tables of least losses that claims are judged by, recomputed from the weights that attain them. */
import { describe, expect, test } from 'vitest'
import { pentagonOptimum } from '../../../../src/science/claims/elhage-geometry'
import { twoInOneOptimum } from '../../../../src/science/claims/elhage-phase'
import { expectedLoss } from '../../../../src/science/claims/expected-loss'
import { polygon } from '../metrics/arrangements'
import { bottleneck, reconstruction, runOf, tiedRelu } from '../run-examples'

/** Loss at (x, y), and that no step of 2% in either makes it smaller by more than 0.1%: a minimum to the table's accuracy. */
function expectMinimum(loss: (x: number, y: number) => number, x: number, y: number, expected: number, tolerance: number): void {
  const here = loss(x, y)
  expect(Math.abs(here / expected - 1)).toBeLessThan(tolerance)
  for (const [dx, dy] of [[0.02, 0], [-0.02, 0], [0, 0.02], [0, -0.02]]) expect(loss(x * (1 + dx), y + dy) / here).toBeGreaterThan(0.999)
}

describe('the regular pentagon, n = 5, m = 2: radius and common bias free', () => {
  const optimum: Record<number, [number, number]> = { 0.01: [1.1631, -0.2751], 0.05: [1.1346, -0.2464], 0.1: [1.1005, -0.21], 0.25: [0.9987, -0.0889] }
  const directions = polygon(5).flat()
  test.each(pentagonOptimum)('p = $p', ({ p, loss }) => {
    const run = runOf(reconstruction(5, 1 - p), tiedRelu, bottleneck(2))
    const at = (radius: number, bias: number): number =>
      expectedLoss(run, Float32Array.from([...directions.map((x) => radius * x), ...new Array<number>(5).fill(bias)]), 40_000)
    expectMinimum(at, ...optimum[p], loss, 0.005) // samples with two or more active features are drawn
  })
})

describe('an antipodal pair, n = 2, m = 1: length and common bias free', () => {
  const optimum: Record<number, [number, number]> = {
    0.01: [1.001, 0], 0.05: [1.003, 0], 0.1: [1.006, 0.001], 0.2: [1.01, 0.006], 0.3: [1.01, 0.018], 0.4: [1.002, 0.043], 0.5: [0.969, 0.098], 0.6: [0.869, 0.215], 0.7: [0.76, 0.33],
  }
  test.each(twoInOneOptimum)('p = $p', ({ p, loss }) => {
    const run = runOf(reconstruction(2, 1 - p), tiedRelu, bottleneck(1))
    expectMinimum((w, b) => expectedLoss(run, Float32Array.from([w, -w, b, b]), 40_000), ...optimum[p], loss, 0.005)
  })
})
