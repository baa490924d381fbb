import { describe, expect, it, test } from 'vitest'
import { descend, explainedFeatures, idealCount, matchingPursuit, mutualCoherence } from '../../../../src/science/metrics/ideal-decoder'
import { randomDraws } from '../../../../src/science/statistics/random-draws'

/** x [b, f]: exactly k active features a sample, with values in [0.2, 1). */
function sparseInputs(n: number, k: number, samples: number): Float64Array {
  const random = randomDraws(7), inputs = new Float64Array(samples * n)
  for (let b = 0; b < samples; b++) {
    for (let left = k; left > 0;) {
      const at = b * n + random.below(n)
      if (inputs[at] > 0) continue
      inputs[at] = 0.2 + 0.8 * random.uniform()
      left -= 1
    }
  }
  return inputs
}

const identity = (n: number): Float64Array => Float64Array.from({ length: n * n }, (_, at) => (Math.floor(at / n) === at % n ? 1 : 0))

/** Rows of the identity and of the Hadamard matrix over √d: 2d directions whose coherence is 1/√d. */
function spikesAndWaves(d: number): Float64Array {
  const waves = Float64Array.from({ length: d * d }, (_, at) => {
    let common = Math.floor(at / d) & (at % d), sign = 1
    for (; common > 0; common >>= 1) if (common & 1) sign = -sign
    return sign / Math.sqrt(d)
  })
  return Float64Array.from([...identity(d), ...waves])
}

const streamOf = (inputs: Float64Array, directions: Float64Array, d: number): Float64Array => {
  const n = directions.length / d
  return Float64Array.from({ length: inputs.length / n * d }, (_, at) => {
    const b = Math.floor(at / d), h = at % d
    let sum = 0
    for (let f = 0; f < n; f++) sum += inputs[b * n + f] * directions[f * d + h]
    return sum
  })
}

test('orthonormal directions: all features are read, whatever their number', () => {
  for (const k of [1, 4, 8]) expect(idealCount(identity(8), 8, sparseInputs(8, k, 200)).features).toBeCloseTo(8, 6)
})

test('directions of zero hold nothing', () => {
  expect(idealCount(new Float64Array(8 * 4), 4, sparseInputs(8, 1, 100)).features).toBe(0)
})

describe('matching pursuit', () => {
  const d = 64, directions = spikesAndWaves(d), n = 2 * d

  it('recovers exactly where the coherence guarantees it: k < (1 + 1/μ)/2 = 4.5', () => {
    expect(mutualCoherence(directions, d)).toBeCloseTo(1 / 8, 12)
    for (const k of [1, 2, 3, 4]) {
      const inputs = sparseInputs(n, k, 200), codes = matchingPursuit(directions, d, streamOf(inputs, directions, d))
      inputs.forEach((value, at) => expect(Math.abs(codes[at] - value)).toBeLessThan(1e-9))
      expect(explainedFeatures(inputs, codes, n)).toBeCloseTo(inputs.reduce((seen, value, at) => (value > 0 ? seen.add(at % n) : seen), new Set<number>()).size, 6)
    }
  })

  it('fails where as many are active as there are dimensions to tell them by', () => {
    const inputs = sparseInputs(n, 60, 50), codes = matchingPursuit(directions, d, streamOf(inputs, directions, d))
    expect(explainedFeatures(inputs, codes, n)).toBeLessThan(0.7 * n)
  })
})

test('the lasso meets its optimality conditions: gradients −λ where a code is inside, at least −λ at 0, at most −λ at 1', () => {
  const d = 16, directions = spikesAndWaves(d), n = 2 * d, penalty = 0.05
  const inputs = sparseInputs(n, 3, 30), stream = streamOf(inputs, directions, d), codes = new Float64Array(inputs.length)
  for (let round = 0; round < 20; round++) descend(codes, directions, d, stream, penalty)
  const fitted = streamOf(codes, directions, d)
  codes.forEach((code, at) => {
    const b = Math.floor(at / n), f = at % n
    let gradient = penalty
    for (let h = 0; h < d; h++) gradient -= directions[f * d + h] * (stream[b * d + h] - fitted[b * d + h])
    if (code > 0 && code < 1) expect(Math.abs(gradient)).toBeLessThan(1e-3)
    else if (code === 0) expect(gradient).toBeGreaterThan(-1e-3)
    else expect(gradient).toBeLessThan(1e-3)
  })
})

test('an estimate that is scaled and shifted counts as the feature itself, one that is independent as nothing', () => {
  const inputs = Float64Array.from([0, 1, 0.5, 0.25, 0, 0.75])
  expect(explainedFeatures(inputs, inputs.map((value) => 3 * value - 2), 1)).toBeCloseTo(1, 12)
  expect(explainedFeatures(inputs, new Float64Array(6).fill(0.4), 1)).toBe(0)
})
