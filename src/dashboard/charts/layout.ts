/** Parts of figures that several charts need: axes with titles and units, error bars, guide lines, grids of small panels. */
import type { Spread } from '../../science/summary'
import type { FigureLayout } from './figure'
import { formatInteger, formatShort } from '../../report/numbers'
import { neutralColour } from './palette'

/** 'features learned (features)': no axis without its unit; a pure number has none. */
export function axis(title: string, unit: string, more: FigureLayout = {}): FigureLayout {
  return { title: { text: unit === '' ? title : `${title} (${unit})` }, ...more }
}

/**
 * A logarithmic axis that names 1, 2 and 5 of each decade (or decades alone over a long range); the plotting library's
 * own choice mixes powers with bare digits. `at`: name exactly these values instead.
 */
export function logAxis(title: string, unit: string, values: readonly number[], at?: readonly number[], more: FigureLayout = {}): FigureLayout {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value))
  const tickvals = at === undefined ? logTicks(Math.min(...positive), Math.max(...positive)) : [...new Set(at)].sort((a, b) => a - b)
  return { ...axis(title, unit), type: 'log', tickmode: 'array', tickvals, ticktext: tickvals.map(tickText), ...more }
}

/** Decades of loss that a figure shows above the least: a run that diverges leaves at the top, and the others stay curves. */
const mostLossDecades = 6

/** The greatest loss that a logarithmic axis goes to; NaN where there is none. */
export function topOfLosses(losses: readonly number[]): number {
  const usable = losses.filter((loss) => loss > 0 && Number.isFinite(loss))
  const [low, high] = usable.reduce(([least, most], loss) => [Math.min(least, loss), Math.max(most, loss)], [Infinity, 0])
  return usable.length === 0 ? NaN : Math.min(high, low * 10 ** mostLossDecades)
}

/** Round values from the decade below `low` to the one above `high`, ascending. */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low)
  const steps = decades > 4 ? [1] : decades > 0.5 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]
  const first = Math.floor(Math.log10(low)) - 1
  return Array.from({ length: Math.ceil(decades) + 4 }, (_, k) => first + k)
    .flatMap((power) => steps.map((step) => Number((step * 10 ** power).toPrecision(6))))
}

/** The range of a logarithmic axis, in decades, with a little room about positive values. */
export function logRange(values: readonly number[]): [number, number] {
  const low = Math.log10(Math.min(...values)), high = Math.log10(Math.max(...values)), room = 0.08 * (high - low) + 0.06
  return [low - room, high + room]
}

export function tickText(value: number): string {
  return Number.isInteger(value) && value < 1e6 ? formatInteger(value) : formatShort(value, 2)
}

/** px of a figure with a label under every row, which stand upright where they are many. */
export const heightUnder = (labels: number): number => (labels > 8 ? 480 : 360)

export function base(more: FigureLayout): FigureLayout {
  return { margin: { l: 64, r: 18, t: 14, b: 56 }, height: 360, hovermode: 'closest', showlegend: false, ...more }
}

/** Above the panel, growing upwards however many lines it takes: on a narrow page it never covers the data. */
export const legendAbove = { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom' } as const

/** The look of all error bars. */
export const barStyle = { color: neutralColour, thickness: 1.8, width: 5 } as const

/** 95% intervals for means over seeds, drawn unequal where they are; none where there is one seed. */
export function intervals(spreads: readonly Spread[]): FigureLayout {
  return {
    type: 'data', symmetric: false, visible: true, ...barStyle,
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
  const gapX = many > 1 ? 0.06 : 0, gapY = rows > 1 ? 0.16 / rows + 0.04 : 0
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

/** What a title adds where not all is drawn: ' (10 of 15 shown)'; nothing where all is. */
export function shownOf(shown: readonly unknown[], all: readonly unknown[]): string {
  return shown.length === all.length ? '' : ` (${formatInteger(shown.length)} of ${formatInteger(all.length)} shown)`
}

/** The same as a sentence of the description. */
export function shownSentence(shown: readonly unknown[], all: readonly unknown[]): string {
  return shown.length === all.length ? '' : ` The first ${formatInteger(shown.length)} of ${formatInteger(all.length)} are drawn; the numbers have them all.`
}

/** A note at the right end of a guide line. */
export function lineNote(y: number, text: string) {
  return { text, showarrow: false, xref: 'paper', x: 1, xanchor: 'right', yref: 'y', y, yanchor: 'bottom', font: { size: 12, color: neutralColour } } as const
}

/** 'F_bits' -> 'F' with a subscript, as the plotting library writes it. */
export function subscripted(symbol: string): string { return symbol.replace(/_(\S+)/, '<sub>$1</sub>') }
