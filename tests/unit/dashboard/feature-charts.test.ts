import { describe, expect, it } from 'vitest'
import { dimensionsThroughTraining } from '../../../src/dashboard/charts/dimensions-through-training'
import { featureCharts } from '../../../src/dashboard/charts/registry'
import { featureMatrices } from '../../../src/dashboard/charts/feature-matrices'
import { featureNorms } from '../../../src/dashboard/charts/feature-norms'
import { featuresInPlane } from '../../../src/dashboard/charts/features-in-plane'
import { featuresInSpace } from '../../../src/dashboard/charts/features-in-space'
import { featuresOverLayers } from '../../../src/dashboard/charts/features-over-layers'
import type { Figure } from '../../../src/dashboard/charts/figure'
import type { Trace } from '../../../src/dashboard/charts/plot'
import { interferenceGraphs } from '../../../src/dashboard/charts/interference-graphs'
import { lossAt, lossesOfChosen } from '../../../src/dashboard/charts/losses-of-chosen'
import { neuronBars } from '../../../src/dashboard/charts/neuron-bars'
import { portraitLabels, representativeRuns, type FeatureLook, type Portrait } from '../../../src/dashboard/charts/portrait'
import { measureRun } from '../../../src/science/metrics/measure'
import { parameterLayout } from '../../../src/science/models/model'
import type { RunRecord } from '../../../src/runner/keeping/run-record'
import { parseExperiment } from '../../../src/experiment/parse'
import { planSweep } from '../../../src/experiment/plan'
import { fixtureResults, type FixtureName } from './fixture-results'

/** Chosen runs of real results at their end. */
function lookAt(name: FixtureName, feature: number | null = null): FeatureLook {
  const runs = representativeRuns(fixtureResults(name))
  const labels = portraitLabels(runs)
  return {
    feature, choice: null,
    portraits: runs.map((run, k): Portrait => {
      const end = { step: run.spec.training.steps, metrics: run.metrics!, parameters: run.parameters }
      return { ...end, run, label: labels[k], shape: k, history: [end] }
    }),
  }
}

