import { describe, expect, test } from 'vitest'
import { lengthsOfTraining } from '../../../../src/science/conclusions/lengths-of-training'
import type { RunSpec } from '../../../../src/science/training/run-spec'
import { plantedRuns } from '../planted-runs'

const spec = (p: number, steps: number): RunSpec => plantedRuns({
  shapes: [{ width: 4, depth: 2, neurons: 2 }], seeds: 1, steps, count: () => 1, task: { kind: 'absolute-value', featureCount: 9, sparsity: 1 - p, importance: { kind: 'uniform' } },
})[0].spec
const grid = (ps: readonly number[], lengths: readonly number[], follow: boolean): RunSpec[] =>
  ps.flatMap((p) => lengths.map((steps) => spec(p, follow ? Math.round(steps * (0.1 / p)) : steps)))

describe('lengths of training', () => {
  test('are steps where every p takes the same, however many p and lengths there are', () => {
    for (const ps of [[0.1], [0.1, 0.01], [0.3, 0.1, 0.03, 0.01, 0.003]]) {
      for (const lengths of [[3000], [3000, 3001], [1000, 10_000], [8, 80, 800, 8000]]) {
        const { equal, lengths: found, placeOf } = lengthsOfTraining(grid(ps, lengths, false))
        expect([equal, found]).toEqual(['steps', lengths.toReversed().sort((x, y) => y - x)])
        expect(placeOf(spec(0.02, Math.max(...lengths) + 1))).toBe(0)
        expect(placeOf(spec(0.02, Math.min(...lengths) - 1))).toBe(-1)
      }
    }
  })
  test('are presentations where steps follow 1/p, rounded or not', () => {
    for (const ps of [[0.1, 0.01], [0.1, 0.03, 0.007], [0.3, 0.1, 0.03, 0.01, 0.003]]) {
      for (const lengths of [[3000], [1001, 10_007], [80, 800, 8000]]) {
        const specs = grid(ps, lengths, true), { equal, lengths: found, placeOf } = lengthsOfTraining(specs)
        expect([equal, found.length]).toEqual(['presentations', lengths.length])
        for (const [at, stated] of [...lengths].sort((x, y) => y - x).entries()) {
          for (const p of ps) expect(placeOf(spec(p, Math.round(stated * (0.1 / p))))).toBe(at)
          expect(Math.abs(found[at] - 10 * 0.1 * stated)).toBeLessThanOrEqual(2) // B·p·steps, rounded
        }
      }
    }
  })
  test('of no runs are none', () => {
    expect(lengthsOfTraining([])).toMatchObject({ equal: 'steps', lengths: [] })
  })
})
