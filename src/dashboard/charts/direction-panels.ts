/** Panels of arrows in the plane, one feature each: for the settings of a sweep and for runs looked at one by one. */
import type { Room } from './figure'
import { base } from './layout'
import { byInterference, fromOrigin, inPanel, outlineChosen, whereChosen } from './marks'
import { chosenColour, neutralColour, shapeColours } from './palette'
import { panelAxes, panelGrid, panelTitles, squareAxes } from './panels'
import type { FigureLayout, LayoutShape, Line, Trace } from './plot'

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
    const arrows = (of: readonly number[], line: Line): Trace => ({ type: 'scatter', mode: 'lines', ...inPanel(panels[k]), hoverinfo: 'skip', line, x: fromOrigin(x, of), y: fromOrigin(y, of) })
    return [
      arrows(features, coloured ? { color: neutralColour, width: 1.5 } : { color: shapeColours[0], width: 2 }),
      ...(chosen !== null && chosen < x.length ? [arrows([chosen], { color: chosenColour, width: 4 })] : []),
      {
        type: 'scatter', mode: 'markers', name: label, ...inPanel(panels[k]), x: Array.from(x), y: Array.from(y), text: features.map(String), customdata: features,
        marker: {
          opacity: 1, size: whereChosen(features, chosen, 14, 8), line: outlineChosen(features, chosen),
          ...(coloured ? byInterference(interference!, most, k === plane.length - 1) : { color: shapeColours[0] }),
        },
        hovertemplate: `${label}<br>feature %{text}: (%{x:.2f}, %{y:.2f})${coloured ? '<br>interference %{marker.color:.2f}' : ''}<extra></extra>`,
      },
    ]
  })
  const alike = { range: [-reach, reach], showgrid: false, zeroline: true, zerolinewidth: 1, showticklabels: false } as const
  const axes = panelAxes(panels, (panel) => squareAxes(panel, alike, { x: {}, y: {} }))
  const tall = plane.length < 5 && room === 'wide'
  return {
    data,
    layout: base({
      height: 70 + rows * (room === 'narrow' ? 190 : tall && coloured ? 270 : 210), margin: { l: 12, r: 12, t: 34, b: 12 }, ...axes,
      annotations: panelTitles(panels, plane.map(({ label }) => label)),
      shapes: panels.map((panel): LayoutShape => ({ type: 'circle', xref: panel.x, yref: panel.y, x0: -1, x1: 1, y0: -1, y1: 1, line: { color: neutralColour, width: 1, dash: 'dot' } })),
    }),
  }
}
