import { describe, expect, it } from 'vitest'
import { regressionTargets } from '../../../src/science/training/batch'
import { drawBatch } from '../../../src/science/data/feature-law'
import { purpose } from '../../../src/science/random/streams'
import { type RegressionTaskKind, type RegressionTask, featureLaw, independentProbability, rarestAnswer, regressionKinds } from '../../../src/science/tasks/task'

const importance = { kind: 'uniform' } as const
const answers = (kind: RegressionTaskKind, featureCount: number, x: readonly number[]): number[] =>
  [...regressionTargets({ kind, featureCount }, Float64Array.from(x))]

describe('what a task asks for', () => {
  it('reconstruction: x itself', () => expect(answers('reconstruction', 2, [0.25, 0])).toEqual([0.25, 0]))
  it('absolute value: |x|', () => expect(answers('absolute-value', 2, [-0.25, 0.5])).toEqual([0.25, 0.5]))

  it('conjunction: the smaller of each feature and its neighbour, on a ring, sample by sample', () => {
    expect(answers('conjunction', 3, [0.9, 0.2, 0.5, 1, 1, 0])).toEqual([0.2, 0.2, 0.5, 1, 0, 0])
  })

  it('conjunction of values 0 and 1 is the Boolean AND', () => {
    for (const a of [0, 1]) for (const b of [0, 1]) expect(answers('conjunction', 2, [a, b])[0]).toBe(a && b)
  })

  it.each(regressionKinds)('%s: nothing where nothing is present', (kind) => {
    expect(answers(kind, 3, [0, 0, 0])).toEqual([0, 0, 0])
  })
})

describe('how often an answer is there', () => {
  const plain: RegressionTask = { kind: 'reconstruction', featureCount: 12, sparsity: 0.6, importance }
  const tasks: Record<string, RegressionTask> = {
    'independent features': plain,
    'a conjunction of independent features': { ...plain, kind: 'conjunction' },
    'a conjunction over the ends of correlated sets': { ...plain, kind: 'conjunction', sets: { kind: 'correlated', size: 3 } },
    'anticorrelated sets': { ...plain, sets: { kind: 'anticorrelated', size: 4 } },
    'frequencies of a power law': { ...plain, frequency: { kind: 'power', exponent: 1 } },
    'a conjunction of unequal frequencies': { ...plain, kind: 'conjunction', sparsity: 0.2, frequency: { kind: 'last', factor: 0.25 } },
  }

  it.each(Object.entries(tasks))('%s: the rarest answer as often as samples show it', (_, task) => {
    const samples = 40_000, n = task.featureCount
    const y = regressionTargets(task, drawBatch(featureLaw(task), 7, purpose.batch, 0, samples)) // [b, f]
    const shown = new Float64Array(n)
    y.forEach((value, e) => { if (value !== 0) shown[e % n] += 1 / samples })
    const p = rarestAnswer(task)
    expect(Math.abs(Math.min(...shown) - p)).toBeLessThan(5 * Math.sqrt(p * (1 - p) / samples)) // five standard errors: the least of twelve
  })

  it('answers count as independent and equally frequent only without sets, frequencies and shared features', () => {
    expect(independentProbability(plain)).toBeCloseTo(0.4, 12)
    for (const [name, task] of Object.entries(tasks)) if (name !== 'independent features') expect(independentProbability(task)).toBeNull()
    expect(independentProbability({ kind: 'recall', featureCount: 12 })).toBeNull()
  })
})
