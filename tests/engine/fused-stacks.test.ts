/** Groups larger than a binding, trainings longer than the ring of losses, and what a step may cost the queue. */
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { OwnedDevice } from '../../src/engine/device'
import { openFusedEngine } from '../../src/engine/fused/fused-engine'
import { layeredPlan } from '../../src/engine/fused/layered-plan'
import { stackLimits } from '../../src/engine/fused/buffer-sizes'
import { tunings } from '../../src/engine/fused/tuning'
import { parameterLayout } from '../../src/science/models/model'
import type { RunSpec } from '../../src/science/training/run-spec'
import { nodeDevice } from './node-device'
import { tinyRuns } from './tiny-runs'

const [tied, , , , recall] = Object.values(tinyRuns)
let gpu: OwnedDevice
beforeAll(async () => { gpu = await nodeDevice() })

const long = (run: RunSpec, steps: number): RunSpec => ({ ...run, training: { ...run.training, steps } })
const seeded = (run: RunSpec, count: number): RunSpec[] =>
  Array.from({ length: count }, (_, i) => ({ ...run, seeds: { init: i, data: 1000 + i } }))

describe.each([['persistent', long(tied, 40)], ['layered', long(recall, 40)]])('a group on the %s path', (_, run) => {
  it('keeps every loss when the ring on the device is shorter than the training, however it is read', async () => {
    const runs = seeded(run, 3)
    const readings = []
    for (const ringBytes of [stackLimits.ringBytes, 7 * 4 * runs.length]) { // the second: seven steps
      const training = await (await openFusedEngine(gpu, { limits: { ...stackLimits, ringBytes } })).start(runs)
      const losses: number[] = []
      for (const count of [3, 15, 6, 1]) { // wraps within a reading, between readings, and at the seam
        await training.advance(count)
        losses.push(...await training.losses())
      }
      training.dispose()
      readings.push(losses)
    }
    expect(readings[0]).toHaveLength(25 * runs.length)
    expect(readings[1]).toEqual(readings[0])
  })

  it('that needs several stacks trains, is kept and goes on as one that needs a single stack, to the bit', async () => {
    const runs = seeded(run, 5)
    const perRun = run.model.kind === 'residual' ? layeredPlan(run, tunings.software).activationBytes : 8 * parameterLayout(run).trainable
    const results = []
    for (const bindingBytes of [stackLimits.bindingBytes, 2 * perRun]) { // stacks of two
      const engine = await openFusedEngine(gpu, { limits: { ...stackLimits, bindingBytes } })
      const created = vi.spyOn(gpu.device, 'createBindGroup')
      const first = await engine.start(runs)
      const groups = created.mock.calls.length
      created.mockRestore()
      await first.advance(4)
      const early = await first.losses()
      const checkpoint = await first.checkpoint()
      first.dispose()
      const second = await engine.start(runs, checkpoint)
      await second.advance(5)
      const late = await second.losses()
      const parameters = await second.parameters()
      second.dispose()
      results.push({ groups, losses: [...early, ...late], checkpoint, parameters })
    }
    expect(results[1].groups).toBe(3 * results[0].groups) // stacks of 2, 2 and 1
    expect(results[1].losses).toEqual(results[0].losses)
    expect(results[1].checkpoint).toEqual(results[0].checkpoint)
    expect(results[1].parameters).toEqual(results[0].parameters)
  })
})

it('a group of 512 models trains as one, each as it trains alone', async () => {
  const runs = seeded(tied, 512)
  const engine = await openFusedEngine(gpu)
  const training = await engine.start(runs)
  await training.advance(5)
  const losses = await training.losses()
  const parameters = await training.parameters()
  training.dispose()
  expect(losses).toHaveLength(5 * 512)
  for (const i of [0, 255, 511]) {
    const alone = await engine.start([runs[i]])
    await alone.advance(5)
    const row = parameters.length / 512
    expect(parameters.slice(i * row, (i + 1) * row)).toEqual(await alone.parameters())
    expect(await alone.losses()).toEqual(losses.filter((_, e) => e % 512 === i))
    alone.dispose()
  }
})

it.each([
  ['fewer than one in ten steps, of a small autoencoder', long(tied, 400), 0.1], ['two a step, of three layers', long(recall, 400), 2],
  ['two a step, of seventeen', { ...long(recall, 400), shape: { ...recall.shape, depth: 17 } }, 2],
])('dispatches are %s', async (_, run, most) => {
  const training = await (await openFusedEngine(gpu)).start([run])
  const dispatched = vi.spyOn(GPUComputePassEncoder.prototype, 'dispatchWorkgroups')
  await training.advance(300)
  expect(dispatched.mock.calls.length / 300).toBeLessThanOrEqual(most)
  expect(dispatched).toHaveBeenCalled()
  dispatched.mockRestore()
  training.dispose()
})
