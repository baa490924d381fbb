/** Charts that set shapes and settings side by side: what must be true of each, on results of real runs. */
import { describe, expect, it } from 'vitest'
import { degreeAndBound, observedConstants } from '../../../src/dashboard/charts/degree-and-bound'
import { featuresByCompute } from '../../../src/dashboard/charts/features-by-compute'
import { featuresByParameters, featuresByWidth } from '../../../src/dashboard/charts/features-against'
import type { Chart, Figure } from '../../../src/dashboard/charts/figure'
import type { Trace } from '../../../src/dashboard/charts/plot'
import { lossByParameters } from '../../../src/dashboard/charts/loss-by-parameters'
import { phaseDiagram, phaseOf } from '../../../src/dashboard/charts/phase-diagram'
import { similarityMatrix } from '../../../src/dashboard/charts/similarity-matrix'
import { fixtureResults, type FixtureName } from './fixture-results'

const drawn = (chart: Chart, name: FixtureName): Figure => {
  const figure = chart.draw(fixtureResults(name))
  if (figure === null) throw new Error(`${chart.id} draws nothing of ${name}`)
  return figure
}
const numbers = (value: unknown): number[] => value as number[]
const named = ({ data }: Figure, name: RegExp): Trace => data.find((trace) => name.test(String(trace.name)))!

describe('how alike the shapes are', () => {
  const figure = drawn(similarityMatrix, 'sparsity-by-shape')
  const panel = (name: string): number[][] => named(figure, new RegExp(`^${name}$`)).z as number[][]

  it('is symmetric, one row and one column for each shape of the comparison', () => {
    for (const { z } of figure.data) {
      const matrix = z as (number | null)[][]
      expect(matrix).toHaveLength(3)
      matrix.forEach((row, i) => row.forEach((value, j) => expect(value).toBe(matrix[j][i])))
    }
  })

  it('keeps similarities in their range and distances at or above 0', () => {
    for (const name of ['learned sets', 'shared features', 'Gram CKA']) for (const value of panel(name).flat()) expect(value >= 0 && value <= 1 + 1e-9).toBe(true)
    for (const value of panel('Procrustes').flat()) expect(value >= 0 && value <= 2).toBe(true)
    for (const value of panel('Gram spectrum').flat()) expect(value >= 0 && value <= 1).toBe(true)
  })

  it('asks only label-free questions of recall, whose keys mean something else in every seed', () => {
    expect(drawn(similarityMatrix, 'six-shapes').data.map(({ name }) => name)).toEqual(['sorted self share'])
  })

  it('is darkest where shapes are most alike, for distances too', () => {
    const rampAt0 = (trace: Trace): string => (trace.colorscale as [number, string][])[0][1]
    expect(rampAt0(named(figure, /^Procrustes$/))).toBe((named(figure, /^Gram CKA$/).colorscale as [number, string][]).at(-1)![1])
    expect((named(figure, /^Procrustes$/).colorscale as [number, string][]).map(([at]) => at)).toEqual([0, 0.30000000000000004, 0.65, 1])
  })
})

describe('packing against the bound', () => {
  const figure = drawn(degreeAndBound, 'sparsity-by-shape')
  const bound = named(figure, /^bound/)

  it('draws the bound only for p up to 0.3, over all points and touching one', () => {
    expect(Math.max(...numbers(bound.x))).toBeCloseTo(0.3, 12)
    const rows = figure.table.rows.filter((row) => typeof row[3] === 'number')
    const shares = rows.map((row) => Number(row[2]) / Number(row[3]))
    for (const share of shares) expect(share).toBeLessThanOrEqual(1 + 1e-12)
    expect(Math.max(...shares)).toBeCloseTo(1, 12)
  })

  it('has the form C/(−p ln p)', () => {
    const constants = numbers(bound.x).map((p, at) => numbers(bound.y)[at] * -p * Math.log(p))
    for (const constant of constants) expect(constant / constants[0]).toBeCloseTo(1, 10)
  })

  it('has one line per shape through every density', () => {
    const lines = figure.data.filter(({ name }) => /^d \d/.test(String(name)))
    expect(lines).toHaveLength(3)
    for (const { x } of lines) expect(numbers(x).map((p) => Number(p.toPrecision(6)))).toEqual([0.03, 0.1, 0.2])
  })

  it('is not drawn where features have no sparsity', () => expect(degreeAndBound.draw(fixtureResults('six-shapes'))).toBeNull())
})

