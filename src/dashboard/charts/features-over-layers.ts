import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { layerSharing } from './layer-sharing'
import { base } from './layout'
import { chosenFrame, colourBar, inPanel } from './marks'
import { closeTitle, panelAxes, panelGrid, panelTitles } from './panels'
import type { ColourScale, Trace } from './plot'
import type { FeatureChart } from './portrait'

const mostFeatures = 128
/** One colour, from nothing to all of a feature; readable on either page. */
const shareRamp: ColourScale = [[0, '#f3f1ea'], [0.5, '#6fa8d6'], [1, '#0a4f8a']]

export const featuresOverLayers: FeatureChart = {
  id: 'features-over-layers',
  wide: true,
  explain: 'Where a feature lives: q_il is the part of its answer that layer l writes, read at the output; a row adds up to 1. One dark cell is a feature that belongs to one layer, an even row one that all '
    + 'layers share. PR_i = 1/Σ_l q_il² counts the layers: 1 to L. The note’s F/L supposes dark cells; shuffled contributions (under “Compare shapes”) say what unrelated layers would show.',
  formulas: layerSharing.formulas!,
  draw({ portraits, feature }, room) {
    const found = portraits.flatMap((portrait) => {
      const { layerShare: share, featureParticipation: sharing } = portrait.metrics.arrays
      return share === undefined || sharing === undefined || share.shape[1] < 2 ? [] : [{ portrait, share, sharing: sharing.values, learned: portrait.metrics.arrays.learned?.values ?? null }]
    })
    if (found.length === 0) return null
    const { panels, rows } = panelGrid(found.length, Math.min(found.length, room === 'narrow' ? 1 : 4))
    const data = found.map(({ portrait: { label }, share: { shape: [n, layers], values } }, k): Trace => {
      const shown = Math.min(n, mostFeatures)
      return {
        type: 'heatmap', ...inPanel(panels[k]), zmin: 0, zmax: 1, colorscale: shareRamp, name: label, ygap: 0.4, xgap: 1,
        x: Array.from({ length: layers }, (_, l) => l + 1), z: Array.from({ length: shown }, (_, f) => [...values.subarray(f * layers, (f + 1) * layers)]),
        customdata: Array.from({ length: shown }, (_, f) => Array.from({ length: layers }, () => f)),
        showscale: k === found.length - 1, colorbar: colourBar('share'),
        hovertemplate: `${label}<br>feature %{y}, layer %{x}: %{z:.2f}<extra></extra>`,
      }
    })
    const axes = panelAxes(panels, ({ isLeft }, k) => {
      const [n, layers] = found[k].share.shape, bare = { showgrid: false, zeroline: false }
      return {
        x: { ...bare, range: [0.5, layers + 0.5], tickvals: layerTicks(layers), ...closeTitle('layer') },
        y: { ...bare, range: [Math.min(n, mostFeatures) - 0.5, -0.5], nticks: 6, ...closeTitle('feature i', isLeft) },
      }
    })
    const mean = (values: ArrayLike<number>, learned: ArrayLike<number> | null): number => {
      const used = Array.from(values).filter((value, f) => value > 0 && (learned?.[f] ?? 1) > 0)
      return used.length === 0 ? 0 : used.reduce((sum, value) => sum + value, 0) / used.length
    }
    return {
      title: 'Features over layers',
      data,
      layout: base({
        height: 84 + rows * 340, margin: { l: 54, r: 12, t: 34, b: 44 }, ...axes, annotations: panelTitles(panels, found.map(({ portrait: { label } }) => label)),
        shapes: feature === null ? [] : panels.flatMap((panel, k) => (feature < Math.min(found[k].share.shape[0], mostFeatures)
          ? [chosenFrame(panel, [0.5, found[k].share.shape[1] + 0.5], [feature - 0.5, feature + 0.5], 2)] : [])),
      }),
      describe: `Layers that share a learned feature, mean: ${formatList(found.map(({ portrait: { label }, share, sharing, learned }) => `${formatNumber(mean(sharing, learned))} of ${share.shape[1]} at ${label}`))}.`
        + (feature === null ? '' : ` Feature ${feature}: ${formatList(found.map(({ portrait: { label }, sharing }) => `${formatNumber(sharing[feature])} at ${label}`))}.`),
      table: {
        columns: ['run', 'feature', 'layers that share it PR', 'layer with most', 'its share', 'learned'],
        rows: found.flatMap(({ portrait: { label }, share: { shape: [n, layers], values }, sharing, learned }) => Array.from({ length: n }, (_, f) => {
          const row = [...values.subarray(f * layers, (f + 1) * layers)], most = row.indexOf(Math.max(...row))
          return [label, f, sharing[f], sharing[f] > 0 ? most + 1 : 'none', row[most], learned === null ? '' : learned[f] > 0 ? 'yes' : 'no']
        })),
        features: found.flatMap(({ share: { shape: [n] } }) => Array.from({ length: n }, (_, f) => f)),
      },
    }
  },
}

const layerTicks = (layers: number): number[] => Array.from({ length: layers }, (_, l) => l + 1).filter((l) => layers <= 8 || l === 1 || l % Math.ceil(layers / 8) === 0)
