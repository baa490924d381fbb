/**
 * RMSNorm [Zhang and Sennrich 2019] of what a layer reads, without a gain, so that N counts the same weights:
 *   N = r·g,  g = 1/√(1/d Σ_h r_h² + ε),  ε = 10⁻⁶
 * and back, from ∂loss/∂N = v:  ∂loss/∂r = g·(v − N·(1/d Σ_h v_h N_h)). Tangents go forward by the same map, which is symmetric.
 */
export const rmsEpsilon = 1e-6

/** g of row b of stream [b, h]. */
function rmsFactor(stream: Float64Array, width: number, b: number): number {
  let squares = 0
  for (let h = 0; h < width; h++) squares += stream[b * width + h] ** 2
  return 1 / Math.sqrt(squares / width + rmsEpsilon)
}

/** N [b, h]. */
export function rmsNormalised(stream: Float64Array, width: number): Float64Array {
  const normalised = new Float64Array(stream.length)
  for (let b = 0; b < stream.length / width; b++) {
    const g = rmsFactor(stream, width, b)
    for (let h = 0; h < width; h++) normalised[b * width + h] = g * stream[b * width + h]
  }
  return normalised
}

/** From v to ∂loss/∂r in place, or a tangent of r to that of N: row b of stream [b, h], and v from `at` on. */
export function rmsNormBackward(v: Float64Array, at: number, stream: Float64Array, width: number, b: number): void {
  const g = rmsFactor(stream, width, b)
  let along = 0
  for (let h = 0; h < width; h++) along += v[at + h] * g * stream[b * width + h]
  for (let h = 0; h < width; h++) v[at + h] = g * (v[at + h] - (g * stream[b * width + h] * along) / width)
}
