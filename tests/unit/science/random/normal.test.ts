import { describe, expect, it } from 'vitest'
import { normalOfWord, normalQuantile } from '../../../../src/science/random/normal'
import { streamWords } from '../../../../src/science/random/stream-words'
import { purpose } from '../../../../src/science/random/streams'
import { readGolden } from '../../../golden/golden-case'

const { normal } = readGolden<{ normal: [number, number][] }>('streams.json')

describe('normal values by inversion', () => {
  it("are those of Python's NormalDist, which evaluates the same published algorithm", () => {
    expect(normal.length).toBe(64)
    // same coefficients; the logarithm and the order of operations may differ by a few units in the last place
    for (const [word, value] of normal) expect(Math.abs(normalOfWord(word) / value - 1)).toBeLessThan(2e-15)
  })

  it('know the quantiles of every statistics table', () => {
    expect(normalQuantile(0.5)).toBe(0)
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
    expect(normalQuantile(0.999)).toBeCloseTo(3.090232306167814, 14)
    expect(normalQuantile(1e-20)).toBeCloseTo(-9.262340089798408, 13)
  })

  it('rise with the word and are antisymmetric about the middle', () => {
    const words = [0, 1, 1000, 2 ** 20, 2 ** 28, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2 ** 28, 2 ** 32 - 1]
    const values = words.map(normalOfWord)
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1])
    for (const word of words) expect(normalOfWord(2 ** 32 - 1 - word)).toBe(-normalOfWord(word))
  })

  it('have the moments and the tails of the normal law', () => {
    const count = 200_000
    const values = Float64Array.from(streamWords(1, purpose.W, count), normalOfWord)
    const mean = (power: number) => values.reduce((sum, z) => sum + z ** power, 0) / count
    // four standard errors of each sample moment: √(Var zᵏ / count)
    const deviation = (variance: number) => 4 * Math.sqrt(variance / count)
    expect(Math.abs(mean(1))).toBeLessThan(deviation(1))
    expect(Math.abs(mean(2) - 1)).toBeLessThan(deviation(2))
    expect(Math.abs(mean(3))).toBeLessThan(deviation(15))
    expect(Math.abs(mean(4) - 3)).toBeLessThan(deviation(96))
    for (const [z, inside] of [[1, 0.6826894921], [2, 0.9544997361], [3, 0.9973002039]]) {
      const share = values.filter((value) => Math.abs(value) < z).length / count
      expect(Math.abs(share - inside)).toBeLessThan(deviation(inside * (1 - inside)))
    }
  })
})
