import { describe, expect, it } from 'vitest'
import { permutation } from '../../../../src/science/data/permutation'
import { readGolden } from '../../../golden/golden-case'

describe("recall's permutation", () => {
  it('is the one that whole-number Python draws from the same stream', () => {
    const { permutation: { seed, order } } = readGolden<{ permutation: { seed: number; order: number[] } }>('streams.json')
    expect([...permutation(seed, order.length)]).toEqual(order)
  })

  it.each([1, 2, 7, 1024])('hits each of %i classes once', (n) => {
    expect([...permutation(3, n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i))
  })

  it('is each of the 24 orders of four equally often', () => {
    const counts = new Map<string, number>()
    const draws = 24_000
    for (let seed = 0; seed < draws; seed++) {
      const order = permutation(seed, 4).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    const expected = draws / 24
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(chiSquare).toBeLessThan(49.7) // 99.9% point of χ² with 23 degrees of freedom
  })
})
