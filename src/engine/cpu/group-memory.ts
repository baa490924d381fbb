/** Lays a group of runs out in WebAssembly memory: one descriptor and one state per run, one scratch for all. */
import type { FeatureLaw, SamplingTable } from '../../science/data/feature-law'
import { samplingTable } from '../../science/data/feature-law'
import { importanceWeights } from '../../science/tasks/importance'
import { branchScale, parameterLayout, type ParameterLayout, type TensorName } from '../../science/models/model'
import { permutation } from '../../science/data/permutation'
import { purpose } from '../../science/random/streams'
import type { RunSpec } from '../../science/training/run-spec'
import { scheduleTable } from '../../science/training/schedule'
import { featureLaw, isRecall, taskTraits } from '../../science/tasks/task'
import * as D from './assembly/descriptor'
import { FIRST_FREE_BYTE } from './kernels'

/** Samples per chunk: part of what a run computes (it fixes the order of sums), so it follows from the run alone. */
function chunkSize(run: RunSpec): number {
  return Math.min(D.MOST_COLUMNS, roundUp(run.training.batchSize, 16))
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
export function layOut(runs: readonly RunSpec[]): GroupMemory {
  const [first] = runs
  const { task: { featureCount: n }, shape: { width: d, neurons }, training: { batchSize: B }, model } = first
  const L = model.kind === 'residual' ? first.shape.depth : 0
  const m = model.kind === 'residual' ? neurons : 0
  const isNormalised = model.kind === 'residual' && model.normalisation === 'rms'
  const layout = parameterLayout(first)
  const arena = new Arena()
  const chunk = chunkSize(first)
  const columns = D.ROW / 4
  const rows = (count: number): number => arena.floats(count * columns)
  const paddedWidth = roundUp(d, 4), packedNeurons = roundUp(m, 4)
  const laws = runs.map(({ task }) => featureLaw(task))
  const tables = laws.map((law) => law && samplingTable(law))
  const recall = isRecall(first.task)
  const target = isRecall(first.task) ? null : taskTraits[first.task.kind].target
  const blocks = laws.map((law, i) => (tables[i]?.method === 'skipping' ? blocksAhead(law!) : 0))
  const setSize = tables[0]?.method === 'sets' ? tables[0].setSize : 0
  const everyEntry = tables[0]?.method === 'every-entry' || setSize > 0
  const entries = everyEntry ? 0 : recall ? columns : columns * n

  const shared: [field: number, word: number][] = [
    [D.READS_STREAM, Number(model.kind === 'residual' && model.reads === 'stream')],
    [D.FEATURES, n], [D.WIDTH, d], [D.DEPTH, L], [D.NEURONS, m], [D.BATCH, B], [D.CHUNK, chunk],
    [D.HIDDEN_RELU, Number(model.kind === 'autoencoder' && model.hidden === 'relu')],
    [D.OUTPUT_RELU, Number(model.output === 'relu')],
    [D.ABSOLUTE_TARGET, Number(target === 'absolute')], [D.CONJUNCTION, Number(target === 'conjunction')],
    [D.TARGET_VALUES, rows(target === 'conjunction' ? n : 0)],
    [D.CROSS_ENTROPY, Number(recall)],
    [D.SAMPLING, recall ? D.SAMPLING_KEYS : everyEntry ? D.SAMPLING_EVERY_ENTRY : D.SAMPLING_SKIPPING],
    [D.KEY1, purpose.batch], [D.SET_SIZE, setSize],
    [D.SIGNED, Number(laws[0]?.values === 'signed')],
    [D.TRAINABLE, layout.trainable],
    ...tensorFields(first, layout),
    [D.PACKED_READOUT, arena.floats(d * roundUp(n, 4) + 12)],
    [D.PACKED_W_IN, arena.floats(L * d * packedNeurons + 12)],
    [D.PACKED_W_OUT, arena.floats(L * d * packedNeurons + 12)],
    [D.INPUT, recall ? 0 : rows(n)],
    [D.OUTPUT, rows(n)],
    [D.RESIDUALS, rows(L === 0 ? 0 : (L + 1) * paddedWidth)],
    [D.NORMALISED, isNormalised ? rows(L * paddedWidth) : 0], [D.NORM_FACTORS, isNormalised ? rows(L) : 0],
    [D.NEURON_VALUES, rows(L * m)],
    [D.NEURON_GRADIENT, rows(Math.max(d, m))],
    [D.READ, rows(paddedWidth)],
    [D.READ_GRADIENT, rows(paddedWidth)],
    [D.RESIDUAL_GRADIENT, rows(paddedWidth)],
    [D.BY_SAMPLE, arena.floats(Math.max(64, columns * paddedWidth))],
    [D.COLUMN_WEIGHT, rows(1)], [D.COLUMN_SAMPLE, rows(1)],
    [D.ENTRIES, arena.floats(2 * entries)],
    [D.COLUMN_MAXIMUM, rows(1)], [D.COLUMN_FACTOR, rows(1)], [D.COLUMN_TARGET, rows(1)], [D.COLUMN_BEFORE, rows(1)],
    [D.ZEROS, arena.floats(Math.max(n, d, m, columns) + 16)],
    [D.WORDS, arena.floats((4 * 16 + 20) * (Math.max(...blocks) + 1) + (setSize > 0 ? columns : 0))],
    [D.SCHEDULE, arena.floats(first.training.steps * 3)],
  ]
  const losses = arena.floats(LOSS_STEPS * runs.length)
  const memories = runs.map((): RunMemory & { table: number; guide: number; targets: number; errorScale: number } => ({
    descriptor: arena.floats(D.DESCRIPTOR_WORDS),
    parameters: arena.floats(layout.total + 4),
    gradient: arena.floats(layout.trainable + 4),
    firstMoment: arena.floats(layout.trainable),
    secondMoment: arena.floats(layout.trainable),
    table: recall ? 0 : arena.floats((D.TABLE_ROW / 4) * (n + 1)),
    guide: recall || everyEntry ? 0 : arena.floats(2 ** (32 - D.GUIDE_SHIFT) / 2),
    targets: recall ? arena.floats(n) : 0,
    errorScale: recall ? 0 : arena.floats(n),
  }))

  const write = (buffer: ArrayBufferLike): void => {
    const words = new Uint32Array(buffer), floats = new Float32Array(buffer)
    floats.set(scheduleTable(first.training), shared.find(([field]) => field === D.SCHEDULE)![1] / 4)
    runs.forEach((run, i) => {
      const own = memories[i], table = tables[i]
      const at = own.descriptor / 4
      for (const [field, word] of shared) words[at + field] = word
      for (const [field, word] of [
        [D.KEY0, run.seeds.data], [D.TABLE, own.table], [D.GUIDE, own.guide], [D.BLOCKS, blocks[i]],
        [D.DROPS_EMPTY, Number(everyEntry && chunk >= D.DRAWN_AT_ONCE && probabilityAllAbsent(laws[i]!) > FEW_PRESENT)],
        [D.TARGETS, own.targets], [D.ERROR_SCALE, own.errorScale], [D.PARAMETERS, own.parameters],
        [D.GRADIENT, own.gradient], [D.FIRST_MOMENT, own.firstMoment], [D.SECOND_MOMENT, own.secondMoment],
      ]) words[at + field] = word
      const { learningRate, weightDecay, beta1, beta2, epsilon } = run.training
      for (const [field, value] of [
        [D.LEARNING_RATE, learningRate], [D.WEIGHT_DECAY, weightDecay], [D.BETA1, beta1], [D.BETA1_REST, 1 - beta1],
        [D.BETA2, beta2], [D.BETA2_REST, 1 - beta2], [D.EPSILON, epsilon], [D.INVERSE_BATCH, 1 / B],
        [D.BRANCH_SCALE, run.model.kind === 'residual' ? branchScale(run.model, L) : 1],
      ]) floats[at + field] = value
      if (table) {
        writeTable(table, words, own.table / 4, new Uint16Array(buffer), own.guide / 2)
        floats.set(importanceWeights(run.task).map((weight) => (2 * weight) / B), own.errorScale / 4)
      } else words.set(permutation(run.seeds.data, n), own.targets / 4)
    })
  }
  return { runs: memories, losses, lossSteps: LOSS_STEPS, bytes: arena.bytes, write }
}

function tensorFields(run: RunSpec, { tensors }: ParameterLayout): [number, number][] {
  const autoencoder = run.model.kind === 'autoencoder'
  const tensor = (name: TensorName) => tensors.find((each) => each.name === name)
  const readIn = tensor(autoencoder ? 'W' : 'E')!
  const readout = tensor(autoencoder ? 'V' : 'U') ?? readIn
  const offset = (name: TensorName): number => tensor(name)?.offset ?? -1
  return [
    [D.AT_READ_IN, readIn.offset], [D.TRAINS_READ_IN, Number(readIn.trainable)],
    [D.AT_READOUT, readout.offset], [D.TRAINS_READOUT, Number(readout.trainable)],
    [D.AT_OUTPUT_BIAS, offset(autoencoder ? 'b' : 'b_U')],
    [D.AT_W_IN, offset('W_in')], [D.AT_B_IN, offset('b_in')], [D.AT_W_OUT, offset('W_out')],
  ]
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
    const row = at + (k * D.TABLE_ROW) / 4
    words[row] = lower
    words[row + 1] = method === 'sets' ? low[k] : k + 1 < bound.length ? bound[k + 1] - 1 : 2 ** 32 - 1
    words[row + 2] = scale[k] >>> 5
    words[row + 3] = 2 ** (scale[k] & 31)
  })
  if (method !== 'skipping') return
  let gap = 0
  for (let g = 0; g < 2 ** (32 - D.GUIDE_SHIFT); g++) {
    while (gap + 1 < bound.length && bound[gap + 1] <= g * 2 ** D.GUIDE_SHIFT) gap++
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
