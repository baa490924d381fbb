/** The calibrations of the law test. */
import { type Control, type ControlPreset, type Miss, type RecordedControl, missedControls } from '../science/conclusions/controls'
import { formatInterval } from './estimates'
import { describeMethod } from './law-text'
import { formatFixed, formatPrediction } from './numbers'
import { formatCount } from './phrases'

export const controlTitles = {
  'law-of-recall': { short: 'recall', full: 'recall, where parameters bind' },
  'neurons-bind': { short: 'absolute value', full: 'absolute value with a linear read-out, where neurons bind' },
} as const satisfies Record<ControlPreset, { readonly short: string; readonly full: string }>

/** "recall, where parameters bind: expected s ≈ 0, recorded −0.09 (95% interval …; preview form, 2 seeds, …; cpu 1, 2026-11-21)". */
export function describeControl({ preset, expected, measured, recorded, misses }: Control): string {
  const parts = [`expected s ≈ ${formatPrediction(expected)}`]
  if (measured !== null) parts.push(`measured here ${formatFixed(measured)}`)
  if (recorded !== null) {
    const { s: { value, interval }, form, seeds, engine, date } = recorded
    parts.push(`recorded ${formatFixed(value)} (${formatInterval(interval)}; ${form} form, ${formatCount(seeds, 'seed')}, ${describeBasis(recorded)}; ${engine}, ${date})`)
    if (misses.length > 0) parts.push(`which misses: ${misses.map(describeMiss).join(', ')}`)
  }
  if (measured === null && recorded === null) parts.push('not measured yet')
  return `${controlTitles[preset].full}: ${parts.join(', ')}`
}

/** "The calibration misses: recall gave s = −0.07 where 0 is expected (its 95% interval … excludes 0)…"; null where none does. */
export function describeCalibration(controls: readonly Control[]): string | null {
  const missing = missedControls(controls).map(({ preset, expected, recorded, misses }) =>
    `${controlTitles[preset].full}, gave s = ${formatFixed(recorded.s.value)} where ${formatPrediction(expected)} is expected (${misses.map(describeMiss).join(', ')}; ${describeBasis(recorded)})`)
  return missing.length === 0 ? null : `The calibration misses: ${missing.join('; ')}. The test may err by as much here, so the name of a law is provisional.`
}

function describeMiss(miss: Miss): string {
  switch (miss.kind) {
    case 'excludes-expectation': return `its ${formatInterval(miss.interval)} excludes ${formatPrediction(miss.expected)}`
    case 'not-inside-band': {
      const interval = miss.interval90 === null ? 'interval cannot be had and so' : formatInterval(miss.interval90)
      return `its ${interval} is not inside ${formatFixed(miss.low)} to ${formatFixed(miss.high)}`
    }
  }
  miss satisfies never
}

/** What the record rests on: the likely causes of a miss, from the record itself. */
function describeBasis({ cells, learningRates, steps, method }: RecordedControl): string {
  const rates = learningRates.length === 1 ? `one learning rate, ${learningRates[0]}` : `${learningRates.length} learning rates`
  return `${cells} shapes, ${rates}, ${steps} steps, interval from ${describeMethod(method)}`
}
