import { describe, expect, test } from 'vitest'
import { missedControls, missesOf, recordedControl } from '../../../../src/science/conclusions/controls'
import { summarise } from '../../../../src/science/summary'
import { noteShapes, plantedCount, plantedRuns } from '../planted-runs'

const origin = { preset: 'law-of-recall' as const, form: 'preview', date: '2026-11-21', engine: 'cpu 1', adapter: 'a CPU', command: 'npm run claims', link: '#1.abc.0123456789ab', learningRates: [0.08], steps: 1500 }
const planted = (count: Parameters<typeof plantedRuns>[0]['count']) => summarise(plantedRuns({ shapes: noteShapes, seeds: 3, noise: 0.01, count }))

describe('a control that is recorded', () => {
  test('keeps s with its interval, what it rests on and where it comes from', () => {
    const { law } = planted(plantedCount(2, 1))
    const recorded = recordedControl(law, origin)!
    if (law.kind === 'none') throw new Error(law.reason.kind)
    expect(recorded).toEqual({ ...origin, s: law.s, seeds: 3, cells: 2, method: law.method })
  })

  test('is not made from a sweep that gave no law', () => {
    expect(recordedControl(planted(() => 99_000).law, origin)).toBeNull()
  })
})

test('a sweep that has no law, at the ceiling, still shows both controls', () => {
  const { controls } = summarise(plantedRuns({ shapes: noteShapes, seeds: 2, count: () => 99_000 }))
  expect(controls).toHaveLength(2)
  expect(controls.every(({ measured }) => measured === null)).toBe(true)
})

describe('a control is judged by the test it calibrates', () => {
  const at = (value: number, half: number) => ({ value, interval: { low: value - half, high: value + half, level: 0.95 }, interval90: { low: value - 0.8 * half, high: value + 0.8 * half, level: 0.9 } })

  test('it misses when its interval excludes the expectation, or leaves the band, and meets otherwise', () => {
    expect(missesOf(at(-0.066, 0.052), 0)).toMatchObject([{ kind: 'excludes-expectation', expected: 0 }, { kind: 'not-inside-band', low: -0.1, high: 0.1 }])
    expect(missesOf(at(0.45, 0.04), 0.5)).toEqual([{ kind: 'excludes-expectation', interval: at(0.45, 0.04).interval, expected: 0.5 }])
    expect(missesOf(at(0.01, 0.2), 0)).toEqual([{ kind: 'not-inside-band', interval90: at(0.01, 0.2).interval90, low: -0.1, high: 0.1 }])
    expect(missesOf(at(0.02, 0.05), 0)).toEqual([])
    expect(missesOf({ value: 0, interval: null, interval90: null }, 0)).toHaveLength(1)
  })

  test('the records that ship are judged so, and a verdict repeats it', () => {
    const { controls, verdict } = planted(plantedCount(2, 1))
    for (const { recorded, expected, misses } of controls) expect(misses).toEqual(recorded === null ? [] : missesOf(recorded.s, expected))
    const missed = missedControls(controls)
    expect(verdict.caveats.filter(({ kind }) => kind === 'calibration-misses')).toEqual(missed.length === 0 ? [] : [{ kind: 'calibration-misses', controls: missed }])
    expect(verdict.reasons.every((reason) => reason.kind !== 'band' || reason.isCalibrated === (missed.length === 0))).toBe(true)
  })
})
