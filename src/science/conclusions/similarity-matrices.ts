/**
 * Every shape against every other, measure by measure: [shape, shape]. The diagonal holds what two seeds of one shape
 * reach: the ceiling beside which the rest is read (U = J(A, B)/√(J(A, A′) J(B, B′)) for sets). On the page only: the
 * verdict needs but the deepest shape against the others (`shape-similarity.ts`).
 */
import type { MeasuredRun } from '../metrics/measured-run'
import { gramFactor, spectrumDistance } from '../metrics/gram-factor'
import { jaccard, procrustesDistance } from '../metrics/similarity'
import { comparing, meanOverSeeds, measures, type Measure, type Similarity } from './shape-similarity'
import { familyOf } from '../tasks/family'

export interface SimilarityMatrix extends Pick<Similarity, 'name' | 'definition' | 'labelled' | 'kind'> {
  /** [shape, shape], symmetric; null where it is undefined or a shape has one seed only. */
  readonly values: readonly (number | null)[]
}

const more: readonly Measure[] = [
  { name: 'learned sets', labelled: true, kind: 'similarity', definition: 'Jaccard |A ∩ B|/|A ∪ B| of the sets of learned features', between: comparing('learned', jaccard) },
  { name: 'Procrustes', labelled: true, kind: 'distance', definition: '2 − 2‖V_AᵀV_B‖_* of directions at unit Frobenius norm, after the best rotation, first 64 features', between: comparing('gram', (a, b) => procrustesDistance(gramFactor(a), gramFactor(b))) },
  { name: 'Gram spectrum', labelled: false, kind: 'distance', definition: '½ Σ |λ_k/Σλ − λ′_k/Σλ′| of the Gram matrices’ eigenvalues', between: comparing('gram', spectrumDistance) },
]

const order = ['learned sets', 'shared features', 'Gram CKA', 'Gram RSA', 'Jacobian alignment', 'Procrustes', 'Gram spectrum', 'sorted dimensionality', 'sorted self share']

/**
 * @param shapes runs of each shape, one per seed, at one setting. Recall's keys mean something else in every seed, so only
 * label-free measures apply to it. Measures that none of the runs has are left out.
 */
export function similarityMatrices(shapes: readonly (readonly MeasuredRun[])[]): SimilarityMatrix[] {
  const task = shapes.at(0)?.at(0)?.spec.task
  if (task === undefined || shapes.length < 2) return []
  const { labelsMean } = familyOf(task)
  return [...measures, ...more].filter(({ labelled }) => labelsMean || !labelled)
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    .flatMap(({ between, ...measure }) => {
      const values: (number | null)[] = new Array(shapes.length ** 2).fill(null)
      shapes.forEach((a, i) => shapes.slice(i).forEach((b, k) => {
        const j = i + k
        values[i * shapes.length + j] = values[j * shapes.length + i] = meanOverSeeds(a, b, between)
      }))
      return values.some((value) => value !== null) ? [{ ...measure, values }] : []
    })
}
