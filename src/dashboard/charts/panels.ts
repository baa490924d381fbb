/** Small panels side by side in one figure: their places, axes and titles. */
import type { Annotation, Axes, Axis, AxisKey } from './plot'

export interface Panel {
  readonly x: `x${number | ''}` // axis names as traces give them: 'x', 'x2', …
  readonly y: `y${number | ''}`
  readonly xDomain: readonly [number, number]
  readonly yDomain: readonly [number, number]
  readonly isLeft: boolean // first of its row
  readonly isLowest: boolean // none stands below it
}

/** Panel k of a figure, by its place. */
export function panelAt(k: number, place: Omit<Panel, 'x' | 'y'>): Panel {
  const suffix = k === 0 ? '' : k + 1 as number
  return { x: `x${suffix}`, y: `y${suffix}`, ...place }
}

/** Domains of a grid of panels, left to right and top to bottom, with room for a title above each. */
export function panelGrid(many: number, columns: number): { readonly panels: readonly Panel[]; readonly rows: number } {
  const rows = Math.ceil(many / columns)
  const gapX = many > 1 ? 0.06 : 0, gapY = rows > 1 ? 0.16 / rows + 0.04 : 0
  const width = (1 - gapX * (columns - 1)) / columns
  const height = (1 - gapY * (rows - 1)) / rows
  const panels = Array.from({ length: many }, (_, k): Panel => {
    const [column, row] = [k % columns, Math.floor(k / columns)]
    const left = column * (width + gapX), top = 1 - row * (height + gapY)
    return panelAt(k, {
      xDomain: [left, Math.min(1, left + width)], yDomain: [Math.max(0, top - height), top],
      isLeft: column === 0, isLowest: k >= many - columns,
    })
  })
  return { panels, rows }
}

interface PanelAxes { readonly x: Axis; readonly y: Axis }

/** Axes of every panel in its place. */
export function panelAxes(panels: readonly Panel[], axesOf: (panel: Panel, k: number) => PanelAxes): Axes {
  const axes: { [Key in AxisKey]?: Axis } = {}
  panels.forEach((panel, k) => {
    const { x, y } = axesOf(panel, k)
    axes[`xaxis${panel.x.slice(1)}` as AxisKey] = { ...x, domain: panel.xDomain, anchor: panel.y }
    axes[`yaxis${panel.y.slice(1)}` as AxisKey] = { ...y, domain: panel.yDomain, anchor: panel.x }
  })
  return axes
}

/** One unit is as long up as across, and both axes look alike. */
export const squareAxes = ({ x: anchor }: Panel, alike: Axis, { x, y }: PanelAxes): PanelAxes => ({
  x: { ...alike, constrain: 'domain', ...x },
  y: { ...alike, constrain: 'domain', scaleanchor: anchor, constraintoward: 'top', ...y },
})

/** A title above every panel. */
export const panelTitles = (panels: readonly Panel[], texts: readonly string[]): readonly Annotation[] => panels.map(({ xDomain: [left, right], yDomain: [, top] }, k) => ({
  text: texts[k], showarrow: false, xref: 'paper', yref: 'paper', xanchor: 'center', yanchor: 'bottom', font: { size: 13 }, x: (left + right) / 2, y: top,
}))

/** Axes of a square matrix: columns along x, rows down y. */
export const matrixAxes = (panel: Panel, size: number, { x, y }: PanelAxes): PanelAxes => squareAxes(panel, { showgrid: false, zeroline: false }, {
  x: { range: [-0.5, size - 0.5], ...x }, y: { range: [size - 0.5, -0.5], ...y },
})

/** An axis title close to a small panel; none where a neighbour has it. */
export const closeTitle = (text: string, isShown = true): Pick<Axis, 'title'> => (isShown ? { title: { text, standoff: 4 } } : {})
