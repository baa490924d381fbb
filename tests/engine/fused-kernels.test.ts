/** What the engine suite cannot ask for: every kernel variant by name, and what a step may not do. */
import { beforeAll, describe, expect, it } from 'vitest'
import { isEnvironmentFailure, requestDevice } from '../../src/engine/device'
import type { OwnedDevice } from '../../src/engine/device'
import { openFusedEngine } from '../../src/engine/fused/fused-engine'
import { layeredPlan } from '../../src/engine/fused/layered-plan'
import { persistentPlan } from '../../src/engine/fused/persistent-plan'
import { type Tuning, tunings } from '../../src/engine/fused/tuning'
import { nodeHost } from '../../src/engine/node-host'
import { batchOf } from '../../src/science/training/batch'
import { initialParameters } from '../../src/science/training/initial-parameters'
import { invariant } from '../../src/science/invariant'
import { lossAndGradient } from '../../src/science/training/loss-and-gradient'
import { parameterLayout } from '../../src/science/models/model'
import type { RunSpec } from '../../src/science/training/run-spec'
import { deepRuns } from './deep-runs'
import { laterRuns } from './later-runs'
import { tinyRuns } from './tiny-runs'

const { software } = tunings
/** No persistent and no narrow kernel: the plain layered path alone, its width in chunks of 3. */
const plain: Tuning = { ...software, persistentWeights: 0, narrowWidth: 0, chunk: 3 }
/**
 * Relative to the tensor's largest entry: float32 rounds at 6e-8 and sums run over ≤ 129 samples; logits of the recall
 * cases reach 50, whose rounding alone (3e-6 absolute) passes through exp.
 */
const TOLERANCE = 2e-6, RECALL_TOLERANCE = 5e-6

let gpu: OwnedDevice
beforeAll(async () => {
  const missing = await nodeHost.prepareGpu()
  invariant(missing === null, () => missing ?? '')
  const opened = await requestDevice()
  invariant(!isEnvironmentFailure(opened), () => 'no WebGPU device')
  gpu = opened
})

const [tied, , sparse, , recall, , , deep] = Object.values(tinyRuns)
const shaped = (run: RunSpec, width: number, depth: number, neurons: number): RunSpec => ({ ...run, shape: { width, depth, neurons } })

async function gradientError(run: RunSpec, tuning: Tuning, scale = 1): Promise<number> {
  const engine = await openFusedEngine(gpu, { tuning })
  const parameters = initialParameters(run).map((value, e) => scale * (value + 0.05 * Math.sin(1 + e))) // off the kinks
  const expected = lossAndGradient(run, parameters, batchOf(run, 3))
  const computed = await engine.gradient(run, parameters, 3)
  let worst = Math.abs(computed.loss / expected.loss - 1)
  for (const { offset, size, trainable } of parameterLayout(run).tensors) {
    if (!trainable) continue
    const entries = Array.from({ length: size }, (_, e) => offset + e)
    const largest = Math.max(...entries.map((e) => Math.abs(expected.gradient[e])))
    worst = Math.max(worst, ...entries.map((e) => Math.abs(computed.gradient[e] - expected.gradient[e]) / (largest || 1)))
  }
  return worst
}

