import { number } from '../words'
import type { Chart, Trace } from './figure'
import { axis, base } from './layout'
import { neutralColour, shapeColour, shapeMarker } from './palette'
import { shapeIndex } from './sweep-results'

/** Line through (x0, y0) with this slope on log axes, over [x0, x1]. */
function powerLine(x: readonly [number, number], y0: number, slope: number): [number, number] {
  return [y0, y0 * (x[1] / x[0]) ** slope]
}

export const featuresByNeurons: Chart = {
  id: 'features-by-neurons',
  explain: 'On these axes a law is a slope. At equal parameters the count is flat if it follows the parameters (slope 0), and proportional '
    + 'to the neurons (slope 1) if each neuron holds a fixed number of features. At equal budget neurons grow as √L, so the measured slope is 2s.',
  draw(results) {
    const { summary } = results
    const cells = summary.law.cells.filter(({ counts }) => counts.length > 0)
    if (new Set(cells.map(({ neurons, depth }) => neurons * depth)).size < 2) return null
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
    const points = cells.map((cell) => {
      const logs = cell.counts.map(Math.log).filter(Number.isFinite)
      return { cell, neurons: cell.neurons * cell.depth, count: mean(cell.counts), usable: logs.length > 0 }
    }).filter(({ usable }) => usable).sort((p, q) => p.neurons - q.neurons)
    if (points.length < 2) return null
    const spreadOf = (key: string) => summary.rows.find((row) => row.key === key)?.measured.featuresLearned.interval ?? null
    const x: [number, number] = [points[0].neurons, points[points.length - 1].neurons]
    const start = points[0].count
    const colour = (cell: (typeof cells)[number]): number => shapeIndex(results, { width: cell.width, depth: cell.depth, neurons: cell.neurons })
    const data: Trace[] = [
      { type: 'scatter', mode: 'lines', name: 'F ∝ parameters', x, y: powerLine(x, start, 0), line: { color: neutralColour, dash: 'dot', width: 2 }, hoverinfo: 'skip' },
      { type: 'scatter', mode: 'lines', name: 'F ∝ neurons', x, y: powerLine(x, start, 1), line: { color: neutralColour, dash: 'dash', width: 2 }, hoverinfo: 'skip' },
      {
        type: 'scatter', mode: 'markers', name: 'measured', x: points.map(({ neurons }) => neurons), y: points.map(({ count }) => count), text: points.map(({ cell }) => cell.label),
        error_y: {
          type: 'data', symmetric: false, thickness: 1.6, width: 5,
          array: points.map(({ cell, count }) => (spreadOf(cell.key)?.high ?? count) - count),
          arrayminus: points.map(({ cell, count }) => count - (spreadOf(cell.key)?.low ?? count)),
        },
        marker: { size: 12, color: points.map(({ cell }) => shapeColour(colour(cell))), symbol: points.map(({ cell }) => shapeMarker(colour(cell))) },
        hovertemplate: '%{text}<br>%{x} neurons<br>%{y:.4~g} features<extra></extra>',
      },
    ]
    const first = points[0], last = points[points.length - 1]
    return {
      title: 'Features against neurons',
      data,
      layout: base({
        xaxis: axis('neurons in all layers', 'mL', { type: 'log' }), yaxis: axis('features learned', 'F', { type: 'log' }),
        showlegend: true, legend: { orientation: 'h', y: 1.14, x: 0 },
      }),
      describe: `From ${first.cell.label} with ${first.neurons} neurons to ${last.cell.label} with ${last.neurons}, the neurons grow ${number(last.neurons / first.neurons)} times `
        + `and the features learned ${number(last.count / first.count)} times (${number(first.count)} to ${number(last.count)}).`,
      table: {
        columns: ['shape', 'neurons', 'width d', 'parameters N', 'features learned, mean', 'seeds', 'dropped from the fit'],
        rows: points.map(({ cell, neurons, count }) => [cell.label, neurons, cell.width, cell.budget, count, cell.counts.length,
          summary.droppedCells.find(({ key }) => key === cell.key)?.reason ?? '']),
      },
    }
  },
}
