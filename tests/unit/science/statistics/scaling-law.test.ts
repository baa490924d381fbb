import { describe, expect, test } from 'vitest'
import { normalQuantile } from '../../../../src/science/random/normal'
import { levenbergMarquardt } from '../../../../src/science/statistics/levenberg-marquardt'
import { randomDraws } from '../../../../src/science/statistics/random-draws'
import { fitJointLaw, fitPowerLaw } from '../../../../src/science/statistics/scaling-law'

const budgets = [1e3, 4e3, 1.6e4, 6.4e4], data = [1e5, 4e5, 1.6e6, 6.4e6]
const kaplan = { alphaN: 0.3, alphaD: 0.45, Nc: 5e4, Dc: 2e5 }
const jointLoss = (N: number, D: number) => ((kaplan.Nc / N) ** (kaplan.alphaN / kaplan.alphaD) + kaplan.Dc / D) ** kaplan.alphaD
const grid = budgets.flatMap((parameters) => data.map((samples) => ({ parameters, samples, loss: jointLoss(parameters, samples) })))

describe('one power law', () => {
  test('is recovered exactly without noise', () => {
    const fit = fitPowerLaw(budgets, budgets.map((N) => (5e4 / N) ** 0.3))!
    expect(fit.exponent.value).toBeCloseTo(-0.3, 12)
    expect(fit.logConstant.value).toBeCloseTo(0.3 * Math.log(5e4), 11)
    expect(fit.residual).toBeLessThan(1e-12)
  })

  test('two points give an exponent without an interval; one, or a zero, gives none', () => {
    expect(fitPowerLaw([1, 2], [1, 4])!.exponent).toEqual({ value: expect.closeTo(2, 12), interval: null, interval90: null })
    expect(fitPowerLaw([2, 2], [1, 4])).toBeNull()
    expect(fitPowerLaw([1, 2, 3], [1, 0, 4])).toBeNull()
  })

  test('its 95% interval covers the truth in 93–97% of 1000 draws', () => {
    let covered = 0
    for (let seed = 0; seed < 1000; seed++) {
      const random = randomDraws(seed)
      const { interval } = fitPowerLaw(budgets, budgets.map((N) => (5e4 / N) ** 0.3 * Math.exp(0.05 * normalQuantile(random.uniform()))))!.exponent
      covered += interval!.low <= -0.3 && -0.3 <= interval!.high ? 1 : 0
    }
    expect(covered).toBeGreaterThanOrEqual(930)
    expect(covered).toBeLessThanOrEqual(970)
  })
})

describe('Kaplan’s joint law of parameters and data', () => {
  test('is recovered without noise', () => {
    const fit = fitJointLaw(grid)!
    // 1e-5: the optimiser stops when a step improves the squares by less than 1e-14 of themselves.
    expect(fit.parameterExponent.value).toBeCloseTo(kaplan.alphaN, 5)
    expect(fit.dataExponent.value).toBeCloseTo(kaplan.alphaD, 5)
    expect(fit.logParameterScale.value).toBeCloseTo(Math.log(kaplan.Nc), 4)
    expect(fit.logDataScale.value).toBeCloseTo(Math.log(kaplan.Dc), 4)
  })

  test('its intervals cover the exponents in at least 91% of 200 noisy draws', () => {
    // Linearised intervals of a non-linear law: 95% nominal, 200 draws have a standard error of 1.5%.
    let covered = 0
    for (let seed = 0; seed < 100; seed++) {
      const random = randomDraws(seed + 5000)
      const fit = fitJointLaw(grid.map((point) => ({ ...point, loss: point.loss * Math.exp(0.01 * normalQuantile(random.uniform())) })))!
      for (const [estimate, truth] of [[fit.parameterExponent, kaplan.alphaN], [fit.dataExponent, kaplan.alphaD]] as const) {
        covered += estimate.interval!.low <= truth && truth <= estimate.interval!.high ? 1 : 0
      }
    }
    expect(covered / 200).toBeGreaterThanOrEqual(0.91)
  })

  test('needs several budgets of both', () => {
    expect(fitJointLaw(grid.filter(({ samples }) => samples === data[0]))).toBeNull()
    expect(fitJointLaw(grid.slice(0, 3))).toBeNull()
  })
})

test('a non-linear fit finds the parameters of an exponential decay, with their standard errors', () => {
  const t = [0, 1, 2, 3, 4, 5], y = t.map((value) => 3 * Math.exp(-0.7 * value))
  const { parameters, degreesOfFreedom, standardErrors } = levenbergMarquardt(([c, rate]) => t.map((value, o) => y[o] - c * Math.exp(-rate * value)), [1, 0.1])!
  expect(parameters[0]).toBeCloseTo(3, 7)
  expect(parameters[1]).toBeCloseTo(0.7, 7)
  expect(degreesOfFreedom).toBe(4)
  expect(standardErrors![0]).toBeLessThan(1e-6)
})
