import { expect, test } from 'vitest'
import { formatSetting, formatShape, labelRows, nameRows } from '../../../src/report/labels'
import { summarise } from '../../../src/science/summary'
import type { Task } from '../../../src/science/tasks/task'
import { noteShapes, plantedRuns } from '../science/planted-runs'

const computed = (sparsity: number, ratio = 1): Task => ({ kind: 'absolute-value', featureCount: 64, sparsity, importance: ratio === 1 ? { kind: 'uniform' } : { kind: 'geometric', ratio } })
const labelsOf = (...tasks: readonly Task[]) => labelRows(summarise(tasks.flatMap((task) => plantedRuns({ shapes: noteShapes.slice(0, 1), seeds: 1, count: () => 10, task }))).rows).map(({ label }) => label)

test('a row is called by its shape, and by what tells its setting apart', () => {
  expect(labelsOf(computed(0.9))).toEqual(['d 16 × L 16'])
  expect(labelsOf(computed(0.9), computed(0.98))).toEqual(['d 16 × L 16, p 0.1', 'd 16 × L 16, p 0.02'])
  expect(labelsOf(computed(0.9, 0.5), computed(0.9, 2))).toEqual(['d 16 × L 16, ratio 0.5', 'd 16 × L 16, ratio 2'])
  expect(formatShape({ model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' }, shape: { width: 2, depth: 1, neurons: 2 } })).toBe('m 2')
})

test('a setting says frequency and importance in one notation', () => {
  const varies = { sparsity: true, importance: true, frequency: true }
  expect(formatSetting({ sparsity: 0.999, importance: { kind: 'last', weight: 1e-4 }, frequency: { kind: 'last', factor: 1 / 3 } }, varies)).toBe('p 0.001, last weight 1·10⁻⁴, last p × 0.333')
  expect(formatSetting({ sparsity: null, importance: null, frequency: null }, varies)).toBe('')
})

test('a key that no row bears is given as it is', () => expect(nameRows([])('16/16/8/null')).toBe('16/16/8/null'))
