/**
 * All that the lab asks of a model, in one record: a model that lacks an entry does not compile. Readers look it up by
 * `modelRecord` (model.ts) and never ask which model it is (decision 0111). A further model: docs/add-a-model.md.
 */
import type { purpose } from '../random/streams'
import type { CountName } from '../tasks/task-traits'
import type { TaskKind } from '../tasks/task'
import type { Activations, ModelKind, ModelOf, NetworkOf, Shape, TensorName, TensorViews } from './network'

/** How a tensor starts (training/initial-parameters.ts); `stream`: whose words it is drawn from. */
export type InitialLaw =
  | { readonly kind: 'zero' }
  | { readonly kind: 'normal'; readonly stream: DrawnTensor; readonly deviation: number }
  | { readonly kind: 'rows'; readonly stream: DrawnTensor; readonly norm: number } // normal rows scaled to one length
  | { readonly kind: 'orthonormal'; readonly stream: DrawnTensor; readonly norm: number } // norm: what the model asks; must be 1
export type DrawnTensor = TensorName & keyof typeof purpose

export interface TensorRow {
  readonly name: TensorName
  /** Letters of the axis key: f feature, h width, k neuron of a layer, l layer. A tensor with layers has them first. */
  readonly axes: string
  readonly shape: readonly number[]
  readonly trainable: boolean
  /** Among the N weights that budgets are about: neither a bias nor an embedding. */
  readonly isCounted: boolean
  readonly initial: InitialLaw
}

export interface TaskOfModel {
  /** The scalar that is "features learned". */
  readonly count: CountName
  /** Why this model is not asked this task; null where it is. */
  readonly refused: string | null
}

/** Layers that add what they compute to a stream: distinguished, ablated and probed one by one by the metrics. */
export interface StreamLayers<K extends ModelKind> {
  /** [l, k, h]: row k is the direction that neuron k writes; zeroing a layer of it takes the layer away. */
  readonly writes: TensorName
  /** s, the factor on every write. */
  scale(network: NetworkOf<K>): number
}

export interface ModelRecord<K extends ModelKind> {
  readonly label: string // in the form
  describeShape(shape: Shape): string // 'd 32 × L 4'
  readonly tasks: Readonly<Record<TaskKind, TaskOfModel>>
  /** null: one hidden layer and no stream, so no depth that width could be traded for. */
  readonly layers: StreamLayers<K> | null

  /** In the order of the flat vector, trainable ones first. */
  tensors(network: NetworkOf<K>): readonly TensorRow[]
  /** inputs [b, f]. */
  forward(network: NetworkOf<K>, tensor: TensorViews, inputs: Float64Array): Activations
  /** From ∂loss/∂ŷ [b, f] (overwritten) to ∂loss/∂(trainable parameters), added to zeros in place. */
  backward(network: NetworkOf<K>, tensor: TensorViews, gradient: TensorViews, inputs: Float64Array, activations: Activations, outputGradient: Float64Array): void
  /** How what the readout reads moves with feature j in sample b. Each call overwrites the direction [h] of the last. */
  tangent(network: NetworkOf<K>, tensor: TensorViews): (activations: Activations, b: number, j: number) => Float64Array

  /** Tensor [f, h] whose rows the outputs read. */
  readout(model: ModelOf<K>): TensorName
  /** Tensor [f, h] of learned feature directions, and whether they are stored whole; null where directions are not learned. */
  directions(model: ModelOf<K>): { readonly tensor: TensorName; readonly stored: boolean } | null
  /** What each neuron takes from each feature before its activation: L arrays [f, k]. */
  neuronWeights(network: NetworkOf<K>, tensor: TensorViews): Float64Array[]
  /** False where hidden units are a linear bottleneck. */
  hasNeurons(model: ModelOf<K>): boolean

  /** Floating-point operations, a multiply and an add counted as two; dense products only. */
  flopsPerStep(network: NetworkOf<K>, batchSize: number): number
  /** Of one held-out sample forward; its inputs are sparse, so embedding them is not counted where it is a look-up. */
  flopsPerSample(network: NetworkOf<K>): number
  /** Numbers of one sample that backward needs, inputs and outputs apart: hidden values and their gradients. */
  activationsPerSample(network: NetworkOf<K>): number
}
