/**
 * Geometry of feature directions W_i, the rows of W [f, h] [Elhage et al. 2022].
 *
 *   D_i = ‖W_i‖² / Σ_j (Ŵ_i·W_j)²      j includes i; 0 where W_i = 0. "Capacity" in Scherlis et al. 2022.
 *   interference_i = Σ_{j≠i} (Ŵ_i·W_j)²   the sum of squares, not its root; ≥ 1: others excite Ŵ_i as much as i does
 *   D* = m/‖W‖²_F                       dimensions per feature: not the mean of D_i
 *
 * Known: D_i ≤ W_iᵀ(WWᵀ)⁺W_i by Cauchy–Schwarz, hence 0 ≤ D_i ≤ 1 and ΣD_i ≤ rank W; invariant to rotation and scale.
 */
import { representedAbove } from '../criteria'

/** W_i·W_j for the first `count` features. directions [f, h]. Returns [f, g]. */
export function gram(directions: Float64Array, width: number, count = directions.length / width): Float64Array {
  const products = new Float64Array(count * count) // [f, g]
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = 0
      for (let h = 0; h < width; h++) dot += directions[i * width + h] * directions[j * width + h]
      products[i * count + j] = products[j * count + i] = dot
    }
  }
  return products
}

/** ‖W_i‖². Returns [f]. */
function squaredNorms(directions: Float64Array, width: number): Float64Array {
  const norms = new Float64Array(directions.length / width) // [f]
  for (let e = 0; e < directions.length; e++) norms[Math.floor(e / width)] += directions[e] ** 2
  return norms
}

export interface FeatureGeometry {
  readonly norm: Float64Array // ‖W_i‖ [f]
  readonly dimensionality: Float64Array // D_i [f], in [0, 1]
  readonly interference: Float64Array // Σ_{j≠i} (Ŵ_i·W_j)² [f]; 0 where W_i = 0
  readonly frobeniusSquared: number // ‖W‖²_F
  readonly dimensionsPerFeature: number | null // D*; null for W = 0
  readonly featuresByNorm: number // F_W = #{‖W_i‖ > ½}
}

/** directions [f, h]. Σ_j (W_i·W_j)² = W_iᵀ(WᵀW)W_i through the h × h second moment: O(f·h²), not O(f²·h). */
export function featureGeometry(directions: Float64Array, width: number): FeatureGeometry {
  const n = directions.length / width
  const squared = squaredNorms(directions, width)
  const moment = new Float64Array(width * width) // Σ_f W_f W_fᵀ [h, h]
  for (let i = 0; i < n; i++) {
    for (let g = 0; g < width; g++) {
      const weight = directions[i * width + g]
      if (weight === 0) continue
      for (let h = 0; h < width; h++) moment[g * width + h] += weight * directions[i * width + h]
    }
  }
  const dimensionality = new Float64Array(n), interference = new Float64Array(n) // [f]
  for (let i = 0; i < n; i++) {
    if (squared[i] === 0) continue
    let total = 0 // Σ_j (W_i·W_j)²
    for (let g = 0; g < width; g++) {
      let dot = 0
      for (let h = 0; h < width; h++) dot += moment[g * width + h] * directions[i * width + h]
      total += directions[i * width + g] * dot
    }
    dimensionality[i] = Math.min(1, squared[i] ** 2 / total) // 1 + rounding otherwise
    interference[i] = Math.max(0, total / squared[i] - squared[i])
  }
  const frobeniusSquared = squared.reduce((sum, value) => sum + value, 0)
  return {
    norm: squared.map(Math.sqrt), dimensionality, interference, frobeniusSquared,
    dimensionsPerFeature: frobeniusSquared > 0 ? width / frobeniusSquared : null,
    featuresByNorm: squared.reduce((count, value) => count + (value > representedAbove ** 2 ? 1 : 0), 0),
  }
}
