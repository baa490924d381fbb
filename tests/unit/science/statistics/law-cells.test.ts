/** Which cells a law is fitted to, and what is said where they do not suffice. */
import { describe, expect, test } from 'vitest'
import { type LawCell, type RivalLaw, type LawFit, describeExponent, fitLaw, isSaturated, isSeedOnly } from '../../../../src/science/statistics/law-fit'
import { curveShapes, plantedCells } from './planted-law'

const options = { featureCount: 1000, thresholded: false, bootstrapDraws: 400 }
const fitted = (fit: LawFit) => {
  if (fit.kind === 'none') throw new Error('no law')
  return fit
}
/** Cells of one curve with these depths, F = scale·L^s. */
const along = (depths: readonly number[], s = 0, scale = 100) => plantedCells(curveShapes(4096, depths), { a: 0, b: s, seeds: 2, scale })
const withCounts = (cells: readonly LawCell[], ...counts: number[]) => cells.map((cell, at) => ({ ...cell, counts: [counts[at], counts[at]] }))
const depthsOf = (cells: readonly { readonly depth: number }[]) => cells.map(({ depth }) => depth)

describe('shapes of one layer', () => {
  test('are left out where two deeper ones identify s, and listed', () => {
    const three = fitted(fitLaw(along([1, 4, 16]), options))
    expect([depthsOf(three.cells), three.dropped.map(({ key }) => key)]).toEqual([[4, 16], ['0']])
    expect(depthsOf(fitted(fitLaw(along([1, 2, 4, 8]), options)).cells)).toEqual([2, 4, 8])
  })

  test('stay in where the deeper ones do not', () => {
    expect(depthsOf(fitted(fitLaw(along([1, 4]), options)).cells)).toEqual([1, 4])
    const sameDepth = plantedCells([{ budget: 64, width: 4, depth: 4 }, { budget: 64, width: 4, depth: 4 }, { budget: 64, width: 8, depth: 1 }], { a: 0, b: 0, seeds: 2, scale: 100 })
    const fit = fitted(fitLaw(sameDepth, options))
    expect([depthsOf(fit.cells), fit.dropped]).toEqual([[4, 4, 1], []])
  })
})

describe('saturation', () => {
  test('is that no law could be fitted because of the ceiling, and nothing else', () => {
    expect(isSaturated(fitLaw(withCounts(along([4, 16]), 900, 950), options))).toBe(true)
    expect(isSaturated(fitLaw(withCounts(along([4, 16, 64]), 900, 100, 0), options))).toBe(true) // of those left out, one for another reason
    expect(isSaturated(fitLaw(withCounts(along([4, 16, 64]), 900, 100, 110), options))).toBe(false) // a law
    expect(isSaturated(fitLaw(withCounts(along([4, 16]), 0, 0), options))).toBe(false)
    expect(isSaturated(fitLaw([], options))).toBe(false)
  })

  test('leaves s to be described over all cells that have a logarithm', () => {
    const described = describeExponent(withCounts(along([4, 16, 64, 256]), 500, 1000, 2000, 0))!
    expect([described.s.value, described.cells]).toEqual([expect.closeTo(0.5, 9), 3])
    expect(described.s.interval).not.toBeNull()
    expect(describeExponent([{ ...along([4])[0], counts: [100, 0] }, ...along([16])])).toBeNull() // a seed without a feature
    expect(describeExponent(along([4, 4]))).toBeNull()
  })
})

describe('far from the ceiling', () => {
  const farOf = (...counts: number[]) => fitted(fitLaw(withCounts(along([4, 16, 64, 256]), ...counts), options)).farFromCeiling
  test('stands an s of the cells below 30% alone, where two of them differ in depth', () => {
    expect(farOf(100, 200, 400, 550)).toMatchObject({ cells: 2, s: { value: expect.closeTo(0.5, 9) } })
    expect(farOf(100, 400, 500, 550)).toBeNull() // one
    expect(farOf(100, 200, 250, 299)).toBeNull() // all of them
    expect(farOf(400, 500, 550, 590)).toBeNull() // none
    const sameDepth = fitted(fitLaw(withCounts(along([4, 4, 16]), 100, 110, 400), options))
    expect(sameDepth.farFromCeiling).toBeNull()
  })
})

