import { describe, expect, it } from 'vitest'
import { type BudgetShape, budgetTolerance, shapeForBudget, shapesForBudget } from '../../../../src/science/training/budget'

function dimensions(found: BudgetShape): number[] {
  return found.kind === 'shape' ? [found.shape.width, found.depth, found.shape.neurons] : []
}

describe('equal-budget shapes', () => {
  it.each([
    [1024, [[32, 1, 16], [16, 4, 8], [8, 16, 4]]],
    [4096, [[64, 1, 32], [32, 4, 16], [16, 16, 8]]],
    [16_384, [[128, 1, 64], [64, 4, 32], [32, 16, 16]]],
    [65_536, [[256, 1, 128], [128, 4, 64], [64, 16, 32]]],
  ])('are exact at N = %i for depths 1, 4 and 16: twice the width for a quarter of the depth', (budget, expected) => {
    const found = shapesForBudget(budget, [1, 4, 16], 0.5)
    expect(found.map(dimensions)).toEqual(expected)
    for (const shape of found) expect(shape).toMatchObject({ kind: 'shape', parameters: budget, relativeError: 0 })
  })

  // m = round(N/2dL) for the two widths beside √(N/2αL), |m/d − α| ≤ 0.15α, the least |ΔN|/N: worked out by hand
  it.each([
    { depth: 2, shape: [45, 2, 23], percent: 1.1 },
    { depth: 3, shape: [36, 3, 19], percent: 0.2 },
    { depth: 8, shape: [23, 8, 11], percent: -1.2 },
  ])('are the nearest acceptable at N = 4096 and depth $depth', ({ depth, shape, percent }) => {
    const found = shapeForBudget(4096, depth, 0.5)
    expect(dimensions(found)).toEqual(shape)
    expect(found.kind === 'shape' && 100 * found.relativeError).toBeCloseTo(percent, 1)
  })

  it('take the nearer N when the widths on both sides of the exact one are acceptable', () => {
    // d₀ = 38.7: (38, 20) has 3040 weights, +1.3%; (39, 19) has 2964, −1.2%
    expect(dimensions(shapeForBudget(3000, 2, 0.5))).toEqual([39, 2, 19])
  })

  it("are exact for one neuron per sixteen widths, the preset 'neurons bind'", () => {
    expect(shapesForBudget(16_384, [2, 8], 1 / 16).map(dimensions)).toEqual([[256, 2, 16], [128, 8, 8]])
  })

  it('keep the promised tolerances of N and of neurons per width, or say why there is none', () => {
    let none = 0, found = 0
    for (let budget = 200; budget < 80_000; budget = Math.ceil(budget * 1.37)) {
      for (const alpha of [1 / 16, 0.25, 0.5, 1, 4]) {
        for (const result of shapesForBudget(budget, [1, 2, 3, 4, 5, 8, 16, 32], alpha)) {
          if (result.kind === 'none') {
            none++
            expect(result.reason).toContain(`N = ${budget} at depth ${result.depth}`)
            continue
          }
          found++
          const { width, depth, neurons } = result.shape
          expect(depth).toBe(result.depth)
          expect(result.parameters).toBe(2 * width * neurons * depth)
          expect(result.relativeError).toBe((result.parameters - budget) / budget)
          expect(Math.abs(result.relativeError)).toBeLessThanOrEqual(budgetTolerance(budget))
          expect(Math.abs(neurons / width / alpha - 1)).toBeLessThanOrEqual(0.15 + 1e-12)
        }
      }
    }
    expect(found).toBeGreaterThan(300)
    expect(none).toBeGreaterThan(0)
  })

  it('allow 1.5% up to N = 4096 and 0.5% above', () => {
    expect([budgetTolerance(4096), budgetTolerance(4097)]).toEqual([0.015, 0.005])
  })

  it('name the nearest miss when a depth has no acceptable shape', () => {
    const found = shapeForBudget(256, 3, 0.5)
    expect(found.kind).toBe('none')
    expect(found.kind === 'none' && found.reason).toMatch(/nearest shape, width \d+ with \d+ neurons/)
  })

  it('say so when no width keeps the neurons per width', () => {
    const found = shapeForBudget(10, 100, 0.5)
    expect(found.kind === 'none' && found.reason).toContain('no width keeps neurons per width within 15%')
  })
})
