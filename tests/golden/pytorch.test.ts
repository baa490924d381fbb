import { describe, expect, it } from 'vitest'
import { batchOf } from '../../src/science/training/batch'
import { forward } from '../../src/science/models/forward'
import { initialParameters } from '../../src/science/training/initial-parameters'
import { lossAndGradient } from '../../src/science/training/loss-and-gradient'
import { parameterLayout } from '../../src/science/models/model'
import { trainReference } from '../../src/science/training/reference-training'
import { goldenCases } from './golden-case'

// Both sides are float64; they differ by the order of sums of at most a few hundred terms, times the conditioning
// of ten optimiser steps. 1e-10 leaves no room for a wrong term, a wrong epsilon or a wrong step index.
const TOLERANCE = 1e-10

function bitsOf(values: Float32Array): number[] {
  return [...new Uint32Array(values.buffer, values.byteOffset, values.length)]
}

/** Largest deviation relative to the largest magnitude of the expected array. */
function deviation(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length)
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
  return expected.reduce((worst, value, e) => Math.max(worst, Math.abs(actual[e] - value)), 0) / (scale || 1)
}

describe('float64 science against PyTorch', () => {
  it('is compared on every kind of model and task', () => {
    const kinds = new Set(goldenCases.map(({ run }) => `${run.model.kind} ${run.task.kind}`))
    expect([...kinds].sort()).toEqual([
      'autoencoder absolute-value', 'autoencoder conjunction', 'autoencoder recall', 'autoencoder reconstruction',
      'residual absolute-value', 'residual conjunction', 'residual recall', 'residual reconstruction',
    ])
  })

  describe.each(goldenCases)('$name', (golden) => {
    const { run } = golden
    const { tensors, trainable } = parameterLayout(run)

    it('starts from the same parameters to the bit', () => {
      expect(bitsOf(initialParameters(run))).toEqual(bitsOf(golden.parameters))
    })

    it('draws the same first batch to the bit', () => {
      expect(bitsOf(batchOf(run, 0))).toEqual(bitsOf(golden.batch))
    })

    it('computes the same outputs', () => {
      expect(deviation(forward(run, golden.parameters, golden.batch).outputs, golden.outputs)).toBeLessThan(TOLERANCE)
    })

    it('has the same loss and the same gradient of each tensor by name', () => {
      const { loss, gradient } = lossAndGradient(run, golden.parameters, golden.batch)
      expect(deviation([loss], [golden.loss])).toBeLessThan(TOLERANCE)
      expect(gradient.length).toBe(trainable)
      const trained = tensors.filter((tensor) => tensor.trainable)
      expect(trained.map(({ name }) => name)).toEqual(Object.keys(golden.gradient))
      for (const { name, offset, size } of trained) {
        expect(deviation(gradient.subarray(offset, offset + size), golden.gradient[name]), name).toBeLessThan(TOLERANCE)
      }
    })

    it('follows the same ten losses to the same parameters', () => {
      const { losses, parameters } = trainReference(run, 10)
      for (let t = 0; t < 10; t++) expect(deviation([losses[t]], [golden.losses[t]]), `step ${t}`).toBeLessThan(TOLERANCE)
      for (const { name, offset, size, trainable: trained } of tensors) {
        const now = parameters.subarray(offset, offset + size)
        const expected = trained ? golden.parametersAfterTenSteps[name] : [...golden.parameters.subarray(offset, offset + size)]
        expect(deviation(now, expected), name).toBeLessThan(trained ? TOLERANCE : Number.MIN_VALUE)
      }
    })
  })
})
