/**
 * The two calibrations of the law test: tasks whose binding resource is known, judged by the same code as everything
 * else. A sweep that is one of them measures it; besides, each stands recorded from an earlier sweep of its own preset
 * (`npm run claims -- controls` writes recorded-controls.json; nothing in it is typed in).
 */
import recordedControls from './recorded-controls.json'
import { calibrationHalfWidth } from '../criteria'
import type { Network } from '../models/model'
import { standing } from '../statistics/equivalence'
import type { IntervalMethod, LawFit } from '../statistics/law-fit'
import type { Estimate, Interval } from '../statistics/spread'
import { independentProbability, isRecall } from '../tasks/task'

/** s of a control's own preset, and where it comes from. */
export interface RecordedControl {
  readonly preset: ControlPreset
  readonly form: string // 'preview' | 'full'
  readonly s: Estimate
  readonly seeds: number // fewest over shapes
  readonly cells: number // shapes that entered the fit
  readonly method: IntervalMethod
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
  readonly preset: ControlPreset
  readonly expected: number // s
  readonly measured: number | null // by this sweep; null where it is another experiment or has no law
  readonly recorded: RecordedControl | null // by the control's own preset, earlier
  /** In what the record misses its expectation; empty where it meets it or nothing is recorded. */
  readonly misses: readonly Miss[]
}

export type Miss =
  | { readonly kind: 'excludes-expectation'; readonly interval: Interval; readonly expected: number }
  | { readonly kind: 'not-inside-band'; readonly interval90: Interval | null; readonly low: number; readonly high: number }

const known = [
  { expected: 0, preset: 'law-of-recall', is: ({ task }: Network) => isRecall(task) },
  {
    expected: 0.5, preset: 'neurons-bind',
    is: ({ task, model }: Network) => task.kind === 'absolute-value' && independentProbability(task) !== null && model.kind === 'residual' && model.embedding === 'orthonormal',
  },
] as const

export type ControlPreset = (typeof known)[number]['preset'] // id in the catalogue
export const controlPresets: readonly ControlPreset[] = known.map(({ preset }) => preset)

export function controlsOf(network: Network, law: LawFit): Control[] {
  const recorded = recordedControls as readonly RecordedControl[] // an import of JSON widens kinds to strings
  return known.map(({ expected, preset, is }): Control => {
    const own = recorded.find((control) => control.preset === preset) ?? null
    return {
      preset, expected,
      measured: law.kind !== 'none' && is(network) ? law.s.value : null,
      recorded: own, misses: own === null ? [] : missesOf(own.s, expected),
    }
  })
}

/** By the test that verdicts are reached with: the 90% interval inside the band, and the 95% interval around what is expected. */
export function missesOf(s: Estimate, expected: number): Miss[] {
  const misses: Miss[] = []
  const low = expected - calibrationHalfWidth, high = expected + calibrationHalfWidth
  if (s.interval && (s.interval.low > expected || s.interval.high < expected)) misses.push({ kind: 'excludes-expectation', interval: s.interval, expected })
  if (standing(s, low, high) !== 'inside') misses.push({ kind: 'not-inside-band', interval90: s.interval90, low, high })
  return misses
}

/** A control whose record misses what is expected of it. */
export interface MissedControl extends Control { readonly recorded: RecordedControl }

export const missedControls = (controls: readonly Control[]): MissedControl[] =>
  controls.flatMap((control) => (control.recorded === null || control.misses.length === 0 ? [] : [{ ...control, recorded: control.recorded }]))

/** What is kept of a sweep of a control's preset; null where it gave no law. */
export function recordedControl(
  law: LawFit, from: Omit<RecordedControl, 's' | 'seeds' | 'cells' | 'method'>,
): RecordedControl | null {
  if (law.kind === 'none') return null
  return { ...from, s: law.s, seeds: Math.min(...law.cells.map(({ counts }) => counts.length)), cells: law.cells.length, method: law.method }
}
