/** Panels with the features side by side along x, one run above another: the parts that charts by feature share. */
import type { FigureLayout, Trace } from './figure'
import { axis, base, panelTitle, type Panel } from './layout'
import { chosenColour, neutralColour } from './palette'

export interface FeaturePanels { readonly panels: readonly Panel[]; readonly layout: (more: FigureLayout) => FigureLayout }

/** @param count features along x  @param y axis title and range, the same in every panel */
export function featurePanels(labels: readonly string[], count: number, y: FigureLayout, panelHeight = 150): FeaturePanels {
  const many = labels.length
  const height = 62 + many * (panelHeight + 30)
  const step = 1 / many, gap = (34 / height)
  const panels = labels.map((_, k): Panel => {
    const suffix = k === 0 ? '' : String(k + 1)
    return {
      x: `x${suffix}`, y: `y${suffix}`, xKey: `xaxis${suffix}`, yKey: `yaxis${suffix}`,
      xDomain: [0, 1], yDomain: [1 - (k + 1) * step + (k === many - 1 ? 0 : gap / 2), 1 - k * step - (k === 0 ? 0 : gap / 2)],
    }
  })
  const axes = Object.fromEntries(panels.flatMap((panel, k) => [
    [panel.xKey, { ...(k === many - 1 ? axis('feature', 'i') : { showticklabels: false }), domain: panel.xDomain, anchor: panel.y, range: [-0.7, count - 0.3], showgrid: false, zeroline: false, ...(k > 0 ? { matches: 'x' } : {}) }],
    [panel.yKey, { ...y, domain: panel.yDomain, anchor: panel.x, nticks: 4 }],
  ]))
  return {
    panels,
    layout: ({ annotations, shapes, ...more }) => base({
      height, margin: { l: 62, r: 18, t: 26, b: 50 }, ...axes,
      annotations: [...panels.map((panel, k) => panelTitle(panel, labels[k])), ...(annotations as readonly unknown[] | undefined) ?? []],
      shapes: [...(shapes as readonly unknown[] | undefined) ?? []], ...more,
    }),
  }
}

/** A band behind the chosen feature in every panel. */
export function chosenBands(panels: readonly Panel[], feature: number | null): readonly FigureLayout[] {
  if (feature === null) return []
  return panels.map(({ x, y }) => ({
    type: 'rect', xref: x, yref: `${y} domain`, x0: feature - 0.5, x1: feature + 0.5, y0: 0, y1: 1, layer: 'below',
    line: { color: chosenColour, width: 1.5 }, fillcolor: chosenColour, opacity: 0.25,
  }))
}

export function guideLines(panels: readonly Panel[], values: readonly number[]): readonly FigureLayout[] {
  return panels.flatMap(({ x, y }) => values.map((value) => ({
    type: 'line', xref: `${x} domain`, x0: 0, x1: 1, yref: y, y0: value, y1: value, line: { color: neutralColour, width: 1, dash: 'dot' },
  })))
}

/** Hover and click belong to the feature of each bar or mark. */
export function byFeature(panel: Panel, values: ArrayLike<number>, more: FigureLayout & { readonly type: Trace['type'] }): Trace {
  const features = Array.from(values, (_, f) => f)
  return { xaxis: panel.x, yaxis: panel.y, x: features, y: Array.from(values), customdata: features, ...more }
}
