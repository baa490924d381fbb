import { describe, expect, test } from 'vitest'
import { fittingLossTable, type LossTableFit, stepChange, stepsTogether } from '../../../../src/science/conclusions/loss-table-fit'
import { allAtOnce } from '../../../../src/science/in-pieces'
import { percentiles, resamplingLaws } from '../../../../src/science/statistics/depth-width-intervals'
import { type DepthWidthLaw, fittingFrom, lawProblem, lossAt, type LossRow, lossTerms } from '../../../../src/science/statistics/depth-width-law'
import { plantedLaw, plantedTable } from '../statistics/planted-loss-table'

/** Parameters near the planted law's: ln E, then ln A and ln a of each term. */
const near = [0.6, -2, 0, -2, 0.1, -0.5, -1.2]

function fitOf(rows: readonly LossRow[], draws = 30, robust = false): LossTableFit {
  const fit = allAtOnce(fittingLossTable(rows, { robust, draws, seed: 1 }))
  if (!fit.ok) throw new Error(JSON.stringify(fit.error))
  return fit.value
}

describe('the note’s step, (d, L) to (2d, L/4)', () => {
  test('changes the loss by what the law says of the two shapes, at equal tokens', () => {
    const from = { width: 256, depth: 24, tokens: 2e9 }, to = { width: 512, depth: 6, tokens: 2e9 }
    expect(stepChange(plantedLaw, 256, 24)).toBeCloseTo(lossAt(plantedLaw, to) - lossAt(plantedLaw, from), 12)
  })

  test('is stated for every shape of four layers or more, and marked where it leaves the table', () => {
    const { steps } = fitOf(plantedTable(0.001, 2), 2)
    expect(steps).toHaveLength(20)
    expect(steps.filter(({ isInside }) => isInside).map(({ width, depth }) => [width, depth]).every(([width, depth]) => width <= 1024 && depth >= 12)).toBe(true)
    expect(stepsTogether(steps).steps).toBe(12)
    expect(steps.every(({ tokens }) => tokens === 1.5e10)).toBe(true)
  })

  test('leaves the loss where it is when neither width nor depth matters, and does not when depth matters much', () => {
    const flat: DepthWidthLaw = { floor: 2, terms: { width: { scale: 1, exponent: 1 }, depth: { scale: 0.02, exponent: 1 }, tokens: { scale: 400, exponent: 0.3 } } }
    const even = stepsTogether(fitOf(plantedTable(0.001, 3, flat)).steps)
    expect([even.inside, even.steps]).toEqual([12, 12])
    const deep = stepsTogether(fitOf(plantedTable(0.001, 3, { ...flat, terms: { ...flat.terms, depth: { scale: 40, exponent: 1 } } })).steps)
    expect([deep.outside, deep.steps]).toEqual([12, 12])
  })
})

test('intervals by bootstrap cover the cost of a step and the exponents in 95% of 60 noisy tables, to three standard errors', () => {
  // √(0.95·0.05/60) = 2.8%.
  const truth = stepChange(plantedLaw, 512, 24), tables = 60
  const exponents = lossTerms.map(() => 0)
  let step = 0
  for (let seed = 0; seed < tables; seed++) {
    const problem = lawProblem(plantedTable(0.003, seed + 300), false)
    const laws = allAtOnce(resamplingLaws(problem, allAtOnce(fittingFrom(problem, near))!, 199, seed, () => undefined))
    const covers = (values: readonly number[], value: number): number => {
      const { low, high } = percentiles(values, 0.95)!
      return low <= value && value <= high ? 1 : 0
    }
    step += covers(laws.map((law) => stepChange(law, 512, 24)), truth)
    lossTerms.forEach((term, t) => { exponents[t] += covers(laws.map(({ terms }) => terms[term].exponent), plantedLaw.terms[term].exponent) })
  }
  for (const many of [step, ...exponents]) expect(many / tables).toBeGreaterThanOrEqual(0.95 - 3 * 0.028)
})

test('Huber’s loss gives intervals by bootstrap only', () => {
  const { numbers } = fitOf(plantedTable(0.003, 9), 20, true)
  expect(numbers.every(({ profile }) => profile === null)).toBe(true)
  expect(numbers.every(({ bootstrap }) => bootstrap !== null)).toBe(true)
})

test('the same table gives the same fit, and progress ends at the whole', () => {
  const shares: number[] = []
  const rows = plantedTable(0.003, 5)
  const run = () => allAtOnce(fittingLossTable(rows, { robust: false, draws: 10, seed: 3 }, (share) => shares.push(share)))
  expect(run()).toEqual(run())
  expect(shares.at(-1)).toBeCloseTo(1, 12)
  expect(shares.every((share, at) => at === 0 || share >= shares[at - 1] || share < 0.2)).toBe(true)
})
