import { projections } from '../../science/metrics/principal-axes'
import { formatNumber, formatPercent } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { base } from './layout'
import { byInterference, fromOrigin, whereChosen } from './marks'
import { chosenColour, neutralColour } from './palette'
import { panelGrid, panelTitles } from './panels'
import type { Line, Scene, Scenes, Trace } from './plot'
import { directionsOf, endAxes, type FeatureChart, type FeatureLook, type Portrait } from './portrait'

const mostWindows = 8

export const featuresInSpace: FeatureChart = {
  id: 'features-in-space',
  wide: true,
  explain: 'Each arrow is the direction W_i of a feature, coloured by the interference Σ_{j≠i} (Ŵ_i·W_j)² that it receives; drag to turn, scroll to come nearer. A hidden layer of three units is shown whole. '
    + 'A wider one is seen from the three axes that hold most of Σ‖W_i‖² at the end of training, or along three of its units; features then look shorter than they are, and the text says what share is seen.',
  choices: (look) => {
    const width = Math.max(0, ...look.portraits.map((portrait) => directionsOf(portrait)?.width ?? 0))
    if (width <= 3) return null
    const windows = Array.from({ length: Math.min(mostWindows, Math.floor(width / 3)) }, (_, k) => [3 * k, 3 * k + 1, 3 * k + 2])
    return {
      label: 'seen along', options: [
        { id: 'principal', title: 'the three axes with most in them' },
        ...windows.map((units) => ({ id: `units-${units.join('-')}`, title: `hidden units ${units.join(', ')}` })),
      ],
    }
  },
  draw(look, room) {
    const { portraits, feature } = look
    const found = portraits.flatMap((portrait) => {
      const seen = projected(portrait, look), interference = portrait.metrics.arrays.featureInterference
      return seen === null || interference === undefined ? [] : [{ portrait, ...seen, interference: interference.values }]
    })
    if (found.length === 0) return null
    const { panels, rows } = panelGrid(found.length, Math.min(found.length, room === 'narrow' ? 1 : found.length === 4 ? 2 : 3))
    const reach = 1.1 * Math.max(1, ...found.flatMap(({ points }) => points.flatMap((axis) => [...axis].map(Math.abs))))
    const most = Math.max(1, ...found.flatMap(({ interference }) => [...interference]))
    const data = found.flatMap(({ portrait: { label }, points: [x, y, z], interference }, k): Trace[] => {
      const scene = sceneName(k)
      const features = Array.from(x, (_, f) => f)
      const arrows = (of: readonly number[], line: Line): Trace => ({
        type: 'scatter3d', mode: 'lines', scene, hoverinfo: 'skip', showlegend: false, line, x: fromOrigin(x, of), y: fromOrigin(y, of), z: fromOrigin(z, of),
      })
      return [
        ...greatCircles(scene),
        arrows(features, { color: neutralColour, width: 2.5 }),
        ...(feature !== null && feature < x.length ? [arrows([feature], { color: chosenColour, width: 9 })] : []),
        {
          type: 'scatter3d', mode: 'markers', name: label, scene, x: [...x], y: [...y], z: [...z], text: features.map(String), customdata: features,
          marker: { size: whereChosen(features, feature, 9, 5), line: { width: 0 }, ...byInterference(interference, most, k === found.length - 1, 0.6) },
          hovertemplate: `${label}<br>feature %{text}<br>interference %{marker.color:.2f}<extra></extra>`,
        },
      ]
    })
    const scenes: Scenes = Object.fromEntries(found.map(({ names }, k): [string, Scene] => {
      const axis = (title: string) => ({ title: { text: title }, range: [-reach, reach] as const, showticklabels: false, nticks: 3, showspikes: false })
      return [sceneName(k), {
        domain: { x: panels[k].xDomain, y: panels[k].yDomain }, aspectmode: 'cube', xaxis: axis(names[0]), yaxis: axis(names[1]), zaxis: axis(names[2]),
        camera: { eye: { x: 1.65, y: 1.45, z: 0.95 }, center: { x: 0, y: 0, z: -0.08 } },
      }]
    }))
    const shares = found.map(({ share, portrait: { label } }) => `${formatPercent(share)} of Σ‖W_i‖² is seen at ${label}`)
    return {
      title: 'Directions in space',
      data,
      layout: base({
        height: 50 + rows * (room === 'narrow' ? 320 : 400), margin: { l: 0, r: 0, t: 30, b: 0 }, ...scenes, uirevision: 'kept',
        annotations: panelTitles(panels, found.map(({ portrait: { label } }) => label)),
      }),
      describe: `${formatList(shares)}.${feature === null ? '' : ` Feature ${feature} has interference ${formatList(found.map(({ interference, portrait: { label } }) => `${formatNumber(interference[feature])} at ${label}`))}.`}`,
      table: {
        columns: ['run', 'feature', 'first axis', 'second axis', 'third axis', 'interference'],
        rows: found.flatMap(({ portrait: { label }, points: [x, y, z], interference }) => Array.from(x, (_, f) => [label, f, x[f], y[f], z[f], interference[f]])),
        features: found.flatMap(({ points: [x] }) => Array.from(x, (_, f) => f)),
      },
    }
  },
}

const sceneName = (k: number) => (k === 0 ? 'scene' : `scene${k + 1}`) satisfies keyof Scenes

/** Directions seen along three axes; null below three dimensions. share: of Σ‖W_i‖² that the axes hold. */
function projected(portrait: Portrait, { choice }: FeatureLook): { readonly points: readonly Float64Array[]; readonly names: readonly string[]; readonly share: number } | null {
  const directions = directionsOf(portrait)
  if (directions === null || directions.width < 3) return null
  const { width, values } = directions
  const units = width === 3 ? [0, 1, 2] : (choice ?? '').startsWith('units-') ? choice!.split('-').slice(1).map(Number) : null
  const axes = units !== null && units.every((unit) => unit < width)
    ? units.map((unit) => Float64Array.from({ length: width }, (_, h) => (h === unit ? 1 : 0)))
    : endAxes(portrait)!
  const points = projections(values, width, axes)
  const all = values.reduce((sum, value) => sum + value * value, 0)
  const seen = points.reduce((sum, axis) => sum + axis.reduce((inner, value) => inner + value * value, 0), 0)
  return { points, names: units !== null ? units.map((unit) => `unit ${unit}`) : ['axis 1', 'axis 2', 'axis 3'], share: all > 0 ? seen / all : 0 }
}

/** Three circles of radius 1, so that a length can be judged. */
function greatCircles(scene: ReturnType<typeof sceneName>): Trace[] {
  const around = Array.from({ length: 49 }, (_, k) => (2 * Math.PI * k) / 48)
  const cosines = around.map(Math.cos), sines = around.map(Math.sin), zeros = around.map(() => 0)
  return [[cosines, sines, zeros], [cosines, zeros, sines], [zeros, cosines, sines]].map(([x, y, z]): Trace => ({
    type: 'scatter3d', mode: 'lines', scene, x, y, z, hoverinfo: 'skip', showlegend: false, line: { color: neutralColour, width: 1, dash: 'dot' },
  }))
}
