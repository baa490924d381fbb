import { describe, expect, it } from 'vitest'
import type { LabelledRow, LabelledSummary } from '../../../src/report/labels'
import { noteTables } from '../../../src/report/note-table'
import { csvTable, latexOf, latexTable, markdownOf, markdownTable, plainTable, textTable } from '../../../src/report/note-table-text'
import type { FeatureRows, Flag } from '../../../src/science/conclusions/note-table'
import type { Spread } from '../../../src/science/statistics/spread'

const spread = (mean: number, sd: number | null): Spread => ({ count: sd === null ? 1 : 3, mean, sd, min: mean, max: mean, interval: null })
const rows = <Value>(value: (scale: number) => Value): FeatureRows<Value> =>
  ({ featuresLearned: value(1), featuresPerLayer: value(4), featuresPerNeuron: value(64), featuresPerResidualDimension: value(32) })

function row(depth: number, features: number, fixedDegree: number): LabelledRow {
  const width = 64 / Math.sqrt(depth)
  return {
    key: `L${depth}`, label: `d ${width} × L ${depth}`, comparison: 0, isReference: depth === 16,
    model: { kind: 'residual' } as LabelledRow['model'], shape: { width, depth, neurons: width / 2 }, sparsity: null, importance: null, frequency: null, independentProbability: null, featureCount: 1024, nonEmbeddingParameters: 4096, totalParameters: 5000,
    neuronsPerLayer: width / 2, layers: depth, totalNeurons: (width / 2) * depth, runs: [], learningRate: 0.08, steps: 3000, heldOutLoss: spread(0.281, 0.02),
    measured: rows((scale) => spread(features / scale, 12 / scale)),
    predicted: { universality: rows((scale) => 1013 / scale), fixedDegree: rows((scale) => fixedDegree / scale) },
    ratioToReference: null, ratioPredicted: { universality: 1, fixedDegree: 1 }, flags: [],
  }
}
const summary = {
  rows: [row(16, 1013, 1013), row(4, 993, 506)], primaryCount: 'featuresByBits',
  comparisons: [{ index: 0, budget: 4096, sparsity: null, importance: null, frequency: null, reference: 'L16', rows: ['L16', 'L4'] }],
} as unknown as LabelledSummary // only what the tables read

describe('the note\'s table', () => {
  const [table] = noteTables(summary)
  const text = textTable(table)

  it('has the quantities down, the shapes across in the order of the comparison, predictions under measurements', () => {
    expect(text.header).toEqual(['', 'd 16 × L 16', 'd 32 × L 4'])
    const at = text.rows.findIndex(([label]) => label === 'features learned, F, measured')
    expect(text.rows.slice(at, at + 3).map(([, ...cells]) => cells)).toEqual([['1013 ± 12', '993 ± 12'], ['1013', '1013'], ['1013', '506']])
    expect(text.rows.find(([label]) => label === 'total neurons, mL')).toEqual(['total neurons, mL', '128', '64'])
    expect(text.caption).toBe('N ≈ 4096; F counted by featuresByBits; mean ± standard deviation over 3 seeds')
  })

  it('of networks without layers leaves out what is per neuron, per parameter and predicted of equal size, and says why', () => {
    const bare = { ...summary, rows: [row(16, 1013, 1013), row(4, 993, 506)].map((own) => ({ ...own, layers: 0, neuronsPerLayer: 0, totalNeurons: 0, nonEmbeddingParameters: 0 })) }
    const [without] = noteTables(bare)
    expect(without.quantities.map(({ id }) => id)).toEqual(['loss', 'featuresLearned', 'featuresPerResidualDimension'])
    expect(without.isCompared).toBe(false)
    expect(without.footnotes.map(({ text }) => text)).toEqual([expect.stringMatching(/^no layers: size N and neurons mL are 0/)])
    expect([plainTable(without), markdownTable(without), csvTable([without])].join('')).not.toMatch(/∞|not a number|Infinity|NaN/)
  })

  it('has a dash where one network of several has no layers', () => {
    const mixed = { ...summary, rows: [row(16, 1013, 1013), { ...row(4, 993, 506), layers: 0, totalNeurons: 0 }] }
    const perNeuron = textTable(noteTables(mixed)[0]).rows.find(([label]) => label === 'features per neuron, F/(mL), measured')
    expect(perNeuron).toEqual(['features per neuron, F/(mL), measured', '15.8 ± 0.19', '–'])
  })

  it('is aligned on a terminal, and every row has every column in Markdown and LaTeX', () => {
    const lines = plainTable(table).split('\n').slice(2)
    expect(new Set(lines.map((line) => line.length)).size).toBe(1)
    const markdown = markdownTable(table).trim().split('\n').slice(2)
    expect(new Set(markdown.map((line) => line.split(' | ').length))).toEqual(new Set([3]))
    const latex = latexTable(table).split('\n').filter((line) => line.endsWith('\\\\'))
    expect(latex.map((line) => line.split(' & ').length)).toEqual([text.header, ...text.rows].map(() => 3))
  })

  it('says the same number in every form, and in CSV to all its digits', () => {
    const lines = csvTable([table]).split('\r\n')
    expect(lines[0]).toBe('comparison,shape,isReference,quantity,value,standardDeviation,seeds,predictedAtEqualCount,predictedAtFixedDegree,worseThanChance')
    expect(lines).toContain(`N ≈ 4096,d 32 × L 4,false,featuresPerNeuron,${993 / 64},${12 / 64},3,${1013 / 64},${506 / 64},false`)
    expect(lines).toContain('N ≈ 4096,d 16 × L 16,true,neurons,128,,,,,false')
    for (const form of [plainTable(table), markdownTable(table), latexTable(table).replaceAll('$\\pm$', '±')]) expect(form).toContain('15.5 ± 0.19')
  })

  it('lets no label break the markup it is put in', () => {
    const hostile = { caption: 'a_b & 50%', header: ['', '*|`<b>'], rows: [['$x^2$', '\\']], notes: ['† #'] }
    expect(markdownOf(hostile)).toContain('| \\*\\|\\`\\<b\\> |')
    expect(latexOf(hostile)).toContain('\\caption{a\\_b \\& 50\\%}')
    expect(latexOf(hostile)).toContain('\\$x\\textasciicircum{}2\\$ & \\textbackslash{} \\\\')
    expect(latexOf(hostile)).toContain('\\dag{} \\#')
  })

  it('writes powers of ten and thin spaces as LaTeX has them', () => {
    expect(latexOf({ caption: '1.23·10⁻⁴, 12\u2009345', header: [''], rows: [], notes: [] })).toContain('\\caption{1.23$\\cdot$10$^{-4}$, 12\\,345}')
  })
})

