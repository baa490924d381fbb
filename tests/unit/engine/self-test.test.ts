import { describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/engine/engine'
import { selfTest } from '../../../src/engine/self-test'
import { batchOf } from '../../../src/science/training/batch'
import { lossAndGradient } from '../../../src/science/training/loss-and-gradient'
import type { RunSpec } from '../../../src/science/training/run-spec'
import { scriptedEngine } from './scripted-engine'

type Fault = { readonly batch?: (values: Float32Array) => void; readonly gradient?: (values: Float32Array) => void; readonly loss?: number }

/** Science itself as an engine, with one fault. */
function faulty(fault: Fault): Engine {
  return {
    ...scriptedEngine(),
    async drawBatch(run: RunSpec, step: number) {
      const values = batchOf(run, step).slice()
      fault.batch?.(values)
      return values
    },
    async gradient(run: RunSpec, parameters: Float32Array, step: number) {
      const { loss, gradient } = lossAndGradient(run, parameters, batchOf(run, step))
      const values = Float32Array.from(gradient)
      fault.gradient?.(values)
      return { loss: loss + (fault.loss ?? 0), gradient: values }
    },
  }
}

describe('the self-test of an engine', () => {
  it('passes one that rounds to float32', async () => {
    expect(await selfTest(faulty({}))).toBeNull()
  })

  it.each<[string, Fault]>([
    ['draws one bit wrongly', { batch: (values) => { const e = values.findIndex((value) => value > 0); values[e] += 2 ** -24 } }],
    ['computes a loss that is off by a thousandth', { loss: 1e-3 }],
    ['computes a loss that is not a number', { loss: NaN }],
    ['errs in one entry of the gradient', { gradient: (values) => { values[5] += 1e-3 } }],
    ['gives a gradient that is not a number', { gradient: (values) => { values[0] = NaN } }],
    ['leaves the last entry of the gradient out', { gradient: (values) => { values[values.length - 1] = 0 } }],
  ])('refuses one that %s, in words that name engine and adapter', async (_, fault) => {
    const failure = await selfTest(faulty(fault))
    expect(failure?.kind).toBe('self-test')
    expect(failure?.message).toMatch(/the cpu engine on script .*self-test/)
  })
})
