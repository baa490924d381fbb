/**
 * Models and their parameter layout. One flat float32 vector per run, row-major, tensors in the order below;
 * the trainable tensors are a prefix, frozen embeddings follow.
 *
 * **autoencoder** [Elhage et al. 2022] of n features and m = `width` hidden units:
 *   h = σ_h(Σ_f x_f W[f]),  ŷ_f = σ_o(V[f]·h + b[f]),  V = W when tied.
 *   W [f, h] (row f is the feature direction W_f), V [f, h] (untied only), b [f].
 *
 * **residual** of width d, depth L, m neurons per layer:
 *   r_0 = Σ_f x_f E[f]
 *   a_l = W_in[l] N(r_{l−1}) + b_in[l]                                [k]; N the identity, or RMSNorm (models/rms-norm.ts)
 *   r_l = r_{l−1} + s · Σ_k ReLU(a_l[k]) W_out[l, k],  s = branch scale
 *   ŷ_f = σ_o(U[f]·(r_L − r_0) + b_U[f])        `reads` absent: only what the layers wrote is read, no linear shortcut
 *   ŷ_f = σ_o(U[f]·r_L + b_U[f])                `reads: 'stream'`: the deep toy model, Elhage et al.'s with layers between; L = 0 is theirs
 *   W_in [l, k, h], b_in [l, k], W_out [l, k, h] (row k: the direction neuron k writes), b_U [f] (absent with
 *   `outputBias: false`), E [f, h], U [f, h] (absent when the embedding is orthonormal or tied: then U = E). L = 0 has no W_in, b_in, W_out.
 *
 * N counts the weights of W_in and W_out only, 2dmL (Kaplan's non-embedding convention).
 */
import type { Task } from '../tasks/task'

export type Activation = 'linear' | 'relu'

export type Model =
  | { readonly kind: 'autoencoder'; readonly tied: boolean; readonly hidden: Activation; readonly output: Activation }
  | {
      readonly kind: 'residual'
      readonly embedding: Embedding
      /** E's rows have norm 1 or √d; xavier: entries N(0, 2/(n + d)), as the autoencoder's W. */
      readonly embeddingNorm: 'unit' | 'sqrt-width' | 'xavier'
      /** Norm of U's rows at initialisation; 1 when U is E, or starts there. */
      readonly unembeddingNorm: number
      readonly output: Activation
      readonly outputBias: boolean
      /** s = L^(−½), 1/L or 1. */
      readonly branchScale: 'inverse-sqrt-depth' | 'inverse-depth' | 'one'
      /** What layers read is scaled to unit mean square. Absent: it is not, and attribution is exactly linear. */
      readonly normalisation?: 'rms'
      /** What the readout reads: the whole stream r_L, r_0 included. Absent: only what the layers wrote, r_L − r_0. */
      readonly reads?: 'stream'
    }
/**
 * | embedding | E | U |
 * |---|---|---|
 * | random | frozen unit rows | frozen, independent |
 * | orthonormal | frozen, E Eᵀ = 1 (needs d ≥ n) | = E |
 * | trained | trained from unit rows | trained, independent at the start |
 * | tied | trained from Xavier-normal entries | = E |
 * | untied | trained from Xavier-normal entries | trained, starts at E |
 */
export type Embedding = 'random' | 'orthonormal' | 'trained' | 'tied' | 'untied'

const embeddings = {
  random: { isTrained: false, readout: 'U' },
  orthonormal: { isTrained: false, readout: 'E' },
  trained: { isTrained: true, readout: 'U' },
  tied: { isTrained: true, readout: 'E' },
  untied: { isTrained: true, readout: 'U' },
} as const satisfies Record<Embedding, { readonly isTrained: boolean; readonly readout: 'E' | 'U' }>

export const embeddingIsTrained = ({ embedding }: ResidualModel): boolean => embeddings[embedding].isTrained
/** The tensor whose rows the outputs read. */
export const readoutTensor = ({ embedding }: ResidualModel): 'E' | 'U' => embeddings[embedding].readout

export type ModelKind = Model['kind']
export type ModelOf<K extends ModelKind> = Extract<Model, { kind: K }>
export type ResidualModel = ModelOf<'residual'>
export type AutoencoderModel = ModelOf<'autoencoder'>

export interface Shape {
  readonly width: number // d (residual), m (autoencoder)
  readonly depth: number // L; 1 for an autoencoder; 0 only where the stream is read
  readonly neurons: number // m, neurons per layer; = width for an autoencoder
}

/** Everything that decides what a network computes, apart from its parameters. */
export interface Network {
  readonly task: Task
  readonly model: Model
  readonly shape: Shape
}

export type TensorName = 'W' | 'V' | 'b' | 'W_in' | 'b_in' | 'W_out' | 'b_U' | 'E' | 'U'

export interface TensorLayout {
  readonly name: TensorName
  /** Letters of the axis key: f feature, h width, k neuron of a layer, l layer. */
  readonly axes: string
  readonly shape: readonly number[]
  readonly offset: number // in the flat vector
  readonly size: number
  readonly trainable: boolean
}

export interface ParameterLayout {
  readonly tensors: readonly TensorLayout[]
  readonly total: number // P, trainable + frozen
  readonly trainable: number // length of the trainable prefix
}

export function parameterLayout({ task, model, shape }: Network): ParameterLayout {
  const n = task.featureCount
  const { width: d, depth: L, neurons: m } = shape
  const rows: [TensorName, string, number[], boolean][] =
    model.kind === 'autoencoder'
      ? [['W', 'fh', [n, d], true], ...(model.tied ? [] : [['V', 'fh', [n, d], true] as [TensorName, string, number[], boolean]]), ['b', 'f', [n], true]]
      : [
          ...(L === 0 ? [] : [['W_in', 'lkh', [L, m, d], true], ['b_in', 'lk', [L, m], true], ['W_out', 'lkh', [L, m, d], true]] as [TensorName, string, number[], boolean][]),
          ...(model.outputBias ? [['b_U', 'f', [n], true] as [TensorName, string, number[], boolean]] : []),
          ['E', 'fh', [n, d], embeddingIsTrained(model)],
          ...(readoutTensor(model) === 'E' ? [] : [['U', 'fh', [n, d], embeddingIsTrained(model)] as [TensorName, string, number[], boolean]]),
        ]
  let offset = 0
  let trainable = 0
  const tensors = rows.map(([name, axes, dimensions, isTrainable]): TensorLayout => {
    const size = dimensions.reduce((product, dimension) => product * dimension, 1)
    const tensor = { name, axes, shape: dimensions, offset, size, trainable: isTrainable }
    offset += size
    if (isTrainable) trainable = offset
    return tensor
  })
  return { tensors, total: offset, trainable }
}

/** s of the residual branch, before rounding to float32; 1 where there is no layer. */
export function branchScale(model: ResidualModel, depth: number): number {
  if (depth === 0) return 1
  switch (model.branchScale) {
    case 'inverse-sqrt-depth': return 1 / Math.sqrt(depth)
    case 'inverse-depth': return 1 / depth
    case 'one': return 1
  }
}

/** N: weights of W_in and W_out, 2dmL; for an autoencoder the weights of W (and V). Biases and embeddings excluded. */
export function nonEmbeddingParameters(network: Network): number {
  return parameterLayout(network).tensors
    .filter(({ name }) => name === 'W_in' || name === 'W_out' || name === 'W' || name === 'V')
    .reduce((sum, { size }) => sum + size, 0)
}
