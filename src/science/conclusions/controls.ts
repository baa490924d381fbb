/**
 * The two calibrations of the law test: tasks whose binding resource is known, judged by the same code as everything
 * else. A sweep that is one of them measures it; besides, each stands recorded from an earlier sweep of its own preset
 * (`npm run claims -- controls` writes recorded-controls.json; nothing in it is typed in).
 */
import recordedControls from './recorded-controls.json'
import { calibrationHalfWidth } from '../criteria'
import type { Network } from '../models/model'
import { standing } from '../statistics/equivalence'
import type { LawFit } from '../statistics/law-fit'
import type { Estimate, Interval } from '../statistics/spread'
import { independentProbability, isRecall } from '../tasks/task'
import { digits } from '../verdict/number-words'

/** s of a control's own preset, and where it comes from. */
export interface RecordedControl {
  readonly preset: string // id in the catalogue
  readonly form: string // 'preview' | 'full'
  readonly s: Estimate
  readonly seeds: number // fewest over shapes
  readonly cells: number // shapes that entered the fit
  readonly method: string // how the interval was made: LawFit.method
  readonly learningRates: readonly number[] // tried for every shape
  readonly steps: number // of training, the most
  readonly date: string // YYYY-MM-DD, UTC
  readonly engine: string // engine and its version
  readonly adapter: string
  readonly command: string
  readonly link: string // of the experiment that was run
}

/** A calibration of the law test, measured by the same code: recall near 0, absolute value with linear readout near ½. */
export interface Control {
  readonly name: string
  readonly expected: number // s
  readonly measured: number | null // by this sweep; null where it is another experiment or has no law
  readonly recorded: RecordedControl | null // by the control's own preset, earlier
  /** In what the record misses its expectation, in words; empty where it meets it or nothing is recorded. */
  readonly misses: readonly string[]
}

const known = [
  { name: 'recall, where parameters bind', expected: 0, preset: 'law-of-recall', is: ({ task }: Network) => isRecall(task) },
  {
    name: 'absolute value with a linear read-out, where neurons bind', expected: 0.5, preset: 'neurons-bind',
    is: ({ task, model }: Network) => task.kind === 'absolute-value' && independentProbability(task) !== null && model.kind === 'residual' && model.embedding === 'orthonormal',
  },
] as const

export const controlPresets: readonly string[] = known.map(({ preset }) => preset)

export function controlsOf(network: Network, law: LawFit): Control[] {
  const recorded: readonly RecordedControl[] = recordedControls
  return known.map(({ name, expected, preset, is }): Control => {
    const own = recorded.find((control) => control.preset === preset) ?? null
    return {
      name, expected,
      measured: law.kind !== 'none' && is(network) ? law.s.value : null,
      recorded: own, misses: own === null ? [] : missesOf(own.s, expected),
    }
  })
}

/** By the test that verdicts are reached with: the 90% interval inside the band, and the 95% interval around what is expected. */
export function missesOf(s: Estimate, expected: number): string[] {
  const misses: string[] = []
  const low = expected - calibrationHalfWidth, high = expected + calibrationHalfWidth
  if (s.interval && (s.interval.low > expected || s.interval.high < expected)) misses.push(`its ${intervalWords(s.interval)} excludes ${pole(expected)}`)
  if (standing(s, low, high) !== 'inside') misses.push(`its ${intervalWords(s.interval90)} is not inside ${digits(low)} to ${digits(high)}`)
  return misses
}

/** "The calibration misses: recall gave s = −0.07 where 0 is expected (its 95% interval … excludes 0)…"; null where none does. */
export function calibrationWords(controls: readonly Control[]): string | null {
  const missing = controls.flatMap(({ name, expected, recorded, misses }) => (recorded === null || misses.length === 0 ? []
    : [`${name}, gave s = ${digits(recorded.s.value)} where ${pole(expected)} is expected (${misses.join(', ')}; ${basis(recorded)})`]))
  return missing.length === 0 ? null : `The calibration misses: ${missing.join('; ')}. The test may err by as much here, so the name of a law is provisional.`
}

const pole = (expected: number): string => (expected === 0.5 ? '½' : String(expected))
const intervalWords = (interval: Interval | null): string =>
  interval === null ? 'interval cannot be had and so' : `${Math.round(100 * interval.level)}% interval ${digits(interval.low)} to ${digits(interval.high)}`

/** What the record rests on: the likely causes of a miss, from the record itself. */
function basis({ cells, learningRates, steps, method }: RecordedControl): string {
  const rates = learningRates.length === 1 ? `one learning rate, ${learningRates[0]}` : `${learningRates.length} learning rates`
  return `${cells} shapes, ${rates}, ${steps} steps, interval from ${method}`
}

/** "recall, where parameters bind: expected s ≈ 0, recorded −0.09 (95% interval …; preview, 2 seeds, cpu 1, 2026-11-21)". */
export function controlWords({ name, expected, measured, recorded, misses }: Control): string {
  const words = [`expected s ≈ ${pole(expected)}`]
  if (measured !== null) words.push(`measured here ${digits(measured)}`)
  if (recorded !== null) {
    const { s: { value, interval }, form, seeds, engine, date } = recorded
    const around = interval === null ? 'no interval' : intervalWords(interval)
    words.push(`recorded ${digits(value)} (${around}; ${form} form, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, ${basis(recorded)}; ${engine}, ${date})`)
    if (misses.length > 0) words.push(`which misses: ${misses.join(', ')}`)
  }
  if (measured === null && recorded === null) words.push('not measured yet')
  return `${name}: ${words.join(', ')}`
}

/** What is kept of a sweep of a control's preset; null where it gave no law. */
export function recordedControl(
  law: LawFit, from: Omit<RecordedControl, 's' | 'seeds' | 'cells' | 'method'>,
): RecordedControl | null {
  if (law.kind === 'none') return null
  return { ...from, s: law.s, seeds: Math.min(...law.cells.map(({ counts }) => counts.length)), cells: law.cells.length, method: law.method }
}
