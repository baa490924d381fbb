import { describe, expect, it } from 'vitest'
import { valueAt, withKind, withoutValueAt, withValueAt } from '../../../src/experiment/edit'
import { parseExperiment } from '../../../src/experiment/parse'

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

  it('lets go of what hung on a kind when another is chosen, so that the draft stays valid', () => {
    const pentagons = { title: 'mine', task: { kind: 'reconstruction', sparsity: [0.5], importance: { kind: 'geometric', ratio: [0.7] } }, model: { hidden: 'relu' }, training: { steps: 70 }, seeds: { count: 2 } }
    const recall = withKind(pentagons, 'task.kind', 'recall')
    expect(recall).toEqual({ title: 'mine', task: { kind: 'recall' }, seeds: { count: 2 } })
    const uniform = withKind(pentagons, 'task.importance.kind', 'uniform')
    expect(uniform).toMatchObject({ task: { sparsity: [0.5], importance: { kind: 'uniform' } }, model: { hidden: 'relu' } })
    for (const changed of [recall, uniform, withKind(draft, 'shapes.kind', 'list'), withKind({ task: { kind: 'absolute-value' } }, 'model.kind', 'autoencoder')]) {
      expect(parseExperiment(changed)).toMatchObject({ ok: true })
    }
  })
})
