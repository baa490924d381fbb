/**
 * Universality across shapes, pair by pair: whether the deepest shape of a comparison and another one learn the same
 * features, and hold them alike. Every similarity across shapes stands beside the seed ceiling: the same between two
 * seeds of one shape, mean of both shapes. Which of equally important features are kept is arbitrary, so under uniform
 * importance ceilings are low and only the ratio means anything.
 */
import { importanceWeights } from '../tasks/importance'
import { gramAlignment, gramCorrelation, sortedDistance, weightedOverlap } from '../metrics/similarity'
import type { RowRuns } from './note-table'
import type { MeasuredRun } from '../metrics/measured-run'
import { familyOf } from '../tasks/family'

export interface Similarity {
  readonly name: string
  readonly definition: string
  readonly acrossShapes: number
  readonly ceiling: number | null // between seeds of one shape; null with fewer than two seeds of either
  /** Labels matter: feature i is compared with feature i. */
  readonly labelled: boolean
  /** A distance is 0 for the same, a similarity 1. */
  readonly kind: 'similarity' | 'distance'
}

export interface ShapeSimilarity {
  readonly reference: string // key of the row
  readonly other: string
  readonly measures: readonly Similarity[]
}

export interface Measure extends Pick<Similarity, 'name' | 'definition' | 'labelled' | 'kind'> {
  readonly between: (a: MeasuredRun, b: MeasuredRun) => number | null
}

/** An array of a run; null where it was not measured. */
const values = ({ metrics }: MeasuredRun, name: string): Float32Array | null => metrics.arrays[name]?.values ?? null

/** Compares an array of both runs; null where either lacks it. */
export const comparing = (name: string, compare: (a: Float32Array, b: Float32Array) => number | null): Measure['between'] => (a, b) => {
  const x = values(a, name), y = values(b, name)
  return x && y && x.length === y.length ? compare(x, y) : null
}

export const measures: readonly Measure[] = [
  {
    name: 'shared features', labelled: true, kind: 'similarity', definition: 'Σ I_f min(q_A, q_B)/Σ I_f max(q_A, q_B) of feature qualities',
    between: (a, b) => comparing('featureQuality', (x, y) => weightedOverlap(x, y, importanceWeights(a.spec.task)))(a, b),
  },
  { name: 'Gram CKA', labelled: true, kind: 'similarity', definition: '⟨G_A, G_B⟩/(‖G_A‖‖G_B‖) of learned directions, first 64 features', between: comparing('gram', gramAlignment) },
  { name: 'Gram RSA', labelled: true, kind: 'similarity', definition: 'correlation of off-diagonal inner products of learned directions', between: comparing('gram', gramCorrelation) },
  { name: 'Jacobian alignment', labelled: true, kind: 'similarity', definition: 'cosine of effective Jacobians, first 64 features', between: comparing('jacobian', gramAlignment) },
  { name: 'sorted dimensionality', labelled: false, kind: 'distance', definition: 'mean |D₍ₖ₎ − D′₍ₖ₎| of sorted feature dimensionalities', between: comparing('featureDimensionality', sortedDistance) },
  { name: 'sorted self share', labelled: false, kind: 'distance', definition: 'mean distance of sorted self shares of the effective Jacobian', between: comparing('jacobianSelfShare', sortedDistance) },
]

/** @param rows of one comparison. Recall's keys mean something else in every seed, so only label-free measures apply to it. */
export function shapeSimilarities(reference: RowRuns, rows: readonly RowRuns[]): ShapeSimilarity[] {
  const seedsOfReference = new Map(measures.map(({ name, between }) => [name, meanOverSeeds(reference.chosen, reference.chosen, between)]))
  const { labelsMean } = familyOf(reference.network.task)
  return rows.filter((row) => row !== reference).map((row) => ({
    reference: reference.key, other: row.key,
    measures: measures.filter(({ labelled }) => labelsMean || !labelled).flatMap(({ between, ...measure }): Similarity[] => {
      const acrossShapes = meanOverSeeds(reference.chosen, row.chosen, between)
      if (acrossShapes === null) return []
      const withinA = seedsOfReference.get(measure.name) ?? null, withinB = meanOverSeeds(row.chosen, row.chosen, between)
      const seeds = Math.min(reference.chosen.length, row.chosen.length)
      return [{ ...measure, acrossShapes, ceiling: seeds < 2 || withinA === null || withinB === null ? null : (withinA + withinB) / 2 }]
    }),
  }))
}

/** Seeds compared, at most: means over four pairs are enough to set beside a ceiling, and the page must stay free. */
const seedsCompared = 4

/**
 * Mean over each seed of `a` with the next other seed of `b`, by replicate and not by place: runs that diverged leave gaps. Seeds
 * of the same replicate share their data and are compared only where there is nothing else. Null where a pair is undefined.
 */
export function meanOverSeeds(a: readonly MeasuredRun[], b: readonly MeasuredRun[], between: Measure['between']): number | null {
  let sum = 0, pairs = 0
  for (const x of a.slice(0, seedsCompared)) {
    const others = b.filter(({ replicate }) => replicate !== x.replicate)
    const y = others.find(({ replicate }) => replicate > x.replicate) ?? others.at(0) ?? b[0]
    if (x === y) continue
    const value = between(x, y)
    if (value === null) return null
    sum += value
    pairs += 1
  }
  return pairs > 0 ? sum / pairs : null
}
