import { describe, expect, test } from 'vitest'
import { baselineOf, recordedBaseline } from '../../../../src/science/conclusions/bound-baseline'
import { boundStanding } from '../../../../src/science/conclusions/observed-bound'
import { rowsOfRuns } from '../../../../src/science/conclusions/note-table'
import { sparsityEntropy } from '../../../../src/science/theory/compressed-sensing-bound'
import { summarise } from '../../../../src/science/summary'
import type { MeasuredRun } from '../../../../src/science/metrics/measured-run'
import type { Task } from '../../../../src/science/tasks/task'
import { fullShapes, plantedCount, plantedRuns } from '../planted-runs'

const shapes = [{ width: 16, depth: 16, neurons: 8 }, { width: 32, depth: 4, neurons: 16 }, { width: 46, depth: 2, neurons: 22 }]
const densities = [0.02, 0.1]
type SparseTask = Exclude<Task, { kind: 'recall' }>

/** C_obs planted per shape and p: F = C·mL/(−p ln p). */
function standingOf(constant: (depth: number, p: number) => number, { noise = 0.02, seeds = 8, seed = 1, featureCount = 1e6 } = {}) {
  const runs = densities.flatMap((p, at) => plantedRuns({
    shapes, seeds, noise, seed: seed + 31 * at, task: { kind: 'absolute-value', featureCount, sparsity: 1 - p, importance: { kind: 'uniform' } },
    count: ({ depth, neurons }) => constant(depth, p) * depth * neurons / sparsityEntropy(p),
  }))
  return boundStanding(rowsOfRuns(runs), [{ p: 0.021, constant: 1, isCeiling: false }])
}

describe('whether the bound binds', () => {
  test('it may where the observed constant is the same over shapes and over p', () => {
    const found = standingOf(() => 0.4)!
    expect(found.standing).toBe('may-bind')
    expect([found.overShapes.standing, found.overSparsity.standing]).toEqual(['constant', 'constant'])
    expect([found.overShapes, found.overSparsity]).toMatchObject([{ pairs: 6 }, { pairs: 3 }]) // three shapes at each of two p; each shape at both
    for (const { constant } of found.constants) expect(constant.value).toBeCloseTo(0.4, 1)
  })

  test('it does not where the constant moves with shape at equal p, or with p at equal shape', () => {
    const byShape = standingOf((depth) => (depth === 2 ? 0.8 : 0.4))!
    expect([byShape.standing, byShape.overShapes.standing, byShape.overSparsity.standing]).toEqual(['does-not-bind', 'moves', 'constant'])
    if (byShape.overShapes.standing !== 'moves') return
    expect(byShape.overShapes.ratio.value).toBeCloseTo(2, 1)
    expect(byShape.overShapes.most).toMatch(/^46\/2\//)
    const byDensity = standingOf((_depth, p) => (p < 0.05 ? 0.1 : 0.4))!
    expect([byDensity.standing, byDensity.overShapes.standing, byDensity.overSparsity.standing]).toEqual(['does-not-bind', 'constant', 'moves'])
  })

  test('noise leaves it open, one seed too', () => {
    expect(standingOf(() => 0.4, { noise: 0.5, seeds: 3 })!.standing).toBe('undecided')
    expect(standingOf((depth) => (depth === 2 ? 0.8 : 0.4), { seeds: 1 })!.standing).toBe('undecided')
  })

  test('a constant that is the same everywhere is said to move in at most 5% of sweeps', () => {
    let alarms = 0
    for (let seed = 0; seed < 300; seed++) alarms += standingOf(() => 0.4, { noise: 0.3, seed: 1000 * seed })!.standing === 'does-not-bind' ? 1 : 0
    expect(alarms / 300).toBeLessThan(0.088) // 5% + 3 standard errors of 1.3%
  })

  test('the largest constant stands beside what autoencoders reach at the nearest p, and nowhere else', () => {
    const found = standingOf((depth) => (depth === 2 ? 0.08 : 0.04))!
    expect(found.overBaseline!.p).toBeCloseTo(0.02, 9) // 0.1 is too far from 0.021
    expect(found.overBaseline!.ratio).toBeCloseTo(0.08, 2)
    expect(found.overBaseline!.isFarBelow).toBe(true)
  })

  test('is not asked of sets, unequal frequencies or conjunctions, and the verdict says why', () => {
    const plain = { kind: 'absolute-value', featureCount: 1e5, sparsity: 0.9, importance: { kind: 'uniform' } } as const
    const dependent: Task[] = [
      { ...plain, sets: { kind: 'correlated', size: 2 } }, { ...plain, frequency: { kind: 'power', exponent: 1 } }, { ...plain, kind: 'conjunction' },
    ]
    const said = (task: Task) => {
      const { bound, verdict } = summarise(plantedRuns({ shapes: fullShapes, seeds: 3, noise: 0.01, count: plantedCount(2, 1, 0.05), task }))
      expect(verdict.kind).toBe('universality')
      return [bound === null, verdict.caveats.some(({ kind }) => kind === 'dependent-answers'), verdict.reasons.some((reason) => reason.kind === 'degree-moves' && !reason.isBoundSilent)]
    }
    for (const task of dependent) expect(said(task)).toEqual([true, true, false])
    expect(said(plain)).toEqual([false, false, true])
    expect(said({ kind: 'recall', featureCount: 1e5 })).toEqual([true, false, true])
  })

  test('counts at their ceiling and recall say nothing about it', () => {
    expect(standingOf(() => 0.4, { featureCount: 10 })).toBeNull()
    expect(boundStanding(rowsOfRuns(plantedRuns({ shapes, seeds: 2, count: () => 10 })), [])).toBeNull()
  })
})

test('the baseline is the largest constant at each p inside the bound’s domain, and says where it was cut off by n', () => {
  const at = (p: number, count: number) => plantedRuns({
    shapes: [{ width: 10, depth: 1, neurons: 10 }], seeds: 1, count: () => count,
    task: { kind: 'reconstruction', featureCount: 100, sparsity: 1 - p, importance: { kind: 'uniform' } },
  })
  const paired = at(0.1, 90).map((run): MeasuredRun => ({ ...run, spec: { ...run.spec, task: { ...run.spec.task as SparseTask, sets: { kind: 'correlated', size: 2 } } } }))
  const found = baselineOf([...paired, ...at(0.5, 20), ...at(0.1, 30), ...at(0.1, 40), ...at(0.01, 100)])
  expect(found.map(({ p, isCeiling }) => [p, isCeiling])).toEqual([[0.1, false], [0.01, true]])
  expect(found[0].constant).toBeCloseTo(4 * sparsityEntropy(0.1), 9)
})

test('the baseline that ships reaches down to p = 0.01 and stays below 1.5', () => {
  expect(Math.min(...recordedBaseline.map(({ p }) => p))).toBeLessThanOrEqual(0.0101)
  for (const { constant } of recordedBaseline) expect(constant).toBeGreaterThan(0.3)
  for (const { constant } of recordedBaseline) expect(constant).toBeLessThan(1.5)
})
