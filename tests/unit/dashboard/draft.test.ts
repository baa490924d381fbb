import { describe, expect, it } from 'vitest'
import { createDraft, fieldsOf } from '../../../src/dashboard/state/draft'
import { typedNumber, typedNumbers } from '../../../src/dashboard/state/spacing'
import { fieldAt } from '../../../src/experiment/schema'
import { parseExperiment } from '../../../src/experiment/parse'

const parsed = parseExperiment({ title: 'T', question: 'Q', task: { kind: 'recall', featureCount: 64 } })
if (!parsed.ok) throw new Error('the experiment of these tests does not parse')
const experiment = parsed.value
const field = (path: string) => fieldAt.get(path)!

describe('what is typed', () => {
  it('is a number where it reads as one and stays text where it does not', () => {
    expect(typedNumber(' 0.5 ')).toBe(0.5)
    expect(typedNumber('−3')).toBe(-3) // the minus sign that people paste
    expect(typedNumber('1e-3')).toBe(0.001)
    expect(['', 'abc', '1,5', 'Infinity', '0x'].map(typedNumber)).toEqual(['', 'abc', '1,5', 'Infinity', '0x'])
  })

  it('is a list by commas, semicolons or spaces, each item as it was typed', () => {
    expect(typedNumbers('1, 4;16  64')).toEqual([1, 4, 16, 64])
    expect(typedNumbers('0.1, fast')).toEqual([0.1, 'fast'])
    expect(typedNumbers('  ')).toEqual([])
  })

  it('may be a named spacing, ends included', () => {
    expect(typedNumbers('log 0.01…1 × 3')).toEqual([0.01, 0.1, 1])
    expect(typedNumbers('linear 1..9 x 5')).toEqual([1, 3, 5, 7, 9])
    expect(typedNumbers('log 0…1 × 3')).toEqual(['log 0…1 × 3']) // no logarithm of 0: the parser will refuse the text
  })
})

describe('a draft', () => {
  it('passes what is wrong to the parser as it is, and reports every problem', () => {
    const draft = createDraft(experiment)
    draft.set(field('training.steps'), typedNumber('-5'))
    draft.set(field('training.learningRate'), typedNumbers('0.1, fast'))
    const reading = draft.reading.value
    expect(reading.ok).toBe(false)
    expect(reading.ok ? [] : reading.problems.map(({ path }) => path).sort()).toEqual(['training.learningRate[1]', 'training.steps'])
  })

  it('plans as it is typed', () => {
    const draft = createDraft(experiment)
    const before = draft.reading.value
    draft.set(field('seeds.count'), experiment.seeds.count + 1)
    const after = draft.reading.value
    if (!before.ok || !after.ok) throw new Error('both are sound')
    expect(after.plan.runs.length / before.plan.runs.length).toBeCloseTo((experiment.seeds.count + 1) / experiment.seeds.count, 10)
    expect(after.plan.experimentId).not.toBe(before.plan.experimentId)
  })

  it.each([
    [[], 'task.kind', 'absolute-value'], [[], 'task.kind', 'reconstruction'], [[], 'shapes.kind', 'list'],
    [[['task.kind', 'absolute-value']], 'model.kind', 'autoencoder'],
    [[['task.kind', 'absolute-value'], ['task.importance.kind', 'power']], 'task.kind', 'recall'],
    [[['task.kind', 'reconstruction']], 'task.importance.kind', 'geometric'],
  ] as const)('is sound after %j once %s becomes %s: nothing foreign is left and what is new has its default', (before, path, value) => {
    const draft = createDraft(experiment)
    for (const [earlier, choice] of before) draft.set(field(earlier), choice)
    draft.set(field(path), value)
    const reading = draft.reading.value
    expect(reading.ok ? [] : reading.problems).toEqual([])
    expect(fieldsOf(draft.value.value).map((each) => each.path)).toContain(path)
  })

  it('keeps its words and seeds when the task changes', () => {
    const draft = createDraft(experiment)
    draft.set(field('seeds.data'), 77)
    draft.set(field('task.kind'), 'absolute-value')
    const reading = draft.reading.value
    expect(reading.ok && [reading.experiment.title, reading.experiment.seeds.data, reading.experiment.task.kind]).toEqual(['T', 77, 'absolute-value'])
  })
})
