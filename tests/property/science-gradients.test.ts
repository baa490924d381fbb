import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchOf } from '../../src/science/training/batch'
import { forward } from '../../src/science/models/forward'
import { batchLoss, lossAndGradient } from '../../src/science/training/loss-and-gradient'
import { parameterLayout } from '../../src/science/models/model'
import { trainReference } from '../../src/science/training/reference-training'
import { anyRun, randomParameters } from './science-runs'

describe('of any run', () => {
  it('the analytic gradient equals central differences of the loss', () => {
    fc.assert(fc.property(anyRun, (run) => {
      const parameters = randomParameters(run), inputs = batchOf(run, 0)
      const { loss, gradient } = lossAndGradient(run, parameters, inputs)
      expect(loss).toBe(batchLoss(run, parameters, inputs))
      expect(gradient.length).toBe(parameterLayout(run).trainable)
      const scale = 1e-3 + gradient.reduce((largest, g) => Math.max(largest, Math.abs(g)), 0) + loss
      // error of the difference: curvature h² ~ 1e-12 and cancellation 1e-16·loss/h ~ 1e-10, both relative to scale
      const h = 1e-6
      for (let e = 0; e < gradient.length; e++) {
        const there = parameters.slice(), back = parameters.slice()
        there[e] += h
        back[e] -= h
        const difference = (batchLoss(run, there, inputs) - batchLoss(run, back, inputs)) / (2 * h)
        if (Math.abs(difference - gradient[e]) > 1e-7 * scale) {
          const tensor = parameterLayout(run).tensors.findLast(({ offset }) => offset <= e)!
          throw new Error(`${tensor.name}[${e - tensor.offset}]: analytic ${gradient[e]}, difference ${difference}`)
        }
      }
    }), { seed: 20240722, numRuns: 300 })
  })

  it('samples are computed apart: a batch gives what its samples give alone', () => {
    fc.assert(fc.property(anyRun, (run) => {
      const n = run.task.featureCount
      const parameters = randomParameters(run), inputs = batchOf(run, 1)
      const together = forward(run, parameters, inputs).outputs
      for (let b = 0; b < inputs.length / n; b++) {
        expect(forward(run, parameters, inputs.subarray(b * n, (b + 1) * n)).outputs).toEqual(together.slice(b * n, (b + 1) * n))
      }
    }), { seed: 1, numRuns: 100 })
  })

  it('training leaves frozen tensors where they were and repeats to the bit', () => {
    fc.assert(fc.property(anyRun, (run) => {
      const first = trainReference(run)
      expect(trainReference(run)).toEqual(first)
      expect(first.losses.every(Number.isFinite)).toBe(true)
      const untrained = trainReference(run, 0).parameters
      const { trainable } = parameterLayout(run)
      expect(first.parameters.slice(trainable)).toEqual(untrained.slice(trainable))
    }), { seed: 2, numRuns: 100 })
  })
})
