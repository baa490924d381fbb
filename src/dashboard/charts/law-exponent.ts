import { controlTitles } from '../../report/control-text'
import { formatBracketed } from '../../report/estimates'
import { describeMethod } from '../../report/law-text'
import { formatInteger } from '../../report/numbers'
import { formatList } from '../../report/phrases'
import type { Estimate } from '../../science/summary'
import type { Chart } from './figure'
import { axis, base } from './layout'
import { intervals, note, vertical } from './marks'
import { neutralColour, shapeColours } from './palette'
import type { Trace } from './plot'

interface Row { readonly name: string; readonly estimate: Estimate; readonly measured: boolean }

const laws = [
  { s: -0.5, name: 'residual width', word: 'width', short: '−½' },
  { s: 0, name: 'parameters (the note’s table)', word: 'parameters', short: '0' },
  { s: 0.5, name: 'neurons (fixed degree)', word: 'neurons', short: '½' },
] as const

/** The widest range of s on which the laws' names stand side by side on half a page. */
const namesFit = 2.2

export const lawExponent: Chart = {
  id: 'law-exponent',
  explain: 'F = c·dᵃ·Lᵇ is fitted to the counts; at equal budget d ∝ (N/L)^½, so F ∝ L^s with s = b − a/2. If the count follows the '
    + 'parameters, s = 0 and the note’s table stands; if it follows the neurons, s = ½ and the degree of superposition is fixed; if it '
    + 'follows the residual width, s = −½. Bars are 95% intervals. Grey: the two controls as recorded, and s at the ceiling, where '
    + 'it describes these shapes and says nothing about the law.',
  formulas: [{ tex: 'F = c d^a L^b, \\quad s = b − \\frac{a}{2}', says: 'at equal size F grows as L to the power s', source: 'this lab, from the note’s premises' }],
  draw({ summary: { law, descriptive, controls } }) {
    const own = law.kind === 'none' ? descriptive : law
    if (own === null) return null
    const rows: Row[] = [
      { name: law.kind === 'none' ? 'at the ceiling' : 'this sweep', estimate: own.s, measured: law.kind !== 'none' },
      ...(law.kind !== 'none' && law.profile.length > 1 ? law.profile.map(({ budget, s }): Row => ({ name: `N ≈ ${formatInteger(budget)}`, estimate: s, measured: true })) : []),
      ...controls.flatMap(({ preset, recorded }): Row[] => (recorded === null ? [] : [{ name: `control:<br>${controlTitles[preset].short}`, estimate: recorded.s, measured: false }])),
    ]
    const names = rows.map(({ name }) => name)
    const data: Trace[] = [{
      type: 'scatter', mode: 'markers', x: rows.map(({ estimate }) => estimate.value), y: names,
      error_x: intervals(rows.map(({ estimate }) => estimate)),
      marker: { size: 12, color: rows.map(({ measured }) => (measured ? shapeColours[0] : neutralColour)) },
      hovertemplate: '%{y}: s = %{x:.3f}<extra></extra>',
    }]
    const reach = rows.flatMap(({ estimate }) => [estimate.value, estimate.interval?.low ?? estimate.value, estimate.interval?.high ?? estimate.value])
    // A wide interval must not squeeze the three laws together; it runs off the edge, and the description gives its ends.
    const range: [number, number] = [Math.max(-2, Math.min(-0.75, ...reach) - 0.05), Math.min(2, Math.max(0.75, ...reach) + 0.05)]
    return {
      title: 'The exponent s',
      data,
      layout: base({
        height: 190 + 36 * rows.length, margin: { l: 110, r: 18, t: 62, b: 52 },
        xaxis: axis('exponent of depth', 's', { range, zeroline: false }),
        yaxis: { type: 'category', autorange: 'reversed', automargin: true },
        shapes: laws.map(({ s }) => vertical(s, { dash: 'dot' })),
        annotations: laws.map(({ s, short, word }) => note(range[1] - range[0] > namesFit ? short : `${short}<br>${word}`, s, 1, { xref: 'x', yref: 'paper', yanchor: 'bottom' })),
      }),
      describe: `s is ${formatBracketed(own.s)}${own.s.interval === null ? ', without an interval' : ', 95%'}${law.kind === 'none' ? ', at the ceiling, where it says nothing about the law' : ''}. `
        + `The laws predict ${formatList(laws.map(({ name, short }) => `${short} for ${name}`))}. Interval: ${describeMethod(own.method)}.`,
      table: {
        columns: ['what', 's', '95% low', '95% high'],
        rows: [
          ...rows.map(({ name, estimate }) => [name.replace('<br>', ' '), estimate.value, estimate.interval?.low ?? '', estimate.interval?.high ?? '']),
          ...laws.map(({ name, s }) => [`law: ${name}`, s, '', '']),
        ],
      },
    }
  },
}
