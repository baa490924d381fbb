import { describe, expect, test } from 'vitest'
import { type Control, controlWords, recordedControl } from '../../../src/science/controls'
import { summarise } from '../../../src/science/summary'
import { noteShapes, plantedCount, plantedRuns } from './planted-runs'

const origin = { preset: 'law-of-recall', form: 'preview', date: '2026-11-21', engine: 'cpu 1', adapter: 'a CPU', command: 'npm run claims', link: '#1.abc.0123456789ab' }
const planted = (count: Parameters<typeof plantedRuns>[0]['count']) => summarise(plantedRuns({ shapes: noteShapes, seeds: 3, noise: 0.01, count }))

describe('a control that is recorded', () => {
  test('keeps s with its interval, what it rests on and where it comes from', () => {
    const { law } = planted(plantedCount(2, 1))
    const recorded = recordedControl(law, origin)!
    if (law.kind === 'none') throw new Error(law.reason)
    expect(recorded).toEqual({ ...origin, s: law.s, seeds: 3, cells: 3 })
  })

  test('is not made from a sweep that gave no law', () => {
    expect(recordedControl(planted(() => 99_000).law, origin)).toBeNull()
  })

  test('is said to be recorded, never measured here', () => {
    const recorded = { ...origin, s: { value: -0.004, interval: { low: -0.1, high: 0.09, level: 0.95 }, interval90: null }, seeds: 3, cells: 6 }
    const control: Control = { name: 'recall', expected: 0, measured: null, recorded }
    expect(controlWords(control)).toBe('recall: expected s ≈ 0, recorded 0.00 (95% interval −0.10 to 0.09; preview form, 3 seeds, cpu 1, 2026-11-21)')
    expect(controlWords({ ...control, recorded: null })).toBe('recall: expected s ≈ 0, not measured yet')
    expect(controlWords({ ...control, expected: 0.5, measured: 0.42 })).toContain('expected s ≈ ½, measured here 0.42, recorded')
  })
})

test('a sweep that has no law, at the ceiling, still shows both controls', () => {
  const { controls } = summarise(plantedRuns({ shapes: noteShapes, seeds: 2, count: () => 99_000 }))
  expect(controls).toHaveLength(2)
  expect(controls.every(({ measured }) => measured === null)).toBe(true)
})
