import { nameRows } from '../../report/labels'
import { describeDropReason } from '../../report/law-text'
import { formatNumber } from '../../report/numbers'
import type { Chart } from './figure'
import { base, logAxis, withLegend } from './layout'
import { guide, shapeMarks } from './marks'

export const featuresByNeurons: Chart = {
  id: 'features-by-neurons',
  explain: 'On these axes a law is a slope. At equal parameters the count is flat if it follows the parameters (slope 0), and proportional '
    + 'to the neurons (slope 1) if each neuron holds a fixed number of features. At equal budget neurons grow as √L, so the measured slope is 2s.',
  formulas: [{ tex: 'F ∝ L^s, \\quad m L ∝ L^{1/2}', says: 'at equal size, so the slope here is 2s', source: 'this lab' }],
  draw(results) {
    const { summary } = results
    const nameOf = nameRows(summary.rows)
    const droppedText = (key: string): string => summary.droppedCells.flatMap((cell) => (cell.key === key ? [describeDropReason(cell.reason)] : [])).join()
    const cells = summary.law.cells.filter(({ counts }) => counts.length > 0)
    if (new Set(cells.map(({ neurons, depth }) => neurons * depth)).size < 2) return null
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
    const points = cells.map((cell) => {
      const logs = cell.counts.map(Math.log).filter(Number.isFinite)
      return { cell, neurons: cell.neurons * cell.depth, count: mean(cell.counts), usable: logs.length > 0 }
    }).filter(({ usable }) => usable).sort((p, q) => p.neurons - q.neurons)
    if (points.length < 2) return null
    const spreadOf = (key: string) => summary.rows.find((row) => row.key === key)?.measured.featuresLearned.interval ?? null
    // Slopes 0 and 1 along each budget, from its shape with the most neurons: the deepest.
    const guides = summary.comparisons.flatMap(({ rows: keys }, k) => {
      const along = points.filter(({ cell }) => keys.includes(cell.key))
      if (along.length < 2) return []
      const [first, last] = [along[0], along[along.length - 1]]
      const line = (name: string, dash: string, slope: number) =>
        guide(name, [first.neurons, last.neurons], [last.count * (first.neurons / last.neurons) ** slope, last.count], { dash }, { legendgroup: name, showlegend: k === 0 })
      return [line('F ∝ parameters', 'dot', 0), line('F ∝ neurons', 'dash', 1)]
    })
    const first = points[0], last = points[points.length - 1]
    return {
      title: 'Features against neurons',
      data: [
        ...guides,
        shapeMarks(results, points.map(({ cell, neurons, count }) => ({ shape: cell, x: neurons, y: count, interval: spreadOf(cell.key), text: nameOf(cell.key) })),
          '%{text}<br>%{x} neurons<br>%{y:.4~g} features<extra></extra>', { name: 'measured' }),
      ],
      layout: base({
        xaxis: logAxis('neurons in all layers', 'mL', points.map(({ neurons }) => neurons), points.map(({ neurons }) => neurons)),
        yaxis: logAxis('features learned', 'F', points.map(({ count }) => count)),
        ...withLegend,
      }),
      describe: `From ${nameOf(first.cell.key)} with ${first.neurons} neurons to ${nameOf(last.cell.key)} with ${last.neurons}, the neurons grow ${formatNumber(last.neurons / first.neurons)} times `
        + `and the features learned ${formatNumber(last.count / first.count)} times (${formatNumber(first.count)} to ${formatNumber(last.count)}).`,
      table: {
        columns: ['shape', 'neurons', 'width d', 'parameters N', 'features learned, mean', 'seeds', 'dropped from the fit'],
        rows: points.map(({ cell, neurons, count }) => [nameOf(cell.key), neurons, cell.width, cell.budget, count, cell.counts.length,
          droppedText(cell.key)]),
      },
    }
  },
}
