import { describe, expect, it } from 'vitest'
import { parseRunQuery } from '../../../src/dashboard/state/run-query'
import { groupsOfSeeds, spreadOver } from '../../../src/dashboard/state/run-groups'
import type { RunRecord } from '../../../src/runner/keeping/run-record'
import { noteShapes, plantedRuns } from '../science/planted-runs'

/** Three shapes at p 0.1 and 0.01, two seeds; the loss is p, the count the width. */
const runs = [0.9, 0.99].flatMap((sparsity) => plantedRuns({
  shapes: noteShapes, seeds: 2, count: ({ width }) => width, task: { kind: 'absolute-value', featureCount: 96, sparsity, importance: { kind: 'uniform' } },
})).map(({ id, spec, replicate, metrics }, index): RunRecord => ({
  id, spec, replicate, metrics, index, experimentId: 'e'.repeat(16), status: index === 0 ? { kind: 'diverged', step: 3 } : { kind: 'finished' },
  curve: { step: [10], loss: [1 - (spec.task as { sparsity: number }).sparsity] }, parameters: null, environment: null, stepsPerSecond: null,
}))
const found = (query: string): number => runs.filter(parseRunQuery(query).matches).length

describe('the query of the run table', () => {
  it.each([
    ['', 12], ['p=0.01', 6], ['p:0.01', 6], ['p 0.01', 6], ['S=0.99', 6], ['d 32 × L 4, p 0.01', 2], ['L>=4', 8], ['L<4', 4], ['d!=32', 8],
    ['loss<0.05', 6], ['F>=64 p=0.1', 2], ['diverged', 1], ['finished d=16', 3], ['depth=16 width=16', 4], ['featuresLearned>32', 4], ['nothing-is-called-this', 0],
  ])('%j finds %i of 12 runs', (query, many) => {
    expect(parseRunQuery(query).problems).toEqual([])
    expect(found(query)).toBe(many)
  })

  it('compares numbers as labels round them', () => {
    expect(found('p=0.0100')).toBe(6) // 1 − 0.99 is 0.010000000000000009
    expect(found('p>=0.01 p<=0.01')).toBe(6)
    expect(found('p>0.01')).toBe(6)
  })

  it('names every term that it cannot read, with what is allowed, and filters nothing by it', () => {
    const { problems } = parseRunQuery('foo=3 loss<abc p=')
    expect(problems).toHaveLength(3)
    expect(problems[0]).toMatch(/^foo: no such number of a run; allowed: d, width, L, /)
    expect(problems[1]).toBe('loss<abc: a number is missing after <')
    expect(found('foo=3')).toBe(12)
  })

  it('has no number of a run that lacks it: neither below nor above', () => {
    expect(found('loss<1e9 diverged')).toBe(0)
    expect(found('loss>-1 diverged')).toBe(0)
  })
})

describe('seeds together', () => {
  it('one group per shape, setting and rate, whose spread is over finished runs', () => {
    const groups = groupsOfSeeds(runs)
    expect(groups.map(({ runs: own, finished }) => [own.length, finished])).toEqual([[2, 1], ...Array.from({ length: 5 }, () => [2, 2])])
    expect(spreadOver(groups[1], ({ metrics }) => metrics!.scalars.featuresLearned!)).toMatchObject({ count: 2, mean: groups[1].runs[0].metrics!.scalars.featuresLearned })
    expect(spreadOver(groups[0], () => null)).toBeNull()
  })
})
