import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { axis } from './layout'
import { byFeature, chosenBands, featurePanels } from './feature-panels'
import { byInterference, outlineChosen } from './marks'
import { featureCount, type FeatureChart } from './portrait'

export const featureNorms: FeatureChart = {
  id: 'feature-norms',
  wide: true,
  explain: 'The height of a bar is the length ‖W_i‖ of the direction that feature i has: near 1 it is represented, near 0 it was dropped. Its colour is the interference Σ_{j≠i} (Ŵ_i·W_j)² '
    + 'that it receives, the sum of squares [Elhage et al. 2022]: blue has its dimension to itself, vermillion shares it. A row of blue bars and then none is a network without superposition.',
  formulas: [{ tex: '\\sum_{j ≠ i} (Ŵ_i · W_j)^2', says: 'interference; Ŵ: unit vectors', source: 'Elhage et al. 2022' }],
  draw({ portraits, feature }) {
    const found = portraits.flatMap((portrait) => {
      const { featureNorm: norm, featureInterference: interference } = portrait.metrics.arrays
      return norm === undefined || interference === undefined ? [] : [{ portrait, norm: norm.values, interference: interference.values }]
    })
    if (found.length === 0) return null
    const most = Math.max(1, ...found.flatMap(({ interference }) => [...interference]))
    const tallest = Math.max(1, ...found.flatMap(({ norm }) => [...norm]))
    const { panels, layout } = featurePanels(found.map(({ portrait }) => portrait.label), featureCount({ portraits }), axis('length', '‖W<sub>i</sub>‖', { range: [0, 1.05 * tallest] }))
    return {
      title: 'Length of every feature, coloured by interference',
      data: found.map(({ portrait: { label }, norm, interference }, k) => {
        const points = byFeature(panels[k], norm)
        return {
          type: 'bar', name: label, ...points, marker: { ...byInterference(interference, most, k === 0), line: outlineChosen(points.x, feature, 2.5) },
          text: [...interference].map((value) => formatNumber(value, 2)), textposition: 'none', hovertemplate: `${label}<br>feature %{x}: length %{y:.3f}<br>interference %{text}<extra></extra>`,
        }
      }),
      layout: layout({ shapes: chosenBands(panels, feature), bargap: 0.15 }),
      describe: `Represented, with a length above ½: ${formatList(found.map(({ portrait: { label }, norm }) => `${norm.filter((value) => value > 0.5).length} of ${norm.length} at ${label}`))}. `
        + `Of these, interference above ½: ${formatList(found.map(({ norm, interference }) => String(norm.filter((value, f) => value > 0.5 && interference[f] > 0.5).length)))}.`,
      table: {
        columns: ['run', 'feature', 'length ‖W_i‖', 'interference'],
        rows: found.flatMap(({ portrait: { label }, norm, interference }) => Array.from(norm, (value, f) => [label, f, value, interference[f]])),
        features: found.flatMap(({ norm }) => Array.from(norm, (_, f) => f)),
      },
    }
  },
}