describe('every kernel of the fused engine', () => {
  it('is chosen by shape: persistent for the smallest, narrow up to the register width, plain beyond', () => {
    expect(persistentPlan(tied, software)).not.toBeNull()
    expect(persistentPlan(shaped(tied, 67, 1, 67), software)).toBeNull()
    expect(layeredPlan(deep, software).narrow).toBe(true)
    expect(layeredPlan(shaped(deep, 67, 1, 3), software).narrow).toBe(false)
    expect(layeredPlan(tied, plain).narrow).toBe(false)
  })

  it.each(Object.entries(tinyRuns))('plain: %s', async (_, run) => {
    expect(await gradientError(run, plain)).toBeLessThan(run.task.kind === 'recall' ? RECALL_TOLERANCE : TOLERANCE)
  })

  it.each([
    ['tied autoencoder', shaped(tied, 5, 1, 5)], ['tied autoencoder, skipping sampler', sparse],
    ['untied autoencoder', tinyRuns['untied relu-relu autoencoder computing |x| of 11 features with 13 neurons']],
  ])('narrow, where the persistent kernel would serve: %s', async (_, run) => {
    expect(await gradientError(run, { ...software, persistentWeights: 0 })).toBeLessThan(TOLERANCE)
  })

  it.each([
    ['residual of width 67, one more than no multiple of a chunk', shaped(deep, 67, 2, 3)],
    ['recall of width 65', shaped(recall, 65, 1, 2)],
  ])('plain at its own widths: %s', async (_, run) => {
    expect(await gradientError(run, software)).toBeLessThan(run.task.kind === 'recall' ? RECALL_TOLERANCE : TOLERANCE)
  })

  it('narrow recall takes its softmax again where a wrong answer leads by more than e⁶⁰', async () => {
    const run = { ...recall, model: { ...recall.model, unembeddingNorm: 400 } } as RunSpec
    expect(await gradientError(run, software, 2)).toBeLessThan(1e-4) // logits of some thousands, exp of their rounding
  })
})

describe('features in sets and further tasks', () => {
  const runs = Object.entries(laterRuns).filter(([title]) => /sets|pairs|AND of 11|AND of 7/.test(title))
  it.each(runs)('are drawn and differentiated alike by every kernel, whatever its lanes: %s', async (_, run) => {
    for (const tuning of [plain, { ...software, persistentWeights: 0 }, tunings.hardware]) {
      expect(await (await openFusedEngine(gpu, { tuning })).drawBatch(run, 5)).toEqual(batchOf(run, 5))
      expect(await gradientError(run, tuning)).toBeLessThan(TOLERANCE)
    }
  }) // three kernels compiled for each, on whatever adapter is here
})

