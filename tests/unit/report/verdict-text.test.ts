import { describe, expect, test } from 'vitest'
import { describeBound } from '../../../src/report/bound-text'
import { describeCalibration, describeControl } from '../../../src/report/control-text'
import { describeFlag } from '../../../src/report/flag-text'
import { labelled, nameRows } from '../../../src/report/labels'
import { describePremise } from '../../../src/report/premise-text'
import { describeVerdict } from '../../../src/report/verdict-text'
import { type Control, missesOf } from '../../../src/science/conclusions/controls'
import type { MeasuredRun } from '../../../src/science/metrics/measured-run'
import { type Estimate, summarise } from '../../../src/science/summary'
import type { Task } from '../../../src/science/tasks/task'
import { noteShapes, plantedCount, plantedRuns } from '../science/planted-runs'
import { plantedSummary, plantedText } from './planted-text'

describe('a verdict is written with its interval', () => {
  test.each([[2, 1], [1, 1], [1, 0], [1.5, 1]])('whatever law is found: a = %d, b = %d', (a, b) => {
    const { sentence, finding } = plantedText(a, b, { count: plantedCount(a, b, 0.05) })
    expect(finding.join(' ')).toMatch(/s = −?\d\.\d\d \(95% interval/)
    expect(finding.join(' ')).toMatch(/times as many \(95% interval/)
    expect(sentence).not.toMatch(/interval|\bs =/)
  })

  test('universality says that the note’s table holds, and that the degree moved at equal sparsity', () => {
    const { sentence, finding, method, reasons } = plantedText(2, 1)
    expect(sentence).toBe('Same size, same number of features: shape changed how densely they are packed, not how many were learned.')
    expect(finding.join(' ')).toMatch(/^Ruled out: a fixed number of features per neuron \(s = ½\) and a count set by width alone \(s = −½\)\. Left: equal features at equal size \(s = 0\)\./)
    expect(method).toContain('equal counts to within 32% over 16:1 in depth') // 16^0.1 = 1.32
    expect(reasons.join(' ')).toContain('not a function of sparsity alone: read as an equality, the bound is contradicted')
  })

  test('a fixed degree rules equal counts out', () => {
    const { sentence, finding } = plantedText(1, 1)
    expect(sentence).toContain('Each neuron held as many features')
    expect(finding.join(' ')).toMatch(/^Ruled out: equal features at equal size \(s = 0\) and a count set by width alone/)
  })

  test('an interval too wide to decide says what it leaves, and what it rules out all the same', () => {
    const { sentence, finding } = plantedText(2, 1.05, { shapes: noteShapes, seeds: 3, noise: 0.15 })
    expect(sentence).toBe('Deep or wide, no difference in the number of features is shown at equal size.')
    expect(finding.join(' ')).toContain('Left: equal features at equal size (s = 0)')
  })

  test('between the laws all are ruled out, and the sign is said', () => {
    const { sentence, finding } = plantedText(1.5, 0.5) // s = −¼
    expect(sentence).toBe('At equal size the wider network learned more features.')
    expect(finding.join(' ')).toMatch(/^Ruled out: equal features .*, a fixed number .* and a count set by width alone \(s = −½\)\. No law of the theory fits\./)
  })

  test('a fit that its widest pair contradicts names the pair, and is no lack of accuracy', () => {
    const bend: Readonly<Record<number, number>> = { 32: 0.2, 16: -0.4, 8: 0, 4: 0.4, 2: -0.2 }
    const count = ({ width, depth }: { width: number; depth: number }) => width * width * depth * (width * width * depth < 2000 ? Math.exp(bend[depth]) : 1)
    const { sentence, finding } = plantedText(0, 0, { count, noise: 0.01 })
    expect(sentence).toBe('No single law describes these shapes.')
    expect(finding.join(' ')).toMatch(/^Over all shapes s = −?0\.0\d \(.*\) is that of universality, but features per neuron of .*, which it does not allow/)
  })

  test('a preview says so and names what a verdict to quote needs', () => {
    const { preview, design, caveats } = plantedText(2, 1, { shapes: noteShapes, seeds: 3, noise: 0.02 })
    expect([preview, design]).toEqual([true, '3 seeds, 2 shapes, 1 budget'])
    expect(caveats[0]).toBe('A preview: 3 seeds, 2 shapes, 1 budget; a verdict to quote needs 8 seeds, 5 shapes on each of 3 budgets, and an interval that counts departures from the law.')
  })
})

describe('what cannot be said is not said', () => {
  test('one seed, one shape, equal depths, nothing', () => {
    expect(plantedText(2, 1, { shapes: noteShapes.slice(0, 2), seeds: 1 }).sentence).toContain('no interval')
    expect(plantedText(2, 1, { shapes: noteShapes.slice(0, 1) }).method).toContain('nothing follows for the note')
    expect(plantedText(2, 1, { shapes: [{ width: 16, depth: 2, neurons: 8 }, { width: 32, depth: 2, neurons: 16 }] }).sentence).toBe('Not decisive: no two shapes of equal budget differ in depth.')
    expect(describeVerdict(labelled(summarise([])))).toMatchObject({ sentence: 'Nothing is measured yet.', finding: [], method: 'No finished run is measured.' })
  })

  test('at the ceiling s is described, and every place that shows it says what it is not', () => {
    const { finding, numbers: [s] } = plantedText(0, 0, { shapes: noteShapes, seeds: 4, noise: 0.002, count: plantedCount(1.98, 1, 3.6), task: { kind: 'recall', featureCount: 1024 } })
    expect(finding.join(' ')).toMatch(/s = 0\.01 \(95% interval .*\); not informative: too close to the ceiling/)
    expect([s.name, s.meaning]).toEqual(['s', 'of these shapes, F ∝ L^s at equal budget (not informative: too close to the ceiling)'])
    expect(plantedText(0, 0, { count: () => 950, task: { kind: 'recall', featureCount: 1000 }, noise: 0.001 }).sentence).toBe('Not decisive: the networks learned almost everything (95% of 1000 features), so shape cannot show.')
  })

  test('settings of one shape: what was learned, over what was swept', () => {
    const runs = [0, 0.9, 0.99].flatMap((sparsity) => plantedRuns({
      shapes: [{ width: 2, depth: 1, neurons: 2 }], seeds: 2, count: () => 2 + 3 * sparsity, task: { kind: 'reconstruction', featureCount: 5, sparsity, importance: { kind: 'uniform' } },
    })).map((run): MeasuredRun => ({ ...run, spec: { ...run.spec, model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' } } }))
    const summary = labelled(summarise(runs))
    expect(summary.rows.map(({ label }) => label)).toEqual(['m 2, p 1', 'm 2, p 0.1', 'm 2, p 0.01'])
    expect(describeVerdict(summary).sentence).toBe('2 to 5 of 5 features were learned, over 3 sparsities.')
  })
})

describe('caveats', () => {
  test('name rows by their labels and thresholds by their values', () => {
    const { caveats } = plantedText(2, 1, { shapes: noteShapes, seeds: 2, loss: ({ depth }) => (depth === 16 ? 1.5 : 1), noise: 0.005, lateImprovement: 0.02 })
    expect(caveats).toContain('d 64 × L 1: one layer: outside the range in which shape is said not to matter.')
    expect(caveats).toContain('d 64 × L 1 is left out of the law: it has one layer, outside the range in which shape is said not to matter, and deeper shapes suffice.')
    expect(caveats.join()).toContain('Shapes of equal size differ in loss by more than 5%')
    expect(caveats.join()).toContain('d 16 × L 16, d 32 × L 4, d 64 × L 1: under-trained: the loss still fell by more than 1% over the last tenth.')
  })

  test('say what a sweep’s runs cannot show', () => {
    const runs = plantedRuns({ shapes: noteShapes, seeds: 2, count: plantedCount(2, 1), noise: 0.01 })
    const deepest = runs.filter(({ spec }) => spec.shape.depth === 16)
    const { caveats } = describeVerdict(labelled(summarise(runs.filter((run) => !deepest.includes(run)), deepest.map(({ spec }) => spec))))
    expect(caveats.join()).toContain('d 16 × L 16 is missing: all 2 of its runs that ended diverged')
    expect(caveats.join()).toContain('one hypothesis')
    expect(caveats.join()).toContain('does not show that training was complete')
    const sets = plantedText(2, 1, { task: { kind: 'absolute-value', featureCount: 1e5, sparsity: 0.9, importance: { kind: 'uniform' }, sets: { kind: 'correlated', size: 2 } } as Task })
    expect(sets.caveats.join()).toContain('Features come in correlated sets of 2, and p is that of a set: the bound on superposition and its C_obs are about independent features that are equally frequent, so they are not asked here.')
  })

  test('say how rates were chosen and how noisy held-out samples are', () => {
    expect(describeFlag({ kind: 'rate-at-edge', edge: 'high', next: 0.16 })).toBe('best learning rate is the largest of its grid: 0.16 may be better')
    expect(describeFlag({ kind: 'largest-rate-that-trains', divergedAt: [0.08, 0.16] })).toBe('best learning rate is the largest that trains: at 0.08 and 0.16 runs diverged')
    expect(describeFlag({ kind: 'held-out-noise', of: 'rarest-feature', active: 49, error: 0.14 })).toBe('held-out noise: the rarest feature is active in about 49 held-out samples, so its R² is known to no better than ±14%')
  })
})

test('the premise names the pair that fails it', () => {
  const { premise, rows } = plantedSummary(0, 0, { shapes: noteShapes.slice(0, 2), count: () => 10, noise: 0.01, loss: ({ depth }) => (depth === 4 ? 1.2 : 1) })
  expect(describePremise(premise[0], nameRows(rows))).toMatch(/d 32 × L 4 and d 16 × L 16 differ by 1[78]\.\d% \(95% interval 1[67]\.\d to (18|19)\.\d%\)/)
})

test('the bound is said to be far from these networks where autoencoders reach twice as much', () => {
  const { rows } = plantedSummary(2, 1, { shapes: noteShapes, seeds: 2 })
  const far = { standing: 'undecided', constants: [], overShapes: { standing: 'not-testable' }, overSparsity: { standing: 'not-testable' }, overBaseline: { p: 0.1, key: rows[0].key, baseline: 1, ratio: 0.08, isFarBelow: true } } as const
  expect(describeBound(far, nameRows(rows))).toContain('the largest is that of d 16 × L 16, 0.080 of it: far below what the bound must allow')
  expect(describeBound({ ...far, overBaseline: { ...far.overBaseline, ratio: 0.6, isFarBelow: false } }, nameRows(rows))).not.toContain('far below')
})

describe('controls', () => {
  const at = (value: number, half: number) => ({ value, interval: { low: value - half, high: value + half, level: 0.95 }, interval90: { low: value - 0.8 * half, high: value + 0.8 * half, level: 0.9 } })
  const origin = { preset: 'law-of-recall', form: 'preview', date: '2026-11-21', engine: 'cpu 1', adapter: 'a CPU', command: 'npm run claims', link: '#1', learningRates: [0.08], steps: 1500, seeds: 3, cells: 6, method: { kind: 'seeds-only' } } as const
  const control = (s: Estimate): Control =>
    ({ preset: 'law-of-recall', expected: 0, measured: null, recorded: { ...origin, s }, misses: missesOf(s, 0) })

  test('are said to be recorded, never measured here', () => {
    const met = control({ value: -0.004, interval: { low: -0.1, high: 0.09, level: 0.95 }, interval90: { low: -0.08, high: 0.07, level: 0.9 } })
    expect(describeControl(met)).toBe('recall, where parameters bind: expected s ≈ 0, recorded 0.00 (95% interval −0.10 to 0.09; preview form, 3 seeds, 6 shapes, one learning rate, 0.08, 1500 steps, '
      + 'interval from seed noise only (Satterthwaite): it holds for these shapes, departures from the power law are not counted; cpu 1, 2026-11-21)')
    expect(describeControl({ ...met, recorded: null })).toBe('recall, where parameters bind: expected s ≈ 0, not measured yet')
    expect(describeControl({ ...met, expected: 0.5, measured: 0.42 })).toContain('expected s ≈ ½, measured here 0.42, recorded')
  })

  test('that miss are named with what the record rests on; none, no text', () => {
    const missed = control(at(-0.066, 0.05))
    expect(describeCalibration([missed])).toMatch(/^The calibration misses: recall, where parameters bind, gave s = −0\.07 where 0 is expected \(its 95% interval −0\.12 to −0\.02 excludes 0, its 90% interval −0\.11 to −0\.03 is not inside −0\.10 to 0\.10; 6 shapes/)
    expect(describeControl(missed)).toContain('which misses: its 95% interval')
    expect(describeCalibration([{ ...missed, misses: [] }])).toBeNull()
  })

  test('that miss make a law provisional', () => {
    const summary = plantedSummary(2, 1), missed = { ...summary, controls: [control(at(-0.066, 0.05))] }
    expect(describeVerdict(missed).finding.join(' ')).toMatch(/Provisional: the test’s own calibration misses\.$/)
    expect(describeVerdict(missed).method).toContain('The calibration misses')
    expect(describeVerdict({ ...summary, controls: [] }).finding.join(' ')).not.toContain('Provisional')
  })
})
