/** Parts of figures that several charts need: axes with titles and units, error bars, guide lines, grids of small panels. */
import type { Spread } from '../../science/summary'
import type { FigureLayout } from './figure'
import { neutralColour } from './palette'

/** 'features learned (features)': no axis without its unit; a pure number has none. */
export function axis(title: string, unit: string, more: FigureLayout = {}): FigureLayout {
  return { title: { text: unit === '' ? title : `${title} (${unit})` }, ...more }
}

export function base(more: FigureLayout): FigureLayout {
  return { margin: { l: 64, r: 18, t: 14, b: 56 }, height: 360, hovermode: 'closest', showlegend: false, ...more }
}

/** 95% intervals for means over seeds, drawn unequal where they are; none where there is one seed. */
export function intervals(spreads: readonly Spread[]): FigureLayout {
  return {
    type: 'data', symmetric: false, visible: true, thickness: 1.6, width: 5,
    array: spreads.map(({ mean, interval }) => (interval === null ? 0 : interval.high - mean)),
    arrayminus: spreads.map(({ mean, interval }) => (interval === null ? 0 : mean - interval.low)),
  }
}

export function horizontal(y: number, dash: 'dash' | 'dot' = 'dash'): FigureLayout {
  return { type: 'line', xref: 'paper', x0: 0, x1: 1, yref: 'y', y0: y, y1: y, line: { color: neutralColour, width: 1.3, dash } }
}

export function vertical(x: number, dash: 'dash' | 'dot' = 'dash'): FigureLayout {
  return { type: 'line', yref: 'paper', y0: 0, y1: 1, xref: 'x', x0: x, x1: x, line: { color: neutralColour, width: 1.3, dash } }
}

export interface Panel {
  readonly x: string // axis names as traces give them: 'x', 'x2', …
  readonly y: string
  readonly xKey: string // and as layouts do: 'xaxis', 'xaxis2', …
  readonly yKey: string
  readonly xDomain: [number, number]
  readonly yDomain: [number, number]
}

/** Domains of a grid of square panels, left to right and top to bottom, with room for a title above each. */
export function panelGrid(many: number, columns: number): { readonly panels: readonly Panel[]; readonly rows: number } {
  const rows = Math.ceil(many / columns)
  const gapX = 0.05, gapY = rows > 1 ? 0.16 / rows + 0.04 : 0
  const width = (1 - gapX * (columns - 1)) / columns
  const height = (1 - gapY * (rows - 1)) / rows
  const panels = Array.from({ length: many }, (_, k): Panel => {
    const [column, row] = [k % columns, Math.floor(k / columns)]
    const suffix = k === 0 ? '' : String(k + 1)
    const left = column * (width + gapX), top = 1 - row * (height + gapY)
    return {
      x: `x${suffix}`, y: `y${suffix}`, xKey: `xaxis${suffix}`, yKey: `yaxis${suffix}`,
      xDomain: [left, Math.min(1, left + width)], yDomain: [Math.max(0, top - height), top],
    }
  })
  return { panels, rows }
}

/** A title above a panel. */
export function panelTitle(panel: Panel, text: string) {
  return {
    text, showarrow: false, xref: 'paper', yref: 'paper', xanchor: 'center', yanchor: 'bottom', font: { size: 13 },
    x: (panel.xDomain[0] + panel.xDomain[1]) / 2, y: panel.yDomain[1],
  } as const
}

/** A note at the right end of a guide line. */
export function lineNote(y: number, text: string) {
  return { text, showarrow: false, xref: 'paper', x: 1, xanchor: 'right', yref: 'y', y, yanchor: 'bottom', font: { size: 12, color: neutralColour } } as const
}
