import { expect, it } from 'vitest'
import { standing } from '../../../../src/science/statistics/equivalence'

const estimate = (half90: number, half95: number, value: number) => ({
  value, interval90: { low: value - half90, high: value + half90, level: 0.9 }, interval: { low: value - half95, high: value + half95, level: 0.95 },
})

it('inside is shown by the 90% interval, two one-sided tests at 5%, and does not wait for the 95% one', () => {
  expect(standing(estimate(0.09, 0.11, 0), -0.1, 0.1)).toBe('inside')
  expect(standing(estimate(0.11, 0.13, 0), -0.1, 0.1)).toBe('undecided')
})

it('outside is shown by the 95% interval only', () => {
  expect(standing(estimate(0.09, 0.11, 0.2), -0.1, 0.1)).toBe('undecided') // its 90% interval is wholly outside
  expect(standing(estimate(0.09, 0.11, 0.22), -0.1, 0.1)).toBe('outside')
  expect(standing(estimate(0.09, 0.11, -0.22), -0.1, 0.1)).toBe('outside')
})

it('one seed shows nothing', () => {
  expect(standing({ value: 0, interval: null, interval90: null }, -0.1, 0.1)).toBe('undecided')
})

it('a band includes its edges: an interval that ends on one is inside, and one that only touches it is not outside', () => {
  const bounds = (low: number, high: number, level: number) => ({ low, high, level })
  const at = (interval90: [number, number], interval: [number, number]) => standing({ value: 0, interval90: bounds(...interval90, 0.9), interval: bounds(...interval, 0.95) }, -1, 2)
  expect([at([-1, 2], [-9, 9]), at([-1, -1], [-9, 9]), at([2, 2], [-9, 9])]).toEqual(['inside', 'inside', 'inside'])
  expect([at([2.5, 3], [2, 4]), at([-3, -1.5], [-4, -1])]).toEqual(['undecided', 'undecided'])
})
