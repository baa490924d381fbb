import { describe, expect, it } from 'vitest'
import { drawBatch } from '../../../../src/science/data/feature-law'
import { forward } from '../../../../src/science/models/forward'
import { batchLoss } from '../../../../src/science/training/loss-and-gradient'
import type { AutoencoderModel } from '../../../../src/science/models/model'
import { type ImportanceLaw, featureLaw } from '../../../../src/science/tasks/task'
import { bottleneck, runOf, tiedRelu } from '../run-examples'

const tiedLinear: AutoencoderModel = { ...tiedRelu, output: 'linear' }

function autoencoderRun(model: AutoencoderModel, n: number, m: number, p: number, importance: ImportanceLaw = { kind: 'uniform' }) {
  return runOf({ kind: 'reconstruction', featureCount: n, sparsity: 1 - p, importance }, model, bottleneck(m))
}

/** Mean loss over fresh samples with its standard error, W [f, h] and b [f] given. */
function monteCarlo(run: ReturnType<typeof autoencoderRun>, parameters: number[], samples: number) {
  const n = run.task.featureCount, chunk = 250
  const x = drawBatch(featureLaw(run.task)!, 4711, 1, 0, samples)
  const losses = Array.from({ length: samples / chunk }, (_, c) =>
    batchLoss(run, Float64Array.from(parameters), x.subarray(c * chunk * n, (c + 1) * chunk * n)))
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length
  const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (losses.length - 1)
  return { mean, error: Math.sqrt(variance / losses.length) }
}

function polygon(radius: number): number[] {
  return [0, 1, 2, 3, 4].flatMap((f) => [radius * Math.cos((2 * Math.PI * f) / 5), radius * Math.sin((2 * Math.PI * f) / 5)])
}

describe('the autoencoder', () => {
  it('computes ReLU(WᵀWx + b), by hand for three features in two dimensions', () => {
    const run = autoencoderRun(tiedRelu, 3, 2, 0.5)
    const { neurons: [hidden], outputs } = forward(run, Float64Array.of(1, 0, 0, 2, 1, 1, /* b */ 0.5, -10, -1), Float64Array.of(1, 0.5, 0.25))
    expect([...hidden]).toEqual([1.25, 1.25])
    expect([...outputs]).toEqual([1.75, 0, 1.5])
  })

  it('gates its hidden units where asked and decodes with V when untied', () => {
    const run = autoencoderRun({ kind: 'autoencoder', tied: false, hidden: 'relu', output: 'linear' }, 2, 2, 0.5)
    const { outputs } = forward(run, Float64Array.of(1, -1, 1, 1, /* V */ 3, 5, 7, 11, /* b */ 0, 1), Float64Array.of(1, 0.5))
    expect([...outputs]).toEqual([4.5, 11.5]) // hidden (1.5, −0.5 → 0)
  })

  // E[(x − p/2)²] = p/3 − p²/4 = v for a dropped feature; kept ones are exact
  it.each([1, 0.3, 0.05])('when linear and keeping the first m features loses v·Σ I_i over the rest, p = %f', (p) => {
    const run = autoencoderRun(tiedLinear, 6, 2, p, { kind: 'geometric', ratio: 0.7 })
    const W = [0, 1, 2, 3, 4, 5].flatMap((f) => [f === 0 ? 1 : 0, f === 1 ? 1 : 0])
    const { mean, error } = monteCarlo(run, [...W, 0, 0, p / 2, p / 2, p / 2, p / 2], 100_000)
    const closed = (p / 3 - p * p / 4) * (0.7 ** 2 + 0.7 ** 3 + 0.7 ** 4 + 0.7 ** 5)
    expect(error / closed).toBeLessThan(0.015)
    expect(Math.abs(mean - closed)).toBeLessThan(4 * error)
  })

  it.each([0.5, 0.2])('with an antipodal pair in one dimension errs by min(x₁, x₂): (1 + r)p²/6, p = %f', (p) => {
    const run = autoencoderRun(tiedRelu, 2, 1, p, { kind: 'geometric', ratio: 0.5 })
    const { mean, error } = monteCarlo(run, [1, -1, 0, 0], 200_000)
    const closed = (1.5 * p * p) / 6
    expect(error / closed).toBeLessThan(0.03)
    expect(Math.abs(mean - closed)).toBeLessThan(4 * error)
  })

  it.each([
    { p: 0.2, w: 1.01, b: 0.006, loss: 0.013185 },
    { p: 0.3, w: 1.01, b: 0.018, loss: 0.02931 },
    { p: 0.5, w: 0.969, b: 0.098, loss: 0.076283 },
  ])('has the tabulated optimum of two features in one dimension, p = $p', ({ p, w, b, loss }) => {
    const { mean, error } = monteCarlo(autoencoderRun(tiedRelu, 2, 1, p), [w, -w, b, b], 200_000)
    expect(error / loss).toBeLessThan(0.02)
    expect(Math.abs(mean - loss)).toBeLessThan(4 * error + 0.001 * loss) // the table is good to 0.1%
  })

  it.each([
    { p: 0.05, radius: 1.1346, b: -0.2464, loss: 0.0089042 },
    { p: 0.1, radius: 1.1005, b: -0.21, loss: 0.0263071 },
    { p: 0.25, radius: 0.9987, b: -0.0889, loss: 0.112469 },
  ])('has the tabulated loss of the best pentagon, p = $p', ({ p, radius, b, loss }) => {
    const { mean, error } = monteCarlo(autoencoderRun(tiedRelu, 5, 2, p), [...polygon(radius), b, b, b, b, b], 100_000)
    expect(error / loss).toBeLessThan(0.03)
    expect(Math.abs(mean - loss)).toBeLessThan(4 * error)
  })

  it('with a unit pentagon and one active feature errs by interference alone: 2c²/3, c = cos 72°', () => {
    const run = autoencoderRun(tiedRelu, 5, 2, 0.1)
    const points = 1000
    const x = new Float64Array(points * 5)
    for (let b = 0; b < points; b++) x[5 * b + 2] = (b + 0.5) / points // midpoints of [0, 1): error 1/(24·points²)
    const loss = batchLoss(run, Float64Array.from([...polygon(1), 0, 0, 0, 0, 0]), x)
    expect(loss).toBeCloseTo((2 * Math.cos((72 * Math.PI) / 180) ** 2) / 3, 6)
    expect(loss).toBeCloseTo(0.063661, 5)
  })

  // ∫₀¹ReLU(gx + b)² dx = [(g + b)₊³ − b₊³]/(3g): the error an active feature causes at another, g = W_i·W_j
  it.each([[0.5, -0.2], [-0.6, 0.3], [0.3, 0.1], [-0.4, -0.1]])('spills ∫ReLU(gx + b)² into a feature at product g = %f and bias %f', (g, b) => {
    const run = autoencoderRun(tiedRelu, 2, 2, 0.1)
    const points = 2000
    const x = new Float64Array(points * 2)
    for (let i = 0; i < points; i++) x[2 * i] = (i + 0.5) / points
    // W_0 = (1, 0) with bias 0 is exact on its own; W_1 = (g, 0)
    const loss = batchLoss(run, Float64Array.of(1, 0, g, 0, 0, b), x)
    const cube = (z: number) => Math.max(z, 0) ** 3
    expect(loss).toBeCloseTo((cube(g + b) - cube(b)) / (3 * g), 6)
  })
})
