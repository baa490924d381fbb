import { describe, expect, test } from 'vitest'
import { percentileInterval } from '../../../../src/science/statistics/bootstrap'
import { type LawFit, fitLaw } from '../../../../src/science/statistics/law-fit'
import type { Interval } from '../../../../src/science/statistics/spread'
import { curveShapes, plantedCells } from './planted-law'

const options = { featureCount: 1e9, thresholded: false, bootstrapDraws: 50 }
const grid = [16, 24, 32, 48].flatMap((width) => [2, 4, 8, 16].map((depth) => ({ budget: width * width * depth, width, depth })))
const design = [1024, 4096, 16384].flatMap((budget) => curveShapes(budget, [2, 4, 8, 16, 32])) // 5 shapes × 3 budgets
const fitted = (fit: LawFit) => {
  if (fit.kind === 'none') throw new Error(fit.reason.kind)
  return fit
}

describe('without noise the law is recovered exactly', () => {
  test.each([[2, 1, 0], [1, 1, 0.5], [1, 0, -0.5], [1.3, 0.4, -0.25]])('a = %d, b = %d, s = %d', (a, b, s) => {
    for (const shapes of [grid, design]) {
      const fit = fitted(fitLaw(plantedCells(shapes, { a, b, seeds: 2, scale: 0.7 }), options))
      expect(fit.kind).toBe('plane')
      expect(fit.a!.value).toBeCloseTo(a, 9)
      expect(fit.b!.value).toBeCloseTo(b, 9)
      expect(fit.s.value).toBeCloseTo(s, 9)
      expect(fit.logConstant).toBeCloseTo(Math.log(0.7), 9)
      expect(fit.residual).toBeLessThan(1e-9)
    }
  })

  test('on one curve of equal budget only s is identified, and it is exact', () => {
    const fit = fitted(fitLaw(plantedCells(curveShapes(4096, [1, 4, 16]), { a: 1.3, b: 0.9, seeds: 2 }), options))
    expect(fit.kind).toBe('iso-budget')
    expect(fit.a).toBeNull()
    expect(fit.s.value).toBeCloseTo(0.9 - 0.65, 9)
  })

  test('every budget’s own curve gives the same s', () => {
    const { profile } = fitted(fitLaw(plantedCells(design, { a: 2, b: 1.2, seeds: 2 }), options))
    expect(profile).toHaveLength(3)
    for (const { s } of profile) expect(s.value).toBeCloseTo(0.2, 9)
  })

  test('cells of several settings share a and b but not the constant', () => {
    const at = (sparsity: number, scale: number) => plantedCells(grid, { a: 1, b: 1, seeds: 1, scale }).map((cell) => ({ ...cell, sparsity, setting: String(sparsity), key: `${cell.key} ${sparsity}` }))
    const fit = fitted(fitLaw([...at(0.9, 1), ...at(0.99, 5)], options))
    expect(fit.s.value).toBeCloseTo(0.5, 9)
    expect(fit.residual).toBeLessThan(1e-9)
  })
})

test('leave-one-shape-out error is least for the law that was planted, and equals refitting without each cell', () => {
  const cells = plantedCells(design, { a: 2, b: 1, seeds: 2, noise: 0.05 })
  const { rivals } = fitted(fitLaw(cells, options))
  const error = (law: (typeof rivals)[number]['law']) => rivals.find((rival) => rival.law === law)!.leaveOneOutError!
  expect(error('universality')).toBeLessThan(0.1)
  expect(error('fixedDegree')).toBeGreaterThan(0.3)
  let squares = 0
  for (const [o, cell] of cells.entries()) {
    const rest = fitted(fitLaw(cells.filter((_, other) => other !== o), options))
    const predicted = rest.logConstant + rest.a!.value * Math.log(cell.width) + rest.b!.value * Math.log(cell.depth)
    squares += (cell.counts.map(Math.log).reduce((x, y) => x + y) / 2 - predicted) ** 2
  }
  expect(error('free')).toBeCloseTo(Math.sqrt(squares / cells.length), 10)
})

describe('cells that cannot speak are dropped, with the reason', () => {
  const cells = plantedCells(curveShapes(4096, [1, 4, 16]), { a: 0, b: 0, seeds: 2, scale: 100 })
  const counts = (...values: number[][]) => cells.map((cell, index) => ({ ...cell, counts: values[index] }))

  test('near the ceiling, and for thresholded counts near the floor', () => {
    const data = counts([590, 600], [650, 640], [40, 30])
    const reasons = (thresholded: boolean) => {
      const fit = fitLaw(data, { featureCount: 1000, thresholded })
      return fit.dropped.map(({ key, reason }) => [key, reason])
    }
    expect(reasons(false)).toEqual([['1', { kind: 'near-ceiling', share: 0.645, featureCount: 1000 }]])
    expect(reasons(true)).toEqual([['1', { kind: 'near-ceiling', share: 0.645, featureCount: 1000 }], ['2', { kind: 'near-floor', share: 0.035, featureCount: 1000 }]])
  })

  test('a seed that learned nothing has no logarithm', () => {
    expect(fitLaw(counts([100, 90], [80, 0], [70, 60]), { featureCount: 1000, thresholded: false }).dropped.map(({ key }) => key)).toEqual(['1'])
  })

  test('fewer than two cells are no law', () => {
    const fit = fitLaw(counts([900, 900], [800, 900], [100, 90]), { featureCount: 1000, thresholded: false })
    expect(fit.kind).toBe('none')
    expect(fit.dropped).toHaveLength(2)
  })

  test('shapes of one depth identify no exponent', () => {
    const fit = fitLaw(plantedCells([{ budget: 100, width: 10, depth: 1 }, { budget: 400, width: 20, depth: 1 }], { a: 1, b: 1, seeds: 2 }), options)
    expect(fit.kind).toBe('none')
  })
})

