import { describe, expect, it } from 'vitest'
import { dotsInFront } from '../../../src/dashboard/charts/features-on-cylinder'
import { phaseColours } from '../../../src/dashboard/charts/palette'
import { cellLook, gridRows } from '../../../src/dashboard/charts/run-grid'
import { fixtureRuns } from './fixture-results'

describe('the grid of runs', () => {
  it.each([['six-shapes', 6, 2], ['sparsity-by-shape', 3, 6], ['phase-diagram', 5, 15], ['pentagons', 3, 4]] as const)('of %s has a row for each shape, importance or lone sparsity and every run once', (name, rows, columns) => {
    const runs = fixtureRuns(name), grid = gridRows(runs)
    expect(grid).toHaveLength(rows)
    for (const { cells } of grid) expect(cells).toHaveLength(columns)
    expect(grid.flatMap(({ cells }) => cells.map(({ run }) => run)).sort((a, b) => a - b)).toEqual(runs.map(({ index }) => index))
    expect(new Set(grid.map(({ label }) => label)).size).toBe(rows)
  })

  it('keeps the seeds of one setting together and a gap between settings', () => {
    const runs = fixtureRuns('sparsity-by-shape')
    for (const { cells } of gridRows(runs)) {
      cells.slice(1).forEach(({ run, isFirstOfSetting }, at) => {
        const [before, here] = [runs[cells[at].run], runs[run]].map(({ spec: { task } }) => (task.kind === 'recall' ? null : task.sparsity))
        expect(isFirstOfSetting).toBe(before !== here)
      })
    }
  })

  it('fills a square as its run trains and colours it by what became of the feature', () => {
    const [run] = fixtureRuns('phase-diagram')
    expect(cellLook({ ...run, status: { kind: 'running', step: run.spec.training.steps / 4 } }, true).filled).toBe(0.25)
    expect(Object.values(phaseColours)).toContain(cellLook(run, true).colour)
    expect(cellLook({ ...run, status: { kind: 'diverged', step: 7 } }, true).word).toBe('diverged at step 7')
  })
})

describe('features on a cylinder', () => {
  const cylinder = { cx: 50, rx: 30, ry: 9, top: 20, bottom: 120 }
  it.each([0, 1, 2.5])('show half of themselves from every side (turned by %d)', (turn) => {
    // The golden-angle spread is even to a few dots.
    expect(Math.abs(dotsInFront(400, cylinder, turn).length - 200)).toBeLessThan(6)
  })
  it('stay on the side of the cylinder', () => {
    for (const { x, y } of dotsInFront(400, cylinder, 0.7)) {
      expect(Math.abs(x - 50)).toBeLessThanOrEqual(30)
      const edge = 9 * Math.sqrt(Math.max(0, 1 - ((x - 50) / 30) ** 2))
      expect(y - edge).toBeGreaterThanOrEqual(20)
      expect(y - edge).toBeLessThanOrEqual(120)
    }
  })
})
