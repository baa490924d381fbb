import { describeBound } from '../../report/bound-text'
import { formatShape, nameRows } from '../../report/labels'
import { formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import { boundDomainEnd } from '../../science/criteria'
import { degreeBound, observedConstant, sparsityEntropy } from '../../science/theory/compressed-sensing-bound'
import type { Chart } from './figure'
import { base, logAxis, withLegend } from './layout'
import { guide, shapeLine, shapeMarks } from './marks'
import type { TraceOf } from './plot'
import { shapeIndex, type SweepResults } from './sweep-results'

const bound = { tex: '\\frac{n}{m} ≤ \\frac{C}{− p \\ln p}', says: 'p = 1 − S; a bound on the degree of superposition, its constant not known', source: 'Elhage et al. 2022, Related Work; the note writes it as an equation' }

type Row = SweepResults['summary']['rows'][number]
interface Point { readonly row: Row; readonly p: number; readonly constant: number | null }

/** Rows of independent features of one p, each with C_obs where the bound has a meaning. */
function pointsOf({ summary }: SweepResults): readonly Point[] {
  return summary.rows.flatMap((row) => (row.independentProbability === null || !(row.measured.featuresPerNeuron.mean > 0) ? [] : [{
    row, p: row.independentProbability, constant: observedConstant(row.measured.featuresPerNeuron.mean, row.independentProbability),
  }]))
}

/** One line per shape through its points, ascending in p. */
function linesByShape(results: SweepResults, points: readonly Point[], y: (point: Point) => number, spread?: (point: Point) => Row['measured']['featuresPerNeuron']): TraceOf<'scatter'>[] {
  return results.shapes.flatMap((shape, index): TraceOf<'scatter'>[] => {
    const own = points.filter(({ row }) => shapeIndex(results, row.shape) === index).sort((a, b) => a.p - b.p)
    if (own.length === 0) return []
    const run = results.runs.find(({ spec }) => shapeIndex(results, spec.shape) === index)!
    return [{
      ...shapeMarks(results, own.map((point) => ({ shape, x: point.p, y: y(point), interval: spread?.(point).interval, text: point.row.label })), '%{text}<br>p = %{x:.3~g}<br>%{y:.3~g}<extra></extra>',
        { name: formatShape({ model: run.spec.model, shape }), size: 10 }),
      mode: new Set(own.map(({ p }) => p)).size === own.length ? 'lines+markers' : 'markers', line: shapeLine(index),
    }]
  })
}

export const degreeAndBound: Chart = {
  id: 'degree-and-bound',
  explain: 'Features per neuron as features become sparser (to the left), and the bound of compressed sensing, drawn only where it means something (p ≤ 0.3). Its constant is not known: '
    + 'drawn is the least C that no measured point breaks, so that the curve touches one point by construction. If sparsity alone fixed the packing, all shapes would lie on one curve of this form. '
    + 'Shapes far below it are not bound by it.',
  formulas: [bound],
  draw(results) {
    const points = pointsOf(results)
    const constants = points.flatMap(({ constant }) => (constant === null ? [] : [constant]))
    if (new Set(points.map(({ p }) => p)).size < 2 || constants.length === 0) return null
    const least = Math.max(...constants)
    const low = Math.min(...points.map(({ p }) => p)) / 1.2
    const at = Array.from({ length: 40 }, (_, k) => low * (boundDomainEnd / low) ** (k / 39)).map((p) => Math.min(p, boundDomainEnd))
    const curve = at.map((p) => degreeBound(p, least)!)
    return {
      title: 'Packing against the bound',
      data: [
        guide(`bound, least C = ${formatNumber(least, 2)}`, at, curve, { width: 2.4, dash: 'dash' }),
        ...linesByShape(results, points, ({ row }) => row.measured.featuresPerNeuron.mean, ({ row }) => row.measured.featuresPerNeuron),
      ],
      layout: base({
        xaxis: logAxis('density', 'p = 1 − S', points.map(({ p }) => p)), yaxis: logAxis('features per neuron', 'n/m', [...curve, ...points.map(({ row }) => row.measured.featuresPerNeuron.mean)]),
        ...withLegend,
      }),
      describe: `The least constant that no point breaks is C = ${formatNumber(least, 2)}, set by ${points.find(({ constant }) => constant === least)!.row.label}; the others reach ${formatNumber(100 * Math.min(...constants) / least, 2)}% of the bound and more.`,
      table: {
        columns: ['setting', 'density p', 'features per neuron', 'bound with that C', 'C_obs'],
        rows: points.map(({ row, p, constant }) => [row.label, p, row.measured.featuresPerNeuron.mean, degreeBound(p, least) ?? 'not defined above p = 0.3', constant ?? '–']),
      },
    }
  },
}

export const observedConstants: Chart = {
  id: 'observed-constants',
  explain: 'What the constant of the bound would have to be if it were an equation: features per neuron times −p ln p. The bound binds only if these are equal, over shapes at one density and over '
    + 'densities at one shape. Lines that lie apart say that the packing depends on shape; lines that slope say that it depends on density otherwise than the formula.',
  formulas: [{ tex: 'C_{obs} = \\frac{F}{m L} (− p \\ln p)', says: 'only for p ≤ 0.3', source: 'this lab, from the bound of Elhage et al. 2022' }, bound],
  draw(results) {
    const points = pointsOf(results).filter(({ constant }) => constant !== null)
    if (points.length < 2) return null
    const constants = points.map(({ constant }) => constant!)
    const atOne = groupByDensity(points)
    const ratios = [...atOne].filter(([, own]) => own.length > 1).map(([p, own]) => `${formatNumber(Math.max(...own.map(({ constant }) => constant!)) / Math.min(...own.map(({ constant }) => constant!)), 2)} times at p = ${formatNumber(p, 2)}`)
    return {
      title: 'The observed constant of the bound',
      data: linesByShape(results, points, ({ constant }) => constant!),
      layout: base({
        xaxis: logAxis('density', 'p = 1 − S', points.map(({ p }) => p), new Set(points.map(({ p }) => p)).size < 7 ? points.map(({ p }) => p) : undefined),
        yaxis: logAxis('observed constant', 'C<sub>obs</sub>', constants), ...withLegend,
      }),
      describe: (ratios.length > 0
        ? `From the least to the most packed shape C_obs differs ${formatList(ratios)}.`
        : `C_obs runs from ${formatNumber(Math.min(...constants), 2)} to ${formatNumber(Math.max(...constants), 2)} over densities.`)
        + (results.summary.bound === null ? '' : ` ${describeBound(results.summary.bound, nameRows(results.summary.rows))}`),
      table: {
        columns: ['setting', 'density p', '−p ln p', 'features per neuron', 'C_obs'],
        rows: points.map(({ row, p, constant }) => [row.label, p, sparsityEntropy(p), row.measured.featuresPerNeuron.mean, constant!]),
      },
    }
  },
}

function groupByDensity(points: readonly Point[]): Map<number, Point[]> {
  const groups = new Map<number, Point[]>()
  for (const point of points) groups.set(point.p, [...groups.get(point.p) ?? [], point])
  return groups
}
