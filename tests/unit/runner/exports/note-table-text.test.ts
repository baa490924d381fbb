import { describe, expect, it } from 'vitest'
import { latexTable, markdownTable, noteTables, plainTable, short, spreadText } from '../../../../src/runner/exports/note-table-text'
import type { FeatureRows, ShapeRow } from '../../../../src/science/conclusions/note-table'
import type { Spread } from '../../../../src/science/statistics/spread'
import type { Summary } from '../../../../src/science/summary'

const spread = (mean: number, sd: number | null): Spread => ({ count: sd === null ? 1 : 3, mean, sd, min: mean, max: mean, interval: null })
const rows = <Value>(value: (scale: number) => Value): FeatureRows<Value> =>
  ({ featuresLearned: value(1), featuresPerLayer: value(4), featuresPerNeuron: value(64), featuresPerResidualDimension: value(32) })

function row(depth: number, features: number, fixedDegree: number): ShapeRow {
  const width = 64 / Math.sqrt(depth)
  return {
    key: `L${depth}`, label: `d ${width} × L ${depth}`, comparison: 0, isReference: depth === 16,
    shape: { width, depth, neurons: width / 2 }, sparsity: null, importance: null, frequency: null, independentProbability: null, featureCount: 1024, nonEmbeddingParameters: 4096, totalParameters: 5000,
    neuronsPerLayer: width / 2, layers: depth, totalNeurons: (width / 2) * depth, runs: [], learningRate: 0.08, steps: 3000, heldOutLoss: spread(0.281, 0.02),
    measured: rows((scale) => spread(features / scale, 12 / scale)),
    predicted: { universality: rows((scale) => 1013 / scale), fixedDegree: rows((scale) => fixedDegree / scale) },
    ratioToReference: null, ratioPredicted: { universality: 1, fixedDegree: 1 }, flags: [],
  }
}
const summary = {
  rows: [row(16, 1013, 1013), row(4, 993, 506)], primaryCount: 'featuresByBits',
  comparisons: [{ index: 0, budget: 4096, sparsity: null, importance: null, frequency: null, reference: 'L16', rows: ['L16', 'L4'] }],
} as unknown as Summary // only what the tables read

describe('the note\'s table as text', () => {
  const [table] = noteTables(summary)

  it('has the quantities down, the shapes across in the order of the comparison, predictions under measurements', () => {
    expect(table.header).toEqual(['', 'd 16 × L 16', 'd 32 × L 4'])
    const at = table.rows.findIndex(([label]) => label === 'features learned, F, measured')
    expect(table.rows.slice(at, at + 3).map(([, ...cells]) => cells)).toEqual([['1013 ± 12', '993 ± 12'], ['1013', '1013'], ['1013', '506']])
    expect(table.rows.find(([label]) => label === 'total neurons, mL')).toEqual(['total neurons, mL', '128', '64'])
  })

  it('is aligned on a terminal, and every row has every column in Markdown and LaTeX', () => {
    const lines = plainTable(table).split('\n').slice(2)
    expect(new Set(lines.map((line) => line.length)).size).toBe(1)
    const markdown = markdownTable(table).trim().split('\n').slice(2)
    expect(new Set(markdown.map((line) => line.split(' | ').length))).toEqual(new Set([3]))
    const latex = latexTable(table).split('\n').filter((line) => line.endsWith('\\\\'))
    expect(latex.map((line) => line.split(' & ').length)).toEqual([table.header, ...table.rows].map(() => 3))
  })

  it('lets no label break the markup it is put in', () => {
    const hostile = { caption: 'a_b & 50%', header: ['', '*|`<b>'], rows: [['$x^2$', '\\']] }
    expect(markdownTable(hostile)).toContain('| \\*\\|\\`\\<b\\> |')
    expect(latexTable(hostile)).toContain('\\caption{a\\_b \\& 50\\%}')
    expect(latexTable(hostile)).toContain('\\$x\\textasciicircum{}2\\$ & \\textbackslash{} \\\\')
  })

  it('prints three significant digits, and no spread where there is one seed', () => {
    expect([1013.4, 63.26, 7.9141, 0.08, 0.00012345, 4194304].map(short)).toEqual(['1013', '63.3', '7.91', '0.08', '1.23e-4', '4.19e+6'])
    expect(spreadText(spread(7.9, null))).toBe('7.9')
    expect(spreadText(spread(7.914, 0.1234))).toBe('7.91 ± 0.12')
  })
})

it('is one table, settings down, where one shape meets many settings and nothing can be compared', () => {
  const settings = [0.5, 0.25, 0.125, 0.0625].map((p, index) => ({ ...row(4, 10 * (index + 1), 0), key: `p${p}`, label: `m 2, p ${p}`, comparison: index }))
  const [table, ...others] = noteTables({
    rows: settings, primaryCount: 'featuresByNorm',
    comparisons: settings.map(({ key }, index) => ({ index, budget: 10, sparsity: 0.5, importance: null, frequency: null, reference: key, rows: [key] })),
  } as unknown as Summary)
  expect(others).toEqual([])
  expect(table.header).toEqual(['', 'parameters, N', 'held-out loss', 'features learned, F', 'features per neuron, F/(mL)', 'features per residual dimension, F/d'])
  expect(table.rows.map(([label, , , count]) => [label, count])).toEqual([['m 2, p 0.5', '10 ± 12'], ['m 2, p 0.25', '20 ± 12'], ['m 2, p 0.125', '30 ± 12'], ['m 2, p 0.0625', '40 ± 12']])
})
