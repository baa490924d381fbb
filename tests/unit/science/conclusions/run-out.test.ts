import { describe, expect, test } from 'vitest'
import { summarise } from '../../../../src/science/summary'
import type { Task } from '../../../../src/science/tasks/task'
import { noteShapes, plantedRuns } from '../planted-runs'

const shapes = noteShapes.slice(0, 2)
const sparse = (p: number): Task => ({ kind: 'absolute-value', featureCount: 1e5, sparsity: 1 - p, importance: { kind: 'uniform' } })
const trained = (steps: number, grown: number, options: { noise?: number; seeds?: number; task?: Task } = {}) =>
  plantedRuns({ shapes, seeds: 4, steps, noise: 0, count: ({ depth }) => 100 * (depth === 16 ? grown : 1), ...options })
const caveatsOf = (runs: Parameters<typeof summarise>[0]) => summarise(runs).verdict.caveats.map(({ kind }) => kind)

describe('whether training has run out', () => {
  test('is not asked without a training of twice the length', () => {
    expect(summarise([...trained(1000, 1), ...trained(3000, 1)]).runOut).toBeNull()
    expect(summarise(trained(1000, 1)).runOut).toBeNull()
  })
  test('is shown when no count grew, and then a falling rate needs no caveat', () => {
    const runs = [...trained(1000, 1), ...trained(2000, 1)]
    expect(summarise(runs).runOut).toMatchObject({ standing: 'inside', cells: [{ steps: 2000, growth: { value: 1 } }, { steps: 2000 }] })
    expect(caveatsOf(runs)).not.toContain('falling-learning-rate')
    expect(caveatsOf(trained(1000, 1))).toContain('falling-learning-rate')
  })
  test('is refuted by one cell of several that grew', () => {
    const runs = [...trained(1000, 1), ...trained(2000, 1.05)]
    expect(summarise(runs).runOut).toMatchObject({ standing: 'outside' })
    expect(caveatsOf(runs)).toContain('not-run-out')
  })
  test('is undecided where seeds disagree, and with one seed', () => {
    expect(summarise([...trained(1000, 1, { noise: 0.05 }), ...plantedRuns({ shapes, seeds: 4, steps: 2000, noise: 0.05, seed: 2, count: () => 100 })]).runOut?.standing).toBe('undecided')
    expect(summarise([...trained(1000, 1, { seeds: 1 }), ...trained(2000, 1.05, { seeds: 1 })]).runOut?.standing).toBe('undecided')
  })
  test('finds half of the steps at every p where presentations are held equal, rounding allowed for', () => {
    const lengths = [0.1, 0.03, 0.007].flatMap((p) => [1001, 2002].flatMap((steps) => trained(Math.round(steps * 0.1 / p), 1, { task: sparse(p) })))
    const { runOut } = summarise(lengths)
    expect(runOut?.cells.map(({ steps }) => steps)).toEqual([2002, 2002, 6673, 6673, 28_600, 28_600])
    expect(runOut?.standing).toBe('inside')
  })
})
