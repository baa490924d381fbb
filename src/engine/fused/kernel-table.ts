/** What the WGSL kernels have, as the constants that select it (specialise.ts). */
import type { Embedding } from '../../science/models/model'
import type { LossKind, TargetKind } from '../../science/tasks/task-traits'
import { asEver, type KernelTable } from '../kernel-table'
import type { Constants } from './specialise'

export interface FusedKernels extends KernelTable {
  readonly losses: Readonly<Record<LossKind, Constants | null>>
  readonly targets: Readonly<Record<TargetKind, Constants | null>>
  readonly embeddings: Readonly<Record<Embedding, { readonly isTrained: boolean } | null>>
}

export const fusedKernels: FusedKernels = {
  losses: { 'squared-error': { CROSS_ENTROPY: 0 }, 'cross-entropy': { CROSS_ENTROPY: 1 } },
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
