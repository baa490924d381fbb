import {
  arrangementNames, componentName, countByName, interferenceGraph, type GraphComponent, type InterferenceGraph,
} from '../../science/metrics/interference-graph'
import { formatNumber } from '../../report/numbers'
import { formatCount, formatList } from '../../report/phrases'
import { base, legendAbove } from './layout'
import { inPanel, whereChosen } from './marks'
import { chosenColour, neutralColour, shapeColours, translucent } from './palette'
import { panelAxes, panelGrid, panelTitles, squareAxes } from './panels'
import type { Trace } from './plot'
import { productsOf, type FeatureChart, type Portrait } from './portrait'

const thresholds = [20, 10, 40] as const // hundredths of a cosine, the default first
/** A pair that pushes apart and one that pulls together. */
const apartColour = '#1f7fc4', togetherColour = '#d3601a'

export const interferenceGraphs: FeatureChart = {
  id: 'interference-graphs',
  wide: true,
  explain: 'Every represented feature (‖W_i‖ > ½) is a node; two are joined where their directions overlap, |Ŵ_i·Ŵ_j| above the threshold: blue points apart, vermillion together. Features that form one '
    + 'island share a subspace and interfere with no other. An island is named if its cosines and D_i are those of a regular arrangement, within 0.12 and 0.05; else by its size and the dimensions it fills.',
  choices: () => ({ label: 'joined above', options: thresholds.map((hundredths) => ({ id: `cosine-${hundredths}`, title: `a cosine of ${hundredths / 100}` })) }),
  draw({ portraits, feature, choice }, room) {
    const threshold = Number(choice?.replace('cosine-', '') ?? thresholds[0]) / 100
    const found = portraits.flatMap((portrait) => {
      const products = productsOf(portrait)
      if (products === null) return []
      const graph = interferenceGraph(products.values, products.count, { threshold })
      return [{ portrait, graph, products, places: placesOf(graph, products) }]
    })
    if (found.length === 0) return null
    const columns = Math.min(found.length, room === 'narrow' ? 1 : found.length === 4 ? 2 : 3)
    const { panels, rows } = panelGrid(found.length, columns)
    const named = new Set<string>()
    const data = found.flatMap(({ portrait: { label }, graph, places }, k): Trace[] => {
      const at = inPanel(panels[k])
      const edges = (isNegative: boolean): Trace => {
        const own = graph.edges.filter(({ cosine }) => cosine < 0 === isNegative)
        return {
          type: 'scatter', mode: 'lines', ...at, hoverinfo: 'skip', showlegend: false, line: { color: translucent(isNegative ? apartColour : togetherColour, own.length > 400 ? 0.25 : 0.6), width: own.length > 400 ? 0.7 : 1.5 },
          x: own.flatMap(({ features: [i, j] }) => [places.get(i)!.x, places.get(j)!.x, null]), y: own.flatMap(({ features: [i, j] }) => [places.get(i)!.y, places.get(j)!.y, null]),
        }
      }
      const kinds = kindNames.map((kind) => [kind, graph.components.filter((component) => kindOf(component) === kind)] as const).filter(([, components]) => components.length > 0)
      return [
        edges(false), edges(true),
        ...kinds.map(([kind, components]): Trace => {
          const isFirst = !named.has(kind)
          named.add(kind)
          const members = components.flatMap((component) => component.features.map((f, place) => ({ f, component, dimension: component.dimensionality[place] })))
          const features = members.map(({ f }) => f)
          return {
            type: 'scatter', mode: 'markers', ...at, name: kind, legendgroup: kind, showlegend: isFirst, x: features.map((f) => places.get(f)!.x), y: features.map((f) => places.get(f)!.y),
            customdata: features, text: members.map(({ f, component, dimension }) => `feature ${f}, ${componentName(component)}<br>D = ${formatNumber(dimension, 2)}`), hovertemplate: `${label}<br>%{text}<extra></extra>`,
            marker: {
              opacity: 1, color: kindColours[kindNames.indexOf(kind)], symbol: kindMarkers[kindNames.indexOf(kind)],
              size: whereChosen(features, feature, 15, members.length > 200 ? 6 : 9), line: { color: whereChosen(features, feature, chosenColour, neutralColour), width: whereChosen(features, feature, 3.5, 0.5) },
            },
          }
        }),
      ]
    })
    const axes = panelAxes(panels, (panel, k) => {
      const range = (values: readonly number[]): [number, number] => (values.length === 0 ? [0, 1] : [Math.min(...values) - 0.6, Math.max(...values) + 0.6])
      const [x, y] = (['x', 'y'] as const).map((along) => ({ range: range([...found[k].places.values()].map((place) => place[along])) }))
      return squareAxes(panel, { showgrid: false, zeroline: false, showticklabels: false }, { x, y })
    })
    const sums = found.map(({ graph }) => formatList([...countByName(graph)].map(([name, many]) => `${many} × ${name}`)))
    return {
      title: 'Who interferes with whom',
      data,
      layout: base({
        height: 90 + rows * (found.length > 2 ? 320 : 400), margin: { l: 8, r: 8, t: 66, b: 8 }, ...axes, showlegend: true, legend: { ...legendAbove, y: 1 + 34 / (90 + rows * 360), font: { size: 12 } },
        annotations: panelTitles(panels, found.map(({ portrait: { label } }) => label)),
      }),
      describe: found.map(({ portrait, graph, products }, k) => `${portrait.label}: ${graph.represented.length} of ${featuresSeen(portrait, products.count)} features are represented${graph.components.length === 0 ? '' : `, in ${formatCount(graph.components.length, 'island')}: ${sums[k]}`}`).join('. ')
        + `.${feature === null ? '' : ` Feature ${feature}: ${formatList(found.map(({ portrait: { label }, graph }) => `${describePlace(graph, feature)} at ${label}`))}.`}`,
      table: {
        columns: ['run', 'feature', 'island', 'features in it', 'dimensions it fills', 'D_i within it'],
        rows: found.flatMap(({ portrait: { label }, graph }) => graph.components.flatMap((component) => component.features.map((f, place) =>
          [label, f, componentName(component), component.features.length, component.rank, component.dimensionality[place]]))),
        features: found.flatMap(({ graph }) => graph.components.flatMap(({ features }) => features)),
      },
    }
  },
}

