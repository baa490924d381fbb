/** What the WGSL kernels have, as the constants (compose.ts) and the stages (kernels.ts) that select it. */
import type { Embedding } from '../../science/models/model'
import type { LossKind, TargetKind } from '../../science/tasks/task-traits'
import { asEver, type KernelTable, type Normalisation, type Reads } from '../kernel-table'
import type { Constants } from './compose'

/** Of stages/narrow and stages/plain. */
export type LossStage = 'squared-error' | 'softmax'

export interface FusedKernels extends KernelTable {
  readonly losses: Readonly<Record<LossKind, { readonly stage: LossStage } | null>>
  readonly targets: Readonly<Record<TargetKind, Constants | null>>
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
  models: { autoencoder: asEver, residual: asEver }, // layered-plan.ts
  embeddings: {
    random: { isTrained: false }, orthonormal: { isTrained: false }, trained: { isTrained: true },
    tied: { isTrained: true }, untied: { isTrained: true },
  },
  normalisations: { none: { isNormalised: false }, rms: { isNormalised: true } }, // stages/{narrow,plain}/rms-norm.wgsl
  reads: { written: { readsStream: false }, stream: { readsStream: true } }, // stages/{narrow,plain}/residual.wgsl
}
