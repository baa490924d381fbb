import { describe, expect, it } from 'vitest'
import { squaredErrorTargets } from '../../../src/science/batch'
import { type SparseTaskKind, taskKinds, taskTraits } from '../../../src/science/task'

const importance = { kind: 'uniform' } as const
const answers = (kind: SparseTaskKind, featureCount: number, x: readonly number[]): number[] =>
  [...squaredErrorTargets({ kind, featureCount, sparsity: 0, importance }, Float64Array.from(x))]

describe('what a task asks for', () => {
  it('reconstruction: x itself', () => expect(answers('reconstruction', 2, [0.25, 0])).toEqual([0.25, 0]))
  it('absolute value: |x|', () => expect(answers('absolute-value', 2, [-0.25, 0.5])).toEqual([0.25, 0.5]))

  it('conjunction: the smaller of each feature and its neighbour, on a ring, sample by sample', () => {
    expect(answers('conjunction', 3, [0.9, 0.2, 0.5, 1, 1, 0])).toEqual([0.2, 0.2, 0.5, 1, 0, 0])
  })

  it('conjunction of values 0 and 1 is the Boolean AND', () => {
    for (const a of [0, 1]) for (const b of [0, 1]) expect(answers('conjunction', 2, [a, b])[0]).toBe(a && b)
  })

  it.each(taskKinds.filter((kind) => taskTraits[kind].loss === 'squared-error') as SparseTaskKind[])('%s: nothing where nothing is present', (kind) => {
    expect(answers(kind, 3, [0, 0, 0])).toEqual([0, 0, 0])
  })
})
