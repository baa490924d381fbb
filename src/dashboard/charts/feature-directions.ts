import { list, number } from '../words'
import type { Chart, Trace } from './figure'
import { base, panelGrid, panelTitle } from './layout'
import { shapeColours } from './palette'
import { representativeRun } from './sweep-results'

const mostPanels = 10

export const featureDirections: Chart = {
  id: 'feature-directions',
  wide: true,
  explain: 'Every feature of the toy model with two hidden units is an arrow in the plane, W_i [Elhage et al. 2022]. Dense features: two of them take an axis '
    + 'each, the others are dropped. Sparser: antipodal pairs. Very sparse: five at equal angles, a pentagon. The circle has radius 1; the best run of each setting is drawn.',
  draw(results, room = 'wide') {
    const found = results.summary.rows.flatMap((row) => {
      const directions = representativeRun(results, row)?.metrics?.arrays.featureDirections
      return directions?.shape[1] === 2 ? [{ row, directions }] : []
    }).slice(0, mostPanels)
    if (found.length === 0) return null
    const { panels, rows: gridRows } = panelGrid(found.length, Math.min(found.length, room === 'narrow' ? 2 : 5))
    const reach = 1.15 * Math.max(1, ...found.flatMap(({ directions }) => [...directions.values].map(Math.abs)))
    const data = found.flatMap(({ row, directions: { shape: [n], values } }, k): Trace[] => {
      const ends = Array.from({ length: n }, (_, f) => [values[2 * f], values[2 * f + 1]] as const)
      return [
        {
          type: 'scatter', mode: 'lines', xaxis: panels[k].x, yaxis: panels[k].y, hoverinfo: 'skip', line: { color: shapeColours[0], width: 2 },
          x: ends.flatMap(([x]) => [0, x, null]), y: ends.flatMap(([, y]) => [0, y, null]),
        },
        {
          type: 'scatter', mode: 'markers', name: row.label, xaxis: panels[k].x, yaxis: panels[k].y, x: ends.map(([x]) => x), y: ends.map(([, y]) => y), text: ends.map((_, f) => String(f)),
          marker: { size: 8, color: shapeColours[0] }, hovertemplate: `${row.label}<br>feature %{text}: (%{x:.2f}, %{y:.2f})<extra></extra>`,
        },
      ]
    })
    const axes: Record<string, unknown> = {}
    panels.forEach((panel) => {
      const plain = { title: undefined, range: [-reach, reach], showgrid: false, zeroline: true, zerolinewidth: 1, showticklabels: false, constrain: 'domain' }
      axes[panel.xKey] = { ...plain, domain: panel.xDomain, anchor: panel.y }
      axes[panel.yKey] = { ...plain, domain: panel.yDomain, anchor: panel.x, scaleanchor: panel.x, constrain: 'domain', constraintoward: 'top' }
    })
    const represented = found.map(({ row, directions: { shape: [n], values } }) => {
      const norms = Array.from({ length: n }, (_, f) => Math.hypot(values[2 * f], values[2 * f + 1]))
      return { row, norms, many: norms.filter((norm) => norm > 0.5).length }
    })
    return {
      title: 'Feature directions in the plane',
      data,
      layout: base({
        height: 70 + gridRows * (room === 'narrow' ? 190 : 210), margin: { l: 12, r: 12, t: 34, b: 12 }, ...axes,
        annotations: panels.map((panel, k) => panelTitle(panel, found[k].row.label)),
        shapes: panels.map((panel) => ({ type: 'circle', xref: panel.x, yref: panel.y, x0: -1, x1: 1, y0: -1, y1: 1, line: { color: '#87909a', width: 1, dash: 'dot' } })),
      }),
      describe: `Features longer than ½: ${list(represented.map(({ row, many, norms }) => `${many} of ${norms.length} at ${row.label}`))}.`,
      table: {
        columns: ['setting', 'feature', 'x', 'y', 'length ‖W_i‖'],
        rows: found.flatMap(({ row, directions: { values } }, k) => represented[k].norms.map((norm, f) => [row.label, f, Number(number(values[2 * f], 4).replace('−', '-')), Number(number(values[2 * f + 1], 4).replace('−', '-')), norm])),
      },
    }
  },
}
