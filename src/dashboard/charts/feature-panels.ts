/** Panels with the features side by side along x, one run above another: the parts that charts by feature share. */
import { axis, base } from './layout'
import { horizontal } from './marks'
import { chosenColour, neutralColour } from './palette'
import { panelAt, panelAxes, panelTitles, type Panel } from './panels'
import type { Axis, FigureLayout, LayoutShape } from './plot'

export interface FeaturePanels { readonly panels: readonly Panel[]; readonly layout: (more: FigureLayout) => FigureLayout }

/** @param count features along x  @param y axis title and range, the same in every panel  @param x where these are not features */
export function featurePanels(labels: readonly string[], count: number, y: Axis, { x, panelHeight = 150 }: { readonly x?: Axis; readonly panelHeight?: number } = {}): FeaturePanels {
  const many = labels.length
  const height = 62 + many * (panelHeight + 30)
  const step = 1 / many, gap = 34 / height
  const panels = labels.map((_, k): Panel => panelAt(k, {
    xDomain: [0, 1], yDomain: [1 - (k + 1) * step + (k === many - 1 ? 0 : gap / 2), 1 - k * step - (k === 0 ? 0 : gap / 2)], isLeft: true, isLowest: k === many - 1,
  }))
  const axes = panelAxes(panels, ({ isLowest }, k) => ({
    // Features are the same in every panel and move together.
    x: { ...(isLowest ? x ?? axis('feature', 'i') : { showticklabels: false }), range: [-0.7, count - 0.3], showgrid: false, zeroline: false, ...(k > 0 && x === undefined ? { matches: 'x' } : {}) },
    y: { ...y, nticks: 4 },
  }))
  return {
    panels,
    layout: ({ annotations = [], ...more }) => base({
      height, margin: { l: 62, r: 18, t: 26, b: 50 }, ...axes, annotations: [...panelTitles(panels, labels), ...annotations], shapes: [], ...more,
    }),
  }
}

/** A band behind the chosen feature in every panel. */
export function chosenBands(panels: readonly Panel[], feature: number | null): readonly LayoutShape[] {
  if (feature === null) return []
  return panels.map(({ x, y }) => ({
    type: 'rect', xref: x, yref: `${y} domain`, x0: feature - 0.5, x1: feature + 0.5, y0: 0, y1: 1, layer: 'below',
    line: { color: chosenColour, width: 1.5 }, fillcolor: chosenColour, opacity: 0.25,
  }))
}

/** Dotted lines at these values across every panel. */
export const guideLines = (panels: readonly Panel[], values: readonly number[], width = 1): readonly LayoutShape[] =>
  panels.flatMap((panel) => values.map((value) => horizontal(value, { color: neutralColour, width, dash: 'dot' }, panel)))

/** Points by feature; hover and click belong to the feature of each. */
export function byFeature({ x, y }: Panel, values: ArrayLike<number>) {
  const features = Array.from(values, (_, f) => f)
  return { xaxis: x, yaxis: y, x: features, y: Array.from(values), customdata: features }
}
