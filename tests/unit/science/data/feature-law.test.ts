import { describe, expect, it } from 'vitest'
import {
  type FeatureLaw, type ValueRange, drawBatch, drawSample, samplingMethod, samplingTable, valueInteger, valueOf,
} from '../../../../src/science/data/feature-law'
import { philox4x32 } from '../../../../src/science/random/philox'
import { purpose } from '../../../../src/science/random/streams'

function law(featureCount: number, activationProbability: number | number[], values: ValueRange = 'unit'): FeatureLaw {
  return { featureCount, activationProbability, values }
}

/** χ² of counts against expected counts. */
function chiSquare(counts: ArrayLike<number>, expected: (cell: number) => number): number {
  return Array.from(counts).reduce((sum, count, cell) => sum + (count - expected(cell)) ** 2 / expected(cell), 0)
}

/** 99.9% point of χ² with k degrees of freedom [Wilson & Hilferty]. Seeds are fixed, so a pass stays a pass. */
function criticalChiSquare(k: number): number {
  return k * (1 - 2 / (9 * k) + 3.09 * Math.sqrt(2 / (9 * k))) ** 3
}

describe('sampling method', () => {
  it('skips when features are many and mostly absent, else visits every entry', () => {
    expect(samplingMethod(law(16, 0.5))).toBe('skipping')
    expect(samplingMethod(law(15, 0.01))).toBe('every-entry')
    expect(samplingMethod(law(128, 0.51))).toBe('every-entry')
    expect(samplingMethod(law(128, Array<number>(128).fill(0.01)))).toBe('every-entry')
  })
})

// every-entry below n = 16 and above p = ½; skipping elsewhere, with n a prime, a power of two and large
const laws = [
  law(5, 0.2), law(7, 0.9, 'signed'), law(40, 0.7), law(3, 1, 'signed'), law(12, 0.01, 'signed'),
  law(16, 0.5), law(17, 0.3, 'signed'), law(128, 0.02, 'signed'), law(400, 0.003), law(64, 0.5, 'signed'),
]

describe.each(laws)('$featureCount features, p = $activationProbability, $values values', (features) => {
  const n = features.featureCount, p = features.activationProbability as number
  const samples = Math.min(40_000, Math.ceil(600_000 / n))
  const x = drawBatch(features, 77, purpose.batch, 5, samples) // [b, f]
  const present = x.map((value) => (value === 0 ? 0 : 1))

  it('is active with probability p at each position', () => {
    const counts = new Float64Array(n)
    for (let e = 0; e < x.length; e++) counts[e % n] += present[e]
    const variance = samples * p * (1 - p)
    // a value of exactly 0 (probability 2⁻²⁴) looks absent: far below the noise; with p = 1 it is all there is
    if (p === 1) expect(counts.every((count) => count >= samples - 1)).toBe(true)
    else expect([...counts].reduce((sum, count) => sum + (count - samples * p) ** 2 / variance, 0)).toBeLessThan(criticalChiSquare(n))
  })

  it('has as many active features per sample as the binomial law says', () => {
    if (p === 1) return expect(present.every((active) => active === 1)).toBe(true)
    const cells = n + 1
    const counts = new Float64Array(cells)
    for (let b = 0; b < samples; b++) counts[present.subarray(b * n, (b + 1) * n).reduce((sum, active) => sum + active, 0)]++
    const expected = new Float64Array(cells)
    for (let k = 0, term = samples * (1 - p) ** n; k < cells; k++, term *= ((n - k + 1) / k) * (p / (1 - p))) expected[k] = term
    const kept = [...expected.keys()].filter((k) => expected[k] >= 10)
    expect(chiSquare(kept.map((k) => counts[k]), (cell) => expected[kept[cell]])).toBeLessThan(criticalChiSquare(kept.length))
  })

  it('activates neighbours, and a sample and the next, independently', () => {
    if (p === 1) return
    for (const distance of [1, 2, n]) {
      let both = 0
      const pairs = x.length - distance
      for (let e = 0; e < pairs; e++) both += present[e] * present[e + distance]
      // number of coincidences of independent events: mean pairs·p², variance below pairs·(p² + 2p³)
      expect(Math.abs(both - pairs * p * p)).toBeLessThan(4 * Math.sqrt(pairs * (p * p + 2 * p ** 3)))
    }
  })

  it('has uniform values when active, of the right mean and variance', () => {
    const active = x.filter((value) => value !== 0)
    const low = features.values === 'unit' ? 0 : -1
    const bins = new Float64Array(32)
    expect(active.every((value) => value >= low && value < 1)).toBe(true)
    for (const value of active) bins[Math.floor(((value - low) / (1 - low)) * 32)]++
    expect(chiSquare(bins, () => active.length / 32)).toBeLessThan(criticalChiSquare(31))
    const width = 1 - low
    const mean = active.reduce((sum, value) => sum + value, 0) / active.length
    expect(Math.abs(mean - (low + 1) / 2)).toBeLessThan(4 * Math.sqrt(width ** 2 / 12 / active.length))
    const square = active.reduce((sum, value) => sum + (value - (low + 1) / 2) ** 2, 0) / active.length
    expect(Math.abs(square - width ** 2 / 12)).toBeLessThan(4 * Math.sqrt(width ** 4 / 180 / active.length))
  })

  it('has values independent of the value and of the distance of the active feature before', () => {
    const centre = features.values === 'unit' ? 0.5 : 0
    const active = [...x.keys()].filter((e) => x[e] !== 0)
    const spread = features.values === 'unit' ? 1 / 12 : 1 / 3 // variance of a value
    let values = 0, distances = 0, squares = 0
    for (let i = 1; i < active.length; i++) {
      const gap = active[i] - active[i - 1] - 1 / p
      values += (x[active[i]] - centre) * (x[active[i - 1]] - centre)
      distances += (x[active[i]] - centre) * gap
      squares += gap * gap
    }
    expect(Math.abs(values)).toBeLessThan(4 * spread * Math.sqrt(active.length))
    expect(Math.abs(distances)).toBeLessThanOrEqual(4 * Math.sqrt(spread * squares))
  })
})

