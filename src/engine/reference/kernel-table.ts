/** What the reference has in tfjs operations: everything that science has, or it were none. */
import type { TargetKind } from '../../science/tasks/task-traits'
import { asEver, type KernelTable } from '../kernel-table'

export interface ReferenceKernels extends KernelTable {
  /** Whether the target is the inputs themselves, or science's answer to them, uploaded beside them. */
  readonly targets: Readonly<Record<TargetKind, { readonly isInputs: boolean }>>
}

export const referenceKernels: ReferenceKernels = {
  losses: { 'squared-error': asEver, 'cross-entropy': asEver }, // stacked-loss.ts, and the models too
  targets: { identity: { isInputs: true }, absolute: { isInputs: false }, conjunction: { isInputs: false } },
  models: { autoencoder: asEver, residual: asEver },
  embeddings: { random: asEver, orthonormal: asEver, trained: asEver, tied: asEver, untied: asEver },
  normalisations: { none: asEver, rms: asEver },
  reads: { written: asEver, stream: asEver },
}
