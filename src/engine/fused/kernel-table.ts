/** What the WGSL kernels have, as the constants (compose.ts) and the stages (kernels.ts) that select it. */
import { branchScale, readoutTensor, type Embedding, type ModelKind, type ModelOf, type Network, type TensorName } from '../../science/models/model'
import type { LossKind, TargetKind } from '../../science/tasks/task-traits'
import { kernelOf, type KernelTable, type Normalisation, type Reads } from '../kernel-table'
import type { Constants } from './compose'

/** Of stages/narrow and stages/plain. */
export type LossStage = 'squared-error' | 'softmax'

/** A network of a model as the layered path lays it out (layered-plan.ts). */
export interface LayeredModel {
  /** Between embedding and readout, on a stream; null where the readout reads the embedding. */
  readonly layers: { readonly depth: number; readonly neurons: number; readonly branchScale: number } | null
  readonly hiddenRelu: boolean // of what the readout reads
  readonly isTrained: boolean // the embedding
  readonly readsStream: boolean // else what the layers wrote
  readonly isNormalised: boolean // what layers read
  readonly embedding: TensorName
  readonly readout: TensorName
  readonly outputBias: TensorName
}

export interface FusedKernels extends KernelTable {
  readonly losses: Readonly<Record<LossKind, { readonly stage: LossStage } | null>>
  readonly targets: Readonly<Record<TargetKind, Constants | null>>
  readonly models: { readonly [K in ModelKind]: ((network: Network & { readonly model: ModelOf<K> }, kernels: FusedKernels) => LayeredModel) | null }
  readonly embeddings: Readonly<Record<Embedding, { readonly isTrained: boolean } | null>>
  readonly normalisations: Readonly<Record<Normalisation, { readonly isNormalised: boolean } | null>>
  readonly reads: Readonly<Record<Reads, { readonly readsStream: boolean } | null>>
}

export const fusedKernels: FusedKernels = {
  losses: { 'squared-error': { stage: 'squared-error' }, 'cross-entropy': { stage: 'softmax' } },
  targets: { // target.wgsl
    identity: { IDENTITY: 1, ABSOLUTE: 0, CONJUNCTION: 0, OF_NEIGHBOURS: 0 },
    absolute: { IDENTITY: 0, ABSOLUTE: 1, CONJUNCTION: 0, OF_NEIGHBOURS: 0 },
    conjunction: { IDENTITY: 0, ABSOLUTE: 0, CONJUNCTION: 1, OF_NEIGHBOURS: 1 },
  },
  models: { // layered-plan.ts
    autoencoder: ({ model }) => ({
      layers: null, hiddenRelu: model.hidden === 'relu', isTrained: true, readsStream: false, isNormalised: false,
      embedding: 'W', readout: model.tied ? 'W' : 'V', outputBias: 'b',
    }),
    residual: ({ model, shape: { depth, neurons } }, { embeddings, normalisations, reads }) => ({
      layers: { depth, neurons, branchScale: branchScale(model, depth) }, hiddenRelu: false,
      ...kernelOf(embeddings, model.embedding), ...kernelOf(reads, model.reads ?? 'written'), ...kernelOf(normalisations, model.normalisation ?? 'none'),
      embedding: 'E', readout: readoutTensor(model), outputBias: 'b_U',
    }),
  },
  embeddings: {
    random: { isTrained: false }, orthonormal: { isTrained: false }, trained: { isTrained: true },
    tied: { isTrained: true }, untied: { isTrained: true },
  },
  normalisations: { none: { isNormalised: false }, rms: { isNormalised: true } }, // stages/{narrow,plain}/rms-norm.wgsl
  reads: { written: { readsStream: false }, stream: { readsStream: true } }, // stages/{narrow,plain}/residual.wgsl
}

export function layeredModel(network: Network, kernels: FusedKernels): LayeredModel {
  const lay = kernelOf<ModelKind, (network: never, kernels: FusedKernels) => LayeredModel>(kernels.models, network.model.kind)
  return lay(network as never, kernels) // the entry of the network's own kind
}
