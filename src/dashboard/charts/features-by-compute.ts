import { formatBracketed } from '../../report/estimates'
import { formatList } from '../../report/phrases'
import type { Chart } from './figure'
import { base, legendAbove, logAxis } from './layout'
import { shapeMarks } from './marks'

export const featuresByCompute: Chart = {
  id: 'features-by-compute',
  explain: 'Shapes of equal size do not cost the same: embedding and read-out cost n·d at every step, so the wide shape computes more. Here the count stands over the compute of one training. '
    + 'Look straight up and down: of two shapes on one vertical line, the higher one made more of the same compute.',
  formulas: [{ tex: 'C = 6 B (N + 2 n d) T', says: 'dense products forward and backward; B samples a step, T steps; recall with fixed embeddings costs less', source: 'after Kaplan et al. 2020, section 2' }],
  draw(results) {
    const { rows, trainingCosts, flopMatched } = results.summary
    const costOf = new Map(trainingCosts.map(({ key, flops }) => [key, flops]))
    const points = rows.flatMap((row) => { const flops = costOf.get(row.key); return flops === undefined || !(row.measured.featuresLearned.mean > 0) ? [] : [{ row, flops }] })
    if (points.length < 2 || new Set(points.map(({ flops }) => flops)).size < 2) return null
    const labelOf = (key: string): string => rows.find((row) => row.key === key)?.label ?? key
    return {
      title: 'Features against compute',
      data: [shapeMarks(results, points.map(({ row: { shape, label, measured: { featuresLearned: { mean, interval } } }, flops }) => ({ shape, x: flops, y: mean, interval, text: label })),
        '%{text}<br>%{x:.3~g} FLOP<br>%{y:.4~g} features<extra></extra>', { name: 'measured' })],
      layout: base({
        xaxis: logAxis('compute of one training', 'FLOP', points.map(({ flops }) => flops)), yaxis: logAxis('features learned', 'F', points.map(({ row }) => row.measured.featuresLearned.mean)),
        legend: legendAbove,
      }),
      describe: flopMatched.length === 0
        ? 'No two shapes of different depth cost the same here to 5%, so equal compute cannot be asked.'
        : `At equal compute the wide shape learned ${formatList(flopMatched.slice(0, 3).map(({ deep, wide, countRatio }) =>
          `${formatBracketed(countRatio)} times as many features (${labelOf(wide)} over ${labelOf(deep)})`))}.`,
      table: { columns: ['shape', 'compute of one training (FLOP)', 'features learned, mean', 'seeds'], rows: points.map(({ row, flops }) => [row.label, flops, row.measured.featuresLearned.mean, row.measured.featuresLearned.count]) },
    }
  },
}
