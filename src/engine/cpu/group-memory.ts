/** Lays a group of runs out in WebAssembly memory: one descriptor and one state per run, one scratch for all. */
import type { FeatureLaw, SamplingTable } from '../../science/data/feature-law'
import { samplingTable } from '../../science/data/feature-law'
import { importanceWeights } from '../../science/tasks/importance'
import { parameterLayout, type ParameterLayout, type TensorName } from '../../science/models/model'
import { permutation } from '../../science/data/permutation'
import { purpose } from '../../science/random/streams'
import type { RunSpec } from '../../science/training/run-spec'
import { scheduleTable } from '../../science/training/schedule'
import { featureLaw, isRecall, taskTraits } from '../../science/tasks/task'
import { kernelOf } from '../kernel-table'
import { floatFields, integerFields, kernelConstants, type FloatField, type IntegerField } from './descriptor.generated'
import { cpuKernels, describedModel, type CpuKernels, type TargetFields } from './kernel-table'
import { FIRST_FREE_BYTE } from './kernels'

const {
  DESCRIPTOR_WORDS, DRAWN_AT_ONCE, GUIDE_SHIFT, MOST_COLUMNS, ROW, SAMPLING_EVERY_ENTRY, SAMPLING_KEYS, SAMPLING_SKIPPING, TABLE_ROW,
} = kernelConstants

/** Samples per chunk: part of what a run computes (it fixes the order of sums), so it follows from the run alone. */
function chunkSize(run: RunSpec): number {
  return Math.min(MOST_COLUMNS, roundUp(run.training.batchSize, 16))
}

export interface RunMemory {
  readonly descriptor: number
  readonly parameters: number
  readonly gradient: number
  readonly firstMoment: number
  readonly secondMoment: number
}

export interface GroupMemory {
  readonly runs: readonly RunMemory[]
  readonly losses: number // → f32 [lossSteps, i]
  readonly lossSteps: number
  readonly bytes: number
  /** Writes descriptors and tables. The memory must be zero. */
  write(buffer: ArrayBufferLike): void
}

/** Losses kept in memory between two visits of the host. */
const LOSS_STEPS = 64