const kindNames = [...arrangementNames, 'other'] as readonly string[]
const kindColours = [shapeColours[7], shapeColours[0], shapeColours[2], shapeColours[4], shapeColours[1], shapeColours[6], shapeColours[5]]
const kindMarkers = ['circle', 'diamond', 'triangle-up', 'square', 'pentagon', 'octagon', 'hexagram']

/** Of a network whose directions are not known only the first features are measured, and drawn. */
const featuresSeen = ({ run }: Portrait, measured: number): string =>
  (measured < run.spec.task.featureCount ? `the first ${measured} of ${run.spec.task.featureCount}` : String(measured))

const kindOf = ({ arrangement }: GraphComponent): string => arrangement?.name ?? 'other'

function describePlace({ components }: InterferenceGraph, feature: number): string {
  const own = components.find(({ features }) => features.includes(feature))
  return own === undefined ? 'not represented' : own.features.length === 1 ? 'alone' : `in ${own.arrangement === null ? componentName(own) : `a ${own.arrangement.name}`}`
}

/** Islands on shelves, the largest first, each a ring of its features: neighbours on a ring are those that point most alike. */
function placesOf({ components }: InterferenceGraph, { values, count: size }: { readonly values: ArrayLike<number>; readonly count: number }): ReadonlyMap<number, { readonly x: number; readonly y: number }> {
  const places = new Map<number, { x: number; y: number }>()
  const side = ({ features: { length } }: GraphComponent): number => (length === 1 ? 0.7 : 0.9 + 0.55 * Math.sqrt(length))
  const sorted = [...components].sort((a, b) => b.features.length - a.features.length)
  const shelf = Math.max(...sorted.map(side), 1.25 * Math.sqrt(sorted.reduce((sum, one) => sum + side(one) ** 2, 0)))
  let x = 0, y = 0, height = 0
  for (const one of sorted) {
    const width = side(one)
    if (x > 0 && x + width > shelf) {
      x = 0
      y -= height
      height = 0
    }
    height = Math.max(height, width)
    const radius = one.features.length === 1 ? 0 : width / 2 - 0.3
    ringOrder(one.features, (i, j) => values[i * size + j]).forEach((feature, k, { length }) => {
      const angle = Math.PI / 2 - (2 * Math.PI * k) / length
      places.set(feature, { x: x + width / 2 + radius * Math.cos(angle), y: y - width / 2 + radius * Math.sin(angle) })
    })
    x += width
  }
  return places
}

/** From the first feature on, always to the one left that overlaps most. */
function ringOrder(features: readonly number[], overlap: (i: number, j: number) => number): readonly number[] {
  const order = [features[0]], left = new Set(features.slice(1))
  while (left.size > 0) {
    const last = order[order.length - 1]
    const next = [...left].reduce((best, f) => (overlap(last, f) > overlap(last, best) ? f : best))
    order.push(next)
    left.delete(next)
  }
  return order
}
