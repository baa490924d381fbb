/**
 * Whether two networks of different shape hold the same features, and hold them the same way. Directions are the
 * rows of V [f, h] over the same f features; widths may differ.
 *
 * Not label-free: CKA, RSA and Procrustes compare feature i with feature i. A pentagon and its relabelling as a
 * pentagram have CKA 0 though both are pentagons; hence also the sorted-D distance, which no relabelling changes.
 */
import { singularValues } from '../linear-algebra/singular-values'

export interface Directions {
  readonly values: Float64Array // V [f, h]
  readonly width: number
}

const featureCountOf = ({ values, width }: Directions): number => values.length / width

/**
 * Linear CKA of the populations h = xV for independent features of equal variance [Kornblith et al. 2019, then], from
 * their Gram matrices G = VVᵀ [f, g]: ⟨G_A, G_B⟩/(‖G_A‖‖G_B‖). 1 for any rotation; null when either is zero. Of any two
 * matrices over the same features it is their cosine.
 */
export const gramAlignment = (a: ArrayLike<number>, b: ArrayLike<number>): number | null => cosine(a, b)

function cosine(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  let xy = 0, xx = 0, yy = 0
  for (let e = 0; e < x.length; e++) { xy += x[e] * y[e]; xx += x[e] ** 2; yy += y[e] ** 2 }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null
}

/** RSA: Pearson correlation of the entries above the diagonals of two Gram matrices [f, g]. Null when either is constant. */
export function gramCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  return correlation(aboveDiagonal(a), aboveDiagonal(b))
}

function aboveDiagonal(matrix: ArrayLike<number>): Float64Array {
  const n = Math.sqrt(matrix.length)
  const entries = new Float64Array(n * (n - 1) / 2)
  let place = 0
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) entries[place++] = matrix[i * n + j]
  return entries
}

/** Pearson; null when either is constant. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const centre = (values: ArrayLike<number>): Float64Array => {
    const list = Float64Array.from(values)
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length
    return list.map((value) => value - mean)
  }
  return cosine(centre(x), centre(y))
}

/**
 * Orthogonal Procrustes distance, squared: min over rotations of ‖V_A − V_B R‖² = 2 − 2‖V_AᵀV_B‖_* after scaling both
 * to unit Frobenius norm; the narrower is padded with zeros. In [0, 2]; 0 for any rotation. Null when either is zero.
 */
export function procrustesDistance(a: Directions, b: Directions): number | null {
  const n = featureCountOf(a)
  const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  const scale = norm(a.values) * norm(b.values)
  if (scale === 0) return null
  const cross = new Float64Array(a.width * b.width) // V_AᵀV_B [h, h′]
  for (let f = 0; f < n; f++) {
    for (let h = 0; h < a.width; h++) {
      for (let g = 0; g < b.width; g++) cross[h * b.width + g] += a.values[f * a.width + h] * b.values[f * b.width + g]
    }
  }
  const nuclear = singularValues(cross, a.width, b.width).reduce((sum, value) => sum + value, 0)
  return Math.max(0, 2 - 2 * nuclear / scale)
}

/** Wasserstein-1 distance of two equally long samples: mean |x₍ₖ₎ − y₍ₖ₎| of the sorted values (D_i, say). Label-free. */
export function sortedDistance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const a = Float64Array.from(x).sort(), b = Float64Array.from(y).sort()
  return a.reduce((sum, value, k) => sum + Math.abs(value - b[k]), 0) / a.length
}

/** |A ∩ B|/|A ∪ B| of two sets of features given as 0 and 1 [f]; null when both are empty. */
export function jaccard(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  let both = 0, either = 0
  for (let f = 0; f < a.length; f++) {
    both += Math.min(a[f], b[f])
    either += Math.max(a[f], b[f])
  }
  return either === 0 ? null : both / either
}

/** Soft Jaccard: Σ I_f min(q_A, q_B)/Σ I_f max(q_A, q_B) for qualities q in [0, 1], e.g. R². 1 when all are 0. */
export function weightedOverlap(a: ArrayLike<number>, b: ArrayLike<number>, importance?: ArrayLike<number>): number {
  let least = 0, most = 0
  for (let f = 0; f < a.length; f++) {
    const weight = importance ? importance[f] : 1
    least += weight * Math.min(a[f], b[f])
    most += weight * Math.max(a[f], b[f])
  }
  return most === 0 ? 1 : least / most
}

/**
 * U = J(A, B)/√(J(A, A′)J(B, B′)): overlap across shapes over what two seeds of one shape reach (the seed ceiling).
 * 1 means "as similar as two seeds"; which features are kept under uniform importance is arbitrary, and U says so by
 * its low ceilings. Null when a ceiling is 0.
 */
export function ceilingNormalised(acrossShapes: number, withinA: number, withinB: number): number | null {
  const ceiling = Math.sqrt(withinA * withinB)
  return ceiling > 0 ? acrossShapes / ceiling : null
}
