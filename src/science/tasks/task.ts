/**
 * Tasks: what a network is asked to learn. A task fixes the input law, the target and the loss; which network
 * is asked is the model's business (`model.ts`). A further task: docs/add-a-task.md.
 *
 * | kind | input x [b, f] | target y | loss, mean over b |
 * |---|---|---|---|
 * | recall | one-hot key i, all n keys every step | fixed random permutation π(i) | softmax cross-entropy, nats |
 * | reconstruction | feature law, values in [0, 1) | y = x [Elhage et al.] | Σ_f I_f (y_f − ŷ_f)² |
 * | absolute-value | feature law, values in [−1, 1) | y = |x| | Σ_f I_f (y_f − ŷ_f)² |
 * | conjunction | feature law, values in [0, 1) | y_f = min(x_f, x_{f+1 mod n}) | Σ_f I_f (y_f − ŷ_f)² |
 *
 * The squared error is *summed* over features (the paper's equation), not averaged (its notebook).
 */
import type { FeatureLaw, FeatureSets } from '../data/feature-law'
import { power } from '../random/portable-math'
import { absoluteValue } from './absolute-value'
import { conjunction } from './conjunction'
import { recall } from './recall'
import { reconstruction } from './reconstruction'
import { targets } from './targets'
import type { RecallTraits, RegressionTraits } from './task-traits'

const recalls = { recall } as const satisfies Record<string, RecallTraits>
const regressions = { reconstruction, 'absolute-value': absoluteValue, conjunction } as const satisfies Record<string, RegressionTraits>

export type RecallTaskKind = keyof typeof recalls
export type RegressionTaskKind = keyof typeof regressions
export type TaskKind = RecallTaskKind | RegressionTaskKind
export const taskTraits: Readonly<Record<RecallTaskKind, RecallTraits> & Record<RegressionTaskKind, RegressionTraits>> = { ...recalls, ...regressions }
export const taskKinds = Object.keys(taskTraits) as readonly TaskKind[]
export const regressionKinds = Object.keys(regressions) as readonly RegressionTaskKind[]

/**
 * I_f: uniform 1; geometric ratioᶠ; power (f + 1)^(−exponent); last: `weight` for the last feature, 1 for the others.
 * A weight in the loss, never a frequency.
 */
export type ImportanceLaw =
  | { readonly kind: 'uniform' }
  | { readonly kind: 'geometric'; readonly ratio: number }
  | { readonly kind: 'power'; readonly exponent: number }
  | { readonly kind: 'last'; readonly weight: number }

/** p_f / p: power (f + 1)^(−exponent) [Liu, Liu and Gore 2025]; last: `factor` for the last feature, 1 for the others. */
export type FrequencyLaw =
  | { readonly kind: 'power'; readonly exponent: number }
  | { readonly kind: 'last'; readonly factor: number }

export interface RegressionTask {
  readonly kind: RegressionTaskKind
  readonly featureCount: number // n
  /** S = P(feature absent), in [0, 1); of sets P(whole set absent). The most frequent feature's, where frequencies differ. */
  readonly sparsity: number
  readonly importance: ImportanceLaw
  /** Absent where features come independently of each other. */
  readonly sets?: FeatureSets
  /** Absent where all features are equally frequent. */
  readonly frequency?: FrequencyLaw
}

export interface RecallTask {
  readonly kind: RecallTaskKind
  readonly featureCount: number // n, keys and classes
}

export type Task = RecallTask | RegressionTask

/** Narrows a task, or an experiment's, to the family that takes keys: it has no feature law, no sparsity, no importance. */
export const isRecall = <T extends { readonly kind: TaskKind }>(task: T): task is Extract<T, { readonly kind: RecallTaskKind }> =>
  taskTraits[task.kind].family === 'recall'

/** The law that draws inputs; null for recall, whose inputs are all n keys, in order. */
export function featureLaw(task: RegressionTask): FeatureLaw
export function featureLaw(task: Task): FeatureLaw | null
export function featureLaw(task: Task): FeatureLaw | null {
  if (isRecall(task)) return null
  return {
    featureCount: task.featureCount,
    activationProbability: activationProbability(task),
    values: taskTraits[task.kind].values,
    ...(task.sets && { sets: task.sets }),
  }
}

/** Features that answer f is made from, f itself first. */
export const partsOf = ({ kind, featureCount }: Pick<RegressionTask, 'kind' | 'featureCount'>, f: number): readonly number[] =>
  targets[taskTraits[kind].target].parts(f, featureCount)

function activationProbability({ featureCount, sparsity, frequency }: RegressionTask): number | readonly number[] {
  const p = 1 - sparsity
  if (frequency === undefined) return p
  return Array.from({ length: featureCount }, (_, f) => {
    switch (frequency.kind) {
      case 'power': return p * power(f + 1, -frequency.exponent)
      case 'last': return f === featureCount - 1 ? p * frequency.factor : p
    }
    frequency satisfies never
  })
}

/**
 * p where answers come independently of each other and all equally often, as the compressed-sensing bound supposes; null
 * elsewhere: for sets, unequal frequencies, answers that share features, and recall.
 */
export function independentProbability(task: Task): number | null {
  if (isRecall(task) || task.sets || task.frequency || partsOf(task, 0).length > 1) return null
  return 1 - task.sparsity
}

/** P(answer f is not 0) for the rarest f: all its parts must be present. */
export function rarestAnswer(task: RegressionTask): number {
  const { featureCount: n, sets } = task
  const p = activationProbability(task)
  const probability = (f: number): number => {
    const own = partsOf(task, f)
    if (sets === undefined) return own.reduce((product, part) => product * (typeof p === 'number' ? p : p[part]), 1)
    const asked = new Set(own.map((part) => Math.floor(part / sets.size))).size
    if (sets.kind === 'correlated') return (p as number) ** asked
    return asked === own.length ? ((p as number) / sets.size) ** asked : 0 // two of one set never come together
  }
  let rarest = 1
  for (let f = 0; f < n; f++) rarest = Math.min(rarest, probability(f))
  return rarest
}
