import { formatNumber } from '../../report/numbers'
import { formatListSome } from '../../report/phrases'
import type { Chart } from './figure'
import { axis, base, logAxis } from './layout'
import { horizontal, note, shapeMarks } from './marks'
import { averagedRuns } from './sweep-results'

/** Dimensionalities of known arrangements [Elhage et al. 2022]. */
export const knownFractions = [
  [1, 'alone'], [3 / 4, 'tetrahedron ¾'], [2 / 3, 'triangle ⅔'], [1 / 2, 'digon ½'], [2 / 5, 'pentagon ⅖'], [3 / 8, 'antiprism ⅜'],
] as const

/** Features with less were dropped; their mean with the others would only say rank over features. */
const leastDimensionality = 0.1

export const featureDimensionality: Chart = {
  id: 'feature-dimensionality',
  explain: 'D_i = ‖W_i‖²/Σ_j (Ŵ_i·W_j)² is the share of a dimension that a feature has to itself [Elhage et al. 2022]. As features become sparser (to the right) they settle on '
    + 'the fractions of regular arrangements. Each mark is one feature of one seed.',
  formulas: [{ tex: 'D_i = \\frac{‖W_i‖^2}{\\sum_j (Ŵ_i · W_j)^2}', says: 'Ŵ: unit vectors; j runs over i too', source: 'Elhage et al. 2022' }],
  draw(results) {
    const points = results.summary.rows.flatMap((row) => (row.sparsity === null ? [] : averagedRuns(results, row).flatMap((run) => {
      const dimensionality = run.metrics?.arrays.featureDimensionality
      if (dimensionality === undefined || run.metrics?.arrays.featureDirections === undefined) return []
      return [...dimensionality.values].map((value, f) => ({ row, f, value, inverse: 1 / (1 - row.sparsity!) }))
    })))
    if (points.length === 0) return null
    const marks = shapeMarks(results, points.map(({ row: { shape, label }, f, value, inverse }, k) => ({
      shape, x: inverse * (1 + 0.05 * (((k * 7) % 11) / 11 - 0.5)), y: value, text: `${label}, feature ${f}`,
    })), '%{text}<br>D = %{y:.3f}<extra></extra>', { size: 6 })
    const bySetting = results.summary.rows.flatMap((row) => {
      const values = points.filter((point) => point.row === row).map(({ value }) => value)
      return values.length === 0 ? [] : [{ row, values, represented: values.filter((value) => value > leastDimensionality).sort((a, b) => a - b) }]
    })
    return {
      title: 'Dimensions per feature',
      data: [{ ...marks, marker: { ...marks.marker, opacity: 0.65 } }],
      layout: base({
        xaxis: logAxis('inverse density', '1/(1 − S)', points.map(({ inverse }) => inverse)), yaxis: axis('feature dimensionality', 'D<sub>i</sub>', { range: [-0.03, 1.06] }),
        margin: { l: 64, r: 96, t: 14, b: 56 },
        shapes: knownFractions.map(([value]) => horizontal(value, { width: 1, dash: 'dot' })),
        annotations: knownFractions.map(([value, text]) => note(text, 1, value, { xref: 'paper', xanchor: 'left', yanchor: value === 3 / 8 ? 'top' : 'middle' }, 11.5)),
      }),
      describe: `Median over features that have a direction of their own (D above ${leastDimensionality}): ${formatListSome(bySetting.map(({ row, represented }) => `${formatNumber(median(represented), 2)} at ${row.label}`))}.`,
      table: { columns: ['setting', 'features × seeds', `of these D above ${leastDimensionality}`, 'their median D'], rows: bySetting.map(({ row, values, represented }) => [row.label, values.length, represented.length, median(represented) ?? '']) },
    }
  },
}

/** The middle of ascending values; null of none. */
function median(ascending: readonly number[]): number | null {
  const middle = ascending.length >> 1
  if (ascending.length === 0) return null
  return ascending.length % 2 === 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2
}
