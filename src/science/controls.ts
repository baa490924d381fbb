/**
 * The two calibrations of the law test: tasks whose binding resource is known, judged by the same code as everything
 * else. A sweep that is one of them measures it; besides, each stands recorded from an earlier sweep of its own preset
 * (`npm run claims -- controls` writes recorded-controls.json; nothing in it is typed in).
 */
import recordedControls from './recorded-controls.json'
import type { Network } from './model'
import type { LawFit } from './statistics/law-fit'
import type { Estimate } from './statistics/spread'

/** s of a control's own preset, and where it comes from. */
export interface RecordedControl {
  readonly preset: string // id in the catalogue
  readonly form: string // 'preview' | 'full'
  readonly s: Estimate
  readonly seeds: number // fewest over shapes
  readonly cells: number // shapes that entered the fit
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
}

const known = [
  { name: 'recall, where parameters bind', expected: 0, preset: 'law-of-recall', is: ({ task }: Network) => task.kind === 'recall' },
  {
    name: 'absolute value with a linear read-out, where neurons bind', expected: 0.5, preset: 'neurons-bind',
    is: ({ task, model }: Network) => task.kind === 'absolute-value' && model.kind === 'residual' && model.embedding === 'orthonormal',
  },
] as const

export const controlPresets: readonly string[] = known.map(({ preset }) => preset)

export function controlsOf(network: Network, law: LawFit): Control[] {
  const recorded: readonly RecordedControl[] = recordedControls
  return known.map(({ name, expected, preset, is }): Control => ({
    name, expected,
    measured: law.kind !== 'none' && is(network) ? law.s.value : null,
    recorded: recorded.find((control) => control.preset === preset) ?? null,
  }))
}

const digits = (value: number): string => {
  const text = value.toFixed(2)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
}

/** "recall, where parameters bind: expected s ≈ 0, recorded −0.09 (95% interval …; preview, 2 seeds, cpu 1, 2026-11-21)". */
export function controlWords({ name, expected, measured, recorded }: Control): string {
  const words = [`expected s ≈ ${expected === 0.5 ? '½' : expected}`]
  if (measured !== null) words.push(`measured here ${digits(measured)}`)
  if (recorded !== null) {
    const { s: { value, interval }, form, seeds, engine, date } = recorded
    const around = interval === null ? 'no interval' : `${Math.round(100 * interval.level)}% interval ${digits(interval.low)} to ${digits(interval.high)}`
    words.push(`recorded ${digits(value)} (${around}; ${form} form, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, ${engine}, ${date})`)
  }
  if (measured === null && recorded === null) words.push('not measured yet')
  return `${name}: ${words.join(', ')}`
}

/** What is kept of a sweep of a control's preset; null where it gave no law. */
export function recordedControl(
  law: LawFit, from: Omit<RecordedControl, 's' | 'seeds' | 'cells'>,
): RecordedControl | null {
  if (law.kind === 'none') return null
  return { ...from, s: law.s, seeds: Math.min(...law.cells.map(({ counts }) => counts.length)), cells: law.cells.length }
}
