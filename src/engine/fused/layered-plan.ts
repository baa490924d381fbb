/**
 * How the layered path lays out one shape: which rows of `activations` hold what, which products make which gradient,
 * and how those are cut into tiles. Pure; the WGSL beside it reads these numbers as constants.
 */
import { samplingMethod } from '../../science/data/feature-law'
import { type ParameterLayout, type TensorName, parameterLayout } from '../../science/models/model'
import type { RunSpec } from '../../science/training/run-spec'
import { featureLaw, isRecall, taskTraits } from '../../science/tasks/task'
import { kernelOf } from '../kernel-table'
import { fusedKernels, layeredModel, type FusedKernels, type LossStage } from './kernel-table'
import type { Constants } from './compose'
import type { Tuning } from './tuning'

const NONE = 0xffffffff

/** ∂loss/∂T[r, c] = Σ_b a[r, b]·b[c, b] (+ a2·b2); numbers are rows of `activations` and offsets of parameters. */
interface Product {
  readonly a: number
  readonly b: number
  readonly second?: { readonly a: number; readonly b: number }
  readonly rows: number
  readonly columns: number
  readonly parameter: number
  readonly bias: number // NONE where the tensor has none
}

export interface LayeredPlan {
  readonly layout: ParameterLayout
  /** Samples per instance with padding: whole workgroups of the activation pass, and a multiple of 4. */
  readonly paddedBatch: number
  readonly rowCount: number
  /** Row of the first input feature; null when inputs are never stored (recall with frozen embeddings). */
  readonly inputRow: number | null
  /** Bytes of `activations` for one instance. */
  readonly activationBytes: number
  /** [tile, 10] u32, as struct Tile of layered-gradient.wgsl. */
  readonly tiles: Uint32Array<ArrayBuffer>
  /** Which stages make up the activation pass: stages/narrow, else stages/plain. */
  readonly narrow: boolean
  /** Whether layers read through RMSNorm. */
  readonly isNormalised: boolean
  /** Of what layers add to the stream; null where there is none. */
  readonly branchScale: number | null
  /** Which stages compare outputs with targets. */
  readonly loss: LossStage
  readonly activationConstants: Constants
  readonly gradientConstants: Constants
}

export function layeredPlan(run: RunSpec, tuning: Tuning, kernels: FusedKernels = fusedKernels): LayeredPlan {
  const { task, model: { output }, shape: { width } } = run
  const n = task.featureCount
  const layout = parameterLayout(run)
  const { layers, hiddenRelu, isTrained, readsStream, isNormalised, ...tensors } = layeredModel(run, kernels)
  const { depth, neurons } = layers ?? { depth: 0, neurons: 0 }
  const law = featureLaw(task), recall = law === null // all keys, in order: nothing is drawn

  let rowCount = 0
  const rows = (count: number) => {
    const first = rowCount
    rowCount += count
    return first
  }
  const storesInput = !recall || isTrained
  const X = rows(storesInput ? n : 0)
  const STREAM = rows(layers === null ? 0 : (depth + 1) * width)
  const VALUES = rows(depth * neurons), NEURON_BACK = rows(depth * neurons)
  const LAYER_INPUT = isNormalised ? rows(depth * width) : STREAM
  const FACTORS = rows(isNormalised ? depth : 0)
  const READ = readsStream ? STREAM + depth * width : rows(width)
  const ERROR = rows(n)
  const BACKS = rows((depth + 1) * width), BACK = BACKS + depth * width
  const LOSS = rows(1), ZERO = rows(1), SPARE = rows(1)

  const offset = (name: TensorName) => layout.tensors.find((tensor) => tensor.name === name)?.offset ?? NONE
  const layerOffset = (name: TensorName) => (depth > 0 ? offset(name) : 0)
  const embedding = offset(tensors.embedding), unembedding = offset(tensors.readout), outputBias = offset(tensors.outputBias)

  const products: Product[] = []
  const readOut = { a: ERROR, b: READ, rows: n, columns: width, bias: outputBias }
  const W_IN = layerOffset('W_in'), W_OUT = layerOffset('W_out'), BIAS_IN = layerOffset('b_in')
  for (let l = 0; l < depth; l++) {
    const matrix = l * neurons * width
    products.push(
      { a: NEURON_BACK + l * neurons, b: LAYER_INPUT + l * width, rows: neurons, columns: width, parameter: W_IN + matrix, bias: BIAS_IN + l * neurons },
      { a: VALUES + l * neurons, b: BACKS + (l + 1) * width, rows: neurons, columns: width, parameter: W_OUT + matrix, bias: NONE },
    )
  }
  const fromInput = { a: X, b: BACKS }
  if (!isTrained) {
    if (outputBias !== NONE) products.push({ ...readOut, columns: 0, parameter: 0 })
  } else if (unembedding === embedding) products.push({ ...readOut, parameter: embedding, second: fromInput })
  else products.push({ ...fromInput, rows: n, columns: width, parameter: embedding, bias: NONE }, { ...readOut, parameter: unembedding })

  // Logits are narrow only where nothing is added to them and the embedding stays.
  const narrow = width <= tuning.narrowWidth
    && (taskTraits[task.kind].loss !== 'cross-entropy' || (!isTrained && outputBias === NONE && output === 'linear'))
  const unit = Math.max(4, tuning.lanes * tuning.activationWorkgroup)
  const paddedBatch = Math.ceil(run.training.batchSize / unit) * unit
  const [R, C] = tileShape(products, tuning)
  const method = law && samplingMethod(law)
  const chunks = narrow ? 1 : Math.ceil(width / tuning.chunk)
  const D = Math.ceil(width / chunks)
  const flag = (condition: boolean) => (condition ? 1 : 0)
  return {
    layout, paddedBatch, rowCount,
    inputRow: storesInput ? X : null,
    activationBytes: rowCount * paddedBatch * 4,
    tiles: tilesOf(products, R * tuning.share, C),
    narrow, isNormalised, branchScale: layers?.branchScale ?? null, loss: kernelOf(kernels.losses, taskTraits[task.kind].loss).stage,
    activationConstants: {
      NARROW: flag(narrow), STORES_READ: flag(isTrained || outputBias !== NONE),
      LANES: tuning.lanes, LANES4: flag(tuning.lanes === 4), COLUMNS: paddedBatch / tuning.lanes, ROWS: rowCount,
      BATCH: run.training.batchSize, FEATURES: n, OUTPUTS: n, WIDTH: width, NEURONS: run.shape.neurons, DEPTH: run.shape.depth, PARAMETERS: layout.total,
      D, CHUNKS: chunks, RAGGED: flag(width % D !== 0), RAGGED_NEURONS: flag(run.shape.neurons % 4 !== 0), RAGGED_FEATURES: flag(n % 4 !== 0),
      ENTRIES: tableEntries(run), TABLE: tableWords(run), SOFT_SHIFT: flag(tuning.softShift),
      RECALL: flag(recall), SKIPPING: flag(method === 'skipping'), SIGNED: flag(law?.values === 'signed'),
      ...taskConstants(run, kernels),
      TRAINED_EMBEDDING: flag(isTrained), WRITTEN: flag(!readsStream), NORMALISED: flag(isNormalised),
      HIDDEN_RELU: flag(hiddenRelu), OUTPUT_RELU: flag(output === 'relu'),
      OUTPUT_BIAS: flag(outputBias !== NONE),
      X, STREAM, LAYER_INPUT, FACTORS, VALUES, NEURON_BACK, READ, ERROR, BACKS, BACK, LOSS, ZERO, SPARE, EMBEDDED: layers === null ? READ : STREAM,
      EMBEDDING: embedding, UNEMBEDDING: unembedding, BIAS: outputBias === NONE ? 0 : outputBias,
      BIAS_IN, W_IN, W_OUT,
    },
    gradientConstants: {
      COLUMNS: paddedBatch / 4, ROWS: rowCount, PARAMETERS: layout.total, TRAINABLE: layout.trainable,
      R, C, CQ: C / 4, SHARE: tuning.share, SPLIT: tuning.split, SIDE: tuning.side,
      SHARED: flag(tuning.split > 1), PARTIALS: R * (C + 1) * tuning.split * tuning.side,
      ...pairs(products), ZERO, LOSS,
    },
  }
}

