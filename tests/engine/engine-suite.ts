/**
 * What every engine must do, whatever it runs on: the same data as science to the bit, its gradients and losses to
 * float32 tolerance, a run alone as in a group, twice as once. Each engine's test file calls `describeEngine`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/engine'
import { batchOf } from '../../src/science/training/batch'
import { initialParameters } from '../../src/science/training/initial-parameters'
import { lossAndGradient } from '../../src/science/training/loss-and-gradient'
import { parameterLayout } from '../../src/science/models/model'
import { trainReference } from '../../src/science/training/reference-training'
import type { RunSpec } from '../../src/science/training/run-spec'
import { goldenCases } from '../golden/golden-case'
import { deepRuns } from './deep-runs'
import { laterRuns } from './later-runs'
import { tinyRuns } from './tiny-runs'

export interface SuiteOptions {
  /** A run alone equals the same run stacked, to the bit: promised by fused and cpu; tfjs may tile by the stack's size. */
  readonly stackedEqualsAlone: 'to the bit' | 'to float32 rounding'
  /** Count of live tensors or buffers, where the engine can say; must not grow over steps. */
  readonly liveObjects?: () => number
  /** Also compare with the PyTorch values of tests/golden; true by default. For variants of an engine that did it once. */
  readonly golden?: boolean
  /** Runs that the engine takes; all by default. It must refuse the others with a reason. */
  readonly takes?: (run: RunSpec) => boolean
  /** Runs of tinyRuns to take; all by default. Slow software adapters may take fewer for the ten-step tests. */
  readonly trained?: readonly string[]
}

/**
 * float32 rounds at 6e-8; sums over ≤ 129 samples × ≤ 65 features in any order, through up to 5 layers, gather about
 * a hundred roundings of random sign. The largest seen is 1.2e-6 of the tensor's largest entry.
 */
export const GRADIENT_TOLERANCE = 5e-6
/**
 * The first steps of Adam divide by √ν ≈ |g|: an entry whose gradient is itself rounding noise moves by up to the rate
 * in either direction, and feeds back into the loss in second order. Of 1 + loss; the largest seen is 2e-7.
 */
export const LOSS_TOLERANCE = 5e-6
const STEPS = 10

export function describeEngine(name: string, open: () => Promise<Engine>, options: SuiteOptions): void {
  describe(`engine ${name}`, () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await open()
      const { adapter, software } = engine.environment
      console.log(`engine ${name}: ${engine.environment.engine} on ${adapter}${software ? ' (software)' : ''}`)
    })
    afterAll(() => engine?.dispose())

    const takes = options.takes ?? (() => true)
    const everything = Object.entries({ ...tinyRuns, ...laterRuns, ...deepRuns })
    const all = everything.filter(([, run]) => takes(run))
    const trained = all.filter(([title]) => !options.trained || options.trained.includes(title))

    it('says which runs it refuses', () => {
      for (const [title, run] of everything) {
        if (takes(run)) expect(engine.refuses(run), title).toBeNull()
        else expect(engine.refuses(run), title).toMatch(/\w+ \w+/)
      }
    })

    it.each(all)('draws the bits that science draws: %s', async (_, run) => {
      for (const step of [0, 7]) {
        expect(await engine.drawBatch(run, step)).toEqual(batchOf(run, step))
      }
    })

    it.each(all)('agrees with the float64 gradient: %s', async (_, run) => {
      const parameters = initialParameters(run)
      // Biases start at 0, where a relu of an all-zero sample sits on its kink: move every parameter off it.
      for (let e = 0; e < parameters.length; e++) parameters[e] += 0.05 * Math.sin(1 + e)
      const expected = lossAndGradient(run, parameters, batchOf(run, 3))
      const computed = await engine.gradient(run, parameters, 3)
      expect(Math.abs(computed.loss - expected.loss)).toBeLessThan(GRADIENT_TOLERANCE * Math.abs(expected.loss))
      for (const { name: tensor, offset, size, trainable } of parameterLayout(run).tensors) {
        if (trainable) expectGradient(tensor, computed.gradient.subarray(offset, offset + size), expected.gradient.subarray(offset, offset + size))
      }
    })

    if (options.golden !== false) {
      it.each(goldenCases.filter(({ run }) => takes(run)).map((golden) => [golden.name, golden] as const))("agrees with PyTorch's gradient and ten losses: %s", async (_, { run, ...golden }) => {
        const computed = await engine.gradient(run, golden.parameters, 0)
        expect(Math.abs(computed.loss - golden.loss)).toBeLessThan(GRADIENT_TOLERANCE * golden.loss)
        for (const { name: tensor, offset, size, trainable } of parameterLayout(run).tensors) {
          if (trainable) expectGradient(tensor, computed.gradient.subarray(offset, offset + size), golden.gradient[tensor])
        }
        const { losses } = await train(engine, [run])
        golden.losses.forEach((loss, t) => expect(Math.abs(losses[t] - loss), `step ${t}`).toBeLessThan(LOSS_TOLERANCE * (1 + loss)))
      })
    }

    it.each(trained)('takes the losses of float64 training over ten steps: %s', async (_, run) => {
      const expected = trainReference(run, STEPS).losses
      const { losses } = await train(engine, [run])
      expect(losses.length).toBe(STEPS)
      expected.forEach((loss, t) => expect(Math.abs(losses[t] - loss), `step ${t}`).toBeLessThan(LOSS_TOLERANCE * (1 + Math.abs(loss))))
    })

    it.each(trained.slice(0, 6))('leaves frozen parameters as they were and changes the others: %s', async (_, run) => {
      const before = initialParameters(run)
      const { parameters } = await train(engine, [run])
      const { trainable } = parameterLayout(run)
      expect(parameters.slice(trainable)).toEqual(before.slice(trainable))
      expect(parameters.slice(0, trainable)).not.toEqual(before.slice(0, trainable))
    })

    it.each(groups())('trains a run stacked with others as it trains it alone: %s', async (_, runs) => {
      const stacked = await train(engine, runs)
      for (const [i, run] of runs.entries()) {
        const alone = await train(engine, [run])
        const row = rowOf(stacked.parameters, i, runs.length)
        if (options.stackedEqualsAlone === 'to the bit') expect(row).toEqual(alone.parameters)
        else expectClose(row, alone.parameters, 1e-4) // 1% of ten steps at rate 0.01: noise entries under Adam
        alone.losses.forEach((loss, t) =>
          expect(Math.abs(stacked.losses[t * runs.length + i] - loss)).toBeLessThan(LOSS_TOLERANCE * (1 + Math.abs(loss))))
      }
    })

    it.each(groups().slice(0, 2))('gives the same bits when run twice: %s', async (_, runs) => {
      expect(await train(engine, runs)).toEqual(await train(engine, runs))
    })

    it.each(groups().slice(0, 2))('resumes from a checkpoint to the same bits: %s', async (_, runs) => {
      const whole = await train(engine, runs)
      const first = await engine.start(runs)
      await first.advance(4)
      const early = await first.losses()
      const checkpoint = await first.checkpoint()
      first.dispose()
      expect(checkpoint.step).toBe(4)
      const second = await engine.start(runs, checkpoint)
      expect(second.step).toBe(4)
      await second.advance(STEPS - 4)
      const late = await second.losses()
      const parameters = await second.parameters()
      second.dispose()
      expect([...early, ...late]).toEqual([...whole.losses])
      expect(parameters).toEqual(whole.parameters)
    })

    it('does not depend on how steps are cut into advances', async () => {
      const [, runs] = groups()[0]
      const training = await engine.start(runs)
      const parts: number[] = []
      for (const count of [1, 2, 7]) {
        await training.advance(count)
        parts.push(...(await training.losses()))
      }
      expect(await training.losses()).toHaveLength(0)
      const parameters = await training.parameters()
      training.dispose()
      const whole = await train(engine, runs)
      expect(parts).toEqual([...whole.losses])
      expect(parameters).toEqual(whole.parameters)
    })

    const { liveObjects } = options
    if (liveObjects) {
      it('leaves no tensor behind over a hundred steps', async () => {
        const run = Object.values(tinyRuns)[0]
        const before = liveObjects()
        const training = await engine.start([{ ...run, training: { ...run.training, steps: 110, batchSize: 3 } }])
        await training.advance(5)
        await training.losses()
        const settled = liveObjects()
        await training.advance(100)
        await training.losses()
        expect(liveObjects()).toBe(settled)
        await training.parameters()
        await training.checkpoint()
        training.dispose()
        expect(liveObjects()).toBe(before)
      })
    }
  })
}