/** Room for one group; addresses first, contents (`write`) once the memory is there. */
export function layOut(runs: readonly RunSpec[], kernels: CpuKernels = cpuKernels): GroupMemory {
  const [first] = runs
  const { task: { featureCount: n }, shape: { width: d }, training: { batchSize: B } } = first
  const { isNormalised, branchScale, readIn, readout, outputBias, ...modelFields } = describedModel(first, kernels)
  const { DEPTH: L, NEURONS: m } = modelFields
  const layout = parameterLayout(first)
  const arena = new Arena()
  const chunk = chunkSize(first)
  const columns = ROW / 4
  const rows = (count: number): number => arena.floats(count * columns)
  const paddedWidth = roundUp(d, 4), packedNeurons = roundUp(m, 4)
  const laws = runs.map(({ task }) => featureLaw(task))
  const tables = laws.map((law) => law && samplingTable(law))
  const recall = isRecall(first.task)
  const { isWritten, ...targetFields } = isRecall(first.task) ? classes : kernelOf(kernels.targets, taskTraits[first.task.kind].target)
  const blocks = laws.map((law, i) => (tables[i]?.method === 'skipping' ? blocksAhead(law!) : 0))
  const setSize = tables[0]?.method === 'sets' ? tables[0].setSize : 0
  const everyEntry = tables[0]?.method === 'every-entry' || setSize > 0
  const entries = everyEntry ? 0 : recall ? columns : columns * n

  const shared = {
    ...modelFields, ...targetFields, ...kernelOf(kernels.losses, taskTraits[first.task.kind].loss),
    FEATURES: n, WIDTH: d, BATCH: B, CHUNK: chunk, OUTPUT_RELU: Number(first.model.output === 'relu'),
    TARGET_VALUES: rows(isWritten ? n : 0),
    SAMPLING: recall ? SAMPLING_KEYS : everyEntry ? SAMPLING_EVERY_ENTRY : SAMPLING_SKIPPING,
    KEY1: purpose.batch, SET_SIZE: setSize, SIGNED: Number(laws[0]?.values === 'signed'),
    TRAINABLE: layout.trainable,
    ...tensorFields(layout, readIn, readout, outputBias),
    PACKED_READOUT: arena.floats(d * roundUp(n, 4) + 12),
    PACKED_W_IN: arena.floats(L * d * packedNeurons + 12),
    PACKED_W_OUT: arena.floats(L * d * packedNeurons + 12),
    INPUT: recall ? 0 : rows(n),
    OUTPUT: rows(n),
    RESIDUALS: rows(L === 0 ? 0 : (L + 1) * paddedWidth),
    NORMALISED: isNormalised ? rows(L * paddedWidth) : 0, NORM_FACTORS: isNormalised ? rows(L) : 0,
    NEURON_VALUES: rows(L * m),
    NEURON_GRADIENT: rows(Math.max(d, m)),
    READ: rows(paddedWidth),
    READ_GRADIENT: rows(paddedWidth),
    RESIDUAL_GRADIENT: rows(paddedWidth),
    BY_SAMPLE: arena.floats(Math.max(64, columns * paddedWidth)),
    COLUMN_WEIGHT: rows(1), COLUMN_SAMPLE: rows(1),
    ENTRIES: arena.floats(2 * entries),
    COLUMN_MAXIMUM: rows(1), COLUMN_FACTOR: rows(1), COLUMN_TARGET: rows(1), COLUMN_BEFORE: rows(1),
    ZEROS: arena.floats(Math.max(n, d, m, columns) + 16),
    WORDS: arena.floats((4 * 16 + 20) * (Math.max(...blocks) + 1) + (setSize > 0 ? columns : 0)),
    SCHEDULE: arena.floats(first.training.steps * 3),
  }
  const losses = arena.floats(LOSS_STEPS * runs.length)
  const memories = runs.map((): RunMemory & { table: number; guide: number; targets: number; errorScale: number } => ({
    descriptor: arena.floats(DESCRIPTOR_WORDS),
    parameters: arena.floats(layout.total + 4),
    gradient: arena.floats(layout.trainable + 4),
    firstMoment: arena.floats(layout.trainable),
    secondMoment: arena.floats(layout.trainable),
    table: recall ? 0 : arena.floats((TABLE_ROW / 4) * (n + 1)),
    guide: recall || everyEntry ? 0 : arena.floats(2 ** (32 - GUIDE_SHIFT) / 2),
    targets: recall ? arena.floats(n) : 0,
    errorScale: recall ? 0 : arena.floats(n),
  }))

  const write = (buffer: ArrayBufferLike): void => {
    const words = new Uint32Array(buffer), floats = new Float32Array(buffer)
    floats.set(scheduleTable(first.training), shared.SCHEDULE / 4)
    runs.forEach((run, i) => {
      const own = memories[i], table = tables[i]
      const at = own.descriptor / 4
      const integers = {
        ...shared,
        KEY0: run.seeds.data, TABLE: own.table, GUIDE: own.guide, BLOCKS: blocks[i],
        DROPS_EMPTY: Number(everyEntry && chunk >= DRAWN_AT_ONCE && probabilityAllAbsent(laws[i]!) > FEW_PRESENT),
        TARGETS: own.targets, ERROR_SCALE: own.errorScale, PARAMETERS: own.parameters,
        GRADIENT: own.gradient, FIRST_MOMENT: own.firstMoment, SECOND_MOMENT: own.secondMoment,
      } satisfies Record<IntegerField, number>
      const { learningRate, weightDecay, beta1, beta2, epsilon } = run.training
      const numbers = {
        LEARNING_RATE: learningRate, WEIGHT_DECAY: weightDecay, BETA1: beta1, BETA1_REST: 1 - beta1, BETA2: beta2, BETA2_REST: 1 - beta2,
        EPSILON: epsilon, INVERSE_BATCH: 1 / B, BRANCH_SCALE: branchScale,
      } satisfies Record<FloatField, number>
      for (const field of integerNames) words[at + integerFields[field]] = integers[field]
      for (const field of floatNames) floats[at + floatFields[field]] = numbers[field]
      if (table) {
        writeTable(table, words, own.table / 4, new Uint16Array(buffer), own.guide / 2)
        floats.set(importanceWeights(run.task).map((weight) => (2 * weight) / B), own.errorScale / 4)
      } else words.set(permutation(run.seeds.data, n), own.targets / 4)
    })
  }
  return { runs: memories, losses, lossSteps: LOSS_STEPS, bytes: arena.bytes, write }
}

