import { expect, test } from 'vitest'
import { measureRun } from '../../../../src/science/metrics/measure'
import { metricTraits, primaryCount } from '../../../../src/science/metrics/metric-traits'
import type { RunSpec } from '../../../../src/science/training/run-spec'
import { initialParameters } from '../../../../src/science/training/initial-parameters'
import { absoluteValueNetwork, addAbsoluteValue, answer, recallNetwork } from './constructed-networks'

const recall = recallNetwork(2, 4, 8, (tensor) => { for (let key = 0; key < 4; key++) answer(tensor, 8, 0, key, key, key, 9) })
const absolute = absoluteValueNetwork({ width: 3, depth: 2, neurons: 2 }, (tensor) => addAbsoluteValue(tensor, 0, 0, 3, 0), 500)
const toy: RunSpec = {
  ...absolute.run, task: { kind: 'reconstruction', featureCount: 5, sparsity: 0.8, importance: { kind: 'geometric', ratio: 0.9 } },
  model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' }, shape: { width: 2, depth: 1, neurons: 2 },
}
const trained: RunSpec = { ...absolute.run, model: { kind: 'residual', embedding: 'trained', embeddingNorm: 'unit', unembeddingNorm: 1, output: 'relu', outputBias: true, branchScale: 'one' } }
const runs: [string, RunSpec, Float32Array][] = [
  ['recall', recall.run, recall.parameters], ['absolute value', absolute.run, absolute.parameters],
  ['autoencoder', toy, initialParameters(toy)], ['trained embedding', trained, initialParameters(trained)],
]

test.each(runs)('every metric of a %s run is named in the registry, finite, and fills its shape', (_name, run, parameters) => {
  const { scalars, arrays } = measureRun(run, parameters)
  for (const [name, value] of Object.entries(scalars)) {
    expect(metricTraits, name).toHaveProperty(name)
    expect(Number.isFinite(value), name).toBe(true)
  }
  for (const [name, { axes, shape, values }] of Object.entries(arrays)) {
    expect(metricTraits[name as keyof typeof metricTraits]?.axes, name).toBe(axes)
    expect(values.length, name).toBe(shape.reduce((product, size) => product * size, 1))
    expect(values.every(Number.isFinite), name).toBe(true)
  }
  expect(scalars.featuresLearned).toBe(scalars[primaryCount(run.task.kind, run.model.kind)])
})

test('every name in the registry is measured by some run', () => {
  const seen = new Set(runs.flatMap(([, run, parameters]) => {
    const { scalars, arrays } = measureRun(run, parameters)
    return [...Object.keys(scalars), ...Object.keys(arrays)]
  }))
  expect(Object.keys(metricTraits).filter((name) => !seen.has(name))).toEqual([])
})

test('the autoencoder’s held-out loss weighs features by importance and matches its closed form at W = 0', () => {
  const zero = new Float32Array(initialParameters(toy).length)
  const { scalars } = measureRun({ ...toy, measurement: { probes: 1, evaluationSamples: 20_000 } }, zero)
  const weights = [0, 1, 2, 3, 4].reduce((sum, f) => sum + 0.9 ** f, 0)
  // ŷ = 0 costs Σ I E x² = Σ I·p/3, p = 0.2; 20 000 samples give it to about 1%.
  expect(scalars.heldOutLoss / (weights * 0.2 / 3)).toBeCloseTo(1, 1.3)
  expect(scalars.featuresLearned).toBe(0)
})
