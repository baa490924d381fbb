import { execFileSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCpuEngine } from '../../src/engine/cpu/cpu-engine'
import type { Engine } from '../../src/engine/engine'
import { batchOf } from '../../src/science/training/batch'
import { initialParameters } from '../../src/science/training/initial-parameters'
import { lossAndGradient } from '../../src/science/training/loss-and-gradient'
import { parameterLayout } from '../../src/science/models/model'
import { trainReference } from '../../src/science/training/reference-training'
import type { RunSpec } from '../../src/science/training/run-spec'
import { digest, LATER_DIGEST, PROMISED_DIGEST } from './cpu-digest'
import { cpuRuns, promisedRuns, trainedParameters } from './cpu-runs'
import { laterRuns } from './later-runs'
import { describeEngine, train } from './engine-suite'

describeEngine('cpu', openCpuEngine, { stackedEqualsAlone: 'to the bit' })

describe('cpu engine', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await openCpuEngine()
  })

  it.each(Object.entries(cpuRuns))('draws the bits that science draws: %s', async (_, run) => {
    expect(await engine.drawBatch(run, 5)).toEqual(batchOf(run, 5))
  })

  // Sums of up to a few hundred terms, by parts of at most 128 samples: roundings of random sign gather to some 1e-6. The
  // output bias of recall is a difference of sums near 1 (what the softmax gives an output, less its one target): 4e-6.
  it.each(Object.entries(cpuRuns))('agrees with the float64 gradient to 2e-6 of each tensor: %s', async (_, run) => {
    const parameters = initialParameters(run).map((value, e) => value + 0.05 * Math.sin(1 + e))
    const expected = lossAndGradient(run, parameters, batchOf(run, 3))
    const computed = await engine.gradient(run, parameters, 3)
    expect(Math.abs(computed.loss - expected.loss)).toBeLessThan(2e-6 * expected.loss)
    for (const { name, offset, size, trainable } of parameterLayout(run).tensors) {
      if (!trainable) continue
      const reference = expected.gradient.subarray(offset, offset + size)
      const largest = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      const worst = reference.reduce((most, value, e) => Math.max(most, Math.abs(value - computed.gradient[offset + e])), 0)
      const cancels = run.task.kind === 'recall' && (name === 'b' || name === 'b_U')
      expect(worst / (largest || 1), name).toBeLessThan(cancels ? 4e-6 : 2e-6)
    }
  })

  it.each(Object.entries(cpuRuns))('takes the losses of float64 training over ten steps: %s', async (_, run) => {
    const { losses } = await train(engine, [run])
    // Adam turns gradients that are rounding noise into whole steps: 1e-5 of 1 + loss leaves room for their second-order echo.
    trainReference(run, 10).losses.forEach((loss, t) => expect(Math.abs(losses[t] - loss)).toBeLessThan(1e-5 * (1 + loss)))
  })

  it('makes the same bits on every machine: all parameters after 50 steps have the committed digest', async () => {
    expect(digest(await trainedParameters(engine))).toBe(PROMISED_DIGEST)
  })

  it('makes the same bits of sets, frequencies, further tasks and RMSNorm', async () => {
    const runs = Object.values(laterRuns).map((run) => ({ ...run, training: { ...run.training, steps: 50 } }))
    expect(digest(await trainedParameters(engine, runs))).toBe(LATER_DIGEST)
  })

  it('lets a run diverge without touching its siblings', async () => {
    const [calm] = promisedRuns
    const wild: RunSpec = { ...calm, training: { ...calm.training, learningRate: 1e30 } }
    const alone = await train(engine, [calm], 30)
    const stacked = await train(engine, [wild, calm, wild], 30)
    const wildLosses = stacked.losses.filter((_, e) => e % 3 === 0)
    expect(wildLosses.some((loss) => !Number.isFinite(loss))).toBe(true)
    expect(wildLosses.slice(wildLosses.findIndex((loss) => !Number.isFinite(loss))).some(Number.isFinite)).toBe(false)
    expect(stacked.losses.filter((_, e) => e % 3 === 1)).toEqual(alone.losses)
    expect(stacked.parameters.slice(alone.parameters.length, 2 * alone.parameters.length)).toEqual(alone.parameters)
  })

  it('reports a diverging softmax as a loss that is not finite', async () => {
    const recall = cpuRuns['frozen recall of 131 keys: two chunks, three blocks of outputs']
    const wild: RunSpec = { ...recall, training: { ...recall.training, learningRate: 1e30, warmup: 0 } }
    const { losses } = await train(engine, [wild])
    expect(Number.isFinite(losses[9])).toBe(false)
  })

  it('reuses its memory: a training after another starts from a clean one', async () => {
    const [first, second] = [promisedRuns[3], promisedRuns[2]]
    const fresh = await train(await openCpuEngine(), [second])
    await train(engine, [first, first])
    expect(await train(engine, [second])).toEqual(fresh)
  })

  it('is built from its sources: compiling them again gives the committed bytes', () => {
    execFileSync(process.execPath, ['scripts/build-wasm.mjs', '--check'], { stdio: 'pipe' })
  })
})
