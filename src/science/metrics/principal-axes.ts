/**
 * The directions in which feature directions W_i lie most: leading eigenvectors of WᵀW [h, h], uncentred, for interference
 * is about directions from the origin. Subspace iteration with Gram–Schmidt, from a fixed start: the same axes each time.
 */
const rounds = 120

/** @param directions [f, h]  @returns orthonormal axes [c, h] by falling Σ_i (a·W_i)²; at most `width` of them; each axis' largest component is positive */
export function principalAxes(directions: Float64Array, width: number, count: number): Float64Array[] {
  const many = directions.length / width
  const axes = Array.from({ length: Math.min(count, width) }, (_, c) =>
    Float64Array.from({ length: width }, (_unused, h) => (h === c ? 1 : 0) + 0.3 / (1 + h + c)))
  orthonormalise(axes)
  for (let round = 0; round < rounds; round++) {
    for (const axis of axes) {
      const next = new Float64Array(width) // WᵀW a
      for (let i = 0; i < many; i++) {
        let dot = 0
        for (let h = 0; h < width; h++) dot += directions[i * width + h] * axis[h]
        if (dot !== 0) for (let h = 0; h < width; h++) next[h] += dot * directions[i * width + h]
      }
      // A little of the axis itself, so that a direction without features stays an axis.
      for (let h = 0; h < width; h++) axis[h] = next[h] + 1e-9 * axis[h]
    }
    orthonormalise(axes)
  }
  for (const axis of axes) {
    const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
    if (largest < 0) axis.forEach((value, h) => { axis[h] = -value })
  }
  return axes
}

/** Gram–Schmidt in place, twice for accuracy; an axis that vanishes becomes the first unit vector that is left. */
function orthonormalise(axes: readonly Float64Array[]): void {
  axes.forEach((axis, c) => {
    for (let attempt = -1; attempt < axis.length; attempt++) {
      if (attempt >= 0) axis.forEach((_, h) => { axis[h] = h === attempt ? 1 : 0 })
      const before = Math.hypot(...axis)
      for (let pass = 0; pass < 2; pass++) {
        for (const earlier of axes.slice(0, c)) {
          let dot = 0
          for (let h = 0; h < axis.length; h++) dot += axis[h] * earlier[h]
          for (let h = 0; h < axis.length; h++) axis[h] -= dot * earlier[h]
        }
      }
      const length = Math.hypot(...axis)
      if (length <= 1e-8 * before || length === 0) continue
      axis.forEach((value, h) => { axis[h] = value / length })
      return
    }
  })
}

/** a·W_i for each axis. Returns one array [f] per axis. */
export function projections(directions: Float64Array, width: number, axes: readonly Float64Array[]): Float64Array[] {
  return axes.map((axis) => Float64Array.from({ length: directions.length / width }, (_, i) => {
    let dot = 0
    for (let h = 0; h < width; h++) dot += directions[i * width + h] * axis[h]
    return dot
  }))
}
