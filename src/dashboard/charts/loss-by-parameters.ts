import { familyOf } from '../../science/tasks/family'
import { settingKey } from '../../science/tasks/setting'
import { formatBracketed } from '../../report/estimates'
import { formatNumber } from '../../report/numbers'
import type { Chart } from './figure'
import { formatExponent, fittedLaw } from './fitted-law'
import { base, logAxis, logRange, withLegend } from './layout'
import { shapeMarks } from './marks'

export const lossByParameters: Chart = {
  id: 'loss-by-parameters',
  explain: 'Whether the toy has a scaling law at all: loss over size, each size judged by its best shape. On these axes a power law is a straight line. Shapes of one size '
    + 'stand above one another; where they hardly differ beside the slope, shape matters little, as Kaplan et al. found for language models. Few sizes make a fit of few points: read the interval.',
  formulas: [
    { tex: 'L(N) = (\\frac{N_c}{N})^{α_N}', says: 'loss over parameters, data and steps held fixed', source: 'Kaplan et al. 2020, equation 1.1' },
    { tex: 'L(N, D) = [(\\frac{N_c}{N})^{α_N / α_D} + \\frac{D_c}{D}]^{α_D}', says: 'where the amount of data differs too', source: 'Kaplan et al. 2020, equation 1.5' },
  ],
  draw(results) {
    const { rows, scaling } = results.summary
    if (scaling.length === 0 || new Set(rows.map(({ comparison }) => Math.round(Math.log(results.summary.comparisons[comparison].budget) / Math.log(1.05)))).size < 2) return null
    const { loss } = familyOf(results.runs[0].spec.task), setting = scaling[0]
    const own = rows.filter((row) => settingKey(row) === settingKey(setting) && row.heldOutLoss.mean > 0)
    const best = results.summary.comparisons.flatMap(({ index }) => {
      const of = own.filter(({ comparison }) => comparison === index)
      return of.length === 0 ? [] : [of.reduce((least, row) => (row.heldOutLoss.mean < least.heldOutLoss.mean ? row : least))]
    })
    const losses = own.flatMap(({ heldOutLoss: { mean, interval } }) => [mean, ...(interval === null || interval.low <= 0 ? [] : [interval.low, interval.high])])
    const fit = setting.lossOverParameters, joint = setting.lossOverParametersAndData
    return {
      title: 'Loss over size',
      data: [
        ...(fit === null || best.length < 2 ? [] : fittedLaw(fit, best.map(({ nonEmbeddingParameters }) => nonEmbeddingParameters), 'power law through the best shapes')),
        shapeMarks(results, own.map(({ label, shape, nonEmbeddingParameters, heldOutLoss: { mean, interval } }) => ({ shape, x: nonEmbeddingParameters, y: mean, interval, text: label })),
          '%{text}<br>N = %{x}<br>loss %{y:.4~g}<extra></extra>', { name: 'measured' }),
      ],
      layout: base({
        xaxis: logAxis('parameters', 'N', own.map((row) => row.nonEmbeddingParameters), own.length <= 6 ? best.map((row) => row.nonEmbeddingParameters) : undefined),
        yaxis: logAxis(loss.heldOut, loss.unit, losses, undefined, { range: logRange(losses) }),
        ...withLegend,
      }),
      describe: (fit === null ? 'No power law could be fitted.' : `The best shapes of each size lie on a power law with ${formatExponent(fit)}${fit.points > 2 ? `; departures from it, root mean square, ${formatNumber(100 * fit.residual, 2)}%` : ', as any two points do'}.`)
        + (joint === null ? '' : ` With the amount of data: α_N = ${formatBracketed(joint.parameterExponent)}, α_D = ${formatBracketed(joint.dataExponent)}.`),
      table: {
        columns: ['shape', 'parameters N', 'loss, mean', 'seeds', 'best of its size'],
        rows: own.map((row) => [row.label, row.nonEmbeddingParameters, row.heldOutLoss.mean, row.heldOutLoss.count, best.includes(row) ? 'yes' : '']),
      },
    }
  },
}
