/**
 * Drives stacks of runs step by step: paces the queue, reads losses, parameters and checkpoints back.
 * A submit is kept near SUBMIT_MS and at most two are in flight, so that a pause answers at once, no watchdog fires,
 * and the adapter never waits for the host.
 */
import type { Checkpoint } from '../../protocol/environment'
import { invariant } from '../../science/invariant'
import { parameterLayout } from '../../science/models/model'
import type { RunSpec } from '../../science/training/run-spec'
import type { Training } from '../engine'
import type { Stack, Steps } from './stack'

const SUBMIT_MS = 14
const MOST_STEPS_PER_SUBMIT = 2048

export interface StackedSteps {
  readonly stack: Stack
  readonly steps: Steps
}

export class FusedTraining implements Training {
  step: number
  private lossesFrom: number
  private readonly kept: Float32Array[] = [] // loss rows taken out of the ring early, [t, i]
  private chunk = 1
  private readonly inFlight: Promise<void>[] = []
  private lastDone = 0

  constructor(
    private readonly device: GPUDevice,
    private readonly runs: readonly RunSpec[],
    /** In the order of the runs. */
    private readonly stacks: readonly StackedSteps[],
    from: Checkpoint | null,
  ) {
    this.step = this.lossesFrom = from?.step ?? 0
  }

  async advance(count: number): Promise<void> {
    const { steps } = this.runs[0].training
    invariant(this.step + count <= steps, () => `step ${this.step} + ${count} is past the last of ${steps}`)
    const ring = Math.min(...this.stacks.map(({ stack }) => stack.ringSteps))
    let left = count
    while (left > 0) {
      const room = ring - (this.step - this.lossesFrom)
      if (room === 0) {
        this.kept.push(await this.readLosses())
        continue
      }
      const now = Math.min(left, this.chunk, room)
      this.submit(now)
      left -= now
      while (this.inFlight.length > 1) await this.inFlight.shift()
    }
  }

  private submit(count: number): void {
    const encoder = this.device.createCommandEncoder()
    for (const { steps } of this.stacks) {
      const pass = encoder.beginComputePass()
      steps.encode(pass, count)
      pass.end()
    }
    const submitted = performance.now()
    this.device.queue.submit([encoder.finish()])
    this.step += count
    this.inFlight.push(this.device.queue.onSubmittedWorkDone().then(() => {
      const done = performance.now()
      const perStep = (done - Math.max(submitted, this.lastDone)) / count
      this.lastDone = done
      // Grows at most fourfold at a time: the first measurements include the start of the pipeline.
      this.chunk = Math.max(1, Math.min(MOST_STEPS_PER_SUBMIT, this.chunk * 4, Math.floor(SUBMIT_MS / Math.max(perStep, 1e-3))))
    }))
  }

  async losses(): Promise<Float32Array> {
    const last = await this.readLosses()
    return joined([...this.kept.splice(0), last])
  }

  /** Rows lossesFrom … step of every stack's ring, side by side. Returns [t, i]. */
  private async readLosses(): Promise<Float32Array> {
    const from = this.lossesFrom, count = this.step - from
    this.lossesFrom = this.step
    const all = new Float32Array(count * this.runs.length)
    if (count === 0) return all
    // A ring may have wrapped since: rows up to its end, then rows from its start.
    const parts = await readParts(this.device, this.stacks.flatMap(({ stack }): Part[] => {
      const start = from % stack.ringSteps, rowBytes = 4 * stack.runs.length
      const upToEnd = Math.min(count, stack.ringSteps - start)
      return [
        { buffer: stack.buffers.losses, offset: start * rowBytes, size: upToEnd * rowBytes },
        { buffer: stack.buffers.losses, offset: 0, size: (count - upToEnd) * rowBytes },
      ]
    }))
    let column = 0
    this.stacks.forEach(({ stack }, s) => {
      const instances = stack.runs.length
      const rows = joined(parts.slice(2 * s, 2 * s + 2)) // [t, i] of this stack
      for (let t = 0; t < count; t++) all.set(rows.subarray(t * instances, (t + 1) * instances), t * this.runs.length + column)
      column += instances
    })
    return all
  }

  async parameters(): Promise<Float32Array> {
    return joined(await this.read(this.stacks.map(({ stack }) => stack.buffers.parameters)))
  }

  async checkpoint(): Promise<Checkpoint> {
    const { trainable } = parameterLayout(this.runs[0])
    const count = this.runs.length
    const step = this.step
    const all = await this.read(this.stacks.flatMap(({ stack }) => [stack.buffers.parameters, stack.buffers.moments]))
    const parameters = joined(all.filter((_, index) => index % 2 === 0))
    const moments = joined(all.filter((_, index) => index % 2 === 1))
    const firstMoment = new Float32Array(count * trainable), secondMoment = new Float32Array(count * trainable)
    for (let i = 0; i < count; i++) {
      firstMoment.set(moments.subarray(2 * i * trainable, (2 * i + 1) * trainable), i * trainable)
      secondMoment.set(moments.subarray((2 * i + 1) * trainable, (2 * i + 2) * trainable), i * trainable)
    }
    return { step, parameters, firstMoment, secondMoment }
  }

  private read(buffers: readonly GPUBuffer[]): Promise<Float32Array[]> {
    return readBuffers(this.device, buffers)
  }

  dispose(): void {
    for (const { stack, steps } of this.stacks) {
      steps.destroy()
      stack.destroy()
    }
  }
}

/** Whole buffers as floats, by one copy and one mapping. */
export function readBuffers(device: GPUDevice, buffers: readonly GPUBuffer[]): Promise<Float32Array[]> {
  return readParts(device, buffers.map((buffer) => ({ buffer, offset: 0, size: buffer.size })))
}

interface Part {
  readonly buffer: GPUBuffer
  readonly offset: number // bytes, a multiple of 4
  readonly size: number // bytes, a multiple of 4; 0 copies nothing
}

async function readParts(device: GPUDevice, parts: readonly Part[]): Promise<Float32Array[]> {
  const total = parts.reduce((sum, { size }) => sum + size, 0)
  const staging = device.createBuffer({ label: 'read-back', size: total, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
  const encoder = device.createCommandEncoder()
  let end = 0
  for (const { buffer, offset, size } of parts) {
    if (size > 0) encoder.copyBufferToBuffer(buffer, offset, staging, end, size)
    end += size
  }
  device.queue.submit([encoder.finish()])
  await staging.mapAsync(GPUMapMode.READ)
  const copy = staging.getMappedRange().slice(0)
  staging.destroy()
  let start = 0
  return parts.map(({ size }) => {
    const values = new Float32Array(copy, start, size / 4)
    start += size
    return values
  })
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let offset = 0
  for (const part of parts) {
    all.set(part, offset)
    offset += part.length
  }
  return all
}
