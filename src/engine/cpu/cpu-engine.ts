/**
 * The engine that needs no GPU: WebAssembly SIMD, one thread. Correctly rounded operations in a fixed order only, so a
 * run's bits are the same in every browser and in Node, alone or in a group. Kernels in assembly/, compiled by
 * scripts/build-wasm.mjs.
 */
import type { Checkpoint, EngineEnvironment } from '../../protocol/environment'
import { initialParameters } from '../../science/training/initial-parameters'
import { invariant } from '../../science/invariant'
import { parameterLayout } from '../../science/models/model'
import type { RunSpec } from '../../science/training/run-spec'
import type { Engine, Training } from '../engine'
import { refusal } from '../refusal'
import { type GroupMemory, layOut } from './group-memory'
import { cpuKernels, type CpuKernels } from './kernel-table'
import { clearWorkspace, kernelModule, newWorkspace, type Workspace } from './kernels'

/** A 32-bit address space, less a page. */
const MOST_BYTES = 2 ** 32 - 2 ** 16

/**
 * @param platform the browser or Node it runs in; recorded, and no part of what decides the bits
 * @param kernels another table, to see what a wrong one does
 */
export async function openCpuEngine(platform?: string, kernels: CpuKernels = cpuKernels): Promise<Engine> {
  await kernelModule()
  return new CpuEngine(platform, kernels)
}

/**
 * Bump it with any change that changes a bit of any result: whenever PROMISED_DIGEST in the engine tests has to change,
 * and for changes to shapes or paths that the digest does not see. Checkpoints of another version are not
 * resumed, and its receipts not compared to the bit.
 */
export const CPU_ENGINE_VERSION = '2'

class CpuEngine implements Engine {
  readonly environment: EngineEnvironment
  readonly lost = new Promise<string>(() => {})
  private readonly idle: Workspace[] = []

  constructor(platform: string | undefined, private readonly kernels: CpuKernels) {
    this.environment = {
      engine: 'cpu',
      engineVersion: CPU_ENGINE_VERSION,
      adapter: 'WebAssembly SIMD, one thread',
      software: true,
      details: { arithmetic: 'float32, fixed order, no fused multiply-add', ...(platform !== undefined && { platform }) },
    }
  }

  refuses(run: RunSpec): string | null {
    const missing = refusal('cpu', run, this.kernels)
    if (missing !== null) return missing
    const { bytes } = layOut([run], this.kernels)
    return bytes > MOST_BYTES ? `a run of this shape needs ${Math.round(bytes / 2 ** 20)} MiB, WebAssembly addresses 4096` : null
  }

  async start(runs: readonly RunSpec[], from?: Checkpoint): Promise<Training> {
    const memory = layOut(runs, this.kernels)
    invariant(memory.bytes <= MOST_BYTES, () => `a group of ${runs.length} runs needs ${memory.bytes} bytes`)
    const workspace = await this.workspace(memory)
    return new CpuTraining(runs, memory, workspace, from, () => this.idle.push(workspace))
  }

  compiled(): number { return 0 }

  dispose(): void {
    this.idle.length = 0
  }

  async drawBatch(run: RunSpec, step: number): Promise<Float32Array> {
    const memory = layOut([run], this.kernels)
    const workspace = await this.workspace(memory)
    const count = run.training.batchSize * run.task.featureCount
    clearWorkspace(workspace, memory.bytes + count * 4)
    memory.write(workspace.memory.buffer)
    workspace.kernels.drawBatch(memory.runs[0].descriptor, step, memory.bytes)
    this.idle.push(workspace)
    return new Float32Array(workspace.memory.buffer, memory.bytes, count).slice()
  }

  async gradient(run: RunSpec, parameters: Float32Array, step: number): Promise<{ loss: number; gradient: Float32Array }> {
    const memory = layOut([run], this.kernels)
    const workspace = await this.workspace(memory)
    const [own] = memory.runs
    new Float32Array(workspace.memory.buffer, own.parameters, parameters.length).set(parameters)
    const loss = workspace.kernels.gradient(own.descriptor, step)
    this.idle.push(workspace)
    return { loss, gradient: new Float32Array(workspace.memory.buffer, own.gradient, parameterLayout(run).trainable).slice() }
  }

  private async workspace(memory: GroupMemory): Promise<Workspace> {
    const workspace = this.idle.pop() ?? (await newWorkspace())
    clearWorkspace(workspace, memory.bytes)
    memory.write(workspace.memory.buffer)
    return workspace
  }
}

class CpuTraining implements Training {
  private done: number
  private readonly lossParts: Float32Array[] = [] // losses not yet asked for, each [t, i]
  private disposed = false
  private readonly total: number
  private readonly trainable: number

  constructor(
    private readonly runs: readonly RunSpec[], private readonly memory: GroupMemory, private readonly workspace: Workspace,
    from: Checkpoint | undefined, private readonly release: () => void,
  ) {
    const { total, trainable } = parameterLayout(runs[0])
    this.total = total
    this.trainable = trainable
    this.done = from?.step ?? 0
    memory.runs.forEach((own, i) => {
      this.floats(own.parameters, total).set(from ? from.parameters.subarray(i * total, (i + 1) * total) : initialParameters(runs[i]))
      if (!from) return
      this.floats(own.firstMoment, trainable).set(from.firstMoment.subarray(i * trainable, (i + 1) * trainable))
      this.floats(own.secondMoment, trainable).set(from.secondMoment.subarray(i * trainable, (i + 1) * trainable))
    })
  }

  get step(): number {
    return this.done
  }

  async advance(count: number): Promise<void> {
    invariant(!this.disposed, () => 'a disposed training cannot advance')
    const { steps } = this.runs[0].training
    invariant(this.done + count <= steps, () => `asked for step ${this.done + count} of ${steps}`)
    const { runs, losses, lossSteps } = this.memory
    for (let left = count; left > 0;) {
      const taken = Math.min(left, lossSteps)
      // Runs one after the other, each for several steps: its parameters stay in the nearest cache.
      runs.forEach((own, i) => this.workspace.kernels.train(own.descriptor, this.done, taken, losses + 4 * i, runs.length))
      this.lossParts.push(this.floats(losses, taken * runs.length).slice())
      this.done += taken
      left -= taken
    }
  }

  async losses(): Promise<Float32Array> {
    const parts = this.lossParts.splice(0)
    const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0)) // [t, i]
    let at = 0
    for (const part of parts) {
      all.set(part, at)
      at += part.length
    }
    return all
  }

  async parameters(): Promise<Float32Array> {
    return this.stacked(this.memory.runs.map(({ parameters }) => parameters), this.total)
  }

  async checkpoint(): Promise<Checkpoint> {
    return {
      step: this.done,
      parameters: await this.parameters(),
      firstMoment: this.stacked(this.memory.runs.map(({ firstMoment }) => firstMoment), this.trainable),
      secondMoment: this.stacked(this.memory.runs.map(({ secondMoment }) => secondMoment), this.trainable),
    }
  }

  dispose(): void {
    if (this.disposed) return
    this.disposed = true
    this.release()
  }

  private stacked(addresses: readonly number[], size: number): Float32Array {
    const all = new Float32Array(addresses.length * size) // [i, size]
    addresses.forEach((address, i) => all.set(this.floats(address, size), i * size))
    return all
  }

  private floats(address: number, length: number): Float32Array {
    invariant(!this.disposed, () => 'a disposed training has no memory')
    return new Float32Array(this.workspace.memory.buffer, address, length)
  }
}
