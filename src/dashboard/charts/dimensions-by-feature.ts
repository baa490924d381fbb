import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { featureDimensionality, knownFractions } from './feature-dimensionality'
import { byFeature, chosenBands, featurePanels, guideLines } from './feature-panels'
import { axis } from './layout'
import { note, outlineChosen, whereChosen } from './marks'
import { shapeColour, shapeMarker } from './palette'
import { featureCount, type FeatureChart } from './portrait'

export const dimensionsByFeature: FeatureChart = {
  id: 'dimensions-by-feature',
  wide: true,
  explain: 'D_i = ‖W_i‖²/Σ_j (Ŵ_i·W_j)² is the share of a dimension that feature i has to itself [Elhage et al. 2022]; dotted lines are the fractions of regular arrangements: 1 alone, '
    + '¾ tetrahedron, ⅔ triangle, ½ digon, ⅖ pentagon, ⅜ square antiprism. In a deep network, where no single direction belongs to a feature, it is the share of its own output that feature i has, J_ii²/Σ_j J_ij², in the effective Jacobian.',
  formulas: featureDimensionality.formulas!,
  draw({ portraits, feature }) {
    const found = portraits.flatMap((portrait) => {
      const { featureDimensionality: own, jacobianSelfShare: share } = portrait.metrics.arrays
      const values = own ?? share
      return values === undefined ? [] : [{ portrait, isOwn: own !== undefined, values: values.values }]
    })
    if (found.length === 0) return null
    const isOwn = found.some((one) => one.isOwn)
    const { panels, layout } = featurePanels(found.map(({ portrait }) => portrait.label), featureCount({ portraits }),
      axis(isOwn ? 'dimension' : 'own share', isOwn ? 'D<sub>i</sub>' : '0 to 1', { range: [-0.04, 1.08] }))
    const fractions = isOwn ? knownFractions : []
    return {
      title: isOwn ? 'Dimension of every feature' : 'Share of its own output that every feature has',
      data: found.map(({ portrait: { label, shape }, values }, k) => {
        const points = byFeature(panels[k], values)
        return {
          type: 'scatter', mode: 'markers', name: label, ...points, hovertemplate: `${label}<br>feature %{x}: %{y:.3f}<extra></extra>`,
          marker: { size: whereChosen(points.x, feature, 12, 7), color: shapeColour(shape), symbol: shapeMarker(shape), opacity: 1, line: outlineChosen(points.x, feature) },
        }
      }),
      layout: layout({
        margin: { l: 62, r: 56, t: 26, b: 50 },
        shapes: [...guideLines(panels, fractions.map(([value]) => value)), ...chosenBands(panels, feature)],
        annotations: panels.flatMap(({ y }) => fractions.map(([value, text]) =>
          note(text.split(' ').at(-1)!, value === 3 / 8 || value === 2 / 3 ? 1.018 : 1, value, { xref: 'paper', xanchor: 'left', yref: y, yanchor: 'middle' }, 11))),
      }),
      describe: `Sum over features: ${formatList(found.map(({ portrait: { label }, values }) => `${formatNumber(values.reduce((sum, value) => sum + value, 0))} at ${label}`))}${isOwn ? ', at most the hidden dimensions' : ''}.`
        + (feature === null ? '' : ` Feature ${feature}: ${formatList(found.map(({ portrait: { label }, values }) => `${formatNumber(values[feature], 2)} at ${label}`))}.`),
      table: {
        columns: ['run', 'feature', isOwn ? 'dimension D_i' : 'share of its own output'],
        rows: found.flatMap(({ portrait: { label }, values }) => Array.from(values, (value, f) => [label, f, value])),
        features: found.flatMap(({ values }) => Array.from(values, (_, f) => f)),
      },
    }
  },
}
