/**
 * Tasks: what a network is asked to learn. A task fixes the input law, the target and the loss; which network
 * is asked is the model's business (`model.ts`). A further task is one variant here, its row in `taskTraits`,
 * and its snippet in each engine.
 *
 * | kind | input x [b, f] | target y | loss, mean over b |
 * |---|---|---|---|
 * | recall | one-hot key i, all n keys every step | fixed random permutation π(i) | softmax cross-entropy, nats |
 * | reconstruction | feature law, values in [0, 1) | y = x [Elhage et al.] | Σ_f I_f (y_f − ŷ_f)² |
 * | absolute-value | feature law, values in [−1, 1) | y = |x| | Σ_f I_f (y_f − ŷ_f)² |
 *
 * The squared error is *summed* over features (the paper's equation), not averaged (its notebook).
 */
import type { FeatureLaw } from './feature-law'

/** I_f: uniform 1; geometric ratioᶠ; power (f + 1)^(−exponent). A weight in the loss, never a frequency. */
export type ImportanceLaw =
  | { readonly kind: 'uniform' }
  | { readonly kind: 'geometric'; readonly ratio: number }
  | { readonly kind: 'power'; readonly exponent: number }

export type Task =
  | { readonly kind: 'recall'; readonly featureCount: number }
  | {
      readonly kind: 'reconstruction' | 'absolute-value'
      readonly featureCount: number // n
      /** S = P(feature absent), in [0, 1). */
      readonly sparsity: number
      readonly importance: ImportanceLaw
    }

export type TaskKind = Task['kind']
export type LossKind = 'squared-error' | 'cross-entropy'

export const taskTraits: {
  readonly [K in TaskKind]: { readonly loss: LossKind; readonly values: FeatureLaw['values'] | null; readonly target: 'identity' | 'absolute' | 'permutation' }
} = {
  recall: { loss: 'cross-entropy', values: null, target: 'permutation' },
  reconstruction: { loss: 'squared-error', values: 'unit', target: 'identity' },
  'absolute-value': { loss: 'squared-error', values: 'signed', target: 'absolute' },
}

/** The law that draws inputs; null for recall, whose inputs are all n keys, in order. */
export function featureLaw(task: Task): FeatureLaw | null {
  if (task.kind === 'recall') return null
  return {
    featureCount: task.featureCount,
    activationProbability: 1 - task.sparsity,
    values: taskTraits[task.kind].values!,
  }
}
