import { expect, test } from 'vitest'
import { normalQuantile } from '../../../../src/science/random/normal'
import { contrast, contrastProbability } from '../../../../src/science/statistics/contrast'
import { holm } from '../../../../src/science/statistics/holm'
import { randomDraws } from '../../../../src/science/statistics/random-draws'

test('the k-th smallest of m probabilities is multiplied by m − k + 1, never falls below a smaller one’s, and stays in its place', () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005])
  ;[0.03, 0.06, 0.06, 0.02].forEach((expected, at) => { expect(adjusted[at]).toBeCloseTo(expected, 12) })
  expect(holm([0.9, 0.6])).toEqual([1, 1])
  expect(holm([])).toEqual([])
})

test('a contrast’s probability is below 5% exactly where its 95% interval leaves out 0', () => {
  const random = randomDraws(5)
  const sample = (shift: number) => Array.from({ length: 4 }, () => shift + normalQuantile(random.uniform()))
  let clear = 0
  for (let draw = 0; draw < 200; draw++) {
    const groups = [sample(1.5), sample(0)]
    const { interval } = contrast(groups, [1, -1])
    const excludes = interval!.low > 0 || interval!.high < 0
    clear += excludes ? 1 : 0
    expect(contrastProbability(groups, [1, -1])! < 0.05).toBe(excludes)
  }
  expect(clear).toBeGreaterThan(30) // both cases occur
  expect(clear).toBeLessThan(170)
  expect(contrastProbability([[1], [2, 3]], [1, -1])).toBeNull() // one seed
  expect(contrastProbability([[1, 1], [1, 1]], [1, -1])).toBe(1)
})

test('of ten true hypotheses, any is rejected in at most 5% of families; unadjusted, in far more', () => {
  const random = randomDraws(11)
  let adjusted = 0, bare = 0
  const families = 600
  for (let family = 0; family < families; family++) {
    const reference = Array.from({ length: 8 }, () => normalQuantile(random.uniform())) // shared: the hypotheses depend on each other
    const probabilities = Array.from({ length: 10 }, () => contrastProbability([Array.from({ length: 8 }, () => normalQuantile(random.uniform())), reference], [1, -1])!)
    adjusted += holm(probabilities).some((probability) => probability < 0.05) ? 1 : 0
    bare += probabilities.some((probability) => probability < 0.05) ? 1 : 0
  }
  expect(adjusted / families).toBeLessThan(0.077) // 5% + 3 standard errors of 0.9%
  expect(bare / families).toBeGreaterThan(0.15)
})