/** A run whose W has these rows; measured as a trained one is. */
function networkOf(rows: readonly (readonly number[])[], task: 'reconstruction' | 'absolute-value' = 'reconstruction'): Portrait {
  const width = rows[0].length
  const parsed = parseExperiment({
    title: 'T', question: 'Q', task: { kind: task, featureCount: rows.length, sparsity: [0.5] }, model: { kind: 'autoencoder' },
    shapes: { kind: 'list', shapes: [{ width, depth: 1, neurons: width }] }, training: { steps: 100 }, seeds: { count: 1 }, measurement: { evaluationSamples: 64 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  const { id, index, replicate, spec } = planSweep(parsed.value).runs[0]
  const parameters = new Float32Array(parameterLayout(spec).total)
  rows.forEach((row, f) => row.forEach((value, h) => { parameters[f * width + h] = value }))
  const run: RunRecord = {
    id, index, replicate, spec, experimentId: 'e', status: { kind: 'finished' }, curve: { step: [10, 50, 100], loss: [3, 2, 1] },
    metrics: measureRun(spec, parameters), parameters, environment: null, stepsPerSecond: null,
  }
  const end = { step: 100, metrics: run.metrics!, parameters }
  return { ...end, run, label: 'planted', shape: 0, history: [end] }
}

const turned = (many: number): number[][] => Array.from({ length: many }, (_, k) => [Math.cos((2 * Math.PI * k) / many), Math.sin((2 * Math.PI * k) / many)])
const planted = networkOf([...turned(5).map((row) => [...row, 0, 0]), [0, 0, 1, 0], [0, 0, -1, 0], [0, 0, 0, 1], [0, 0, 0, 0]])
const inSpace = networkOf([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, -1]])
const absolute = networkOf([[1, 1, 0, 0.5], [0, 0, 1, 0.5], [0, 0, 0, 0.5]], 'absolute-value')

const looks: readonly (readonly [string, FeatureLook])[] = [
  ['pentagons', lookAt('pentagons', 2)], ['six shapes', lookAt('six-shapes', 5)],
  ['a planted network', { portraits: [planted], feature: 1, choice: null }], ['three dimensions', { portraits: [inSpace], feature: 0, choice: null }],
  ['absolute values', { portraits: [absolute], feature: 0, choice: null }],
  ['two moments', { portraits: [{ ...planted, history: [{ ...planted, step: 0 }, { ...planted, step: 100 }] }], feature: null, choice: null }],
]
const drawn = looks.flatMap(([name, look]) => featureCharts.flatMap((chart) => {
  const figure = chart.draw(look, 'wide')
  return figure === null ? [] : [{ name: `${chart.id} of ${name}`, chart, figure, look }]
}))

const numbers = (value: unknown): number[] => value as number[]
const marks = ({ data }: Figure): Trace[] => data.filter(({ mode, type }) => mode === 'markers' || type === 'bar')
const must = (figure: Figure | null): Figure => { if (figure === null) throw new Error('nothing was drawn'); return figure }

describe('every figure of the feature view', () => {
  it('is drawn for some network by every chart', () => {
    expect(new Set(drawn.map(({ chart }) => chart.id))).toEqual(new Set(featureCharts.map(({ id }) => id)))
  })

  it.each(drawn)('$name is described in sentences and as a table, and says which feature each row is of', ({ figure, chart }) => {
    expect(figure.describe).not.toMatch(/NaN|undefined|null|Infinity/)
    expect(figure.describe.length).toBeGreaterThan(20)
    expect(chart.explain.length).toBeGreaterThan(60)
    expect(figure.table.rows.length).toBeGreaterThan(0)
    for (const row of figure.table.rows) {
      expect(row).toHaveLength(figure.table.columns.length)
      for (const cell of row) if (typeof cell === 'number') expect(Number.isFinite(cell)).toBe(true)
    }
    if (figure.table.features !== undefined) expect(figure.table.features).toHaveLength(figure.table.rows.length)
  })

  it.each(drawn.filter(({ chart }) => !['losses-of-chosen', 'dimensions-through-training'].includes(chart.id)))('$name lets each of its points be chosen', ({ figure, look }) => {
    const features = figure.data.flatMap(({ customdata }) => (customdata === undefined ? [] : (customdata as unknown[]).flat()))
    expect(features.length).toBeGreaterThan(0)
    const count = Math.max(...look.portraits.map(({ run }) => run.spec.task.featureCount))
    for (const feature of features) if (feature !== null) expect(Number.isInteger(feature) && (feature as number) >= 0 && (feature as number) < count).toBe(true)
  })

  it.each(drawn.filter(({ look }) => look.feature !== null))('$name changes with the chosen feature', ({ figure, chart, look }) => {
    const without = chart.draw({ ...look, feature: null }, 'wide')
    if (chart.id === 'losses-of-chosen') expect(without).toEqual(figure)
    else expect(JSON.stringify([without!.data, without!.layout.shapes, without!.describe])).not.toBe(JSON.stringify([figure.data, figure.layout.shapes, figure.describe]))
  })
})

describe('the runs that are looked at', () => {
  it('are by themselves at most four, one of each shape across the range, each the best of its row', () => {
    const results = fixtureResults('six-shapes')
    const runs = representativeRuns(results)
    expect(runs.length).toBeGreaterThan(1)
    expect(runs.length).toBeLessThanOrEqual(4)
    expect(new Set(runs.map(({ spec: { shape } }) => JSON.stringify(shape))).size).toBe(runs.length)
    for (const run of runs) {
      const siblings = results.runs.filter(({ spec, status }) => JSON.stringify(spec.shape) === JSON.stringify(run.spec.shape) && spec.training.learningRate === run.spec.training.learningRate && status.kind === 'finished')
      expect(run.curve.loss.at(-1)).toBe(Math.min(...siblings.map(({ curve }) => curve.loss.at(-1)!)))
    }
  })

  it('of one shape are spread over its settings, the first and the last among them', () => {
    const results = fixtureResults('pentagons')
    const sparsities = results.summary.rows.map(({ sparsity }) => sparsity)
    const seen = representativeRuns(results).map(({ spec: { task } }) => (task.kind === 'recall' ? null : task.sparsity))
    expect([seen[0], seen.at(-1)]).toEqual([sparsities[0], sparsities.at(-1)])
  })

  it('have names of their own, even where only the seed tells them apart', () => {
    const runs = fixtureResults('pentagons').runs
    expect(new Set(portraitLabels(runs)).size).toBe(runs.length)
  })
})

describe('directions', () => {
  it('in the plane mark the chosen feature in every panel, and no other', () => {
    for (const { marker } of marks(must(featuresInPlane.draw(lookAt('pentagons', 2), 'wide')))) {
      const widths = numbers((marker as { line: { width: unknown } }).line.width)
      expect(widths.flatMap((width, f) => (width > 0 ? [f] : []))).toEqual([2])
    }
  })

  it('of three hidden units are shown as they are', () => {
    const [points] = marks(must(featuresInSpace.draw({ portraits: [inSpace], feature: null, choice: null }, 'wide')))
    expect([points.x, points.y, points.z]).toEqual([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, -1]])
  })

  it('of more are seen from the axes with most in them, or along the units that are chosen, and the share that is seen is stated', () => {
    const look = { portraits: [planted], feature: null, choice: null }
    // Σ‖W‖² = 8, of which the pentagon's plane holds 5 and the digon's line 2.
    expect(must(featuresInSpace.draw(look, 'wide')).describe).toContain('88% of')
    const along = must(featuresInSpace.draw({ ...look, choice: 'units-1-2-3' }, 'wide'))
    expect(marks(along)[0].z).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0])
    expect(along.describe).toContain('69% of') // 2.5 + 2 + 1 of 8
  })
})

