import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { probeSteps } from '../../../src/engine/probe-steps'

describe('probes', () => {
  it('are evenly spaced and end at the last step', () => {
    expect(probeSteps(100, 4)).toEqual([25, 50, 75, 100])
    expect(probeSteps(10, 3)).toEqual([3, 7, 10])
    expect(probeSteps(1, 1)).toEqual([1])
  })

  it('are one per step when more are asked for than there are steps', () => {
    expect(probeSteps(3, 50)).toEqual([1, 2, 3])
  })

  it('are strictly increasing, never before the first step, never after the last', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 500 }), (steps, probes) => {
      const found = probeSteps(steps, probes)
      expect(found).toHaveLength(Math.min(steps, probes))
      expect(found[0]).toBeGreaterThanOrEqual(1)
      expect(found.at(-1)).toBe(steps)
      const gaps = found.map((step, k) => step - (k === 0 ? 0 : found[k - 1]))
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1)
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1)
    }))
  })
})