describe('a sample', () => {
  it.each([law(5, 0.4), law(40, 0.1, 'signed')])('does not depend on the batch it stands in', (features) => {
    const n = features.featureCount
    const large = drawBatch(features, 3, purpose.batch, 9, 13)
    for (const size of [1, 2, 5, 12]) expect(drawBatch(features, 3, purpose.batch, 9, size)).toEqual(large.slice(0, size * n))
    const alone = new Float64Array(n + 2).fill(7)
    drawSample(samplingTable(features), 3, purpose.batch, 9, 11, alone, 1)
    expect([...alone]).toEqual([7, ...large.slice(11 * n, 12 * n), 7])
  })

  it.each([law(7, 0.4), law(40, 0.1)])('is another at another step, seed, purpose and place', (features) => {
    const base = drawBatch(features, 3, purpose.batch, 9, 2)
    const others = [
      drawBatch(features, 3, purpose.batch, 10, 2), drawBatch(features, 4, purpose.batch, 9, 2),
      drawBatch(features, 3, purpose.evaluation, 9, 2),
    ]
    for (const other of others) expect(other).not.toEqual(base)
    expect(base.slice(0, features.featureCount)).not.toEqual(base.slice(features.featureCount))
  })

  it('follows one probability per feature when features have their own', () => {
    const probabilities = [0.9, 0.5, 0.1, 0.02, 1]
    const samples = 20_000
    const x = drawBatch(law(5, probabilities), 8, purpose.batch, 0, samples)
    probabilities.forEach((p, f) => {
      let count = 0
      for (let b = 0; b < samples; b++) if (x[b * 5 + f] !== 0) count++
      expect(Math.abs(count - samples * p)).toBeLessThan(4 * Math.sqrt(samples * p * (1 - p)) + 0.5)
    })
  })
})

describe('a probability', () => {
  // the first word of sample 0 at step 0: its owner is present iff word < p·2³², to the last word
  const first = new Uint32Array(4)
  philox4x32(0, 0, 0, 0, 7, purpose.batch, first)
  const isPresent = (features: FeatureLaw) => drawBatch(features, 7, purpose.batch, 0, 1)[0] !== 0

  it('decides by the word itself, not by a rounded float', () => {
    const word = first[0]
    expect(word).toBeLessThan(2 ** 31) // so that p ≤ ½ and both methods can be asked
    for (const features of [(p: number) => law(3, [p, 0.5, 0.5]), (p: number) => law(20, p)]) {
      expect(isPresent(features((word + 1) / 2 ** 32))).toBe(true)
      expect(isPresent(features(word / 2 ** 32))).toBe(false)
    }
  })
})

describe('the place of a word in its interval', () => {
  it('becomes an integer that rises from 0 to within 2 of 2²⁴, for any width of the interval', () => {
    for (const p of [1, 0.9, 0.5, 0.3, 0.02, 0.001, 2 ** -10]) {
      const { bound, scale } = samplingTable(law(1, p))
      expect(valueInteger(0, scale[0])).toBe(0)
      const last = valueInteger(bound[0], scale[0])
      expect(last).toBeLessThan(2 ** 24)
      expect(last).toBeGreaterThanOrEqual(2 ** 24 - 2 - 2 ** 24 / bound[0])
      expect(valueInteger(Math.floor(bound[0] / 2), scale[0]) / 2 ** 23).toBeCloseTo(1, 5)
    }
  })

  it('becomes a float32 without rounding', () => {
    for (const integer of [0, 1, 2 ** 23 - 1, 2 ** 23, 2 ** 24 - 1]) {
      for (const range of ['unit', 'signed'] as const) {
        const value = valueOf(integer, range)
        expect(Math.fround(value)).toBe(value)
      }
    }
    expect([valueOf(0, 'unit'), valueOf(0, 'signed'), valueOf(2 ** 23, 'signed')]).toEqual([0, -1, 0])
  })
})

describe('the skipping table', () => {
  it('has the geometric law: gap k owns p(1 − p)ᵏ of all words', () => {
    for (const p of [0.5, 0.1, 0.003]) {
      const { bound } = samplingTable(law(64, p))
      for (let k = 0; k < 64; k++) {
        expect(Math.abs(bound[k + 1] - bound[k] - 2 ** 32 * p * (1 - p) ** k)).toBeLessThanOrEqual(1) // two roundings of ½
      }
      expect(bound[0]).toBe(0)
    }
  })
})
