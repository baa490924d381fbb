import { hasDepth } from '../../science/models/model'
import { importanceWeights } from '../../science/tasks/importance'
import { superpositionBoundary } from '../../science/theory/closed-forms'
import { formatInteger, formatNumber } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import type { Chart } from './figure'
import { axis, base, withLegend } from './layout'
import { guide } from './marks'
import { neutralColour, phaseColours } from './palette'
import type { Axis, Trace } from './plot'
import { representativeRun } from './sweep-results'

export type Phase = keyof typeof phaseColours
const phases = ['dropped', 'alone', 'shared'] as const
const phaseTexts: Readonly<Record<Phase, string>> = { dropped: 'left out', alone: 'a dimension of its own', shared: 'in superposition' }

/** Interference of an antipodal partner at least half as long as a full feature. */
const sharing = 0.25

/** What became of the last feature. @param norm ‖W_n‖ @param interference Σ_{j≠n} (Ŵ_n·W_j)² */
export function phaseOf(norm: number, interference: number): Phase {
  return norm <= 0.5 ? 'dropped' : interference > sharing ? 'shared' : 'alone'
}

export const phaseDiagram: Chart = {
  id: 'phase-diagram',
  wide: true,
  explain: 'One square per density and importance of the last feature, coloured by what the best run of that square does with it. Superposition comes as a phase change: the squares '
    + 'fall into regions with sharp borders. The lines are where idealised weights (0 and ±1) of two features in one dimension change places in loss; where training departs from them, restarts or real weights are the reason.',
  formulas: [{ tex: 'p* = \\frac{4 r}{2 + 5 r} \\ (r ≤ 1), \\quad \\frac{4}{5 + 2 r} \\ (r ≥ 1)', says: 'antipodal pair below, one feature alone above; r: importance of the second', source: 'closed form, after Elhage et al. 2022, Superposition as a phase change' }],
  draw(results) {
    const cells = results.summary.rows.flatMap((row) => {
      const run = representativeRun(results, row), arrays = run?.metrics?.arrays
      if (run === null || hasDepth(run.spec.model) || row.sparsity === null || arrays?.featureNorm === undefined || arrays.featureInterference === undefined) return []
      const weights = importanceWeights(run.spec.task), last = weights.length - 1
      return [{ row, p: 1 - row.sparsity, r: weights[last] / weights[0], phase: phaseOf(arrays.featureNorm.values[last], arrays.featureInterference.values[last]) }]
    })
    const distinct = (of: (cell: (typeof cells)[number]) => number): number[] => [...new Set(cells.map(of))].sort((a, b) => a - b)
    const densities = distinct(({ p }) => p), importances = distinct(({ r }) => Number(r.toPrecision(6)))
    if (densities.length < 3 || importances.length < 3 || results.shapes.length > 1) return null
    const shape = results.shapes[0], n = results.summary.rows[0].featureCount
    // Logarithms as coordinates: squares of a plotted logarithmic axis would be unequal.
    const x = densities.map(Math.log10), y = importances.map(Math.log10)
    const cellAt = new Map(cells.map((cell) => [`${cell.p} ${Number(cell.r.toPrecision(6))}`, cell]))
    const z = importances.map((r) => densities.map((p) => { const cell = cellAt.get(`${p} ${r}`); return cell === undefined ? null : phases.indexOf(cell.phase) }))
    const colours = phases.flatMap((phase, k): [number, string][] => [[k / 3, phaseColours[phase]], [(k + 1) / 3, phaseColours[phase]]])
    const isTwoInOne = n === 2 && shape.width === 1
    const along = Array.from({ length: 81 }, (_, k) => y[0] + (y[y.length - 1] - y[0]) * k / 80)
    // The lines themselves are dark, for they lie on squares.
    const border = (name: string, x: readonly number[], y: readonly number[]) => guide(name, x, y, { color: '#1a1e23', width: 2.5 }, { legendgroup: 'theory', showlegend: false })
    const theory = !isTwoInOne ? [] : [
      border('closed form', along.map((r) => Math.log10(superpositionBoundary(10 ** r))), along),
      border('equal importance', [Math.log10(superpositionBoundary(1)), x[x.length - 1]], [0, 0]),
      guide('closed form', [null], [null], { width: 2.5 }, { legendgroup: 'theory' }),
    ]
    const many = phases.map((phase) => cells.filter((cell) => cell.phase === phase).length)
    const logarithms = (values: readonly number[], format: (value: number) => string): Axis => {
      const named = values.filter((_, k) => k % Math.ceil(values.length / 9) === 0)
      return { tickvals: named.map(Math.log10), ticktext: named.map(format), showgrid: false, zeroline: false }
    }
    return {
      title: 'Phase diagram of the last feature',
      data: [
        { type: 'heatmap', x, y, z, zmin: -0.5, zmax: 2.5, colorscale: colours, showscale: false, xgap: 1, ygap: 1, hoverongaps: false,
          text: importances.map((r) => densities.map((p) => { const cell = cellAt.get(`${p} ${r}`); return cell === undefined ? '' : `p = ${formatNumber(p)}, importance ${formatNumber(r)}<br>${phaseTexts[cell.phase]}` })), hovertemplate: '%{text}<extra></extra>' },
        ...phases.map((phase): Trace => ({ type: 'scatter', mode: 'markers', name: phaseTexts[phase], x: [null], y: [null], marker: { symbol: 'square', size: 12, color: phaseColours[phase], line: { width: 1, color: neutralColour } } })),
        ...theory,
      ],
      layout: base({
        height: 460,
        xaxis: axis('density', 'p = 1 − S', { ...logarithms(densities, (p) => formatNumber(p, 2)), autorange: 'reversed' }),
        yaxis: axis('importance of the last feature', 'the first is 1', logarithms(importances, (r) => formatNumber(r, 2))),
        ...withLegend,
      }),
      describe: `Of ${formatInteger(cells.length)} squares the last feature is ${formatList(phases.map((phase, k) => `${phaseTexts[phase]} in ${many[k]}`))}.`,
      table: { columns: ['setting', 'density p', 'importance of the last feature', 'what the best run does with it'], rows: cells.map(({ row, p, r, phase }) => [row.label, p, r, phaseTexts[phase]]) },
    }
  },
}
