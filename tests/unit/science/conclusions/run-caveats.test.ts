import { describe, expect, test } from 'vitest'
import type { MeasuredRun } from '../../../../src/science/metrics/measured-run'
import { type Summary, summarise } from '../../../../src/science/summary'
import type { Task } from '../../../../src/science/tasks/task'
import { noteShapes, plantedCount, plantedRuns } from '../planted-runs'

const kindsOf = ({ verdict }: Summary) => verdict.caveats.map(({ kind }) => kind)
const specsOf = (runs: readonly MeasuredRun[]) => runs.map(({ spec }) => spec)
const computed = (sparsity: number): Task => ({ kind: 'absolute-value', featureCount: 100_000, sparsity, importance: { kind: 'uniform' } })

describe('runs that diverged', () => {
  const runs = plantedRuns({ shapes: noteShapes, seeds: 2, count: plantedCount(2, 1), noise: 0.01 })
  const deepest = runs.filter(({ spec }) => spec.shape.depth === 16)

  test('a shape whose runs all diverged is said to be missing, with how many there were', () => {
    const { verdict, rows } = summarise(runs.filter((run) => !deepest.includes(run)), specsOf(deepest))
    expect(rows).toHaveLength(2)
    expect(verdict.caveats).toContainEqual({ kind: 'missing-shape', model: deepest[0].spec.model, shape: noteShapes[0], sparsity: null, runs: 2 })
  })

  test('also where so many diverged that no law is left to test', () => {
    const { verdict } = summarise(deepest, specsOf(runs.filter((run) => !deepest.includes(run))))
    expect(verdict.kind).toBe('not-a-law-test')
    expect(verdict.caveats).toContainEqual(expect.objectContaining({ kind: 'missing-shape', shape: noteShapes[2] }))
  })

  test('a shape of which one run finished is not missing', () => {
    expect(kindsOf(summarise(runs.slice(1), specsOf(runs.slice(0, 1))))).not.toContain('missing-shape')
  })

  test('the best rate is the largest that trains where higher ones diverged, not the largest of its grid', () => {
    const rates = plantedRuns({ shapes: noteShapes.slice(0, 2), seeds: 2, learningRates: [0.02, 0.04, 0.08], count: () => 10, loss: (_shape, rate) => 1 / rate })
    const gone = rates.filter(({ spec }) => spec.shape.depth === 16 && spec.training.learningRate === 0.08)
    const [deep, wide] = summarise(rates.filter((run) => !gone.includes(run)), specsOf(gone)).rows
    expect(deep.flags).toContainEqual({ kind: 'largest-rate-that-trains', divergedAt: [0.08] })
    expect(deep.flags.map(({ kind }) => kind)).not.toContain('rate-at-edge')
    expect(wide.flags).toContainEqual({ kind: 'rate-at-edge', edge: 'high', next: 0.16 })
  })

  test('at one higher rate, with some seeds diverged, it says so too', () => {
    const rates = plantedRuns({ shapes: noteShapes.slice(0, 1), seeds: 2, learningRates: [0.02, 0.04], count: () => 10, loss: (_shape, rate) => 1 / rate })
    const gone = rates.slice(-1)
    expect(summarise(rates.slice(0, -1), specsOf(gone)).rows[0].flags).toContainEqual({ kind: 'largest-rate-that-trains', divergedAt: [0.04] })
  })
})

test('shared features pair seeds by replicate: one that diverged does not shift the others', () => {
  const task = { kind: 'absolute-value', featureCount: 3, sparsity: 0.9, importance: { kind: 'power', exponent: 1e-9 } } as const
  // Seed q keeps features q and 0 in either shape; were they aligned by position, equal seeds would be set side by side.
  const kept = [[1, 0, 0], [1, 1, 0], [1, 0, 1]]
  const runs = plantedRuns({ shapes: noteShapes.slice(0, 2), seeds: 3, count: () => 2, task }).map((run): MeasuredRun => ({
    ...run, metrics: { ...run.metrics, arrays: { featureQuality: { axes: 'f', shape: [3], values: Float32Array.from(kept[run.replicate]) } } },
  }))
  const U = (some: MeasuredRun[]) => summarise(some).verdict.numbers.find(({ quantity }) => quantity.kind === 'shared-features')!.estimate.value
  expect(U(runs)).toBeCloseTo(1, 6)
  expect(U(runs.filter(({ spec, replicate }) => spec.shape.depth !== 16 || replicate !== 0))).toBeCloseTo(1, 6) // by position: above 1
})

test('shared features are asked for where frequency decides what is worth learning, and not where nothing does', () => {
  const U = (task: Task) => summarise(plantedRuns({ shapes: noteShapes.slice(0, 2), seeds: 3, count: () => 2, task }).map((run): MeasuredRun => ({
    ...run, metrics: { ...run.metrics, arrays: { featureQuality: { axes: 'f', shape: [3], values: Float32Array.of(1, 1, 0) } } },
  }))).verdict.numbers.find(({ quantity }) => quantity.kind === 'shared-features')?.estimate.value
  const task = { kind: 'absolute-value', featureCount: 3, sparsity: 0.9, importance: { kind: 'uniform' } } as const
  expect(U(task)).toBeUndefined()
  expect(U({ ...task, frequency: { kind: 'power', exponent: 1 } })).toBeCloseTo(1, 6)
})

test('under a rate that falls to 0 a flat end is no sign of completed training; under a constant one it is', () => {
  const runs = plantedRuns({ shapes: noteShapes, seeds: 2, count: plantedCount(2, 1) })
  const constant = runs.map((run): MeasuredRun => ({ ...run, spec: { ...run.spec, training: { ...run.spec.training, schedule: 'constant' } } }))
  expect(kindsOf(summarise(runs))).toContain('falling-learning-rate')
  expect(kindsOf(summarise(constant))).not.toContain('falling-learning-rate')
})

test('on recall the premise and universality are one hypothesis; on computed features they are two', () => {
  const said = (task: Task) => summarise(plantedRuns({ shapes: noteShapes, seeds: 2, count: plantedCount(2, 1), task }))
  expect(kindsOf(said({ kind: 'recall', featureCount: 100_000 }))).toContain('count-is-loss')
  expect(kindsOf(said(computed(0.9)))).not.toContain('count-is-loss')
})

test('a feature active in fewer than a hundred held-out samples is called noisy', () => {
  const flags = (task: number | Task, evaluationSamples: number) => summarise(plantedRuns({ shapes: noteShapes, seeds: 2, count: plantedCount(2, 1), task: typeof task === 'number' ? computed(task) : task })
    .map((run): MeasuredRun => ({ ...run, spec: { ...run.spec, measurement: { ...run.spec.measurement, evaluationSamples } } }))).rows[0].flags.filter(({ kind }) => kind === 'held-out-noise')
  expect(flags(0.997, 16_384)).toEqual([{ kind: 'held-out-noise', of: 'any-feature', active: 49, error: 0.14 }])
  expect(flags(0.98, 16_384)).toEqual([])
  expect(flags({ ...computed(0.98), kind: 'conjunction' } as Task, 16_384)).toMatchObject([{ of: 'any-feature', active: 7 }]) // p² of them
  expect(flags({ ...computed(0.9), frequency: { kind: 'last', factor: 0.05 } } as Task, 16_384)).toMatchObject([{ of: 'rarest-feature', active: 82 }])
})
