import { measuredRuns } from '../../runner/keeping/measured'
import { similarityMatrices, type SimilarityMatrix } from '../../science/conclusions/similarity-matrices'
import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import type { Chart } from './figure'
import { base } from './layout'
import { inPanel } from './marks'
import { sequentialRamp } from './palette'
import { closeTitle, panelAxes, panelGrid, panelTitles } from './panels'
import type { Axis, Trace } from './plot'
import { averagedRuns } from './sweep-results'

export const similarityMatrix: Chart = {
  id: 'similarity-matrix',
  wide: true,
  explain: 'Every shape against every other; each square is a mean over pairs of seeds. The diagonal is the ceiling: what two seeds of the same shape reach. If the '
    + 'squares off the diagonal are as dark as those on it, shapes differ no more than seeds do, and the note’s “same features” holds. Sets, CKA, RSA and Procrustes '
    + 'compare feature i with feature i; the last rows do not ask which feature is which. Distances are darkest at 0.',
  formulas: [
    { tex: 'J = \\frac{|A \\cap B|}{|A \\cup B|}', says: 'sets of learned features; weighted: the sum of I_i min(q_A, q_B) over that of I_i max(q_A, q_B)', source: 'this lab' },
    { tex: '\\text{CKA} = \\frac{⟨G_A, G_B⟩}{‖G_A‖ ‖G_B‖}', says: 'G: Gram matrix of learned directions', source: 'Kornblith et al. 2019' },
    { tex: 'U = \\frac{J(A, B)}{\\sqrt{J(A, A′) J(B, B′)}}', says: 'across shapes over the ceiling of seeds', source: 'this lab' },
  ],
  draw(results, room = 'wide') {
    const rows = comparedRows(results)
    if (rows.length < 2) return null
    const matrices = similarityMatrices(rows.map((row) => measuredRuns(averagedRuns(results, row))))
    if (matrices.length === 0) return null
    const labels = rows.map(({ label }) => label), size = rows.length
    const columns = Math.min(matrices.length, room === 'narrow' ? 1 : size > 5 ? 2 : 3)
    const { panels, rows: gridRows } = panelGrid(matrices.length, columns)
    const data = matrices.map((matrix, k): Trace => ({
      type: 'heatmap', name: matrix.name, ...inPanel(panels[k]), x: labels, y: labels, z: labels.map((_, i) => matrix.values.slice(i * size, (i + 1) * size)),
      zmin: 0, zmax: matrix.kind === 'similarity' ? 1 : Math.max(1e-9, ...matrix.values.map((value) => value ?? 0)),
      colorscale: matrix.kind === 'similarity' ? sequentialRamp : sequentialRamp.map(([at, colour]) => [1 - at, colour] as const).reverse(),
      showscale: false, texttemplate: size > 7 ? '' : '%{z:.2~g}', xgap: 2, ygap: 2, hoverongaps: false,
      hovertemplate: `${matrix.name}<br>%{x} against %{y}: %{z:.3f}<extra></extra>`,
    }))
    const category: Axis = { type: 'category', showgrid: false, categoryorder: 'array', categoryarray: labels }
    const axes = panelAxes(panels, ({ isLeft, isLowest }) => ({
      x: { ...category, showticklabels: isLowest, ...closeTitle('shape', isLowest) }, y: { ...category, autorange: 'reversed', showticklabels: isLeft },
    }))
    return {
      title: 'How alike the shapes are',
      data,
      layout: base({ height: 110 + gridRows * Math.max(130, 60 + 34 * size), margin: { l: 96, r: 12, t: 34, b: 60 }, ...axes,
        annotations: panelTitles(panels, matrices.map(({ name, kind }) => (kind === 'distance' ? `${name} (distance)` : name))) }),
      describe: `Means: ${formatList(matrices.map((matrix) => sentence(matrix, size)))}${results.summary.comparisons.length > 1 ? `, at ${labels[0].split(', ').slice(1).join(', ') || 'the first size'}` : ''}.`,
      table: {
        columns: ['measure', 'shape', ...labels],
        rows: matrices.flatMap(({ name, definition, values }) => labels.map((label, i) => [`${name}: ${definition}`, label, ...values.slice(i * size, (i + 1) * size).map((value) => value ?? '–')])),
      },
    }
  },
}

/** The rows of the first comparison of several shapes. */
function comparedRows({ summary }: Parameters<Chart['draw']>[0]) {
  const comparison = summary.comparisons.find(({ rows }) => rows.length > 1)
  const byKey = new Map(summary.rows.map((row) => [row.key, row]))
  return (comparison?.rows ?? (summary.rows.length <= 8 && new Set(summary.rows.map(({ sparsity }) => sparsity)).size === 1 ? summary.rows.map(({ key }) => key) : []))
    .flatMap((key) => byKey.get(key) ?? [])
}

const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length)

function sentence({ name, kind, values }: SimilarityMatrix, size: number): string {
  const pick = (on: boolean): number | null => mean(values.flatMap((value, at) => (value !== null && (Math.floor(at / size) === at % size) === on ? [value] : [])))
  const across = pick(false), within = pick(true)
  return `${name}${kind === 'distance' ? ' (distance)' : ''} ${formatNumber(across, 2)} across shapes${within === null ? '' : `, ${formatNumber(within, 2)} between seeds of one`}`
}
