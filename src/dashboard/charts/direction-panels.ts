/** Panels of arrows in the plane, one feature each: for the settings of a sweep and for runs looked at one by one. */
import type { FigureLayout, Room, Trace } from './figure'
import { base, panelGrid, panelTitle } from './layout'
import { amountRamp, chosenColour, neutralColour, shapeColours } from './palette'

export interface PlanePanel {
  readonly label: string
  readonly x: ArrayLike<number> // [f]
  readonly y: ArrayLike<number> // [f]
  /** Interference of each feature, for its colour; absent: all alike. */
  readonly interference?: ArrayLike<number>
}

export function directionPanels(plane: readonly PlanePanel[], room: Room, chosen: number | null = null): { readonly data: Trace[]; readonly layout: FigureLayout } {
  const coloured = plane.every(({ interference }) => interference !== undefined)
  const { panels, rows } = panelGrid(plane.length, Math.min(plane.length, room === 'narrow' ? 2 : 5))
  const reach = 1.15 * Math.max(1, ...plane.flatMap(({ x, y }) => [...Array.from(x), ...Array.from(y)].map(Math.abs)))
  const most = Math.max(1, ...plane.flatMap(({ interference }) => Array.from(interference ?? [])))
  const data = plane.flatMap(({ label, x, y, interference }, k): Trace[] => {
    const features = Array.from(x, (_, f) => f)
    const place = { xaxis: panels[k].x, yaxis: panels[k].y }
    return [
      {
        type: 'scatter', mode: 'lines', ...place, hoverinfo: 'skip', line: { color: coloured ? neutralColour : shapeColours[0], width: coloured ? 1.5 : 2 },
        x: features.flatMap((f) => [0, x[f], null]), y: features.flatMap((f) => [0, y[f], null]),
      },
      ...(chosen !== null && chosen < x.length ? [{
        type: 'scatter', mode: 'lines', ...place, hoverinfo: 'skip', line: { color: chosenColour, width: 4 }, x: [0, x[chosen]], y: [0, y[chosen]],
      } as const] : []),
      {
        type: 'scatter', mode: 'markers', name: label, ...place, x: Array.from(x), y: Array.from(y), text: features.map(String), customdata: features,
        marker: {
          opacity: 1, size: features.map((f) => (f === chosen ? 14 : 8)), line: { width: features.map((f) => (f === chosen ? 3 : 0)), color: chosenColour },
          ...(coloured ? {
            color: Array.from(interference!), colorscale: amountRamp, cmin: 0, cmax: most, showscale: k === plane.length - 1,
            colorbar: { thickness: 10, len: 0.8, outlinewidth: 0, title: { text: 'interference', side: 'right' } },
          } : { color: shapeColours[0] }),
        },
        hovertemplate: `${label}<br>feature %{text}: (%{x:.2f}, %{y:.2f})${coloured ? '<br>interference %{marker.color:.2f}' : ''}<extra></extra>`,
      },
    ]
  })
  const axes: Record<string, unknown> = {}
  panels.forEach((panel) => {
    const plain = { title: undefined, range: [-reach, reach], showgrid: false, zeroline: true, zerolinewidth: 1, showticklabels: false, constrain: 'domain' }
    axes[panel.xKey] = { ...plain, domain: panel.xDomain, anchor: panel.y }
    axes[panel.yKey] = { ...plain, domain: panel.yDomain, anchor: panel.x, scaleanchor: panel.x, constrain: 'domain', constraintoward: 'top' }
  })
  const tall = plane.length < 5 && room === 'wide'
  return {
    data,
    layout: base({
      height: 70 + rows * (room === 'narrow' ? 190 : tall && coloured ? 270 : 210), margin: { l: 12, r: 12, t: 34, b: 12 }, ...axes,
      annotations: panels.map((panel, k) => panelTitle(panel, plane[k].label)),
      shapes: panels.map((panel) => ({ type: 'circle', xref: panel.x, yref: panel.y, x0: -1, x1: 1, y0: -1, y1: 1, line: { color: neutralColour, width: 1, dash: 'dot' } })),
    }),
  }
}
