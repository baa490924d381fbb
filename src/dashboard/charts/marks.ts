/** The marks that charts are drawn from: a chart says what stands where, this file how it looks. */
import type { Shape } from '../../science/models/model'
import { amountRamp, chosenColour, neutralColour, shapeColour, shapeDashText, shapeMarker, signedRamp } from './palette'
import type { Panel } from './panels'
import type { Annotation, ColourBar, ErrorBars, LayoutShape, Line, TraceOf } from './plot'
import { shapeIndex, type SweepResults } from './sweep-results'

// Traces

interface Ends { readonly low: number; readonly high: number }
type Measured = ({ readonly mean: number } | { readonly value: number }) & { readonly interval: Ends | null }

/** 95% intervals about what was measured, drawn unequal where they are; none where there is one seed. */
export function intervals(measured: readonly Measured[]): ErrorBars {
  const lengths = (sign: 1 | -1): number[] => measured.map((one) => {
    const at = 'mean' in one ? one.mean : one.value
    return one.interval === null ? 0 : sign * ((sign > 0 ? one.interval.high : one.interval.low) - at)
  })
  return { type: 'data', symmetric: false, color: neutralColour, thickness: 1.8, width: 5, array: lengths(1), arrayminus: lengths(-1) }
}

export interface ShapePoint {
  readonly shape: Shape
  readonly x: number | string
  readonly y: number | null
  readonly interval?: Ends | null // of y; left out by all: no bars
  readonly text?: string
  readonly isOpen?: boolean
}

/** One mark per point in the colour and with the symbol of its shape, with its interval. */
export function shapeMarks({ shapes }: Pick<SweepResults, 'shapes'>, points: readonly ShapePoint[], hovertemplate: string, { name, size = 12, outline }: { readonly name?: string; readonly size?: number; readonly outline?: Line | 'own' } = {}): TraceOf<'scatter'> {
  const indices = points.map(({ shape }) => shapeIndex({ shapes }, shape)), color = indices.map(shapeColour)
  return {
    type: 'scatter', mode: 'markers', name, x: points.map(({ x }) => x), y: points.map(({ y }) => y), hovertemplate,
    ...(points.some(({ text }) => text !== undefined) ? { text: points.map(({ text = '' }) => text) } : {}),
    ...(points.some(({ interval }) => interval !== undefined) ? { error_y: intervals(points.map(({ y, interval = null }) => ({ value: y ?? 0, interval }))) } : {}),
    marker: {
      size, color, symbol: points.map(({ isOpen = false }, k) => `${shapeMarker(indices[k])}${isOpen ? '-open' : ''}`),
      ...(outline === undefined ? {} : { line: outline === 'own' ? { width: 2, color } : { width: outline.width ?? 1, color: outline.color } }),
    },
  }
}

/** The line of a shape, by its place in the plan. */
export const shapeLine = (index: number, width = 2, dashOf = index): Line => ({ color: shapeColour(index), width, dash: shapeDashText(dashOf) })

/** What a theory or a fit says, as a line without marks. */
export function guide(name: string, x: readonly (number | null)[], y: readonly (number | null)[], line: Line, legend: Pick<TraceOf<'scatter'>, 'legendgroup' | 'showlegend'> = {}): TraceOf<'scatter'> {
  return { type: 'scatter', mode: 'lines', name, x, y, line: { color: neutralColour, width: 2, ...line }, hoverinfo: 'skip', ...legend }
}

/** A line from the origin to each of these features, along one axis. */
export const fromOrigin = (along: ArrayLike<number>, features: readonly number[]): readonly (number | null)[] => features.flatMap((f) => [0, along[f], null])

export const colourBar = (title?: string, len = 0.8): ColourBar => ({ thickness: 10, len, outlinewidth: 0, ...(title === undefined ? {} : { title: { text: title, side: 'right' } }) })

/** Colours by interference, from none to `most`. */
export const byInterference = (interference: ArrayLike<number>, most: number, showscale: boolean, len?: number) => ({
  color: Array.from(interference), colorscale: amountRamp, cmin: 0, cmax: most, showscale, colorbar: colourBar('interference', len),
}) as const

/** `chosen` where a feature is the one that is singled out, else `other`. */
export const whereChosen = <Value>(features: readonly number[], feature: number | null, chosen: Value, other: Value): Value[] => features.map((f) => (f === feature ? chosen : other))
export const outlineChosen = (features: readonly number[], feature: number | null, width = 3) => ({ width: whereChosen(features, feature, width, 0), color: chosenColour })

export const inPanel = ({ x, y }: Panel) => ({ xaxis: x, yaxis: y }) as const

/** A matrix of what feature j (column) does to output i (row), signed, on one scale for all panels. */
export function signedMatrix(panel: Panel, label: string, z: readonly (readonly number[])[], scale: number, showscale: boolean): TraceOf<'heatmap'> {
  return {
    type: 'heatmap', name: label, ...inPanel(panel), z, zmin: -scale, zmax: scale, colorscale: signedRamp, showscale, colorbar: colourBar(),
    hovertemplate: `${label}<br>output %{y}, feature %{x}<br>%{z:.3f}<extra></extra>`,
  }
}

// Lines, bands and notes of the layout. Without a panel they go across the whole figure.

const dashed = (look: Line): Line => ({ color: neutralColour, width: 1.3, dash: 'dash', ...look })

export function horizontal(y: number, look: Line = {}, panel?: Panel): LayoutShape {
  return { type: 'line', xref: panel === undefined ? 'paper' : `${panel.x} domain`, x0: 0, x1: 1, yref: panel?.y ?? 'y', y0: y, y1: y, line: dashed(look) }
}

function upright(x: number, line: Line, panel?: Panel): LayoutShape {
  return { type: 'line', yref: panel === undefined ? 'paper' : `${panel.y} domain`, y0: 0, y1: 1, xref: panel?.x ?? 'x', x0: x, x1: x, line }
}
export const vertical = (x: number, look: Line = {}): LayoutShape => upright(x, dashed(look))
/** The moment of training that the other charts show. */
export const momentLine = (x: number, panel?: Panel): LayoutShape => upright(x, { color: chosenColour, width: 2 }, panel)

/** A frame about what is singled out. */
export const chosenFrame = ({ x, y }: Panel, [x0, x1]: readonly [number, number], [y0, y1]: readonly [number, number], width = 1.5): LayoutShape =>
  ({ type: 'rect', xref: x, yref: y, x0, x1, y0, y1, line: { color: chosenColour, width } })

export const note = (text: string, x: number, y: number, more: Partial<Annotation> = {}, size = 12): Annotation => ({ text, x, y, showarrow: false, font: { size, color: neutralColour }, ...more })

/** A note at the right end of a horizontal line. */
export const lineNote = (y: number, text: string): Annotation => note(text, 1, y, { xref: 'paper', xanchor: 'right', yref: 'y', yanchor: 'bottom' })
