import { describe, expect, it } from 'vitest'
import { principalAxes, projections } from '../../../../src/science/metrics/principal-axes'

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, h) => sum + value * b[h], 0)

describe('principal axes', () => {
  // Ten features in the plane spanned by u and v within five dimensions, longer along u.
  const u = [0.5, 0.5, 0.5, 0.5, 0], v = [0.5, -0.5, 0.5, -0.5, 0]
  const angles = Array.from({ length: 10 }, (_, k) => (2 * Math.PI * k) / 10)
  const directions = Float64Array.from(angles.flatMap((angle) => u.map((_, h) => 2 * Math.cos(angle) * u[h] + Math.sin(angle) * v[h])))

  it('are orthonormal and find the plane in which features lie, longest first', () => {
    const axes = principalAxes(directions, 5, 3)
    axes.forEach((a, i) => axes.forEach((b, j) => expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 10)))
    expect(Math.abs(dot(axes[0], Float64Array.from(u)))).toBeCloseTo(1, 9)
    expect(Math.abs(dot(axes[1], Float64Array.from(v)))).toBeCloseTo(1, 9)
  })

  it('keep all lengths where the features fill no more than those axes', () => {
    const [x, y, z] = projections(directions, 5, principalAxes(directions, 5, 3))
    angles.forEach((angle, i) => expect(Math.hypot(x[i], y[i], z[i])).toBeCloseTo(Math.hypot(2 * Math.cos(angle), Math.sin(angle)), 9))
  })

  it('are the same each time, and no more than there are dimensions', () => {
    expect(principalAxes(directions, 5, 3)).toEqual(principalAxes(directions, 5, 3))
    expect(principalAxes(Float64Array.from([1, 0, 0, 1]), 2, 3)).toHaveLength(2)
  })

  it('of no features at all are still axes', () => {
    const axes = principalAxes(new Float64Array(12), 4, 3)
    axes.forEach((a, i) => axes.forEach((b, j) => expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 10)))
  })
})
