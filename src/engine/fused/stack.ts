/**
 * A stack: runs of one group that fit one set of bindings, with all that both kernel families need on the device.
 * Buffers are made once; a step makes none.
 */
import type { Checkpoint } from '../../protocol/environment'
import { type SamplingTable, samplingTable } from '../../science/data/feature-law'
import { importanceWeights } from '../../science/tasks/importance'
import { initialParameters } from '../../science/training/initial-parameters'
import { invariant } from '../../science/invariant'
import { parameterLayout } from '../../science/models/model'
import { permutation } from '../../science/data/permutation'
import type { RunSpec } from '../../science/training/run-spec'
import { scheduleTable } from '../../science/training/schedule'
import { featureLaw } from '../../science/tasks/task'
import { type BufferName, stackBytes, stackLimits } from './buffer-sizes'
import { tableEntries, tableWords } from './layered-plan'

/** What a kernel family adds: its bind groups, and how it takes steps. */
export interface Steps {
  /** Records `count` further steps. */
  encode(pass: GPUComputePassEncoder, count: number): void
  destroy(): void
}

export interface Stack {
  readonly runs: readonly RunSpec[]
  readonly step: number // at which it starts
  /** By the names that kernels bind them under; shapes: buffer-sizes.ts. */
  readonly buffers: Readonly<Record<keyof ReturnType<typeof stackBytes>, GPUBuffer>>
  readonly ringSteps: number // losses are kept for so many
  destroy(): void
}

/** @param from rows of a checkpoint for these runs; without it the runs start from their seeds. */
export function openStack(device: GPUDevice, runs: readonly RunSpec[], from: Checkpoint | null, limits = stackLimits): Stack {
  const layout = parameterLayout(runs[0])
  const { total, trainable } = layout
  const count = runs.length
  const made: GPUBuffer[] = []
  const bytes = stackBytes(runs[0], count, limits)
  const buffer = (label: BufferName & keyof typeof bytes, data?: ArrayBufferView<ArrayBuffer>) => {
    const { STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage
    const created = device.createBuffer({ label, size: Math.max(4, bytes[label]), usage: STORAGE | COPY_SRC | COPY_DST })
    made.push(created)
    if (data && data.byteLength > 0) device.queue.writeBuffer(created, 0, data)
    return created
  }
  const parameters = from ? new Float32Array(from.parameters) : new Float32Array(count * total)
  const moments = new Float32Array(count * 2 * trainable)
  runs.forEach((run, i) => {
    if (!from) return parameters.set(initialParameters(run), i * total)
    moments.set(from.firstMoment.subarray(i * trainable, (i + 1) * trainable), 2 * i * trainable)
    moments.set(from.secondMoment.subarray(i * trainable, (i + 1) * trainable), (2 * i + 1) * trainable)
  })
  invariant(parameters.length === count * total, () => `${parameters.length} parameters for ${count} runs of ${total}`)
  const instances = instanceTable(runs), tables = taskTables(runs), schedule = new Float32Array(scheduleTable(runs[0].training))
  const step = from?.step ?? 0
  return {
    runs, step,
    ringSteps: bytes.losses / (4 * count),
    buffers: {
      parameters: buffer('parameters', parameters), moments: buffer('moments', moments), instances: buffer('instances', instances),
      task_table: buffer('task_table', tables), schedule: buffer('schedule', schedule), losses: buffer('losses'),
    },
    destroy: () => made.forEach((each) => each.destroy()),
  }
}

/** struct Instance: seed, rate, decay, ε, β₁, 1 − β₁, β₂, 1 − β₂, each rounded once. */
function instanceTable(runs: readonly RunSpec[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(runs.length * 8)
  const floats = new Float32Array(words.buffer)
  runs.forEach(({ training, seeds }, i) => {
    const { learningRate, weightDecay, epsilon, beta1, beta2 } = training
    words[i * 8] = seeds.data
    floats.set([learningRate, weightDecay, epsilon, beta1, 1 - beta1, beta2, 1 - beta2], i * 8 + 1)
  })
  return words
}

/** Per instance: bounds, scales, then importance bits or, for recall, the class of each key; 1/log2(1 − p). Returns [i, TABLE]. */
function taskTables(runs: readonly RunSpec[]): Uint32Array<ArrayBuffer> {
  const entries = tableEntries(runs[0]), words = tableWords(runs[0])
  const tables = new Uint32Array(runs.length * words)
  runs.forEach((run, i) => {
    const law = featureLaw(run.task)
    const row = i * words
    if (law === null) return tables.set(permutation(run.seeds.data, run.task.featureCount), row)
    const table: SamplingTable = samplingTable(law)
    invariant(table.bound.length === entries, () => `runs of one group draw by one method, got ${table.method}`)
    tables.set(table.bound, row)
    tables.set(table.method === 'sets' ? table.low : table.scale, row + entries)
    tables.set(new Uint32Array(importanceWeights(run.task).buffer), row + 2 * entries)
    // Only a guess hangs on this number (gap_of in stages/gap.wgsl): the integers above decide.
    const p = law.activationProbability
    if (typeof p === 'number') tables.set(new Uint32Array(Float32Array.of(Math.LN2 / Math.log1p(-p)).buffer), row + words - 1)
  })
  return tables
}
