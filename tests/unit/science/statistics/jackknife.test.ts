import { expect, test } from 'vitest'
import { normalQuantile } from '../../../../src/science/random/normal'
import { jackknife } from '../../../../src/science/statistics/jackknife'
import { meanEstimate } from '../../../../src/science/statistics/spread'
import { randomDraws } from '../../../../src/science/statistics/random-draws'

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

test('of a mean it is Student’s interval', () => {
  const values = [3, 5, 4, 8, 6]
  const found = jackknife(5, (kept) => mean(kept.map((r) => values[r])))!, expected = meanEstimate(values)
  expect(found.value).toBeCloseTo(expected.value, 12)
  expect(found.interval!.low).toBeCloseTo(expected.interval!.low, 12)
  expect(found.interval90!.high).toBeCloseTo(expected.interval90!.high, 12)
})

test('where leaving one out leaves nothing, there is a value and no interval', () => {
  expect(jackknife(2, (kept) => (kept.length < 2 ? null : 1))).toEqual({ value: 1, interval: null, interval90: null })
  expect(jackknife(0, () => null)).toBeNull()
})

test('of a ratio of means over eight seeds its 95% interval covers the truth in 93 to 97% of 1,500 draws', () => {
  const random = randomDraws(3)
  let covered = 0
  for (let draw = 0; draw < 1500; draw++) {
    const above = Array.from({ length: 8 }, () => 2 + 0.3 * normalQuantile(random.uniform())), below = Array.from({ length: 8 }, () => 1 + 0.1 * normalQuantile(random.uniform()))
    const { interval } = jackknife(8, (kept) => mean(kept.map((r) => above[r])) / mean(kept.map((r) => below[r])))!
    covered += interval!.low <= 2 && 2 <= interval!.high ? 1 : 0
  }
  expect(covered / 1500).toBeGreaterThan(0.93)
  expect(covered / 1500).toBeLessThan(0.97)
})
