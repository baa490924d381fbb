/** A fitted power law as traces: its line, and the 95% band of the line. */
import { powerLawBand } from '../../science/statistics/power-law-band'
import type { PowerLaw } from '../../science/statistics/scaling-law'
import { formatBracketed } from '../../report/estimates'
import { guide } from './marks'
import { neutralColour, translucent } from './palette'
import type { Trace } from './plot'

/** A band of slopes further apart than this would only grey the figure: the description gives the interval. */
const widestBand = 4

/** @param x of the fitted points, positive */
export function fittedLaw(law: PowerLaw, x: readonly number[], name: string, more: { readonly isFirst?: boolean; readonly dash?: string } = {}): Trace[] {
  const low = Math.log(Math.min(...x)), high = Math.log(Math.max(...x))
  const at = Array.from({ length: 25 }, (_, k) => Math.exp(low + (high - low) * k / 24))
  const band = powerLawBand(law, x, at)
  const { interval } = law.exponent
  const edges = interval === null || interval.high - interval.low > widestBand ? [] : band.filter((point) => point.low !== null)
  return [
    ...(edges.length === 0 ? [] : [{
      type: 'scatter', mode: 'lines', name: '95% band', legendgroup: 'band', showlegend: more.isFirst ?? true, hoverinfo: 'skip', line: { width: 0 }, fill: 'toself', fillcolor: translucent(neutralColour, 0.22),
      x: [...edges.map((point) => point.x), ...edges.map((point) => point.x).reverse()], y: [...edges.map((point) => point.high), ...edges.map((point) => point.low).reverse()],
    } as const]),
    guide(name, at, band.map(({ y }) => y), { width: 2.4, dash: more.dash ?? 'solid' }),
  ]
}

/** 'exponent 1.02 [0.91, 1.13] over 6 points' */
export function formatExponent({ exponent, points }: PowerLaw): string {
  return `exponent ${formatBracketed(exponent)}${exponent.interval === null ? ' (no interval: too few points)' : ''} over ${points} points`
}
