import { describe, expect, it } from 'vitest'
import { optimiserStep, zeroMoments } from '../../../../src/science/training/optimiser'
import { plainTraining } from '../run-examples'

const rate = Math.fround(0.01)

describe('optimiser', () => {
  it('moves each parameter by about the rate on the first step, against the sign of its gradient', () => {
    const parameters = Float64Array.of(1, 1, 1, 1)
    optimiserStep(plainTraining, 0, parameters, Float64Array.of(3, -0.001, 1e-5, 0), zeroMoments(4))
    expect(parameters[0]).toBeCloseTo(1 - rate, 10)
    expect(parameters[1]).toBeCloseTo(1 + rate, 6) // ε = 1e-8 beside |g| = 1e-3 takes 1e-5 of it
    expect(parameters[2]).toBeCloseTo(1 - rate / (1 + 1e-3), 8)
    expect(parameters[3]).toBe(1)
  })

  it('adds ε outside the root, after the bias correction', () => {
    const parameters = Float64Array.of(0)
    optimiserStep({ ...plainTraining, epsilon: 2 }, 0, parameters, Float64Array.of(3), zeroMoments(1))
    expect(parameters[0]).toBeCloseTo((-rate * 3) / (3 + 2), 14)
  })

  it('weighs two gradients as the moments say', () => {
    const parameters = Float64Array.of(0), moments = zeroMoments(1)
    optimiserStep(plainTraining, 0, parameters, Float64Array.of(1), moments)
    const before = parameters[0]
    optimiserStep(plainTraining, 1, parameters, Float64Array.of(-2), moments)
    const first = (0.9 * 0.1 - 0.1 * 2) / (1 - 0.81), second = (0.999 * 0.001 + 0.001 * 4) / (1 - 0.998001)
    expect(parameters[0] - before).toBeCloseTo((-rate * first) / (Math.sqrt(second) + 1e-8), 14)
  })

  it('decays parameters before and apart from the gradient, and grows them when decay is negative', () => {
    for (const weightDecay of [0.5, -0.5]) {
      const parameters = Float64Array.of(2, 2)
      optimiserStep({ ...plainTraining, weightDecay }, 0, parameters, Float64Array.of(0, 7), zeroMoments(2))
      expect(parameters[0]).toBe(2 * (1 - rate * weightDecay))
      expect(parameters[1]).toBeCloseTo(2 * (1 - rate * weightDecay) - rate, 10)
    }
  })

  it('leaves parameters beyond the gradient alone: they are frozen', () => {
    const parameters = Float64Array.of(1, 5)
    optimiserStep({ ...plainTraining, weightDecay: 1 }, 0, parameters, Float64Array.of(1), zeroMoments(1))
    expect(parameters[1]).toBe(5)
  })
})
