import { describe, expect, it } from 'vitest'
import { valueAt, withoutValueAt, withValueAt } from '../../../src/experiment/edit'

describe('editing a draft', () => {
  const draft = { task: { kind: 'recall', featureCount: 64 }, seeds: { count: 2 } }

  it('sets a value and leaves the old draft as it was', () => {
    const edited = withValueAt(draft, 'training.steps', 10)
    expect(edited).toEqual({ ...draft, training: { steps: 10 } })
    expect(withValueAt(edited, 'seeds.count', 3)).toMatchObject({ seeds: { count: 3 }, training: { steps: 10 } })
    expect(draft).toEqual({ task: { kind: 'recall', featureCount: 64 }, seeds: { count: 2 } })
  })

  it('takes a value away, and the object that it leaves empty', () => {
    expect(withoutValueAt(draft, 'seeds.count')).toEqual({ task: draft.task })
    expect(withoutValueAt(draft, 'task.featureCount')).toEqual({ task: { kind: 'recall' }, seeds: { count: 2 } })
    expect(withoutValueAt(draft, 'model.tied')).toEqual(draft)
  })

  it('reads own values only', () => {
    expect(valueAt(draft, 'task.featureCount')).toBe(64)
    expect(valueAt(draft, 'task.kind.length')).toBeUndefined()
    expect(valueAt(draft, 'constructor.name')).toBeUndefined()
  })
})