/** Groups of three: rate, sparsity, importance and seeds differ; what `groupKey` names agrees. */
function groups(): [string, RunSpec[]][] {
  return [...Object.entries(tinyRuns).filter((_, index) => [0, 4, 7].includes(index)), ...Object.entries(laterRuns).slice(0, 3)]
    .map(([title, run]) => [title, [
      run,
      vary(run, { init: 5, data: 7 }, 0.003),
      vary(run, { init: 2 ** 32 - 1, data: 2 ** 31 + 3 }, 0.02),
    ]])
}

function vary(run: RunSpec, seeds: RunSpec['seeds'], learningRate: number): RunSpec {
  const task = run.task.kind === 'recall' ? run.task
    : { ...run.task, sparsity: Math.min(0.95, run.task.sparsity + 0.03), importance: { kind: 'uniform' as const } }
  return { ...run, task, seeds, training: { ...run.training, learningRate } }
}

export async function train(engine: Engine, runs: readonly RunSpec[], steps = STEPS): Promise<{ losses: Float32Array; parameters: Float32Array }> {
  const training = await engine.start(runs)
  await training.advance(steps)
  const losses = await training.losses()
  const parameters = await training.parameters()
  expect(training.step).toBe(steps)
  training.dispose()
  return { losses, parameters }
}

export function expectGradient(tensor: string, found: Float32Array, expected: ArrayLike<number>): void {
  expect(found.length, tensor).toBe(expected.length)
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const worst = Array.from(expected).reduce((most, value, e) => (most >= Math.abs(value - found[e]) ? most : Math.abs(value - found[e])), 0)
  expect(worst / (largest || 1), `gradient of ${tensor}, of its largest entry`).toBeLessThan(GRADIENT_TOLERANCE)
}

function rowOf(stacked: Float32Array, i: number, instances: number): Float32Array {
  const width = stacked.length / instances
  return stacked.slice(i * width, (i + 1) * width)
}

function expectClose(found: Float32Array, expected: Float32Array, tolerance: number): void {
  expect(found.length).toBe(expected.length)
  const worst = found.reduce((most, value, e) => (most >= Math.abs(value - expected[e]) ? most : Math.abs(value - expected[e])), 0) // keeps NaN
  expect(worst).toBeLessThan(tolerance)
}
