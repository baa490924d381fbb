import { formatListSome } from '../../report/phrases'
import type { Chart } from './figure'
import { axis, base, legendAbove } from './layout'
import { shapeLine } from './marks'
import type { Trace } from './plot'
import { representativeRun, shapeIndex } from './sweep-results'

export const featureQuality: Chart = {
  id: 'feature-quality',
  explain: 'How well each feature is learned, best first: R² on held-out samples clipped to [0, 1]; for recall 1 − CE_i/ln n. The area under a curve is the soft count. A cliff means '
    + 'features are learned or not; a slope means all are learned a little.',
  formulas: [{ tex: 'R^2_i = 1 − \\frac{\\text{MSE}_i}{\\text{Var}(y_i)}', says: 'on held-out samples', source: 'this lab' }],
  draw(results) {
    const curves = results.summary.rows.flatMap((row) => {
      const quality = representativeRun(results, row)?.metrics?.arrays.featureQuality
      return quality === undefined ? [] : [{ row, values: [...quality.values].sort((a, b) => b - a) }]
    })
    if (curves.length === 0) return null
    const data: Trace[] = curves.map(({ row, values }) => ({
      type: 'scatter', mode: 'lines', name: row.label, x: values.map((_, k) => k + 1), y: values,
      line: shapeLine(shapeIndex(results, row.shape), 2.2),
      hovertemplate: `${row.label}<br>rank %{x}: %{y:.3f}<extra></extra>`,
    }))
    return {
      title: 'Quality of every feature',
      data,
      layout: base({
        xaxis: axis('features, best first', 'rank'), yaxis: axis('quality', 'q, 0 to 1', { range: [-0.02, 1.04] }),
        showlegend: curves.length <= 8, legend: legendAbove,
      }),
      describe: `Features with quality of at least ½: ${formatListSome(curves.map(({ row, values }) => `${values.filter((value) => value >= 0.5).length} of ${values.length} at ${row.label}`))}.`,
      table: {
        columns: ['shape', 'features', 'quality ≥ 0.9', 'quality ≥ 0.5', 'sum of qualities'],
        rows: curves.map(({ row, values }) => [row.label, values.length, values.filter((value) => value >= 0.9).length, values.filter((value) => value >= 0.5).length,
          Number(values.reduce((sum, value) => sum + value, 0).toPrecision(5))]),
      },
    }
  },
}
