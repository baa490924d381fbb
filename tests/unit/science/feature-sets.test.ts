import { describe, expect, it } from 'vitest'
import { type FeatureLaw, type FeatureSets, drawBatch, samplingMethod, samplingTable } from '../../../src/science/data/feature-law'
import { purpose } from '../../../src/science/random/streams'
import { featureLaw } from '../../../src/science/tasks/task'

const samples = 40_000
const law = (featureCount: number, p: number, sets: FeatureSets): FeatureLaw => ({ featureCount, activationProbability: p, values: 'unit', sets })
const draw = (features: FeatureLaw): Float32Array => drawBatch(features, 5, purpose.batch, 3, samples) // [b, f]

/** Share of samples in which the test holds. */
function share(x: Float32Array, n: number, holds: (sample: Float32Array) => boolean): number {
  let count = 0
  for (let b = 0; b < samples; b++) if (holds(x.subarray(b * n, (b + 1) * n))) count += 1
  return count / samples
}

/** Four standard errors of a share: seeds are fixed, so a pass stays a pass. */
const noise = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / samples)

describe('correlated sets', () => {
  const n = 12, p = 0.3
  const x = draw(law(n, p, { kind: 'correlated', size: 3 }))

  it('come whole or not at all', () => {
    expect(share(x, n, (sample) => [0, 3, 6, 9].every((f) => new Set([...sample.subarray(f, f + 3)].map((value) => value !== 0)).size === 1))).toBe(1)
  })

  it('come with probability p each, and independently of each other', () => {
    for (const f of [0, 3, 6, 9]) expect(Math.abs(share(x, n, (sample) => sample[f] !== 0) - p)).toBeLessThan(noise(p))
    expect(Math.abs(share(x, n, (sample) => sample[0] !== 0 && sample[3] !== 0) - p * p)).toBeLessThan(noise(p * p))
  })

  it('give their members values of their own: uniform, and without correlation', () => {
    expect(Math.abs(share(x, n, (sample) => sample[1] > 0.5) - p / 2)).toBeLessThan(noise(p / 2))
    expect(Math.abs(share(x, n, (sample) => sample[0] > 0.5 && sample[1] > 0.5) - p / 4)).toBeLessThan(noise(p / 4))
  })
})

describe('anticorrelated sets', () => {
  const n = 15, size = 5, p = 0.7
  const x = draw(law(n, p, { kind: 'anticorrelated', size }))
  const present = (sample: Float32Array, f: number): number => sample.subarray(f, f + size).reduce((sum, value) => sum + Number(value !== 0), 0)

  it('show one member at most, with probability p', () => {
    expect(share(x, n, (sample) => [0, 5, 10].every((f) => present(sample, f) <= 1))).toBe(1)
    for (const f of [0, 5, 10]) expect(Math.abs(share(x, n, (sample) => present(sample, f) === 1) - p)).toBeLessThan(noise(p))
  })

  it('show every member as often as any other', () => {
    for (let f = 0; f < n; f++) expect(Math.abs(share(x, n, (sample) => sample[f] !== 0) - p / size)).toBeLessThan(noise(p / size))
  })

  it('deal every word to exactly one member where the set is always present', () => {
    const { low, bound } = samplingTable(law(6, 1, { kind: 'anticorrelated', size: 3 }))
    expect(low[0]).toBe(0)
    expect([1, 2].map((f) => low[f])).toEqual([0, 1].map((f) => low[f] + bound[f] + 1))
    expect(low[2] + bound[2]).toBe(2 ** 32 - 1)
  })
})

describe('unequal frequencies', () => {
  const task = { kind: 'reconstruction', featureCount: 20, sparsity: 0.6, importance: { kind: 'uniform' } } as const

  it('follow the power law, feature by feature', () => {
    const features = featureLaw({ ...task, frequency: { kind: 'power', exponent: 0.8 } })!
    expect(samplingMethod(features)).toBe('every-entry')
    const x = draw(features)
    for (const f of [0, 1, 7, 19]) {
      const p = 0.4 * (f + 1) ** -0.8
      expect(Math.abs(share(x, 20, (sample) => sample[f] !== 0) - p)).toBeLessThan(noise(p))
    }
  })

  it('set the last one apart', () => {
    const x = draw(featureLaw({ ...task, frequency: { kind: 'last', factor: 0.25 } })!)
    expect(Math.abs(share(x, 20, (sample) => sample[19] !== 0) - 0.1)).toBeLessThan(noise(0.1))
    expect(Math.abs(share(x, 20, (sample) => sample[18] !== 0) - 0.4)).toBeLessThan(noise(0.4))
  })
})
