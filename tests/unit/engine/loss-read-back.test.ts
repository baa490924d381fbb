/** How much of the loss ring comes back at a probe; the device is a few arrays. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FusedTraining, type StackedSteps } from '../../../src/engine/fused/fused-training'
import { smallRun } from './scripted-engine'

interface FakeBuffer { readonly size: number; readonly bytes: ArrayBuffer }

function fakeDevice() {
  const copied: number[] = []
  const device = {
    createBuffer: ({ size }: { size: number }) => {
      const bytes = new ArrayBuffer(size)
      return { size, bytes, mapAsync: () => Promise.resolve(), getMappedRange: () => bytes, destroy() {} }
    },
    createCommandEncoder: () => ({
      beginComputePass: () => ({ end() {} }),
      copyBufferToBuffer(from: FakeBuffer, offset: number, to: FakeBuffer, place: number, size: number) {
        copied.push(size)
        new Uint8Array(to.bytes, place, size).set(new Uint8Array(from.bytes, offset, size))
      },
      finish: () => null,
    }),
    queue: { submit() {}, onSubmittedWorkDone: () => Promise.resolve() },
  }
  return { device: device as unknown as GPUDevice, copied }
}

/** Its loss at step t (from 0) of instance i is 100·first + 10·t + i. */
function stackOf(instances: number, ringSteps: number, first: number): StackedSteps {
  const losses = { size: 4 * ringSteps * instances, bytes: new ArrayBuffer(4 * ringSteps * instances) }
  const ring = new Float32Array(losses.bytes)
  let step = 0
  return {
    stack: { buffers: { losses }, ringSteps, runs: Array.from({ length: instances }, () => smallRun) },
    steps: {
      encode(_: unknown, count: number) {
        for (let k = 0; k < count; k++, step++) {
          for (let i = 0; i < instances; i++) ring[(step % ringSteps) * instances + i] = 100 * first + 10 * step + i
        }
      },
    },
  } as unknown as StackedSteps
}

beforeEach(() => {
  vi.stubGlobal('GPUBufferUsage', { MAP_READ: 1, COPY_DST: 8 })
  vi.stubGlobal('GPUMapMode', { READ: 1 })
})
afterEach(() => { vi.unstubAllGlobals() })

it('only the losses since the last read are copied, also where the ring wraps between them', async () => {
  const { device, copied } = fakeDevice()
  const stacks = [stackOf(2, 7, 1), stackOf(1, 9, 2)]
  const training = new FusedTraining(device, [smallRun, smallRun, smallRun], stacks, null)
  const expected = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, k) => [100 + 10 * (from + k), 101 + 10 * (from + k), 200 + 10 * (from + k)]).flat()
  for (const [from, to] of [[0, 5], [5, 9], [9, 10], [10, 17]]) {
    copied.length = 0
    await training.advance(to - from)
    expect([...await training.losses()]).toEqual(expected(from, to))
    expect(copied.reduce((sum, bytes) => sum + bytes, 0)).toBe(4 * 3 * (to - from))
  }
  copied.length = 0
  expect(await training.losses()).toHaveLength(0)
  expect(copied).toEqual([])
})

it('losses that outrun the ring between two reads are all kept', async () => {
  const { device } = fakeDevice()
  const training = new FusedTraining(device, [smallRun], [stackOf(1, 4, 0)], null)
  await training.advance(11)
  expect([...await training.losses()]).toEqual(Array.from({ length: 11 }, (_, t) => 10 * t))
})
