/** The form's fields of data that came later: they appear with their choice, and go with it. */
import { expect, it } from 'vitest'
import { createDraft, fieldsOf } from '../../../src/dashboard/state/draft'
import type { Experiment } from '../../../src/experiment/experiment'
import { parseExperiment } from '../../../src/experiment/parse'
import { fieldAt } from '../../../src/experiment/schema'

function experiment(draft: unknown): Experiment {
  const parsed = parseExperiment(draft)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
const field = (path: string) => fieldAt.get(path)!

it('sets of features: the size appears with the choice, must divide n, and leaves no trace when the choice is taken back', () => {
  const start = experiment({ task: { kind: 'reconstruction', featureCount: 5 } })
  const draft = createDraft(start)
  const shown = (): string[] => fieldsOf(draft.value.value).map(({ path }) => path)
  expect(shown()).not.toContain('task.sets.size')
  draft.set(field('task.sets.kind'), 'correlated')
  expect(shown()).toContain('task.sets.size')
  expect(draft.reading.value).toMatchObject({ ok: false, problems: [{ path: 'task.sets.size' }] })
  draft.set(field('task.featureCount'), 6)
  expect(draft.reading.value).toMatchObject({ ok: true, experiment: { task: { sets: { kind: 'correlated', size: 2 } } } })
  draft.set(field('task.sets.kind'), 'independent')
  draft.set(field('task.featureCount'), 5)
  expect(draft.reading.value).toMatchObject({ ok: true, experiment: start })
  expect(JSON.stringify(draft.reading.value)).not.toContain('sets')
})

it('frequency: its number is swept, a run per value', () => {
  const draft = createDraft(experiment({ task: { kind: 'reconstruction' }, seeds: { count: 2 } }))
  draft.set(field('task.frequency.kind'), 'last')
  draft.set(field('task.frequency.factor'), [1, 0.5, 0.25])
  const reading = draft.reading.value
  expect(reading.ok && reading.plan.runs.map(({ spec }) => spec.task)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25].map((factor): unknown =>
    expect.objectContaining({ frequency: { kind: 'last', factor } })))
  expect(reading.ok && reading.plan.groups).toHaveLength(1)
})

it('a task chosen anew takes its own defaults: AND of neighbours', () => {
  const draft = createDraft(experiment({ task: { kind: 'recall' } }))
  draft.set(field('task.kind'), 'conjunction')
  expect(draft.reading.value).toMatchObject({ ok: true, experiment: { task: { kind: 'conjunction', featureCount: 64, sparsity: [0.9] }, model: { kind: 'residual' } } })
})
