/**
 * What a network is: its task, its model and its shape, the layout of its parameters and what it computes from inputs. One
 * flat float32 vector per run, row-major; the trainable tensors are a prefix, frozen embeddings follow.
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

export interface NetworkOf<K extends ModelKind> extends Network {
  readonly model: ModelOf<K>
}

export type TensorName = 'W' | 'V' | 'b' | 'W_in' | 'b_in' | 'W_out' | 'b_U' | 'E' | 'U'

/** Looks up a tensor of a flat vector, or one layer of it, as a view: writing writes through. */
export type TensorViews = (name: TensorName, layer?: number) => Float64Array

/** What a network computes from inputs [b, f]. */
export interface Activations {
  readonly batchSize: number // B
  /** r_0 … r_L: L + 1 arrays [b, h]; none in a model without a stream. */
  readonly stream: readonly Float64Array[]
  /** Neurons of each layer after their activation: L arrays [b, k]. */
  readonly neurons: readonly Float64Array[]
  /** Δr_l, branch scale included: L arrays [b, h]; none in a model without a stream. */
  readonly writes: readonly Float64Array[]
  /** q, what the readout reads [b, h]. */
  readonly read: Float64Array
  readonly outputs: Float64Array // ŷ [b, f]
}