describe('islands of interference', () => {
  it('of a network without directions of its own are of its first 64 features, and the description says so', () => {
    const large = networkOf(turned(70))
    const { featureDirections, ...arrays } = large.metrics.arrays
    expect(featureDirections!.shape).toEqual([70, 2])
    expect(arrays.gram!.shape).toEqual([64, 64])
    const islands = (metrics: Portrait['metrics']): Figure => must(interferenceGraphs.draw({ portraits: [{ ...large, metrics }], feature: null, choice: null }, 'wide'))
    expect(islands({ ...large.metrics, arrays }).describe).toMatch(/^planted: 64 of the first 64 of 70 features are represented/)
    expect(islands(large.metrics).describe).toMatch(/^planted: 70 of 70 features are represented/)
  })

  const figure = must(interferenceGraphs.draw({ portraits: [planted], feature: 6, choice: null }, 'wide'))

  it('are found, counted and named', () => {
    expect(figure.describe).toContain('8 of 9 features are represented, in 3 islands: 1 × dedicated, 1 × digon and 1 × pentagon')
    expect(figure.describe).toContain('Feature 6: in a digon')
    expect(new Set(figure.table.rows.filter(([, , name]) => name === 'pentagon').map(([, feature]) => feature))).toEqual(new Set([0, 1, 2, 3, 4]))
  })

  it('lie apart, and a line is drawn for every pair above the threshold: ten within the pentagon, one in the digon', () => {
    const lines = figure.data.filter(({ mode }) => mode === 'lines').map(({ x }) => (x as unknown[]).length / 3)
    expect(lines.reduce((sum, many) => sum + many, 0)).toBe(11)
    const places = marks(figure).flatMap(({ x, y }) => numbers(x).map((value, k) => [value, numbers(y)[k]]))
    places.forEach(([x, y], i) => places.slice(i + 1).forEach(([u, v]) => expect(Math.hypot(x - u, y - v)).toBeGreaterThan(0.2)))
  })

  it('join less at a higher threshold', () => {
    // cos 72° = 0.31 no longer joins; cos 144° = −0.81 still does, so the pentagon stays one island with five lines
    const strict = must(interferenceGraphs.draw({ portraits: [planted], feature: null, choice: 'cosine-40' }, 'wide'))
    expect(strict.data.filter(({ mode }) => mode === 'lines').reduce((sum, { x }) => sum + (x as unknown[]).length / 3, 0)).toBe(6)
    expect(strict.describe).toContain('1 × pentagon')
  })
})