describe('footnotes', () => {
  const oneLayer: Flag = { kind: 'one-layer' }, oneSeed: Flag = { kind: 'one-seed' }
  const flagged = (...flags: readonly (readonly Flag[])[]) => noteTables({ ...summary, rows: summary.rows.map((entry, at) => ({ ...entry, flags: flags[at] })) })[0]

  it('mark the shapes they hold for; what holds for all needs no mark', () => {
    const { footnotes, entries } = flagged([oneSeed], [oneSeed, oneLayer])
    expect(footnotes).toEqual([{ mark: null, text: 'one seed: no interval' }, { mark: '*', text: 'one layer: outside the range in which shape is said not to matter' }])
    expect(entries.map(({ marks }) => marks)).toEqual([[], ['*']])
  })

  it('go with the table when it is copied', () => {
    const markdown = markdownTable(flagged([], [oneLayer]))
    expect(markdown).toContain('d 32 × L 4 \\* |')
    expect(markdown).toContain('- \\* one layer: outside the range')
    expect(latexTable(flagged([], [oneLayer]))).toContain('\\par\\footnotesize $*$ one layer')
  })
})

it('is one table, settings down, where one shape meets many settings and nothing can be compared', () => {
  const settings = [0.5, 0.25, 0.125, 0.0625, 0.03, 0.01].map((p, index) => ({ ...row(1, 10 * (index + 1), 0), key: `p${p}`, label: `m 2, p ${p}`, comparison: index }))
  const [table, ...others] = noteTables({
    rows: settings, primaryCount: 'featuresByNorm',
    comparisons: settings.map(({ key }, index) => ({ index, budget: 10, sparsity: 0.5, importance: null, frequency: null, reference: key, rows: [key] })),
  } as unknown as LabelledSummary)
  expect(others).toEqual([])
  const { header, rows: lines } = textTable(table)
  expect(header).toEqual(['', 'parameters, N', 'neurons, m', 'held-out loss', 'features learned, F', 'features per neuron, F/(mL)', 'features per residual dimension, F/d'])
  expect(lines.map(([label, , , , count]) => [label, count]).slice(0, 3)).toEqual([['m 2, p 0.5', '10.0 ± 12'], ['m 2, p 0.25', '20.0 ± 12'], ['m 2, p 0.125', '30.0 ± 12']])
  expect(table.quantities.some(({ cells }) => cells.some((cell) => cell.kind === 'tested' && cell.predicted !== null))).toBe(false)
})
