import { expect, test } from 'vitest'
import { lawExponent } from '../../../src/dashboard/charts/law-exponent'
import { labelled } from '../../../src/report/labels'
import { summarise } from '../../../src/science/summary'
import { noteShapes, plantedCount, plantedRuns } from '../science/planted-runs'

const drawn = (featureCount: number) => {
  const summary = labelled(summarise(plantedRuns({ shapes: noteShapes, seeds: 3, noise: 0.01, count: plantedCount(2, 1, 0.2), task: { kind: 'recall', featureCount } })))
  return { summary, figure: lawExponent.draw({ runs: [], runOf: new Map(), shapes: [], summary }, 'wide')! }
}

test('at the ceiling s is drawn grey, named as such, and said to say nothing about the law', () => {
  const { summary, figure } = drawn(1024) // 819 of 1024 learned
  expect(summary.law.kind).toBe('none')
  expect(figure.table.rows[0][0]).toBe('at the ceiling')
  expect(figure.table.rows[0][1]).toBe(summary.descriptive!.s.value)
  expect(figure.describe).toContain('says nothing about the law')
})

test('below it the law’s own s stands first, the recorded controls below with their intervals', () => {
  const { summary, figure } = drawn(100_000)
  expect(figure.table.rows[0].slice(0, 2)).toEqual(['this sweep', summary.law.kind === 'none' ? null : summary.law.s.value])
  for (const { recorded } of summary.controls) {
    const row = figure.table.rows.find((cells) => cells[1] === recorded!.s.value)!
    expect(row[0]).toMatch(/^control: /)
    expect(row.slice(2)).toEqual([recorded!.s.interval!.low, recorded!.s.interval!.high])
  }
})

test('nothing is drawn where no two shapes can be compared', () => {
  const summary = labelled(summarise(plantedRuns({ shapes: noteShapes.slice(0, 1), seeds: 2, count: () => 10 })))
  expect(lawExponent.draw({ runs: [], runOf: new Map(), shapes: [], summary }, 'wide')).toBeNull()
})
