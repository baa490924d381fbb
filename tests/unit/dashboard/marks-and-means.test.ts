/** What is drawn of single runs is drawn of the runs that were averaged: planted sweeps whose halves of the seeds prefer different rates. */
import { describe, expect, it } from 'vitest'
import { featuresLearned } from '../../../src/dashboard/charts/features-learned'
import type { Figure } from '../../../src/dashboard/charts/figure'
import type { Trace } from '../../../src/dashboard/charts/plot'
import { layerSharing } from '../../../src/dashboard/charts/layer-sharing'
import { charts } from '../../../src/dashboard/charts/registry'
import { similarityMatrix } from '../../../src/dashboard/charts/similarity-matrix'
import { averagedRuns, representativeRun, type SweepResults } from '../../../src/dashboard/charts/sweep-results'
import { concludeFrom } from '../../../src/dashboard/state/conclusions'
import type { RunRecord } from '../../../src/runner/keeping/run-record'
import { claims } from '../../../src/science/claims/registry'
import type { MeasuredRun } from '../../../src/science/metrics/measured-run'
import { randomDraws } from '../../../src/science/statistics/random-draws'
import { noteShapes, plantedRuns } from '../science/planted-runs'

const recordOf = ({ metrics, loss, ...run }: MeasuredRun, index: number): RunRecord => ({
  ...run, index, experimentId: 'e'.repeat(16), status: { kind: 'finished' }, curve: { step: [10], loss: [loss] }, metrics, parameters: null, environment: null, stepsPerSecond: null,
})

const rates = [0.01, 0.02, 0.04], featureCount = 24
const shapes = [...noteShapes.slice(0, 2), { width: 23, depth: 8, neurons: 11 }]

/** Counts, losses, qualities and sharing of every run drawn apart: no two means agree by chance. */
function sweep(seed: number): { readonly runs: readonly MeasuredRun[]; readonly results: SweepResults } {
  const random = randomDraws(seed)
  const runs = plantedRuns({
    shapes, seeds: 4 + seed % 3, learningRates: rates, count: () => 10, seed,
    task: { kind: 'absolute-value', featureCount, sparsity: 0.9, importance: { kind: 'uniform' } },
  }).map((run): MeasuredRun => ({
    ...run,
    metrics: {
      scalars: {
        heldOutLoss: 1 + random.uniform(), featuresLearned: 1 + 12 * random.uniform(),
        participationRatio: 1 + 3 * random.uniform(), participationRatioNull: 1 + 3 * random.uniform(), ablationLoss: random.uniform(),
      },
      arrays: { featureQuality: { axes: 'f', shape: [featureCount], values: Float32Array.from({ length: featureCount }, () => random.uniform()) } },
    },
  }))
  return { runs, results: concludeFrom(runs.map(recordOf)) }
}
const sweeps = Array.from({ length: 12 }, (_, seed) => sweep(seed + 1))

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const named = ({ data }: Figure, name: RegExp): Trace | undefined => data.find((trace) => name.test(String(trace.name)))

describe('a row carries its runs', () => {
  it('one per seed, at two learning rates where halves of the seeds prefer different ones', () => {
    const ratesOf = sweeps.flatMap(({ results }) => results.summary.rows.map((row) => {
      const own = averagedRuns(results, row)
      expect(own.map(({ replicate }) => replicate).sort()).toEqual(Array.from({ length: row.heldOutLoss.count }, (_, replicate) => replicate))
      return new Set(own.map(({ spec }) => spec.training.learningRate)).size
    }))
    expect(ratesOf).toContain(2) // else nothing here could fail
  })

  it('whose means are the row’s', () => {
    for (const { results } of sweeps) {
      for (const row of results.summary.rows) {
        const scalars = averagedRuns(results, row).map(({ metrics }) => metrics!.scalars)
        expect(mean(scalars.map((own) => own.featuresLearned))).toBeCloseTo(row.measured.featuresLearned.mean, 12)
        expect(mean(scalars.map((own) => own.heldOutLoss))).toBeCloseTo(row.heldOutLoss.mean, 12)
      }
    }
  })
})

describe('the mean of the marks is the mean that is drawn', () => {
  it('in every chart that draws single seeds beside their mean', () => {
    const drawnBoth = new Set<string>()
    for (const { results } of sweeps) {
      for (const chart of charts) {
        const figure = chart.draw(results)
        const seeds = figure && named(figure, /^one seed$/), means = figure && named(figure, /^mean/)
        if (!seeds || !means) continue
        drawnBoth.add(chart.id)
        const [x, y, marks, at] = [seeds.x, seeds.y, means.y, means.x] as [string[], number[], number[], string[]]
        at.forEach((label, k) => expect(mean(y.filter((_, mark) => x[mark] === label)), chart.id).toBeCloseTo(marks[k], 10))
      }
    }
    expect(drawnBoth).toContain(featuresLearned.id)
  })

  it('of layers that share a feature', () => {
    for (const { runs, results } of sweeps) {
      const figure = layerSharing.draw(results)!
      const expected = (name: string): number[] => results.summary.rows.map((row) => mean(runs.filter(({ id }) => row.runs.includes(id)).map(({ metrics }) => metrics.scalars[name])))
      ;(named(figure, /^measured$/)!.y as number[]).forEach((value, k) => expect(value).toBeCloseTo(expected('participationRatio')[k], 12))
      ;(named(figure, /^shuffled$/)!.y as number[]).forEach((value, k) => expect(value).toBeCloseTo(expected('participationRatioNull')[k], 12))
    }
  })

  it('of similarities, which the matrix and the summary compute from the same runs', () => {
    for (const { results } of sweeps) {
      const figure = similarityMatrix.draw(results)!
      const { x, z } = named(figure, /^shared features$/) as unknown as { x: string[]; z: number[][] }
      const labelOf = (key: string): string => results.summary.rows.find((row) => row.key === key)!.label
      const similarities = results.summary.similarities
      expect(similarities).toHaveLength(2)
      for (const { reference, other, measures } of similarities) {
        expect(z[x.indexOf(labelOf(reference))][x.indexOf(labelOf(other))]).toBeCloseTo(measures.find(({ name }) => name === 'shared features')!.acrossShapes, 12)
      }
    }
  })

  it('and the run whose geometry is drawn is one of those averaged', () => {
    for (const { results } of sweeps) for (const row of results.summary.rows) expect(row.runs).toContain(representativeRun(results, row)!.id)
  })
})

it('a claim on shared layers is judged by the runs that the row averages', () => {
  // Shared by layers only in the runs that are reported: at the rate that the other half of the seeds prefers.
  const runs = plantedRuns({ shapes: noteShapes.slice(0, 1), seeds: 4, learningRates: [0.02, 0.04], count: () => 1 }).map((run): MeasuredRun => {
    const isBetter = (run.replicate % 2 === 0) === (run.spec.training.learningRate === 0.02)
    const shared = isBetter ? { ablationLoss: 0, participationRatio: 1 } : { ablationLoss: 0.9, participationRatio: 9 }
    return { ...run, metrics: { ...run.metrics, scalars: { ...run.metrics.scalars, heldOutLoss: isBetter ? 1 : 2, ...shared } } }
  })
  const { found, met } = claims['features-shared-by-layers'].judge(runs.map((run) => ({ ...run, parameters: null })))
  expect(met).toBe(true)
  expect(found.deep).toEqual([{ key: expect.any(String) as string, layers: 16, lost: 0.9, participation: 9, byChance: expect.any(Number) as number }])
})
