/** What the WGSL kernels have, as the constants (compose.ts) and the stages (kernels.ts) that select it. */
import type { Embedding } from '../../science/models/model'
import type { LossKind, TargetKind } from '../../science/tasks/task-traits'
import { asEver, type KernelTable } from '../kernel-table'
import type { Constants } from './compose'

/** Of stages/narrow and stages/plain. */
export type LossStage = 'squared-error' | 'softmax'

export interface FusedKernels extends KernelTable {
  readonly losses: Readonly<Record<LossKind, { readonly stage: LossStage } | null>>
  readonly targets: Readonly<Record<TargetKind, Constants | null>>
  readonly embeddings: Readonly<Record<Embedding, { readonly isTrained: boolean } | null>>
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
    tied: null, untied: null,
  },
  normalisations: { none: asEver, rms: null }, // the gradient pass would need a row per layer more
  reads: { written: asEver, stream: null },
}
