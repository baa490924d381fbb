/** The count of features against one quantity of the shape, with the power law fitted to it. */
import { settingKey } from '../../science/tasks/setting'
import { ceilingFraction } from '../../science/criteria'
import type { PowerLaw } from '../../science/statistics/scaling-law'
import type { Scaling } from '../../science/conclusions/scaling'
import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import type { ChartId } from './chart-id'
import type { Chart, FormulaText } from './figure'
import { formatExponent, fittedLaw } from './fitted-law'
import { base, logAxis, logRange, withLegend } from './layout'
import { shapeMarks } from './marks'
import { neutralColour } from './palette'
import type { SweepResults } from './sweep-results'

type Row = SweepResults['summary']['rows'][number]

interface Against {
  readonly id: ChartId
  readonly title: string
  readonly axis: readonly [title: string, unit: string]
  readonly of: (row: Row) => number
  readonly law: (scaling: Scaling) => PowerLaw | null
  readonly explain: string
  readonly formulas: readonly FormulaText[]
}

const mostSettings = 3 // more lines than that are a tangle
const leastRange = 1.5 // largest over least x: below it a slope is noise

function featuresAgainst({ id, title, axis: [axisTitle, unit], of, law, explain, formulas }: Against): Chart {
  return {
    id, explain, formulas,
    draw(results) {
      const { rows, scaling } = results.summary
      const shown = rows.filter(({ measured }) => measured.featuresLearned.mean > 0)
      // Shapes of one budget differ in size by rounding only.
      if (scaling.length === 0 || !(Math.max(...shown.map(of)) > leastRange * Math.min(...shown.map(of)))) return null
      const fits = scaling.slice(0, mostSettings).flatMap((setting) => {
        const fit = law(setting)
        const fitted = shown.filter((row) => settingKey(row) === settingKey(setting) && row.measured.featuresLearned.mean < ceilingFraction * row.featureCount)
        return fit === null || !(Math.max(...fitted.map(of)) > leastRange * Math.min(...fitted.map(of))) ? [] : [{ fit, x: fitted.map(of), name: setting.sparsity === null || scaling.length === 1 ? 'fitted law' : `fitted law, S = ${formatNumber(setting.sparsity)}` }]
      })
      const counts = shown.flatMap(({ measured: { featuresLearned: { mean, interval } } }) => [mean, ...(interval === null || interval.low <= 0 ? [] : [interval.low, interval.high])])
      const data = [
        ...fits.flatMap(({ fit, x, name }, k) => fittedLaw(fit, x, name, { isFirst: k === 0, dash: (['solid', 'dash', 'dot'] as const)[k] })),
        shapeMarks(results, shown.map((row) => ({ shape: row.shape, x: of(row), y: row.measured.featuresLearned.mean, interval: row.measured.featuresLearned.interval, text: row.label })),
          `%{text}<br>%{x:.4~g} ${unit}<br>%{y:.4~g} features<extra></extra>`, { name: 'measured', outline: { width: 1, color: neutralColour } }),
      ]
      return {
        title, data,
        layout: base({
          xaxis: logAxis(axisTitle, unit, shown.map(of)), yaxis: logAxis('features learned', 'F', counts, undefined, { range: logRange(counts) }), // a wide band runs off the figure
          ...withLegend,
        }),
        describe: fits.length === 0
          ? `Too few shapes below ${formatNumber(100 * ceilingFraction, 2)}% of all features to fit a law of the count over ${axisTitle}.`
          : `By ${formatList(fits.map(({ fit, name }) => `${name}: ${formatExponent(fit)}`))}. Counts above ${formatNumber(100 * ceilingFraction, 2)}% of all features are shown and not fitted.`,
        table: {
          columns: ['shape', `${axisTitle} (${unit})`, 'features learned, mean', 'seeds', 'fitted'],
          rows: shown.map((row) => [row.label, of(row), row.measured.featuresLearned.mean, row.measured.featuresLearned.count, row.measured.featuresLearned.mean < ceilingFraction * row.featureCount ? 'yes' : 'near the ceiling n']),
        },
      }
    },
  }
}

const look = 'The line is fitted to means over seeds, and its band is where the line lies with 95% confidence, by residuals.'

export const featuresByParameters = featuresAgainst({
  id: 'features-by-parameters', title: 'Features against parameters', axis: ['parameters', 'N'], of: (row) => row.nonEmbeddingParameters, law: (scaling) => scaling.countOverParameters,
  explain: `Shapes of one size stand above one another: their spread is what shape does, the slope what size does. ${look} A slope of 1 means that each parameter holds equally much.`,
  formulas: [{ tex: 'F = c N^e, \\quad N = 2 d m L', says: 'weights of the layers, without embeddings and biases', source: 'Kaplan et al. 2020, section 2' }],
})

export const featuresByWidth = featuresAgainst({
  id: 'features-by-width', title: 'Features against width', axis: ['width of the stream', 'd'], of: ({ shape }) => shape.width, law: (scaling) => scaling.countOverWidth,
  explain: `All layers share the d dimensions of the stream. If they were what binds, the count would be proportional to d at any depth. ${look} Budgets that tell width from depth apart are needed to read it as a law.`,
  formulas: [{ tex: 'F = c d^e', says: 'one exponent over all shapes; depth is not held fixed', source: 'this lab' }],
})
