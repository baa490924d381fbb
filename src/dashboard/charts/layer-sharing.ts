import { formatNumber } from '../../report/numbers'
import { formatListSome } from '../../report/phrases'
import type { Chart } from './figure'
import { axis, base, withLegend } from './layout'
import { guide, shapeMarks } from './marks'
import { averagedRuns } from './sweep-results'

export const layerSharing: Chart = {
  id: 'layer-sharing',
  explain: 'Does a layer own its features, as the note’s F/L suggests? PR_i = 1/Σ_l q²_il counts the layers that share feature i: 1 if it lives in one layer, L if all carry it alike. The open '
    + 'marks are the same after shuffling contributions over features, what unrelated layers would show. On the dotted line every layer shares every feature.',
  formulas: [{ tex: '\\text{PR}_i = \\frac{1}{\\sum_l q_{i l}^2}, \\quad q_{i l} = \\frac{\\max(c_{i l}, 0)}{\\sum_k \\max(c_{i k}, 0)}', says: 'c: what layer l writes towards the answer of feature i', source: 'this lab' }],
  draw(results) {
    const points = results.summary.rows.filter(({ layers }) => layers >= 2).flatMap((row) => {
      const mean = (name: string): number | null => {
        const values = averagedRuns(results, row).map((run) => run.metrics?.scalars[name]).filter((value): value is number => value !== undefined)
        return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
      }
      const sharing = mean('participationRatio')
      return sharing === null ? [] : [{ row, sharing, shuffled: mean('participationRatioNull'), ablation: mean('ablationLoss') }]
    })
    if (points.length === 0) return null
    const deepest = Math.max(...points.map(({ row }) => row.layers))
    return {
      title: 'Layers that share a feature',
      data: [
        guide('all layers alike', [1, deepest], [1, deepest], { dash: 'dot', width: 1.6 }),
        shapeMarks(results, points.map(({ row: { shape, layers, label }, sharing }) => ({ shape, x: layers, y: sharing, text: label })), '%{text}<br>%{y:.2f} of %{x} layers<extra></extra>', { name: 'measured' }),
        shapeMarks(results, points.map(({ row: { shape, layers }, shuffled }) => ({ shape, x: layers, y: shuffled, isOpen: true })), 'shuffled: %{y:.2f} of %{x} layers<extra></extra>', { name: 'shuffled' }),
      ],
      layout: base({ xaxis: axis('layers', 'L', { rangemode: 'tozero' }), yaxis: axis('layers sharing a feature', 'PR', { rangemode: 'tozero' }), ...withLegend }),
      describe: `A learned feature is shared by ${formatListSome(points.map(({ row, sharing }) => `${formatNumber(sharing)} of ${row.layers} layers at ${row.label}`))}.`
        + (points.every(({ ablation }) => ablation !== null) ? ` Removing one layer loses ${formatListSome(points.map(({ row, ablation }) => `${Math.round(100 * ablation!)}% at ${row.label}`))} of the learned features.` : ''),
      table: {
        columns: ['shape', 'layers L', 'layers sharing a feature PR', 'shuffled', 'share of features lost with one layer'],
        rows: points.map(({ row, sharing, shuffled, ablation }) => [row.label, row.layers, sharing, shuffled ?? '', ablation ?? '']),
      },
    }
  },
}
