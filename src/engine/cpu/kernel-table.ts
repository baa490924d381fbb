/** What the WebAssembly kernels have, as what the host writes into a run's descriptor (assembly/descriptor.ts) for it. */
import { branchScale, readoutTensor, type ModelKind, type ModelOf, type Network, type TensorName } from '../../science/models/model'
import type { LossKind, TargetKind } from '../../science/tasks/task-traits'
import { asEver, kernelOf, type KernelTable, type Normalisation, type Reads } from '../kernel-table'
import type { IntegerField } from './descriptor.generated'

type Fields<Name extends IntegerField> = Readonly<Record<Name, number>>
export type TargetFields = Fields<'ABSOLUTE_TARGET' | 'CONJUNCTION'> & {
  /** The target's rows are written before they are compared with; else it is x, or made of x on the way. */
  readonly isWritten: boolean
}

/** How the one descriptor describes a network of this model. */
export interface DescribedModel {
  readonly DEPTH: number // layers between read-in and readout
  readonly NEURONS: number // per layer
  readonly HIDDEN_RELU: number
  readonly READS_STREAM: number
  readonly isNormalised: boolean
  readonly branchScale: number
  readonly readIn: TensorName
  readonly readout: TensorName
  readonly outputBias: TensorName
}

export interface CpuKernels extends KernelTable {
  readonly losses: Readonly<Record<LossKind, Fields<'CROSS_ENTROPY'> | null>>
  readonly targets: Readonly<Record<TargetKind, TargetFields | null>>
  readonly models: { readonly [K in ModelKind]: ((network: Network & { readonly model: ModelOf<K> }, kernels: CpuKernels) => DescribedModel) | null }
  readonly normalisations: Readonly<Record<Normalisation, { readonly isNormalised: boolean } | null>>
  readonly reads: Readonly<Record<Reads, Fields<'READS_STREAM'> | null>>
}

export const cpuKernels: CpuKernels = {
  losses: { 'squared-error': { CROSS_ENTROPY: 0 }, 'cross-entropy': { CROSS_ENTROPY: 1 } },
  targets: { // assembly/target.ts
    identity: { ABSOLUTE_TARGET: 0, CONJUNCTION: 0, isWritten: false },
    absolute: { ABSOLUTE_TARGET: 1, CONJUNCTION: 0, isWritten: false },
    conjunction: { ABSOLUTE_TARGET: 0, CONJUNCTION: 1, isWritten: true },
  },
  models: { // assembly/models.ts
    autoencoder: ({ model }) => ({
      DEPTH: 0, NEURONS: 0, HIDDEN_RELU: Number(model.hidden === 'relu'), READS_STREAM: 0, isNormalised: false, branchScale: 1,
      readIn: 'W', readout: model.tied ? 'W' : 'V', outputBias: 'b',
    }),
    residual: ({ model, shape }, { normalisations, reads }) => ({
      DEPTH: shape.depth, NEURONS: shape.neurons, HIDDEN_RELU: 0,
      ...kernelOf(reads, model.reads ?? 'written'), ...kernelOf(normalisations, model.normalisation ?? 'none'),
      branchScale: branchScale(model, shape.depth), readIn: 'E', readout: readoutTensor(model), outputBias: 'b_U',
    }),
  },
  embeddings: { random: asEver, orthonormal: asEver, trained: asEver, tied: asEver, untied: asEver },
  normalisations: { none: { isNormalised: false }, rms: { isNormalised: true } }, // assembly/rms-norm.ts
  reads: { written: { READS_STREAM: 0 }, stream: { READS_STREAM: 1 } },
}

export function describedModel(network: Network, kernels: CpuKernels): DescribedModel {
  const describe = kernelOf<ModelKind, (network: never, kernels: CpuKernels) => DescribedModel>(kernels.models, network.model.kind)
  return describe(network as never, kernels) // the entry of the network's own kind
}
