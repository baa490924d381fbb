import { describe, expect, test } from 'vitest'
import { type Control, calibrationWords, controlWords, missesOf, recordedControl } from '../../../../src/science/conclusions/controls'
import { summarise } from '../../../../src/science/summary'
import { noteShapes, plantedCount, plantedRuns } from '../planted-runs'

const origin = { preset: 'law-of-recall', form: 'preview', date: '2026-11-21', engine: 'cpu 1', adapter: 'a CPU', command: 'npm run claims', link: '#1.abc.0123456789ab', learningRates: [0.08], steps: 1500 }
const planted = (count: Parameters<typeof plantedRuns>[0]['count']) => summarise(plantedRuns({ shapes: noteShapes, seeds: 3, noise: 0.01, count }))

describe('a control that is recorded', () => {
  test('keeps s with its interval, what it rests on and where it comes from', () => {
    const { law } = planted(plantedCount(2, 1))
    const recorded = recordedControl(law, origin)!
    if (law.kind === 'none') throw new Error(law.reason)
    expect(recorded).toEqual({ ...origin, s: law.s, seeds: 3, cells: 2, method: law.method })
  })

  test('is not made from a sweep that gave no law', () => {
    expect(recordedControl(planted(() => 99_000).law, origin)).toBeNull()
  })

  test('is said to be recorded, never measured here', () => {
    const recorded = { ...origin, s: { value: -0.004, interval: { low: -0.1, high: 0.09, level: 0.95 }, interval90: null }, seeds: 3, cells: 6, method: 'seed noise only' }
    const control: Control = { name: 'recall', expected: 0, measured: null, recorded, misses: [] }
    expect(controlWords(control)).toBe('recall: expected s ≈ 0, recorded 0.00 (95% interval −0.10 to 0.09; preview form, 3 seeds, 6 shapes, one learning rate, 0.08, 1500 steps, interval from seed noise only; cpu 1, 2026-11-21)')
    expect(controlWords({ ...control, recorded: null })).toBe('recall: expected s ≈ 0, not measured yet')
    expect(controlWords({ ...control, expected: 0.5, measured: 0.42 })).toContain('expected s ≈ ½, measured here 0.42, recorded')
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
    expect(missesOf(at(-0.066, 0.052), 0)).toEqual(['its 95% interval −0.12 to −0.01 excludes 0', 'its 90% interval −0.11 to −0.02 is not inside −0.10 to 0.10'])
    expect(missesOf(at(0.45, 0.04), 0.5)).toEqual(['its 95% interval 0.41 to 0.49 excludes ½'])
    expect(missesOf(at(0.01, 0.2), 0)).toEqual(['its 90% interval −0.15 to 0.17 is not inside −0.10 to 0.10'])
    expect(missesOf(at(0.02, 0.05), 0)).toEqual([])
    expect(missesOf({ value: 0, interval: null, interval90: null }, 0)).toHaveLength(1)
  })

  test('a miss is said in plain words with what the record rests on; no miss, no words', () => {
    const recorded = { ...origin, s: at(-0.066, 0.05), seeds: 3, cells: 6, method: 'seed noise only' }
    const control: Control = { name: 'recall, where parameters bind', expected: 0, measured: null, recorded, misses: missesOf(recorded.s, 0) }
    expect(calibrationWords([control])).toMatch(/^The calibration misses: recall, where parameters bind, gave s = −0\.07 where 0 is expected \(.*6 shapes, one learning rate, 0\.08, 1500 steps, interval from seed noise only\)/)
    expect(controlWords(control)).toContain('which misses: its 95% interval')
    expect(calibrationWords([{ ...control, misses: [] }])).toBeNull()
  })

  test('the records that ship are judged so, and a verdict repeats it', () => {
    const { controls, verdict } = planted(plantedCount(2, 1))
    for (const { recorded, expected, misses } of controls) expect(misses).toEqual(recorded === null ? [] : missesOf(recorded.s, expected))
    const said = calibrationWords(controls)
    expect(verdict.caveats.some((caveat) => caveat.startsWith('The calibration misses'))).toBe(said !== null)
    expect(verdict.sentence.includes('provisionally')).toBe(said !== null)
    expect(verdict.paragraph.includes('The calibration misses')).toBe(said !== null)
  })
})
