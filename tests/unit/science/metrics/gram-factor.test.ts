import { describe, expect, it } from 'vitest'
import { gramFactor, spectrumDistance } from '../../../../src/science/metrics/gram-factor'
import { procrustesDistance } from '../../../../src/science/metrics/similarity'

const gramOf = (directions: readonly (readonly number[])[]): number[] => directions.flatMap((a) => directions.map((b) => a.reduce((sum, value, h) => sum + value * b[h], 0)))
const polygon = (corners: number, turns = 1): number[][] => Array.from({ length: corners }, (_, k) => [Math.cos(2 * Math.PI * turns * k / corners), Math.sin(2 * Math.PI * turns * k / corners)])
const digons = [[1, 0], [-1, 0], [0, 1], [0, -1]]

describe('the factor of a Gram matrix', () => {
  it.each([['a pentagon', polygon(5), 2], ['two digons', digons, 2], ['one digon', [[1, 0], [-1, 0]], 1]] as const)('of %s gives back its inner products in as many dimensions as it spans', (_, directions, rank) => {
    const gram = gramOf(directions), { values, width } = gramFactor(gram), n = directions.length
    expect(width).toBe(rank)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let dot = 0
        for (let h = 0; h < width; h++) dot += values[i * width + h] * values[j * width + h]
        expect(dot).toBeCloseTo(gram[i * n + j], 10)
      }
    }
  })

  it('serves Procrustes: 0 for a rotated pentagon, and for a pentagram with the same labels far from it', () => {
    const turned = polygon(5).map(([x, y]) => [0.6 * x - 0.8 * y, 0.8 * x + 0.6 * y])
    expect(procrustesDistance(gramFactor(gramOf(polygon(5))), gramFactor(gramOf(turned)))).toBeCloseTo(0, 10)
    expect(procrustesDistance(gramFactor(gramOf(polygon(5))), gramFactor(gramOf(polygon(5, 2))))).toBeGreaterThan(0.5)
  })
})

describe('the distance of spectra', () => {
  it('does not ask which feature is which, and is half where one of two directions is lost', () => {
    expect(spectrumDistance(gramOf(polygon(5)), gramOf(polygon(5, 2)))).toBeCloseTo(0, 10)
    expect(spectrumDistance(gramOf(digons), gramOf([[1, 0], [-1, 0], [1, 0], [-1, 0]]))).toBeCloseTo(0.5, 10)
  })
  it('is null where nothing is represented', () => expect(spectrumDistance([0, 0, 0, 0], gramOf([[1], [1]]))).toBeNull())
})
