import type { Shape } from './model'
import type { Estimate, Spread } from './statistics/spread'

/** The four feature rows of the note's table. */
export interface FeatureRows<Value> {
  readonly featuresLearned: Value // F
  readonly featuresPerLayer: Value // F/L
  readonly featuresPerNeuron: Value // F/(mL), the note's degree of superposition
  readonly featuresPerResidualDimension: Value // F/d
}

/** Rows of one comparison share the task, the sparsity and (within 5%) the budget N. */
export interface ShapeRow {
  readonly key: string // unique in the summary
  readonly label: string // "d 32 × L 4", with p where it is swept
  readonly comparison: number // index into Summary.comparisons
  readonly isReference: boolean
  readonly shape: Shape
  readonly sparsity: number | null // S; null for recall
  readonly featureCount: number // n
  readonly nonEmbeddingParameters: number // N, realised
  readonly totalParameters: number // embeddings and biases included
  readonly neuronsPerLayer: number
  readonly layers: number
  readonly totalNeurons: number // mL
  readonly learningRate: number // the chosen one
  readonly heldOutLoss: Spread // at the chosen learning rate; recall is evaluated on all its keys
  readonly measured: FeatureRows<Spread>
  /** From the reference row's measured mean F. */
  readonly predicted: { readonly universality: FeatureRows<number>; readonly fixedDegree: FeatureRows<number> }
  /** Measured features per neuron over the reference's; null for the reference itself. */
  readonly ratioToReference: Estimate | null
  readonly ratioPredicted: { readonly universality: number; readonly fixedDegree: number }
  readonly flags: readonly string[] // "one layer", "learning rate at the edge of its grid", …
}

export interface LearningRateChoice {
  readonly key: string // of the ShapeRow
  readonly label: string
  readonly chosen: number
  readonly edge: 'low' | 'high' | null // the best was the smallest or largest of several that were tried
  readonly tried: readonly { readonly learningRate: number; readonly meanLoss: number; readonly runs: number }[]
}