/** What target.wgsl and the drawing of sets take. */
export function taskConstants({ task }: RunSpec, kernels: FusedKernels): Constants {
  const sets = featureLaw(task)?.sets
  const target = isRecall(task) ? 'identity' : taskTraits[task.kind].target // recall's targets are classes: none is computed
  return { ...kernelOf(kernels.targets, target), SETS: Number(sets !== undefined), SET_SIZE: sets?.size ?? 1 }
}

/** Rows of the sampling table: features (every-entry) or gaps 0 … n (skipping); none for recall. */
export function tableEntries(run: RunSpec): number {
  const law = featureLaw(run.task)
  if (law === null) return 0
  return run.task.featureCount + (samplingMethod(law) === 'skipping' ? 1 : 0)
}

/** Words of one instance's task table: bounds, scales (sets: first words), importance bits or classes, bits of 1/log2(1 − p). */
export function tableWords(run: RunSpec): number {
  return 2 * tableEntries(run) + run.task.featureCount + 1
}

/** The tile with the least modelled time: nanoseconds on SwiftShader of loads, hand-overs and products of four samples. */
function tileShape(products: readonly Product[], tuning: Tuning): [number, number] {
  if (tuning.share === 1) return [tuning.tileSide, tuning.tileSide]
  let best: [number, number] = [1, 4], least = Infinity
  for (let R = 1; R <= tuning.tileSide; R++) {
    for (let C = 4; C <= tuning.tileSide && R * C <= tuning.tileEntries; C += 4) {
      const time = tileCount(products, R * tuning.share, C) * ((R + C / 4) * 42 + C * 3 + R * (C + 1) * 4.5)
      if (time < least) [best, least] = [[R, C], time]
    }
  }
  return best
}

/** Tiles of [rows, columns] across; a product of no columns is its bias alone. */
const across = ({ columns }: Product, C: number) => Math.max(1, Math.ceil(columns / C))

/** How tiles take the second sum of tensors that are used twice (stages/gradient-tile.wgsl). */
function pairs(products: readonly Product[]): Constants {
  const twice = products.filter(({ second }) => second).length
  const some = twice > 0 && twice < products.length
  return { SOME_PAIRS: Number(some), LOOPS: some ? 2 : 1, TOGETHER: twice > 0 && !some ? 2 : 1 }
}

/** Tiles, those of a tensor that is used twice counted twice. */
function tileCount(products: readonly Product[], rows: number, C: number): number {
  return products.reduce((sum, product) => sum + Math.ceil(product.rows / rows) * across(product, C) * (product.second ? 2 : 1), 0)
}

function tilesOf(products: readonly Product[], height: number, C: number): Uint32Array<ArrayBuffer> {
  const tiles: number[] = []
  for (const product of products) {
    const { a, b, second, rows, columns, parameter, bias } = product
    for (let row = 0; row < rows; row += height) {
      for (let tile = 0; tile < across(product, C); tile++) {
        tiles.push(a, b, second?.a ?? NONE, second?.b ?? NONE, rows, columns, row, tile * C, parameter, bias)
      }
    }
  }
  return Uint32Array.from(tiles)
}
