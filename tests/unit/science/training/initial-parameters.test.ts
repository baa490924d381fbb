import { describe, expect, it } from 'vitest'
import { initialParameters } from '../../../../src/science/training/initial-parameters'
import { type ResidualModel, type TensorName, parameterLayout } from '../../../../src/science/models/model'
import type { RunSpec } from '../../../../src/science/training/run-spec'
import { bottleneck, frozenResidual, reconstruction, runOf, tiedRelu } from '../run-examples'

function tensorOf(run: RunSpec, name: TensorName): Float32Array {
  const { offset, size } = parameterLayout(run).tensors.find((tensor) => tensor.name === name)!
  return initialParameters(run).subarray(offset, offset + size)
}

function variance(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length
}

const residual = (model: Partial<ResidualModel>, featureCount: number, width: number, depth: number, neurons: number) =>
  runOf({ kind: 'recall', featureCount }, { ...frozenResidual, ...model }, { width, depth, neurons })

describe('initial parameters', () => {
  // a sample variance of k normals has relative standard error √(2/k): four of them are allowed
  it('have the variance of their law', () => {
    const untied = runOf(reconstruction(200, 0.9), { ...tiedRelu, tied: false }, bottleneck(50))
    for (const name of ['W', 'V'] as const) expect(Math.abs(variance(tensorOf(untied, name)) * 125 - 1)).toBeLessThan(4 * Math.sqrt(2 / 10_000))
    const deep = residual({}, 10, 40, 5, 50)
    expect(Math.abs(variance(tensorOf(deep, 'W_in')) * (40 / 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / 10_000))
    expect(Math.abs(variance(tensorOf(deep, 'W_out')) * 50 - 1)).toBeLessThan(4 * Math.sqrt(2 / 10_000))
  })

  it('leave biases at zero', () => {
    for (const name of ['b_in', 'b_U'] as const) expect(new Set(tensorOf(residual({ outputBias: true }, 9, 4, 2, 3), name))).toEqual(new Set([0]))
    expect(new Set(tensorOf(runOf(reconstruction(5, 0), tiedRelu, bottleneck(2)), 'b'))).toEqual(new Set([0]))
  })

  it.each(['random', 'trained'] as const)('give rows of E and U the norms asked for when the embedding is %s', (embedding) => {
    for (const [embeddingNorm, norm] of [['unit', 1], ['sqrt-width', Math.sqrt(7)]] as const) {
      const run = residual({ embedding, embeddingNorm, unembeddingNorm: 3 }, 20, 7, 1, 2)
      for (let f = 0; f < 20; f++) {
        const rowNorm = (name: TensorName) => Math.hypot(...tensorOf(run, name).subarray(7 * f, 7 * f + 7))
        expect(Math.abs(rowNorm('E') / norm - 1)).toBeLessThan(1e-7) // float32 rounding of seven entries
        expect(Math.abs(rowNorm('U') / 3 - 1)).toBeLessThan(1e-7)
      }
    }
  })

  it('point the rows of E and U in independent directions: mean squared cosine 1/d', () => {
    const run = residual({ embeddingNorm: 'unit', unembeddingNorm: 1 }, 100, 20, 1, 2)
    const E = tensorOf(run, 'E'), U = tensorOf(run, 'U')
    let sum = 0
    for (let f = 0; f < 100; f++) {
      for (let g = 0; g < 100; g++) {
        let cosine = 0
        for (let h = 0; h < 20; h++) cosine += E[20 * f + h] * U[20 * g + h]
        sum += cosine * cosine
      }
    }
    // cos² of random directions has mean 1/d and variance 2(d − 1)/(d²(d + 2)); 10⁴ nearly independent pairs
    expect(Math.abs(sum / 10_000 - 1 / 20)).toBeLessThan(4 * Math.sqrt((2 * 19) / (400 * 22)) / 100)
  })

  it.each([[5, 5], [11, 13], [64, 64], [128, 192]])('make %i orthonormal rows in %i dimensions, to float32 rounding', (n, d) => {
    const E = tensorOf(residual({ embedding: 'orthonormal', embeddingNorm: 'unit' }, n, d, 1, 1), 'E')
    for (let f = 0; f < n; f++) {
      for (let g = 0; g <= f; g++) {
        let product = 0
        for (let h = 0; h < d; h++) product += E[f * d + h] * E[g * d + h]
        expect(Math.abs(product - (f === g ? 1 : 0))).toBeLessThan(1.2e-7)
      }
    }
  })

  it('refuse more orthonormal rows than dimensions, and an orthonormal embedding of norm √d', () => {
    expect(() => initialParameters(residual({ embedding: 'orthonormal', embeddingNorm: 'unit' }, 7, 6, 1, 1))).toThrow('7 orthonormal rows')
    expect(() => initialParameters(residual({ embedding: 'orthonormal', embeddingNorm: 'sqrt-width' }, 5, 6, 1, 1))).toThrow('unit')
  })

  it('depend on the init seed and not on the data seed', () => {
    const task = reconstruction(7, 0.5)
    const first = initialParameters(runOf(task, tiedRelu, bottleneck(3)))
    expect(initialParameters(runOf(task, tiedRelu, bottleneck(3), {}, { init: 1, data: 3 }))).toEqual(first)
    expect(initialParameters(runOf(task, tiedRelu, bottleneck(3), {}, { init: 2, data: 2 }))).not.toEqual(first)
  })

  it('draw each tensor from its own stream: a deeper network begins with the same layers', () => {
    const shallow = residual({}, 9, 6, 2, 4), deep = residual({}, 9, 6, 5, 4)
    for (const name of ['W_in', 'W_out'] as const) {
      const layers = tensorOf(shallow, name)
      expect(tensorOf(deep, name).slice(0, layers.length)).toEqual(layers.slice())
    }
    expect(tensorOf(deep, 'E')).toEqual(tensorOf(shallow, 'E'))
    expect(tensorOf(deep, 'W_in').slice(0, 24)).not.toEqual(tensorOf(deep, 'W_in').slice(24, 48))
  })
})