test('one seed and no shape to spare: an exponent without an interval, not an invented one', () => {
  const fit = fitted(fitLaw(plantedCells(curveShapes(4096, [4, 16]), { a: 2, b: 1, seeds: 1, noise: 0.1 }), options))
  expect(fit.s.interval).toBeNull()
  expect(fit.seedInterval).toBeNull()
  expect(fit.method).toEqual({ kind: 'none' })
})

describe('coverage over 1000 planted sweeps', () => {
  const truth = 0.1
  const covers = (interval: Interval | null) => interval !== null && interval.low <= truth && truth <= interval.high
  function coverage(shapes: typeof design, law: { seeds: number; noise: number; departure?: number }, pick: (fit: ReturnType<typeof fitted>) => Interval | null) {
    let covered = 0
    for (let seed = 0; seed < 1000; seed++) covered += covers(pick(fitted(fitLaw(plantedCells(shapes, { a: 2, b: 1.1, seed: 7919 * seed + 13, ...law }), options)))) ? 1 : 0
    return covered / 1000
  }
  // 1000 draws of a 95% event have a standard error of 0.7%: 93–97% is ±3 of them.
  const nominal = (value: number) => {
    expect(value).toBeGreaterThanOrEqual(0.93)
    expect(value).toBeLessThanOrEqual(0.97)
  }

  test('five shapes by three budgets, three seeds: 95%', () => {
    nominal(coverage(design, { seeds: 3, noise: 0.05 }, ({ s }) => s.interval))
  })

  test('the same where the law itself is only good to 5%: 95%, because departures are counted', () => {
    nominal(coverage(design, { seeds: 3, noise: 0.02, departure: 0.05 }, ({ s }) => s.interval))
  })

  test('three shapes of one budget, eight seeds: 95%', () => {
    nominal(coverage(curveShapes(4096, [1, 4, 16]), { seeds: 8, noise: 0.05 }, ({ s }) => s.interval))
  })

  test('three shapes of one budget, three seeds: 97.4% measured; Satterthwaite errs on the wide side there', () => {
    const measured = coverage(curveShapes(4096, [1, 4, 16]), { seeds: 3, noise: 0.05 }, ({ s }) => s.interval)
    expect(measured).toBeGreaterThanOrEqual(0.93)
    expect(measured).toBeLessThanOrEqual(0.985)
  })

  test('two seeds only: never less than 93%; Satterthwaite with one degree of freedom errs on the wide side', () => {
    expect(coverage(curveShapes(4096, [1, 4, 16]), { seeds: 2, noise: 0.05 }, ({ s }) => s.interval)).toBeGreaterThanOrEqual(0.93)
  })

  test('the uncorrected percentile bootstrap over three seeds covers less than 90%: why it is not used', () => {
    const shapes = curveShapes(4096, [1, 4, 16])
    let covered = 0
    for (let seed = 0; seed < 300; seed++) {
      const cells = plantedCells(shapes, { a: 2, b: 1.1, seeds: 3, noise: 0.05, seed: 31 * seed + 5 })
      const logs = cells.map(({ counts }) => counts.map(Math.log))
      // s on three depths 1, 4, 16: (ln F₁₆ − ln F₁)/ln 16, least squares with equal spacing.
      const s = (groups: readonly (readonly number[])[]) => (groups[2].reduce((x, y) => x + y) - groups[0].reduce((x, y) => x + y)) / 3 / Math.log(16)
      covered += covers(percentileInterval(logs, s, 0.95, 500, seed)) ? 1 : 0
    }
    expect(covered / 300).toBeLessThan(0.9)
    expect(covered / 300).toBeGreaterThan(0.75) // it is biased, not broken
  })
})

describe('shapes of one layer', () => {
  const curve = (depths: number[]) => [1024, 4096].flatMap((budget) => curveShapes(budget, depths))

  test('stay out of the law where deeper ones identify it, with the reason: what they do does not move s', () => {
    const cells = plantedCells(curve([1, 2, 4, 8, 16]), { a: 2, b: 1, seeds: 2 }).map((cell) => (cell.depth === 1 ? { ...cell, counts: cell.counts.map((count) => count / 3) } : cell))
    const fit = fitted(fitLaw(cells, options))
    expect(fit.s.value).toBeCloseTo(0, 9)
    expect(fit.cells.every(({ depth }) => depth >= 2)).toBe(true)
    expect(fit.dropped).toHaveLength(2)
    expect(fit.dropped[0].reason).toEqual({ kind: 'one-layer' })
  })

  test('enter it where there is nothing else to compare with', () => {
    const fit = fitted(fitLaw(plantedCells(curveShapes(4096, [1, 4]), { a: 1, b: 1, seeds: 2 }), options))
    expect(fit.s.value).toBeCloseTo(0.5, 9)
    expect(fit.cells).toHaveLength(2)
    expect(fit.dropped).toEqual([])
  })
})
