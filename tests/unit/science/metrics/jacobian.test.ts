import { expect, it } from 'vitest'
import { forward } from '../../../../src/science/models/forward'
import { initialParameters } from '../../../../src/science/training/initial-parameters'
import { measureRun } from '../../../../src/science/metrics/measure'
import { jacobianSums } from '../../../../src/science/metrics/jacobian'
import type { AutoencoderModel, ResidualModel } from '../../../../src/science/models/model'
import type { RunSpec } from '../../../../src/science/training/run-spec'
import { bottleneck, frozenResidual, runOf, tiedRelu } from '../run-examples'

const n = 5
const signed = { kind: 'absolute-value', featureCount: n, sparsity: 0.5, importance: { kind: 'uniform' } } as const
const residualOf = (model: Partial<ResidualModel>): RunSpec =>
  runOf(signed, { ...frozenResidual, outputBias: true, ...model }, { width: 4, depth: 3, neurons: 6 })
const autoencoderOf = (model: Partial<AutoencoderModel>): RunSpec =>
  runOf(signed, { ...tiedRelu, ...model }, bottleneck(3))

/** Mean over samples with x_j ≠ 0 of sgn(x_j)·∂ŷ_i/∂x_j by central differences. Returns [f, g]. */
function byDifferences(run: RunSpec, parameters: Float64Array, inputs: Float64Array): Float64Array {
  const step = 1e-6
  const sums = new Float64Array(n * n), shown = new Float64Array(n)
  for (let b = 0; b < inputs.length / n; b++) {
    for (let j = 0; j < n; j++) {
      const x = inputs[b * n + j]
      if (x === 0) continue
      shown[j] += 1
      const outputsAt = (value: number): Float64Array => {
        const sample = inputs.slice(b * n, (b + 1) * n)
        sample[j] = value
        return forward(run, parameters, sample).outputs
      }
      const above = outputsAt(x + step), below = outputsAt(x - step)
      for (let i = 0; i < n; i++) sums[i * n + j] += Math.sign(x) * (above[i] - below[i]) / (2 * step)
    }
  }
  return sums.map((sum, e) => sum / shown[e % n])
}

it.each([
  ['layers scaled by 1/√L', residualOf({})],
  ['layers scaled by 1/L and ReLU outputs', residualOf({ branchScale: 'inverse-depth', output: 'relu' })],
  ['a trained embedding', residualOf({ embedding: 'trained', embeddingNorm: 'unit', unembeddingNorm: 1, branchScale: 'one' })],
  ['layers that read through RMSNorm', residualOf({ embedding: 'trained', normalisation: 'rms' })],
  ['a tied autoencoder with ReLU outputs', autoencoderOf({})],
  ['an untied autoencoder with hidden ReLU', autoencoderOf({ tied: false, hidden: 'relu', output: 'linear' })],
])('the effective Jacobian of %s is the mean signed derivative of its outputs', (_, run) => {
  const parameters = Float64Array.from(initialParameters(run), (value, e) => value + 0.05 * Math.sin(e)) // biases too
  // Fixed inputs of both signs, zeros among them, none within the step of a kink.
  const inputs = Float64Array.from({ length: 12 * n }, (__, e) => (e % 3 === 1 ? 0 : 0.9 * Math.cos(1.7 * e + 0.3)))
  const sums = jacobianSums(run, parameters)
  sums.add(inputs, forward(run, parameters, inputs))
  const expected = byDifferences(run, parameters, inputs)
  expect(expected.some((value) => Math.abs(value) > 0.1)).toBe(true)
  // Central differences of a piecewise linear function are exact between kinks: rounding of 1e-16/1e-6 is left;
  // RMSNorm adds curvature of order (1e-6)².
  sums.result().forEach((value, e) => expect(value).toBeCloseTo(expected[e], 8))
})

it('of a conjunction both its features are its own: neither counts as interference', () => {
  const conjunction = { kind: 'conjunction', featureCount: n, sparsity: 0.5, importance: { kind: 'uniform' } } as const
  const run = runOf(conjunction, { ...frozenResidual, outputBias: true }, { width: 4, depth: 3, neurons: 6 })
  const { arrays: { jacobian: { values: J }, jacobianSelfShare } } = measureRun(run, initialParameters(run))
  for (let i = 0; i < n; i++) {
    const row = Array.from(J.subarray(i * n, (i + 1) * n), (value) => value ** 2)
    const all = row.reduce((sum, square) => sum + square, 0)
    expect(all).toBeGreaterThan(0)
    expect(jacobianSelfShare.values[i]).toBeCloseTo((row[i] + row[(i + 1) % n]) / all, 5) // arrays are float32
  }
})
