import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import type { Trace } from './figure'
import { base, panelGrid, panelTitle } from './layout'
import { chosenColour } from './palette'
import { layerSharing } from './layer-sharing'
import type { FeatureChart } from './portrait'

const mostFeatures = 128
/** One colour, from nothing to all of a feature; readable on either page. */
const shareRamp: [number, string][] = [[0, '#f3f1ea'], [0.5, '#6fa8d6'], [1, '#0a4f8a']]

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
    const columns = Math.min(found.length, room === 'narrow' ? 1 : 4)
    const { panels, rows } = panelGrid(found.length, columns)
    const data = found.map(({ portrait: { label }, share: { shape: [n, layers], values } }, k): Trace => {
      const shown = Math.min(n, mostFeatures)
      return {
        type: 'heatmap', xaxis: panels[k].x, yaxis: panels[k].y, zmin: 0, zmax: 1, colorscale: shareRamp, name: label, ygap: 0.4, xgap: 1,
        x: Array.from({ length: layers }, (_, l) => l + 1), z: Array.from({ length: shown }, (_, f) => [...values.subarray(f * layers, (f + 1) * layers)]),
        customdata: Array.from({ length: shown }, (_, f) => Array.from({ length: layers }, () => f)),
        showscale: k === found.length - 1, colorbar: { thickness: 10, len: 0.8, outlinewidth: 0, title: { text: 'share', side: 'right' } },
        hovertemplate: `${label}<br>feature %{y}, layer %{x}: %{z:.2f}<extra></extra>`,
      }
    })
    const axes: Record<string, unknown> = {}
    panels.forEach((panel, k) => {
      const [n, layers] = found[k].share.shape
      axes[panel.xKey] = { domain: panel.xDomain, anchor: panel.y, range: [0.5, layers + 0.5], tickvals: layerTicks(layers), showgrid: false, zeroline: false, title: { text: 'layer', standoff: 4 } }
      axes[panel.yKey] = { domain: panel.yDomain, anchor: panel.x, range: [Math.min(n, mostFeatures) - 0.5, -0.5], showgrid: false, zeroline: false, nticks: 6, title: k % columns === 0 ? { text: 'feature i', standoff: 4 } : undefined }
    })
    const mean = (values: ArrayLike<number>, learned: ArrayLike<number> | null): number => {
      const used = Array.from(values).filter((value, f) => value > 0 && (learned?.[f] ?? 1) > 0)
      return used.length === 0 ? 0 : used.reduce((sum, value) => sum + value, 0) / used.length
    }
    return {
      title: 'Features over layers',
      data,
      layout: base({
        height: 84 + rows * 340, margin: { l: 54, r: 12, t: 34, b: 44 }, ...axes, annotations: panels.map((panel, k) => panelTitle(panel, found[k].portrait.label)),
        shapes: feature === null ? [] : panels.flatMap(({ x, y }, k) => (feature < Math.min(found[k].share.shape[0], mostFeatures) ? [{
          type: 'rect', xref: x, yref: y, x0: 0.5, x1: found[k].share.shape[1] + 0.5, y0: feature - 0.5, y1: feature + 0.5, line: { color: chosenColour, width: 2 },
        }] : [])),
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
