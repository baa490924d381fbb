/** Axes with titles and units, and the frame of a figure. */
import { formatInteger, formatShort } from '../../report/numbers'
import type { Axis, FigureLayout } from './plot'

/** 'features learned (features)': no axis without its unit; a pure number has none. */
export function axis(title: string, unit: string, more: Axis = {}): Axis {
  return { title: { text: unit === '' ? title : `${title} (${unit})` }, ...more }
}

/**
 * A logarithmic axis that names 1, 2 and 5 of each decade (or decades alone over a long range); the plotting library's
 * own choice mixes powers with bare digits. `at`: name exactly these values instead.
 */
export function logAxis(title: string, unit: string, values: readonly number[], at?: readonly number[], more: Axis = {}): Axis {
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

/** More decades than this are not all named. */
const mostTicks = 24

/** Round values from the decade below `low` to the one above `high`, ascending. */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high) - Math.log10(low) // their ratio may be no number: from 5e-324 to 1e308 are 632 of them
  const every = Math.max(1, Math.ceil(decades / mostTicks))
  const steps = decades > 4 ? [1] : decades > 0.5 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]
  const first = Math.floor(Math.log10(low)) - 1
  return Array.from({ length: Math.ceil(decades / every) + 4 }, (_, k) => first + every * k)
    .flatMap((power) => steps.map((step) => Number((step * 10 ** power).toPrecision(6)))).filter((tick) => tick > 0 && Number.isFinite(tick))
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
export const withLegend = { showlegend: true, legend: legendAbove } as const

/** What a title adds where not all is drawn: ' (10 of 15 shown)'; nothing where all is. */
export function shownOf(shown: readonly unknown[], all: readonly unknown[]): string {
  return shown.length === all.length ? '' : ` (${formatInteger(shown.length)} of ${formatInteger(all.length)} shown)`
}

/** The same as a sentence of the description. */
export function shownSentence(shown: readonly unknown[], all: readonly unknown[]): string {
  return shown.length === all.length ? '' : ` The first ${formatInteger(shown.length)} of ${formatInteger(all.length)} are drawn; the numbers have them all.`
}

/** 'F_bits' -> 'F' with a subscript, as the plotting library writes it. */
export function subscripted(symbol: string): string { return symbol.replace(/_(\S+)/, '<sub>$1</sub>') }