describe('figures by feature', () => {
  it('colour lengths by interference: none alone, one for a digon, one and a half for a pentagon', () => {
    const [bars] = marks(must(featureNorms.draw({ portraits: [planted], feature: null, choice: null }, 'wide')))
    const colours = numbers((bars.marker as { color: unknown }).color)
    expect(colours[7]).toBeCloseTo(0, 6)
    expect(colours[5]).toBeCloseTo(1, 6)
    expect(colours[0]).toBeCloseTo(1.5, 6) // Σ_{j≠i} cos² = 5/2 − 1
  })

  it('frame the row and the column of the chosen feature in every matrix', () => {
    const shapes = must(featureMatrices.draw(lookAt('six-shapes', 5), 'wide')).layout.shapes!
    const panels = lookAt('six-shapes').portraits.length
    expect(shapes.filter(({ x0, x1 }) => x0 === 4.5 && x1 === 5.5)).toHaveLength(panels)
    expect(shapes.filter(({ y0, y1 }) => y0 === 4.5 && y1 === 5.5)).toHaveLength(panels)
  })

  it('share every learned feature out over its layers: rows add up to one', () => {
    const figure = must(featuresOverLayers.draw(lookAt('six-shapes'), 'wide'))
    for (const { z } of figure.data) for (const row of z as number[][]) {
      const sum = row.reduce((total, share) => total + share, 0)
      expect(sum < 1e-6 || Math.abs(sum - 1) < 1e-5).toBe(true) // float32 shares; a feature that no layer writes has none
    }
  })

  it('stack what neurons take: one piece for a neuron of one feature, three for one of three', () => {
    const figure = must(neuronBars.draw({ portraits: [absolute], feature: null, choice: null }, 'wide'))
    expect(figure.table.rows.map(([, , served]) => Number((served as number).toFixed(6)))).toEqual([1, 1, 1, 3])
    const heights = [0, 1, 2, 3].map((neuron) => figure.data.reduce((sum, { y }) => sum + numbers(y)[neuron], 0))
    expect(heights.map((height) => Number(height.toFixed(6)))).toEqual([1, 1, 1, 1.5])
  })

  it('leave neurons out where a network computes nothing with them', () => {
    expect(neuronBars.draw({ portraits: [planted], feature: null, choice: null }, 'wide')).toBeNull()
  })
})

describe('moments of training', () => {
  it('stand upright in the figures through training, where the slider is', () => {
    const history = [0, 10, 100].map((step) => ({ ...planted, step }))
    const look = { portraits: [{ ...planted, step: 10, history }], feature: 3, choice: null }
    const uprights = (figure: Figure): number[] => figure.layout.shapes!.filter(({ x0, x1, xref }) => x0 === x1 && xref === 'x').map(({ x0 }) => x0)
    expect(uprights(must(dimensionsThroughTraining.draw(look, 'wide')))).toEqual([10])
    expect(uprights(must(lossesOfChosen.draw(look, 'wide')))).toEqual([10])
    expect(dimensionsThroughTraining.draw({ ...look, portraits: [planted] }, 'wide')).toBeNull()
  })

  it('have the last loss that was read by then', () => {
    expect([5, 10, 49, 100].map((step) => lossAt({ run: planted.run, step }))).toEqual([3, 3, 3, 1])
  })
})