describe('the observed constant', () => {
  it('is features per neuron times −p ln p, and leaves out what is denser than 0.3', () => {
    const results = fixtureResults('sparsity-by-shape')
    const figure = drawn(observedConstants, 'sparsity-by-shape')
    expect(figure.table.rows).toHaveLength(9)
    for (const row of results.summary.rows) {
      const p = 1 - row.sparsity!
      expect(figure.table.rows.find(([label]) => label === row.label)![4]).toBeCloseTo(row.measured.featuresPerNeuron.mean * -p * Math.log(p), 12)
    }
    expect(observedConstants.draw(fixtureResults('pentagons'))).toBeNull() // one density of its three is below 0.3
  })
})

describe.each([['parameters', featuresByParameters, 'countOverParameters'], ['width', featuresByWidth, 'countOverWidth']] as const)('features against %s', (_, chart, law) => {
  it('draws the fitted power law inside its band, over the points that were fitted', () => {
    const results = fixtureResults('six-shapes')
    const figure = drawn(chart, 'six-shapes')
    const fit = results.summary.scaling[0][law]!
    const line = named(figure, /^fitted law/), band = named(figure, /band/)
    const [x, y] = [numbers(line.x), numbers(line.y)]
    expect(Math.log(y.at(-1)! / y[0]) / Math.log(x.at(-1)! / x[0])).toBeCloseTo(fit.exponent.value, 8)
    const edge = numbers(band.y), half = edge.length / 2
    y.forEach((value, at) => {
      expect(edge[at]).toBeGreaterThan(value) // up along the upper edge, back along the lower
      expect(edge[edge.length - 1 - at]).toBeLessThan(value)
    })
    expect(half).toBe(y.length)
  })
})

describe('features against compute', () => {
  it('places shapes of one size at different costs, for embedding and read-out cost n·d', () => {
    const { rows } = drawn(featuresByCompute, 'sparsity-by-shape').table
    const cost = (shape: RegExp): number => Number(rows.find(([label]) => shape.test(String(label)))![1])
    expect(cost(/^d 23/)).toBeGreaterThan(cost(/^d 16/))
    expect(cost(/^d 16/)).toBeGreaterThan(cost(/^d 8/))
  })
})

describe('loss over size', () => {
  it('fits the best shape of each size, and is not drawn for a single size', () => {
    const results = fixtureResults('six-shapes')
    const figure = drawn(lossByParameters, 'six-shapes')
    expect(figure.table.rows.filter((row) => row[4] === 'yes')).toHaveLength(2) // two budgets
    const line = named(figure, /power law/)
    const [x, y] = [numbers(line.x), numbers(line.y)]
    expect(Math.log(y.at(-1)! / y[0]) / Math.log(x.at(-1)! / x[0])).toBeCloseTo(results.summary.scaling[0].lossOverParameters!.exponent.value, 8)
    expect(lossByParameters.draw(fixtureResults('sparsity-by-shape'))).toBeNull()
  })
})

describe('the phase diagram', () => {
  const figure = drawn(phaseDiagram, 'phase-diagram')
  const phase = (p: number, r: number): unknown => figure.table.rows.find((row) => Math.abs(Number(row[1]) - p) < 1e-6 && Math.abs(Number(row[2]) - r) < 1e-6)![3]

  it('leaves out the dense unimportant feature, gives the dense important one its dimension, and puts the sparse one in superposition', () => {
    expect(phase(1, 0.1)).toBe('left out')
    expect(phase(1, 10)).toBe('a dimension of its own')
    expect(phase(0.03, 1)).toBe('in superposition')
  })

  it('draws the closed form through p* = 4/7 at equal importance', () => {
    const theory = named(figure, /closed form/)
    const at = numbers(theory.y).findIndex((r) => Math.abs(r) < 1e-9)
    expect(10 ** numbers(theory.x)[at]).toBeCloseTo(4 / 7, 10)
  })

  it('tells the three fates apart by norm and by interference', () => {
    expect([phaseOf(0.2, 0), phaseOf(1, 0), phaseOf(1, 1), phaseOf(0.8, 0.64)]).toEqual(['dropped', 'alone', 'shared', 'shared'])
  })

  it('needs both sparsity and importance to vary', () => expect(phaseDiagram.draw(fixtureResults('pentagons'))).toBeNull())
})
