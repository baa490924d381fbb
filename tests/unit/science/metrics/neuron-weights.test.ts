import { describe, expect, it } from 'vitest'
import { initialParameters } from '../../../../src/science/training/initial-parameters'
import { featuresServed, neuronWeights } from '../../../../src/science/metrics/neuron-weights'
import { tensorViews } from '../../../../src/science/models/tensor-view'
import { parseExperiment } from '../../../../src/experiment/parse'
import { planSweep } from '../../../../src/experiment/plan'

describe('what neurons take from features', () => {
  it('is E W_inᵀ in every layer of a residual network', () => {
    const parsed = parseExperiment({ title: 'T', question: 'Q', task: { kind: 'recall', featureCount: 6 }, model: { kind: 'residual' }, shapes: { kind: 'list', shapes: [{ width: 4, depth: 2, neurons: 3 }] } })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
    const { spec } = planSweep(parsed.value).runs[0]
    const parameters = Float64Array.from(initialParameters(spec))
    const tensor = tensorViews(spec, parameters)
    const weights = neuronWeights(spec, parameters)
    expect(weights).toHaveLength(2)
    for (const [l, f, k] of [[0, 0, 0], [1, 5, 2], [1, 2, 1]]) {
      const expected = [0, 1, 2, 3].reduce((sum, h) => sum + tensor('E')[f * 4 + h] * tensor('W_in', l)[k * 4 + h], 0)
      expect(weights[l][f * 3 + k]).toBeCloseTo(expected, 12)
    }
  })

  it('counts one for a neuron of one feature, n for n alike, and none for a dead one', () => {
    // [f, k]: neuron 0 takes feature 0, neuron 1 all three alike whatever their sign, neuron 2 nothing
    expect([...featuresServed(Float64Array.from([2, 1, 0, 0, -1, 0, 0, 1, 0]), 3)]).toEqual([1, 3, 0])
  })
})
