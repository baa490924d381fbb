/** What there is to know of a task besides its parameters: one file of this folder per task, one row in `task.ts`. */
import type { ValueRange } from '../data/feature-law'

export type LossKind = 'squared-error' | 'cross-entropy'

/** What an output is compared with. Each is a snippet in the kernels: engine/cpu/assembly/target.ts, engine/fused/target.wgsl. */
export type TargetKind = 'identity' | 'absolute' | 'conjunction' | 'permutation'

export interface TaskTraits {
  readonly label: string // in the form
  readonly loss: LossKind
  /** Range of a present feature's value; null where inputs are not drawn from the feature law. */
  readonly values: ValueRange | null
  readonly target: TargetKind
  /** y from x, for the squared error: both [b, f], n features. */
  answer(inputs: Float64Array, featureCount: number): Float64Array
  /** Features that answer f is made from, f itself first. */
  parts(f: number, featureCount: number): readonly number[]
  /** Models that may be asked, the default first, and why not the others. */
  readonly models: { readonly kinds: readonly ('residual' | 'autoencoder')[]; readonly why: string }
  /** The answer is not x: a decoder tied to its encoder cannot give it. Says why; null where tied weights will do. */
  readonly needsUntied: string | null
  /** The scalar that is "features learned", by model. */
  readonly primaryCount: Readonly<Record<'residual' | 'autoencoder', 'featuresByBits' | 'featuresByNorm' | 'featuresBySoftR2'>>
  /** Of an experiment that says nothing but its task. Frozen: links hang on them. */
  readonly defaults: { readonly featureCount: number; readonly sparsity: number; readonly evaluationSamples: number }
}
