import { familyOf } from '../../science/tasks/family'
import { formatInteger, formatNumber, formatPercent } from '../../report/numbers'
import { formatListSome } from '../../report/phrases'
import type { Chart } from './figure'
import { axis, base, logAxis } from './layout'
import { shapeMarks } from './marks'
import { neutralColour, translucent } from './palette'

export const lossByShape: Chart = {
  id: 'loss-by-shape',
  explain: 'The premise of the whole argument: at equal parameters, equal loss. The band is ±5% about the mean over shapes of at least two '
    + 'layers; Kaplan et al. 2020 found one-layer networks outside it, so those are marked open and left out of the mean. Learning rate is chosen for each '
    + 'shape by its own loss.',
  formulas: [{ tex: 'N = 2 d m L', says: 'what is held equal: weights of the layers', source: 'Kaplan et al. 2020, section 2' }],
  draw(results) {
    const rows = results.summary.rows
    if (rows.length < 2 || new Set(rows.map(({ shape }) => shape.width / shape.depth)).size < 2) return null
    const { loss } = familyOf(results.runs[0].spec.task), { comparisons } = results.summary
    const bySparsity = new Set(comparisons.map(({ sparsity }) => sparsity)).size > 1
    const describeSetting = (comparison: number): string => `N ≈ ${formatInteger(comparisons[comparison]?.budget ?? 0)}${bySparsity ? ` and S = ${comparisons[comparison]?.sparsity}` : ''}`
    const bands = results.summary.comparisons.flatMap(({ index }) => {
      const judged = rows.filter((row) => row.comparison === index && row.layers >= 2)
      if (judged.length === 0) return []
      const mean = judged.reduce((sum, row) => sum + row.heldOutLoss.mean, 0) / judged.length
      return [{ mean, band: results.summary.premise.find(({ comparison }) => comparison === index)?.band ?? 0.05 }]
    })
    return {
      title: 'Loss over shape',
      data: [shapeMarks(results, rows.map(({ label, shape, layers, heldOutLoss: { mean, interval } }) => ({ shape, x: shape.width / shape.depth, y: mean, interval, text: label, isOpen: layers < 2 })),
        '%{text}<br>d/L = %{x:.3~g}<br>loss %{y:.4~g}<extra></extra>', { size: 13, outline: 'own' })],
      layout: base({
        xaxis: logAxis('aspect ratio', 'd/L', rows.map(({ shape }) => shape.width / shape.depth)),
        yaxis: axis(loss.heldOut, loss.unit, { rangemode: 'tozero' }),
        shapes: bands.map(({ mean, band }) => ({
          type: 'rect', xref: 'paper', x0: 0, x1: 1, yref: 'y', y0: mean * (1 - band), y1: mean * (1 + band),
          fillcolor: translucent(neutralColour, 0.22), line: { width: 0 }, layer: 'below',
        })),
      }),
      describe: `Loss: ${formatListSome(rows.map(({ label, heldOutLoss }) => `${formatNumber(heldOutLoss.mean)} at ${label}`))}. `
        + results.summary.premise.flatMap(({ relativeSpread, comparison }) => (relativeSpread === null ? [] : [`At ${describeSetting(comparison)} the shapes of two and more layers spread over ${formatPercent(relativeSpread, 1)} of their mean.`])).join(' '),
      table: {
        columns: ['shape', 'd/L', `${loss.heldOut}, mean${loss.column}`, '95% low', '95% high', 'learning rate'],
        rows: rows.map(({ label, shape, heldOutLoss: h, learningRate }) => [label, shape.width / shape.depth, h.mean, h.interval?.low ?? '', h.interval?.high ?? '', learningRate]),
      },
    }
  },
}