/** Of recall, whose targets are classes. */
const classes: TargetFields = { ABSOLUTE_TARGET: 0, CONJUNCTION: 0, isWritten: false }

const integerNames = Object.keys(integerFields) as readonly IntegerField[]
const floatNames = Object.keys(floatFields) as readonly FloatField[]

function tensorFields({ tensors }: ParameterLayout, readIn: TensorName, readout: TensorName, outputBias: TensorName) {
  const tensor = (name: TensorName) => tensors.find((each) => each.name === name)
  const offset = (name: TensorName): number => tensor(name)?.offset ?? -1
  return {
    AT_READ_IN: offset(readIn), TRAINS_READ_IN: Number(tensor(readIn)!.trainable),
    AT_READOUT: offset(readout), TRAINS_READOUT: Number(tensor(readout)!.trainable),
    AT_OUTPUT_BIAS: offset(outputBias), AT_W_IN: offset('W_in'), AT_B_IN: offset('b_in'), AT_W_OUT: offset('W_out'),
  }
}

/** P(all absent) below which dropping such samples costs more than it spares (measured at n = 5). */
const FEW_PRESENT = 0.5

function probabilityAllAbsent({ featureCount, activationProbability: p, sets }: FeatureLaw): number {
  if (sets) return (1 - (p as number)) ** (featureCount / sets.size)
  let product = 1
  for (let f = 0; f < featureCount; f++) product *= 1 - (typeof p === 'number' ? p : p[f])
  return product
}

/** Philox blocks of four words that most samples need: np present features and the word that ends, and a spread more. */
function blocksAhead({ featureCount, activationProbability }: FeatureLaw): number {
  const present = featureCount * (activationProbability as number)
  return Math.ceil((present + 1 + 0.7 * Math.sqrt(present)) / 4)
}

/**
 * Rows of (first word, last word, reciprocal, 2^shift); for an every-entry row the last word comes first; for sets, the count of
 * words less one, then the first (assembly/sampler.ts). And for skipping
 * the guide: entry g is the gap of the word g·2^GUIDE_SHIFT, where its search starts.
 */
function writeTable(
  { method, bound, scale, low }: SamplingTable, words: Uint32Array, at: number, halves: Uint16Array, guideAt: number,
): void {
  bound.forEach((lower, k) => {
    const row = at + (k * TABLE_ROW) / 4
    words[row] = lower
    words[row + 1] = method === 'sets' ? low[k] : k + 1 < bound.length ? bound[k + 1] - 1 : 2 ** 32 - 1
    words[row + 2] = scale[k] >>> 5
    words[row + 3] = 2 ** (scale[k] & 31)
  })
  if (method !== 'skipping') return
  let gap = 0
  for (let g = 0; g < 2 ** (32 - GUIDE_SHIFT); g++) {
    while (gap + 1 < bound.length && bound[gap + 1] <= g * 2 ** GUIDE_SHIFT) gap++
    halves[guideAt + g] = gap
  }
}

class Arena {
  bytes = FIRST_FREE_BYTE

  /** Address of `count` floats or words, on a cache line. */
  floats(count: number): number {
    const address = this.bytes
    this.bytes = roundUp(address + count * 4, 64)
    return address
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple
}
