import type { MeasuredArray } from '../../science/metrics/run-metrics'
import { formatNumber, formatPercent } from '../../report/numbers'
import { formatListSome } from '../../report/phrases'
import type { Chart } from './figure'
import { base, shownOf, shownSentence } from './layout'
import { signedMatrix } from './marks'
import { closeTitle, matrixAxes, panelAxes, panelGrid, panelTitles } from './panels'
import { representativeRun } from './sweep-results'

const mostPanels = 10

export const effectiveMatrices: Chart = {
  id: 'effective-matrices',
  wide: true,
  explain: 'What feature j (column) does to output i (row). For the toy model it is the Gram matrix W_i·W_j; for a deep network no single matrix says it, '
    + 'so it is the effective Jacobian on the data, each matrix in units of its typical diagonal (root mean square). A clean diagonal is one feature, one answer; colour off the diagonal is interference. At most 64 features '
    + 'are shown, of the run with the least loss of each shape; the colour scale is common.',
  formulas: [{ tex: 'J_{i j} = ⟨\\frac{∂ ŷ_i}{∂ x_j} \\text{sgn}(x_j)⟩', says: 'mean over samples in which feature j is active', source: 'this lab' }],
  draw(results, room = 'wide') {
    const measured = results.summary.rows.flatMap((row) => {
      const arrays = representativeRun(results, row)?.metrics?.arrays
      const matrix = arrays?.gram !== undefined && arrays.featureDirections !== undefined ? arrays.gram : arrays?.jacobian
      return matrix === undefined ? [] : [{ row, matrix: matrix === arrays?.gram ? matrix : inDiagonalUnits(matrix) }]
    })
    const panelsOf = measured.slice(0, mostPanels)
    if (panelsOf.length === 0) return null
    const columns = Math.min(panelsOf.length, room === 'narrow' ? 2 : panelsOf.length === 5 || panelsOf.length > 8 ? 5 : panelsOf.length > 4 ? 4 : 3)
    const { panels, rows: gridRows } = panelGrid(panelsOf.length, columns)
    const scale = Math.min(2, Math.max(...panelsOf.map(({ matrix }) => quantileOfMagnitude(matrix))))
    const axes = panelAxes(panels, (panel, k) => matrixAxes(panel, panelsOf[k].matrix.shape[0], {
      x: { nticks: room === 'narrow' ? 4 : 6, ...closeTitle('feature j', panel.isLowest) },
      y: { ...(panel.isLeft ? {} : { showticklabels: false }), ...closeTitle('output i', panel.isLeft) },
    }))
    const shares = measured.map(({ row, matrix }) => ({ row, share: offDiagonalShare(matrix), diagonal: meanDiagonal(matrix) }))
    return {
      title: `What each feature does to each output, shape by shape${shownOf(panelsOf, measured)}`,
      data: panelsOf.map(({ row, matrix }, k) => signedMatrix(panels[k], row.label, rowsOf(matrix), scale, k === panelsOf.length - 1)),
      layout: base({ height: 84 + gridRows * Math.round(room === 'narrow' ? 190 : 56 + 860 / columns), margin: { l: 54, r: 12, t: 34, b: 44 }, ...axes,
        annotations: panelTitles(panels, panelsOf.map(({ row }) => row.label)) }),
      describe: `Share of the squared response that lies off the diagonal: ${formatListSome(shares.map(({ row, share }) => `${formatPercent(share)} at ${row.label}`))}.${shownSentence(panelsOf, measured)}`,
      table: {
        columns: ['shape', 'features shown', 'mean diagonal', 'share of squared response off the diagonal'],
        rows: shares.map(({ row, share, diagonal }, k) => [row.label, measured[k].matrix.shape[0], Number(formatNumber(diagonal, 4)), share]),
      },
    }
  },
}

export function rowsOf({ shape: [rows, columns], values }: MeasuredArray): number[][] {
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)])
}

/** The matrix over the root mean square of its diagonal, so that shapes with louder logits do not drown the others. */
export function inDiagonalUnits(matrix: MeasuredArray): MeasuredArray {
  const [size] = matrix.shape
  let squares = 0
  for (let i = 0; i < size; i++) squares += matrix.values[i * size + i] ** 2
  const unit = Math.sqrt(squares / size)
  return unit > 0 ? { ...matrix, values: matrix.values.map((value) => value / unit) } : matrix
}

/** The 99th percentile of |entry|: a single outlier must not wash out the rest. */
export function quantileOfMagnitude({ values }: MeasuredArray): number {
  const sorted = [...values].map(Math.abs).sort((a, b) => a - b)
  return sorted[Math.floor(0.99 * (sorted.length - 1))] || 1
}

export function offDiagonalShare({ shape: [size], values }: MeasuredArray): number {
  let all = 0, diagonal = 0
  values.forEach((value, at) => { all += value * value; if (Math.floor(at / size) === at % size) diagonal += value * value })
  return all > 0 ? 1 - diagonal / all : 0
}

function meanDiagonal({ shape: [size], values }: MeasuredArray): number {
  let sum = 0
  for (let i = 0; i < size; i++) sum += values[i * size + i]
  return sum / size
}
