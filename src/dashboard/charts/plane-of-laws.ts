import { lawsOnRecord } from '../../science/conclusions/laws-on-record'
import { boundary } from '../../science/statistics/sparsity-law'
import type { Estimate } from '../../science/summary'
import { controlTitles } from '../../report/control-text'
import { formatBracketed } from '../../report/estimates'
import { formatList } from '../../report/phrases'
import { describeStanding } from '../../report/sparsity-law-text'
import type { Chart } from './figure'
import { axis, base, withLegend } from './layout'
import { guide, horizontal, intervals, note, vertical } from './marks'
import { neutralColour, shapeColours, shapeMarker, translucent } from './palette'
import type { Trace } from './plot'
import type { SweepResults } from './sweep-results'

/** A law on the plane; a number that was not asked for is null and the law stands at the plane's edge. */
export interface Place { readonly name: string; readonly s: Estimate | null; readonly g: Estimate | null; readonly isOwn: boolean }

export const predictions = [
  { s: -0.5, g: 1, name: 'bound met, per dimension of the stream', short: 'the stream binds' },
  { s: 0.5, g: 1, name: 'bound met, per neuron', short: 'neurons bind' },
] as const

/** Where laws stand that know one of the two numbers only: below and left of everything that is possible. */
export const withoutG = -0.32, withoutS = -1
export const wide = { s: [-1.08, 1.02], g: [-0.45, 1.42] } as const
const clamp = (value: number, [low, high]: readonly [number, number]): number => Math.max(low, Math.min(high, value))

/** The estimate as far as the plane shows it; `without` where there is none. */
export function clamped(estimate: Estimate | null, range: readonly [number, number], without: number) {
  if (estimate === null) return { value: without, interval: null }
  const { value, interval } = estimate
  return { value: clamp(value, range), interval: interval === null ? null : { low: clamp(interval.low, range), high: clamp(interval.high, range) } }
}

function points(places: readonly Place[], name: string, colour: string, symbol: string): Trace[] {
  const s = places.map((place) => clamped(place.s, wide.s, withoutS)), g = places.map((place) => clamped(place.g, wide.g, withoutG))
  return places.length === 0 ? [] : [{
    type: 'scatter', mode: 'markers', name, x: s.map(({ value }) => value), y: g.map(({ value }) => value), error_x: intervals(s), error_y: intervals(g),
    marker: { size: 11, color: colour, symbol }, text: places.map((place) => place.name), hovertemplate: '%{text}<extra></extra>',
  }]
}

/** The laws that a plane shows: of this sweep, the lab's recorded ones, and the joint region of s and g; null where this sweep gives no law. */
export function lawsOnPlane({ law, sparsityLaw, controls }: SweepResults['summary']) {
  const fitted = sparsityLaw !== null && sparsityLaw.kind === 'fitted' ? sparsityLaw : null
  const own: Place[] = fitted !== null ? [{ name: 'this sweep', s: fitted.s, g: fitted.g, isOwn: true }]
    : law.kind !== 'none' ? [{ name: 'this sweep', s: law.s, g: null, isOwn: true }] : []
  if (own.length === 0) return null
  const recorded = [
    ...lawsOnRecord.map((record): Place => ({ name: record.title, s: record.s, g: record.g, isOwn: false })),
    ...controls.flatMap(({ preset, recorded: control }): Place[] => (control === null ? [] : [{ name: controlTitles[preset].short, s: control.s, g: null, isOwn: false }])),
  ]
  const region = fitted?.joint && fitted.s !== null ? boundary(fitted.joint, [fitted.s.value, fitted.g.value]) : []
  const describe = `${describeStanding(sparsityLaw, law)} Recorded: ${formatList(recorded.map(({ name, s, g }) => `${name}, ${[...(s === null ? [] : [`s ${formatBracketed(s)}`]), ...(g === null ? [] : [`g ${formatBracketed(g)}`])].join(' and ')}`))}.`
  return { own, recorded, region, describe }
}

export const planeOfLaws: Chart = {
  id: 'plane-of-laws',
  wide: true,
  explain: 'Every law of the lab in two numbers. Across: s, what of the shape limits the count (−½ the width of the stream, 0 the parameters, ½ the neurons). Up: g, how far sparsity sets the '
    + 'degree of superposition (1 where the compressed-sensing bound holds as an equality, 0 where sparsity has no grip). Diamonds are what theories predict; the note’s table says s = 0, its reading of the '
    + 'bound s = ½ and g = 1. Bars are 95% intervals; an ellipse is the joint 95% region. Laws at the lower edge come from sweeps of one sparsity, or of a task without any: they know s alone. Laws at the left edge '
    + 'come from networks without layers: they know g alone.',
  formulas: [{ tex: '\\ln F = c + a \\ln d + b \\ln L + g \\ln \\frac{1}{− p \\ln p}, \\quad s = b − \\frac{a}{2}', says: 'over cells neither at their ceiling nor at their floor', source: 'this lab; the bound after Elhage et al. 2022' }],
  draw({ summary }) {
    const laws = lawsOnPlane(summary)
    if (laws === null) return null
    const { own, recorded, region, describe } = laws, places = [...own, ...recorded]
    return {
      title: 'Which law: what binds, and does sparsity set the degree?',
      data: [
        { type: 'scatter', mode: 'markers', name: 'predicted', x: predictions.map(({ s }) => s), y: predictions.map(({ g }) => g), marker: { size: 15, color: neutralColour, symbol: 'diamond-open', line: { width: 2 } }, text: predictions.map(({ name }) => name), hovertemplate: 'prediction: %{text}<extra></extra>' },
        ...(region.length > 0 ? [{ ...guide('joint 95% region', region.map(([s]) => s), region.map(([, g]) => g), { color: shapeColours[0], width: 1.5 }), fill: 'toself', fillcolor: translucent(shapeColours[0], 0.15) } as const] : []),
        ...points(recorded, 'recorded by the lab', shapeColours[1], shapeMarker(1)),
        ...points(own, 'this sweep', shapeColours[0], shapeMarker(0)),
      ],
      layout: base({
        height: 420, margin: { l: 70, r: 18, t: 44, b: 58 },
        xaxis: axis('exponent of depth at equal size', 's', { range: [...wide.s], zeroline: false, tickvals: [-1, -0.5, 0, 0.5, 1], ticktext: ['s unknown', '−½', '0', '½', '1'] }),
        yaxis: axis('grip of sparsity', 'g', { range: [...wide.g], zeroline: false, tickvals: [withoutG, 0, 0.5, 1], ticktext: ['g unknown', '0', '½', '1'] }),
        shapes: [vertical(0, { width: 1.2, dash: 'dot' }), horizontal(0, { width: 1.2, dash: 'dot' })],
        annotations: [
          ...predictions.map(({ s, g, short }) => note(short, s, g + 0.12)),
          note('universality: s = 0', 0, 1.32, { xanchor: 'left' }), note('sparsity has no grip: g = 0', 1, 0.06, { xanchor: 'right' }),
        ],
        ...withLegend,
      }),
      describe,
      table: {
        columns: ['law', 's', 's 95% low', 's 95% high', 'g', 'g 95% low', 'g 95% high'],
        rows: [
          ...places.map(({ name, s, g }) => [name, ...[s, g].flatMap((estimate) => (estimate === null ? ['unknown', '', ''] : [estimate.value, estimate.interval?.low ?? '', estimate.interval?.high ?? '']))]),
          ...predictions.map(({ name, s, g }) => [`prediction: ${name}`, s, '', '', g, '', '']),
        ],
      },
    }
  },
}
