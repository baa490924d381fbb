import { formatNumber } from '../../report/numbers'
import { formatListSome } from '../../report/phrases'
import type { Chart } from './figure'
import { base, logAxis, withLegend } from './layout'
import { guide, shapeMarks } from './marks'

export const featuresPerNeuron: Chart = {
  id: 'features-per-neuron',
  explain: 'The note’s degree of superposition, F/(mL). The dotted line is the note’s table: the same F in ever fewer neurons, so the '
    + 'degree grows. The flat dashed line is a degree fixed by sparsity alone. Both start from the deepest shape. The note says they cannot both hold; '
    + 'where the marks lie is the answer.',
  formulas: [{ tex: '\\frac{F}{m L}', says: 'the degree of superposition, over the neurons of all layers', source: 'Katta 2024' }],
  draw(results) {
    const rows = [...results.summary.rows].sort((p, q) => q.totalNeurons - p.totalNeurons)
    if (rows.length < 2 || rows.some(({ predicted }) => !(predicted.universality.featuresPerNeuron > 0))) return null
    if (new Set(rows.map(({ totalNeurons }) => totalNeurons)).size < 2) return null
    const neurons = rows.map(({ totalNeurons }) => totalNeurons)
    // The laws are lines along one budget each, from its deepest shape.
    const guides = results.summary.comparisons.flatMap(({ index }, k) => {
      const along = rows.filter(({ comparison }) => comparison === index)
      const line = (name: string, dash: string, y: readonly number[]) => guide(name, along.map(({ totalNeurons }) => totalNeurons), y, { dash }, { legendgroup: name, showlegend: k === 0 })
      return along.length < 2 ? [] : [
        line('note’s table (s = 0)', 'dot', along.map(({ predicted }) => predicted.universality.featuresPerNeuron)),
        line('fixed degree (s = ½)', 'dash', along.map(({ predicted }) => predicted.fixedDegree.featuresPerNeuron)),
      ]
    })
    return {
      title: 'Features per neuron',
      data: [
        ...guides,
        shapeMarks(results, rows.map(({ label, shape, totalNeurons, measured: { featuresPerNeuron: { mean, interval } } }) => ({ shape, x: totalNeurons, y: mean, interval, text: label })),
          '%{text}<br>%{x} neurons<br>%{y:.3~g} features per neuron<extra></extra>', { name: 'measured', size: 13 }),
      ],
      layout: base({
        xaxis: logAxis('neurons in all layers', 'mL', neurons, neurons),
        yaxis: logAxis('features per neuron', 'F/(mL)', rows.flatMap(({ measured, predicted }) => [measured.featuresPerNeuron.mean, predicted.universality.featuresPerNeuron])),
        ...withLegend,
      }),
      describe: `Features per neuron: ${formatListSome(rows.map(({ label, totalNeurons, measured }) => `${formatNumber(measured.featuresPerNeuron.mean)} at ${label} (${totalNeurons} neurons)`))}. `
        + `The note’s table predicts ${formatListSome(rows.map(({ predicted }) => formatNumber(predicted.universality.featuresPerNeuron)))}; a fixed degree ${formatListSome(rows.map(({ predicted }) => formatNumber(predicted.fixedDegree.featuresPerNeuron)))}.`,
      table: {
        columns: ['shape', 'neurons', 'features per neuron, mean', '95% low', '95% high', 'note’s table', 'fixed degree'],
        rows: rows.map(({ label, totalNeurons, measured: { featuresPerNeuron: f }, predicted }) =>
          [label, totalNeurons, f.mean, f.interval?.low ?? '', f.interval?.high ?? '', predicted.universality.featuresPerNeuron, predicted.fixedDegree.featuresPerNeuron]),
      },
    }
  },
}
