import { describe, expect, it } from 'vitest'
import { flopsOfMeasurement, flopsOfRun, secondsOfMeasurement } from '../../../src/science/metrics/measuring-cost'
import { activationBytes, flopsPerStep, parameterBytes } from '../../../src/science/training/cost'
import type { ResidualModel } from '../../../src/science/models/model'
import type { RunSpec } from '../../../src/science/training/run-spec'
import { parseExperiment } from '../../../src/experiment/parse'
import { planSweep } from '../../../src/experiment/plan'

function firstRun(draft: unknown): RunSpec {
  const parsed = parseExperiment(draft)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return planSweep(parsed.value).runs[0].spec
}
const toy = firstRun({ task: { kind: 'reconstruction' }, measurement: { evaluationSamples: 3072 } }) // n 5, m 2, B 1024
const recall = firstRun({ task: { kind: 'recall' } }) // n 1024, (16, 16, 8), N 4096
const absolute = firstRun({ task: { kind: 'absolute-value' }, shapes: { kind: 'list', shapes: [{ width: 128, depth: 4, neurons: 8 }] } })

describe('the cost of a run', () => {
  it('is 12·B·n·m per step for the autoencoder, tied or not', () => {
    expect(flopsPerStep(toy)).toBe(12 * 1024 * 5 * 2)
    expect(flopsPerStep(firstRun({ task: { kind: 'reconstruction' }, model: { tied: false } }))).toBe(12 * 1024 * 5 * 2)
  })

  it('is 6nN + 4n²d for recall with frozen readout, 6nN + 6n²d with a trained one', () => {
    expect(flopsPerStep(recall)).toBe(6 * 1024 * 4096 + 4 * 1024 * 1024 * 16)
    expect(flopsPerStep(firstRun({ task: { kind: 'recall' }, model: { embedding: 'trained' } }))).toBe(6 * 1024 * 4096 + 6 * 1024 * 1024 * 16)
  })

  it('is 6·B·(N + 2nd) for the residual model on sparse features', () => {
    expect(flopsPerStep(absolute)).toBe(6 * 512 * (2 * 128 * 8 * 4 + 2 * 128 * 128))
  })

  it('adds one forward pass over the held-out samples of an autoencoder', () => {
    expect(flopsOfRun(toy)).toBe(flopsPerStep(toy) * (10_000 + 1)) // 3072 samples forward cost what 1024 cost both ways
  })

  it('adds for recall a pass over all keys, and one without each layer', () => {
    expect(flopsOfRun(recall) - flopsPerStep(recall) * 3000).toBe(17 * 1024 * (2 * 4096 + 2 * 1024 * 16))
  })

  it('counts what measuring features across layers takes: passes, decomposition and probes, and says it in seconds', () => {
    const { shape: { depth: L, neurons: m }, measurement: { evaluationSamples: T } } = absolute
    const passes = (T + L * Math.min(T, 2048)) * (2 * 2 * 128 * m * L + 2 * 128 * 128)
    expect(flopsOfMeasurement(absolute)).toBeGreaterThan(passes + 257 ** 3 / 3)
    const longer = { ...absolute, measurement: { ...absolute.measurement, evaluationSamples: 262_144 } }
    expect(secondsOfMeasurement(longer)).toBeGreaterThan(5 * secondsOfMeasurement(absolute))
  })

  it('counts gradient and moments of trainable parameters only', () => {
    expect(parameterBytes(toy)).toBe(4 * 4 * (5 * 2 + 5))
    const trainable = 16 * (8 * 16 + 8 + 8 * 16), frozen = 2 * 1024 * 16
    expect(parameterBytes(recall)).toBe(4 * (4 * trainable + frozen))
  })

  it('counts logits among the activations', () => {
    expect(activationBytes(recall)).toBeGreaterThanOrEqual(4 * 1024 * 1024 * 3)
    expect(activationBytes(toy)).toBe(4 * 1024 * (15 + 4))
  })

  it('counts what layers read through RMSNorm, which backward needs beside the stream', () => {
    const normalised: RunSpec = { ...absolute, model: { ...absolute.model as ResidualModel, normalisation: 'rms' } }
    const { training: { batchSize }, shape: { width, depth } } = absolute
    expect(activationBytes(normalised) - activationBytes(absolute)).toBe(4 * batchSize * width * depth)
  })
})
