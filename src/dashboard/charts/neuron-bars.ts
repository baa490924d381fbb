import { featuresServed, neuronWeights } from '../../science/metrics/neuron-weights'
import { modelRecord } from '../../science/models/model'
import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { featurePanels } from './feature-panels'
import { axis } from './layout'
import { inPanel } from './marks'
import { chosenColour, neutralColour, shapeColours } from './palette'
import type { Trace } from './plot'
import type { FeatureChart, Portrait } from './portrait'

const mostNeurons = 64
/** Features that a bar shows one by one; smaller parts are drawn together. */
const mostParts = 6

export const neuronBars: FeatureChart = {
  id: 'neuron-bars',
  wide: true,
  explain: 'One bar per hidden neuron, made of |what it takes from each feature|, the largest part at the bottom [Elhage et al. 2022, Computation in superposition]. A bar of one piece is a neuron that serves one '
    + 'feature; many pieces are a neuron in superposition. The count is 1/Σ_f q² with q the squared parts. In a deep network it is what reaches the neuron along the embedding, E_f·W_in.',
  draw({ portraits, feature }) {
    const found = portraits.flatMap((portrait) => {
      const weights = barsOf(portrait)
      return weights === null ? [] : [{ portrait, ...weights }]
    })
    if (found.length === 0) return null
    const widest = Math.max(...found.map(({ names }) => names.length))
    const tallest = Math.max(...found.flatMap(({ bars }) => bars.map((bar) => bar.reduce((sum, { weight }) => sum + Math.abs(weight), 0))))
    const { panels, layout } = featurePanels(found.map(({ portrait }) => portrait.label), widest, axis('weights', 'Σ|w|', { range: [0, 1.05 * tallest] }), { x: { title: { text: 'neuron' } }, panelHeight: 170 })
    const data = found.flatMap(({ portrait: { label }, bars, names }, k): Trace[] => Array.from({ length: mostParts + 1 }, (_, part): Trace => {
      const rest = part === mostParts
      const cells = bars.map((bar) => (rest ? null : bar[part] ?? null))
      const heights = bars.map((bar, at) => (rest ? bar.slice(mostParts).reduce((sum, { weight }) => sum + Math.abs(weight), 0) : Math.abs(cells[at]?.weight ?? 0)))
      return {
        type: 'bar', name: label, ...inPanel(panels[k]), x: names.map((_name, at) => at), y: heights, customdata: cells.map((cell) => cell?.feature ?? null),
        text: cells.map((cell, at) => (cell === null ? `${names[at]}<br>${Math.max(0, bars[at].length - mostParts)} others together` : `${names[at]}<br>feature ${cell.feature}: ${formatNumber(cell.weight)}`)),
        textposition: 'none', hovertemplate: `${label}, %{text}<extra></extra>`,
        marker: {
          color: cells.map((cell) => (cell === null ? neutralColour : cell.feature === feature ? chosenColour : shapeColours[part % 3 === 0 ? 0 : part % 3 === 1 ? 5 : 2])),
          opacity: rest ? 0.35 : 1 - 0.1 * part, line: { width: 0.6, color: neutralColour },
        },
      }
    }))
    const counts = found.map(({ served }) => served.filter((value) => value > 0))
    return {
      title: 'What each neuron takes from each feature',
      data,
      layout: layout({ barmode: 'stack', bargap: 0.15 }),
      describe: `Features that a neuron serves, median: ${formatList(found.map(({ portrait: { label } }, k) => `${formatNumber(middle(counts[k]), 2)} at ${label}`))}. `
        + `Neurons that serve one, as good as alone (below 1.5): ${formatList(counts.map((served) => `${served.filter((value) => value < 1.5).length} of ${served.length}`))}.`,
      table: {
        columns: ['run', 'neuron', 'features served', 'largest from feature', 'its weight', 'second from feature', 'its weight '],
        rows: found.flatMap(({ portrait: { label }, bars, names, served }) => bars.map((bar, at) => [
          label, names[at], served[at], bar[0]?.feature ?? '', bar[0]?.weight ?? '', bar[1]?.feature ?? '', bar[1]?.weight ?? '',
        ])),
        features: found.flatMap(({ bars }) => bars.map((bar) => bar[0]?.feature ?? null)),
      },
    }
  },
}

interface Bars {
  readonly names: readonly string[] // of neurons
  readonly bars: readonly (readonly { readonly feature: number; readonly weight: number }[])[] // largest first
  readonly served: readonly number[]
}

/** The first neurons of all layers; null where the network computes nothing with them, or its parameters were not saved. */
function barsOf({ run: { spec }, parameters }: Portrait): Bars | null {
  if (!modelRecord(spec.model.kind).hasNeurons(spec.model) || parameters === null) return null
  const layers = neuronWeights(spec, Float64Array.from(parameters))
  const { shape: { neurons: m }, task: { featureCount: n } } = spec
  const names: string[] = [], bars: { feature: number; weight: number }[][] = [], served: number[] = []
  layers.forEach((weights, l) => {
    const counts = featuresServed(weights, m)
    for (let k = 0; k < m && bars.length < mostNeurons; k++) {
      names.push(layers.length > 1 ? `layer ${l + 1}, neuron ${k}` : `neuron ${k}`)
      bars.push(Array.from({ length: n }, (_, f) => ({ feature: f, weight: weights[f * m + k] })).filter(({ weight }) => weight !== 0).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)))
      served.push(counts[k])
    }
  })
  return { names, bars, served }
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length === 0 ? 0 : sorted[sorted.length >> 1]
}