describe('one curve', () => {
  test('gives s alone, whatever its widths', () => {
    const cells = plantedCells([[8, 2], [9, 4], [20, 8], [5, 16]].map(([width, depth]) => ({ budget: 1, width, depth })), { a: 0, b: 0.2, seeds: 2 })
    const fit = fitted(fitLaw(cells, options))
    expect([fit.kind, fit.s.value]).toEqual(['iso-budget', expect.closeTo(0.2, 9)])
  })

  test('at two settings has a constant for each', () => {
    const cells = [1, 5].flatMap((scale) => along([4, 16, 64], 0.2, scale).map((cell) => ({ ...cell, setting: String(scale), key: `${cell.key} ${scale}` })))
    const fit = fitted(fitLaw(cells, options))
    expect(fit.s.value).toBeCloseTo(0.2, 9)
    expect(fit.residual).toBeLessThan(1e-9)
  })

  test('judges its rivals by cells they were not fitted to', () => {
    const error = (s: number, law: RivalLaw['law']) => fitted(fitLaw(along([2, 4, 8, 16, 32], s, 10), options)).rivals.find((rival) => rival.law === law)!.leaveOneOutError!
    expect(error(0, 'universality')).toBeLessThan(1e-9)
    expect(error(0.5, 'fixedDegree')).toBeLessThan(1e-9)
    expect(error(-0.5, 'residualWidth')).toBeLessThan(1e-9)
    for (const s of [0, 0.5]) expect(error(s, 'residualWidth')).toBeGreaterThan(0.4)
    for (const s of [0, 0.5, -0.5]) expect(error(s, 'free')).toBeLessThan(1e-9)
  })

  test('says nothing of a cell that alone makes up its setting: the others do not determine it', () => {
    const lone = { ...along([16])[0], key: 'lone', setting: 'other' }
    for (const { leaveOneOutError } of fitted(fitLaw([...along([4, 16, 64]), lone], options)).rivals) expect(leaveOneOutError).toBeNull()
  })
})

test('every budget has its own s in the profile, beside what its cells weigh', () => {
  const curves = [[1000, 0.1], [4000, 0.4]].flatMap(([budget, s], curve) => along([4, 16, 64], s, 10).map((cell, at) => ({ ...cell, key: `${curve} ${at}`, curve, budget: budget + at })))
  const flat = { ...along([4])[0], key: 'flat', curve: 2, budget: 9 } // one depth: no s
  expect(fitted(fitLaw([...curves, flat], options)).profile.map(({ budget, s }) => [budget, s.value])).toEqual([[1001, expect.closeTo(0.1, 9)], [4001, expect.closeTo(0.4, 9)]])
})

test('the interval of the seeds is that of s where nothing else makes noise', () => {
  const cells = plantedCells(curveShapes(4096, [4, 16]), { a: 0, b: 0.2, seeds: 12, noise: 0.1, scale: 10 })
  const fit = fitted(fitLaw(cells, options))
  expect(isSeedOnly(fit)).toBe(true)
  const half = (bounds: { low: number; high: number } | null) => (bounds!.high - bounds!.low) / 2
  expect(Math.abs(half(fit.seedInterval) / half(fit.s.interval) - 1)).toBeLessThan(0.15) // 400 resamples: 4%, and other degrees of freedom
  expect((fit.seedInterval!.low + fit.seedInterval!.high) / 2).toBeCloseTo(fit.s.value, 12)
})

test('fewer than two cells are no law, and the cells are given back', () => {
  const fit = fitLaw(withCounts(along([4, 16]), 100, 900), options)
  expect([fit.kind, fit.cells.length, fit.dropped.length]).toEqual(['none', 1, 1])
  expect(isSeedOnly(fit)).toBe(false)
  expect(fitLaw(along([4, 4]), options).kind).toBe('none') // of one depth
})
