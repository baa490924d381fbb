/**
 * The graph of interference: represented features are nodes, and two are joined where |Ŵ_i·Ŵ_j| is above a threshold.
 * Its connected components are the factors of a tegum product: sets of features in orthogonal subspaces, which do not
 * hear one another [Elhage et al. 2022, "uniform superposition"]. A component is named by what it is, or described by its size
 * and rank. All is read off the Gram matrix W_i·W_j, so rotating the hidden space changes nothing.
 *
 *   rank of k features: how many of them, always the one that sticks out most, span a space that holds 90% of Σ‖Ŵ_i‖² = k
 *   (pivoted Cholesky of their cosines, O(k²r)); exact for an exact arrangement
 *   D_i of a feature is taken within its component; for an exact tegum product that is D_i.
 */
import { arrangementTolerance, heldByRank, joinedAbove, representedAbove } from '../criteria'

export const arrangementNames = ['dedicated', 'digon', 'triangle', 'tetrahedron', 'pentagon', 'square antiprism'] as const
export type ArrangementName = (typeof arrangementNames)[number]

export interface Arrangement {
  readonly name: ArrangementName
  readonly features: number // k
  readonly dimensions: number // r
  readonly dimensionality: number // D_i of each, r/k
  /** Ŵ_i·Ŵ_j of one feature with the others, ascending; the same seen from each. */
  readonly cosines: readonly number[]
}

const turn = (part: number): number => Math.cos(2 * Math.PI * part)

/** The antiprism whose eight corners make a tight frame: rings at height ±1/√3, one turned by an eighth. */
export const arrangements: readonly Arrangement[] = [
  { name: 'dedicated', features: 1, dimensions: 1, dimensionality: 1, cosines: [] },
  { name: 'digon', features: 2, dimensions: 1, dimensionality: 1 / 2, cosines: [-1] },
  { name: 'triangle', features: 3, dimensions: 2, dimensionality: 2 / 3, cosines: [-1 / 2, -1 / 2] },
  { name: 'tetrahedron', features: 4, dimensions: 3, dimensionality: 3 / 4, cosines: [-1 / 3, -1 / 3, -1 / 3] },
  { name: 'pentagon', features: 5, dimensions: 2, dimensionality: 2 / 5, cosines: [turn(2 / 5), turn(2 / 5), turn(1 / 5), turn(1 / 5)] },
  {
    name: 'square antiprism', features: 8, dimensions: 3, dimensionality: 3 / 8,
    cosines: [(-2 * Math.SQRT1_2 - 1) / 3, (-2 * Math.SQRT1_2 - 1) / 3, -1 / 3, (2 * Math.SQRT1_2 - 1) / 3, (2 * Math.SQRT1_2 - 1) / 3, 1 / 3, 1 / 3].sort((a, b) => a - b),
  },
]

export interface GraphEdge {
  readonly features: readonly [number, number] // ascending
  readonly cosine: number // Ŵ_i·Ŵ_j
}

export interface GraphComponent {
  readonly features: readonly number[] // ascending
  readonly rank: number
  readonly dimensionality: readonly number[] // D_i, in the order of `features`
  /** Null where it is none of `arrangements`. */
  readonly arrangement: Arrangement | null
}

export interface InterferenceGraph {
  readonly represented: readonly number[] // features with a norm above leastNorm, ascending
  readonly edges: readonly GraphEdge[]
  readonly components: readonly GraphComponent[] // by their first feature
}

export interface GraphOptions {
  /** |Ŵ_i·Ŵ_j| above which two features are joined. Default `joinedAbove`. */
  readonly threshold?: number
  /** ‖W_i‖ above which a feature counts as represented. Default `representedAbove`, as in F_W. */
  readonly leastNorm?: number
}

/** @param products W_i·W_j [f, g] of the first `count` features (metrics/geometry.ts `gram`) */
export function interferenceGraph(products: ArrayLike<number>, count: number, { threshold = joinedAbove, leastNorm = representedAbove }: GraphOptions = {}): InterferenceGraph {
  const norm = Array.from({ length: count }, (_, i) => Math.sqrt(Math.max(0, products[i * count + i])))
  const represented = norm.flatMap((length, i) => (length > leastNorm ? [i] : []))
  const cosine = (i: number, j: number): number => products[i * count + j] / (norm[i] * norm[j])
  const edges: GraphEdge[] = []
  const root = norm.map((_, i) => i)
  const find = (i: number): number => (root[i] === i ? i : (root[i] = find(root[i])))
  represented.forEach((i, at) => represented.slice(at + 1).forEach((j) => {
    const value = cosine(i, j)
    if (Math.abs(value) <= threshold) return
    edges.push({ features: [i, j], cosine: value })
    root[Math.max(find(i), find(j))] = Math.min(find(i), find(j))
  }))
  const members = new Map<number, number[]>()
  for (const i of represented) members.set(find(i), [...members.get(find(i)) ?? [], i])
  return { represented, edges, components: [...members.values()].map((features) => component(features, cosine, (i, j) => products[i * count + j])) }
}

function component(features: readonly number[], cosine: (i: number, j: number) => number, product: (i: number, j: number) => number): GraphComponent {
  const size = features.length
  const cosines = Float64Array.from({ length: size * size }, (_, e) => cosine(features[Math.floor(e / size)], features[e % size]))
  const dimensionality = features.map((i) => product(i, i) ** 2 / features.reduce((sum, j) => sum + product(i, j) ** 2, 0))
  const rank = rankOf(cosines, size)
  const isLike = (known: Arrangement): boolean => known.features === size && known.dimensions === rank
    && features.every((i, at) => Math.abs(dimensionality[at] - known.dimensionality) <= arrangementTolerance.dimensionality
      && features.filter((j) => j !== i).map((j) => cosine(i, j)).sort((a, b) => a - b)
        .every((value, k) => Math.abs(value - known.cosines[k]) <= arrangementTolerance.cosine))
  return { features, rank, dimensionality, arrangement: arrangements.find(isLike) ?? null }
}

/** Of the positive semidefinite cosines [k, k]. */
function rankOf(cosines: Float64Array, size: number): number {
  const left = cosines.slice() // what the features taken so far do not span
  for (let rank = 0; rank < size; rank++) {
    let remaining = 0, pivot = 0
    for (let i = 0; i < size; i++) {
      remaining += left[i * size + i]
      if (left[i * size + i] > left[pivot * size + pivot]) pivot = i
    }
    if (remaining <= (1 - heldByRank) * size) return rank
    const row = left.slice(pivot * size, (pivot + 1) * size), length = row[pivot]
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) left[i * size + j] -= (row[i] * row[j]) / length
  }
  return size
}

/** 'pentagon', or '7 features in 3 dimensions'. */
export function componentName({ arrangement, features, rank }: GraphComponent): string {
  return arrangement?.name ?? `${features.length} features in ${rank} ${rank === 1 ? 'dimension' : 'dimensions'}`
}

/** How many components of each name, the known arrangements first, in their order. */
export function countByName({ components }: InterferenceGraph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(arrangementNames.map((name) => [name, 0]))
  for (const one of components) counts.set(componentName(one), (counts.get(componentName(one)) ?? 0) + 1)
  return new Map([...counts].filter(([, many]) => many > 0))
}
