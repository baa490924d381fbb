import { metricTraits } from '../../science/metrics/metric-traits'
import { formatNumber } from '../../report/numbers'
import { formatListSome } from '../../report/phrases'
import type { Chart } from './figure'
import { axis, base, heightUnder, subscripted, withLegend } from './layout'
import { horizontal, lineNote, shapeMarks } from './marks'
import { neutralColour, shapeColour, translucent } from './palette'
import type { Trace } from './plot'
import { averagedRuns, shapeIndex } from './sweep-results'

export const featuresLearned: Chart = {
  id: 'features-learned',
  explain: 'Each small mark is one seed, the large one their mean with its 95% interval (Student’s t over seeds). The open '
    + 'diamonds are the note’s prediction, every shape learning as many as the deepest. The dashed line is n, all there is to learn: '
    + 'a count close to it cannot tell shapes apart.',
  formulas: [{ tex: 'F_{soft} = \\sum_i \\min(1, \\max(0, R^2_i)), \\quad F_{bits} = n \\frac{\\ln n − CE}{\\ln n}', says: 'the count of regression tasks, and of recall', source: 'this lab; Nichani et al. 2024' }],
  draw(results) {
    const { rows, primaryCount } = results.summary
    if (rows.length === 0) return null
    const traits = metricTraits[primaryCount]
    const labels = rows.map(({ label }) => label)
    const n = Math.max(...rows.map(({ featureCount }) => featureCount))
    const seeds = rows.flatMap((row) => averagedRuns(results, row).map((run) => ({ row, value: run.metrics!.scalars.featuresLearned })))
      .filter(({ value }) => value !== undefined)
    // A prediction needs a second shape of the same size to be one.
    const predicted = rows.filter((row) => (results.summary.comparisons.find(({ index }) => index === row.comparison)?.rows.length ?? 0) > 1)
    const data: Trace[] = [
      {
        type: 'scatter', mode: 'markers', name: 'one seed', x: seeds.map(({ row }) => row.label), y: seeds.map(({ value }) => value),
        marker: { size: 7, color: seeds.map(({ row }) => translucent(shapeColour(shapeIndex(results, row.shape)), 0.4)) },
        hovertemplate: '%{x}<br>%{y:.4~g} features, one seed<extra></extra>',
      },
      shapeMarks(results, rows.map(({ label, shape, measured: { featuresLearned: { mean, interval } } }) => ({ shape, x: label, y: mean, interval })),
        '%{x}<br>mean %{y:.4~g} features<extra></extra>', { name: 'mean, 95% interval', size: 13 }),
      ...(predicted.length === 0 ? [] : [{
        type: 'scatter', mode: 'markers', name: 'note’s prediction', x: predicted.map(({ label }) => label), y: predicted.map((row) => row.predicted.universality.featuresLearned),
        marker: { size: 17, symbol: 'diamond-open', color: neutralColour, line: { width: 1.6 } },
        hovertemplate: '%{x}<br>predicted %{y:.4~g}<extra></extra>',
      } as const]),
    ]
    return {
      title: 'Features learned',
      data,
      layout: base({
        height: heightUnder(labels.length),
        xaxis: { type: 'category', title: { text: results.shapes.length > 1 ? 'shape' : 'setting' }, categoryorder: 'array', categoryarray: labels },
        yaxis: axis('features learned', subscripted(traits.symbol), { rangemode: 'tozero' }),
        ...withLegend,
        shapes: [horizontal(n)], annotations: [lineNote(n, `all n = ${n}`)],
      }),
      describe: `${traits.title} (${traits.definition.replace(/\.$/, '')}): ${formatListSome(rows.map(({ label, measured }) =>
        `${formatNumber(measured.featuresLearned.mean)} at ${label}`))}, of ${n} there are.`,
      table: {
        columns: ['shape', `features learned, mean (${traits.symbol})`, '95% low', '95% high', 'seeds', 'predicted by the note'],
        rows: rows.map(({ label, measured: { featuresLearned: f }, predicted }) =>
          [label, f.mean, f.interval?.low ?? '', f.interval?.high ?? '', f.count, predicted.universality.featuresLearned]),
      },
    }
  },
}
