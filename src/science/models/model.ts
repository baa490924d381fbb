/** The models of the lab, looked up by kind: whoever asks something of a network asks its model's record. */
import { autoencoder } from './autoencoder'
import type { ModelRecord, TensorRow } from './model-record'
import type { Model, ModelKind, Network } from './network'
import { residual } from './residual'
import type { TaskKind } from '../tasks/task'

export type { Activation, AutoencoderModel, Embedding, Model, ModelKind, ModelOf, Network, ResidualModel, Shape, TensorName } from './network'
export { branchScale, readoutTensor } from './residual-tensors'

/** In the order of the form. */
const models: { readonly [K in ModelKind]: ModelRecord<K> } = { residual, autoencoder }

export const modelKinds = Object.keys(models) as readonly ModelKind[]
export const modelRecord = <K extends ModelKind>(kind: K): ModelRecord<K> => models[kind]

/** Models that may be asked a task, in the order of the form. */
export const modelsFor = (task: TaskKind): readonly ModelKind[] => modelKinds.filter((kind) => models[kind].tasks[task].refused === null)

/** Whether width can be traded for depth: the layers write to a stream. */
export const hasDepth = ({ kind }: Pick<Model, 'kind'>): boolean => models[kind].layers !== null

/** 'd 32 × L 4' for residual networks, 'm 2' for autoencoders. */
export const describeShape = ({ model, shape }: Pick<Network, 'model' | 'shape'>): string => models[model.kind].describeShape(shape)

export interface TensorLayout extends TensorRow {
  readonly offset: number // in the flat vector
  readonly size: number
}

export interface ParameterLayout {
  readonly tensors: readonly TensorLayout[]
  readonly total: number // P, trainable + frozen
  readonly trainable: number // length of the trainable prefix
}

export function parameterLayout(network: Network): ParameterLayout {
  let offset = 0
  let trainable = 0
  const tensors = modelRecord(network.model.kind).tensors(network).map((row): TensorLayout => {
    const size = row.shape.reduce((product, dimension) => product * dimension, 1)
    const tensor = { ...row, offset, size }
    offset += size
    if (row.trainable) trainable = offset
    return tensor
  })
  return { tensors, total: offset, trainable }
}

/** N: weights of W_in and W_out, 2dmL (Kaplan's non-embedding convention); for an autoencoder the weights of W (and V). Biases and embeddings excluded. */
export function nonEmbeddingParameters(network: Network): number {
  return parameterLayout(network).tensors.reduce((sum, { isCounted, size }) => (isCounted ? sum + size : sum), 0)
}
