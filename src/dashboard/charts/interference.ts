import { metricTraits } from '../../science/metrics/metric-traits'
import { hasDepth } from '../../science/models/model'
import { formatNumber } from '../../report/numbers'
import { formatListSome } from '../../report/phrases'
import type { Chart } from './figure'
import { axis, base, heightUnder, logAxis } from './layout'
import { shapeColour, shapeMarker, translucent } from './palette'
import type { Trace } from './plot'
import { representativeRun, shapeIndex } from './sweep-results'

export const interference: Chart = {
  id: 'interference',
  explain: 'How much of a feature’s output comes from other features: Σ_{j≠i} (Ŵ_i·W_j)² for the toy model [Elhage et al. 2022], '
    + 'and Σ_{j≠i} J_ij²/J_ii² in the effective Jacobian for deep networks; both are sums of squares. Above 1 the others together are as strong as the feature '
    + 'itself. Boxes show quartiles over features of the best run of each shape.',
  formulas: [{ tex: '\\sum_{j ≠ i} (Ŵ_i · W_j)^2, \\quad I_i = \\sum_{j ≠ i} \\frac{J_{i j}^2}{J_{i i}^2}', says: 'of directions; of the effective Jacobian where a network is deep', source: 'Elhage et al. 2022; this lab' }],
  draw(results) {
    const boxes = results.summary.rows.flatMap((row) => {
      const run = representativeRun(results, row)
      const metrics = run?.metrics
      if (!run || !metrics) return []
      const isToy = !hasDepth(run.spec.model)
      const array = isToy ? metrics.arrays.featureInterference : metrics.arrays.jacobianSelfShare
      if (array === undefined) return []
      const learned = isToy ? metrics.arrays.featureNorm?.values.map((norm) => (norm > 0.5 ? 1 : 0)) : metrics.arrays.learned?.values
      const values = [...array.values].filter((_, f) => (learned?.[f] ?? 1) > 0)
        .map((value) => (isToy ? value : (1 - value) / value)).filter((value) => Number.isFinite(value))
      return values.length === 0 ? [] : [{ row, values, isToy }]
    })
    if (boxes.length === 0) return null
    const traits = metricTraits[boxes[0].isToy ? 'interference' : 'jacobianInterference']
    const quantile = (values: readonly number[], q: number): number => {
      const sorted = [...values].sort((a, b) => a - b)
      return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
    }
    const data: Trace[] = boxes.map(({ row, values }) => {
      const index = shapeIndex(results, row.shape)
      return {
        type: 'box', name: row.label, y: values, boxpoints: values.length <= 64 ? 'all' : false, jitter: 0.5, pointpos: 0,
        marker: { color: shapeColour(index), size: 5, symbol: shapeMarker(index) }, line: { color: shapeColour(index), width: 1.6 }, fillcolor: translucent(shapeColour(index), 0.15),
      }
    })
    return {
      title: 'Interference of learned features',
      data,
      layout: base({
        height: heightUnder(boxes.length),
        xaxis: { title: { text: results.shapes.length > 1 ? 'shape' : 'setting' } },
        yaxis: boxes[0].isToy ? axis('interference', 'sum of squares', { rangemode: 'tozero' })
          : logAxis('interference', 'sum of squares', boxes.flatMap(({ values }) => values)),
      }),
      describe: `${traits.title}, median over learned features: ${formatListSome(boxes.map(({ row, values }) => `${formatNumber(quantile(values, 0.5))} at ${row.label}`))}.`,
      table: {
        columns: ['shape', 'learned features', 'lower quartile', 'median', 'upper quartile'],
        rows: boxes.map(({ row, values }) => [row.label, values.length, quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)]),
      },
    }
  },
}
