import { expect, test } from 'vitest'
import { incompleteBeta, logGamma, studentCumulative, studentQuantile } from '../../../../src/science/statistics/student'

test('quantiles of Student’s t as printed in tables', () => {
  for (const [df, t95, t975] of [[1, 6.313752, 12.706205], [2, 2.919986, 4.302653], [5, 2.015048, 2.570582], [7, 1.894579, 2.364624], [30, 1.697261, 2.042272]]) {
    expect(studentQuantile(0.95, df)).toBeCloseTo(t95, 6)
    expect(studentQuantile(0.975, df)).toBeCloseTo(t975, 6)
    expect(studentQuantile(0.025, df)).toBeCloseTo(-t975, 6)
  }
  expect(studentQuantile(0.975, 1e4)).toBeCloseTo(1.960201, 5) // nearly normal
})

test('one degree of freedom is Cauchy, also for fractional neighbours', () => {
  for (const t of [-3, -0.5, 0, 1, 10]) expect(studentCumulative(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12)
  expect(studentQuantile(0.975, 1.5)).toBeGreaterThan(studentQuantile(0.975, 2))
  expect(studentQuantile(0.975, 1.5)).toBeLessThan(studentQuantile(0.975, 1))
})

test('ln Γ and the incomplete beta at known points', () => {
  expect(logGamma(5)).toBeCloseTo(Math.log(24), 12)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
  expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 12)
  expect(incompleteBeta(0.3, 2, 3)).toBeCloseTo(0.3483, 4) // 1 − Σ_{k<2} C(4,k) 0.3^k 0.7^(4−k)
})