describe('the deep toy model and RMSNorm', () => {
  const runs = Object.entries({ ...deepRuns, ...laterRuns }).filter(([title]) => title in deepRuns || /RMSNorm/.test(title))

  it.each(runs)('are differentiated by plain kernels and by those sized for GPUs: %s', async (_, run) => {
    for (const tuning of [plain, tunings.hardware]) {
      expect(await gradientError(run, tuning)).toBeLessThan(run.task.kind === 'recall' ? RECALL_TOLERANCE : TOLERANCE)
    }
  })

  it('are wide at last: plain at 67 dimensions, where a tensor that is used twice stands beside others that are not', async () => {
    for (const normalisation of [undefined, 'rms'] as const) {
      const [, run] = runs[1]
      const model = { ...run.model, ...(normalisation && { normalisation }) } as RunSpec['model']
      expect(await gradientError({ ...shaped(run, 67, 2, 3), model }, software)).toBeLessThan(TOLERANCE)
    }
  })

  it.each(runs.filter((_, index) => index !== 0 && index % 2 === 0))('train a run stacked as alone, to the bit: %s', async (_, run) => {
    for (const tuning of [software, tunings.hardware]) {
      const engine = await openFusedEngine(gpu, { tuning })
      const other: RunSpec = { ...run, seeds: { init: 3, data: 4 } }
      const [alone, stacked] = await Promise.all([[run], [other, run]].map(async (group) => {
        const training = await engine.start(group)
        await training.advance(5)
        const parameters = await training.parameters()
        training.dispose()
        return parameters.slice(parameters.length - parameters.length / group.length)
      }))
      expect(stacked).toEqual(alone)
    }
  })

  it('start from the bits of the toy model, and without layers train as it does', async () => {
    const [, deep] = runs[0]
    const toy: RunSpec = { ...deep, model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' }, shape: { ...deep.shape, depth: 1, neurons: deep.shape.width } }
    const engine = await openFusedEngine(gpu, { tuning: { ...software, persistentWeights: 0 } })
    const [ofDeep, ofToy] = await Promise.all([deep, toy].map(async (run) => {
      const training = await engine.start([run])
      await training.advance(10)
      const losses = await training.losses()
      training.dispose()
      return losses
    }))
    ofToy.forEach((loss, t) => expect(Math.abs(ofDeep[t] - loss)).toBeLessThan(1e-6 * loss))
  })
})

// Sizes are all that differs between adapter classes, so those for GPUs can be checked on whatever adapter is here.
describe('the kernels as sized for GPUs', () => {
  const trainedRecall = Object.values(tinyRuns)[5]
  it.each([['persistent', tied], ['persistent, skipping', sparse], ['narrow recall', recall], ['plain recall', trainedRecall], ['narrow residual', deep]])(
    'agree with the float64 gradient: %s', async (_, run) => {
      expect(await gradientError(run, tunings.hardware)).toBeLessThan(run.task.kind === 'recall' ? RECALL_TOLERANCE : TOLERANCE)
    })

  it.each([['persistent', tied], ['narrow', deep]])('draw the bits of science and train a run stacked as alone: %s', async (_, run) => {
    const engine = await openFusedEngine(gpu, { tuning: tunings.hardware })
    expect(await engine.drawBatch(run, 5)).toEqual(batchOf(run, 5))
    const other: RunSpec = { ...run, seeds: { init: 3, data: 4 } }
    const rows: Float32Array[] = []
    for (const runs of [[run], [other, run]]) {
      const training = await engine.start(runs)
      await training.advance(5)
      const parameters = await training.parameters()
      rows.push(parameters.slice(parameters.length - parameters.length / runs.length))
      training.dispose()
    }
    expect(rows[1]).toEqual(rows[0])
  })
})

it.each([['recall', recall], ['residual with ragged features and neurons', deep], ['autoencoder', shaped(sparse, 11, 1, 11)]])(
  'rows handed round a quad give the bits of rows loaded by each, where there are no subgroups: %s', async (_, run) => {
    const features = new Set([...gpu.device.features].filter((feature) => feature !== 'subgroups'))
    const device = new Proxy(gpu.device, {
      get(target, key) {
        const value: unknown = key === 'features' ? features : Reflect.get(target, key, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const results = []
    for (const each of [gpu, { ...gpu, device }]) {
      const training = await (await openFusedEngine(each)).start([run])
      await training.advance(3)
      results.push(await training.parameters())
      training.dispose()
    }
    expect(gpu.device.features.has('subgroups')).toBe(true)
    expect(results[1]).toEqual(results[0])
  })

describe.each([['persistent', tied], ['layered', recall]])('training by the %s path', (_, template) => {
  const run: RunSpec = { ...template, training: { ...template.training, steps: 300 } }

  it('makes no buffer and no bind group per step', async () => {
    let made = 0
    const device = new Proxy(gpu.device, {
      get(target, key) {
        if (key === 'createBuffer' || key === 'createBindGroup') made++
        const value: unknown = Reflect.get(target, key, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const engine = await openFusedEngine({ ...gpu, device })
    const training = await engine.start([run])
    await training.advance(1)
    const before = made
    await training.advance(200)
    expect(made).toBe(before)
    training.dispose()
  })

  it('gives bits that do not hang on how many steps a submit takes', async () => {
    const engine = await openFusedEngine(gpu)
    const results = []
    for (const cuts of [[40], [1, 1, 30, 8]]) {
      const training = await engine.start([run])
      for (const count of cuts) await training.advance(count)
      results.push({ losses: await training.losses(), parameters: await training.parameters() })
      training.dispose()
    }
    expect(results[1]).toEqual(results[0])
  })

  it('leaves siblings of a diverged run undisturbed, to the bit', async () => {
    const engine = await openFusedEngine(gpu)
    const wild: RunSpec = { ...run, training: { ...run.training, learningRate: 1e38 } }
    const calm: RunSpec = { ...run, seeds: { init: 3, data: 4 } }
    const results = []
    for (const runs of [[calm], [wild, calm]]) {
      const training = await engine.start(runs)
      await training.advance(20)
      const losses = await training.losses()
      const parameters = await training.parameters()
      if (runs.length === 2) expect(Number.isFinite(losses[19 * 2])).toBe(false)
      results.push({
        losses: losses.filter((_, e) => e % runs.length === runs.length - 1),
        parameters: parameters.slice(parameters.length - parameters.length / runs.length),
      })
      training.dispose()
    }
    expect(results[1]).toEqual(results[0])
  })
})
