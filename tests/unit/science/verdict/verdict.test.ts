import { describe, expect, test } from 'vitest'
import { type Verdict, summarise } from '../../../../src/science/summary'
import { isFull } from '../../../../src/science/conclusions/design'
import { pairExponent } from '../../../../src/science/verdict/widest-pairs'
import type { MeasuredRun } from '../../../../src/science/metrics/measured-run'
import { fullShapes, noteShapes, plantedCount, plantedRuns } from '../planted-runs'

const verdictOf = (a: number, b: number, options: Partial<Parameters<typeof plantedRuns>[0]> = {}): Verdict =>
  summarise(plantedRuns({ shapes: fullShapes, seeds: 8, count: plantedCount(a, b), noise: 0.05, ...options })).verdict

const reasonsOf = ({ reasons }: Verdict) => reasons.map(({ kind }) => kind)
const caveatsOf = ({ caveats }: Verdict) => caveats.map(({ kind }) => kind)
const flagsOf = ({ caveats }: Verdict) => caveats.flatMap((caveat) => (caveat.kind === 'flagged' ? [caveat.flag.kind] : []))

describe('planted laws are recognised', () => {
  test.each([
    ['universality', 2, 1], ['universality', 1.5, 0.75], ['fixed-degree', 1, 1], ['residual-width', 1, 0],
    ['intermediate', 1.5, 1], ['intermediate', 2, 2],
  ])('%s: a = %d, b = %d', (kind, a, b) => {
    const verdict = verdictOf(a, b, { count: plantedCount(a, b, 0.05) }) // all far below the ceiling
    expect(verdict.kind).toBe(kind)
    expect(verdict.preview).toBe(false)
    const s = verdict.numbers.find(({ quantity }) => quantity.kind === 'exponent')!.estimate
    expect(Math.abs(s.value - (b - a / 2))).toBeLessThan(0.05) // planted noise 5% over 120 runs: standard error below 0.01
  })

  test('universality finds that the degree moved at equal sparsity, a fixed degree that it did not', () => {
    expect(reasonsOf(verdictOf(2, 1))).toContain('degree-moves')
    expect(reasonsOf(verdictOf(1, 1))).toContain('degree-is-fixed')
  })

  test('an interval too wide to decide is settled against no law', () => {
    const verdict = verdictOf(2, 1.05, { shapes: noteShapes, seeds: 3, noise: 0.15 })
    expect(verdict.kind).toBe('intermediate')
    expect(verdict.reasons).toContainEqual(expect.objectContaining({ kind: 'band', standing: 'undecided' }))
  })
})

describe('honesty about what is missing', () => {
  test('a preview names what it rests on', () => {
    const verdict = verdictOf(2, 1, { shapes: noteShapes, seeds: 3, noise: 0.02 })
    expect(verdict.preview).toBe(true)
    expect(verdict.caveats[0]).toEqual({ kind: 'preview', design: { seeds: 3, shapes: 2, budgets: 1 } }) // that of one layer is left out of the law
  })

  test('five shapes in all, strewn over three budgets, are a preview: each budget needs five', () => {
    const strewn = [0, 1, 5, 7, 14].map((at) => fullShapes[at])
    expect(verdictOf(2, 1, { shapes: strewn, noise: 0.01 }).preview).toBe(true)
    const without = (dropped: number) => verdictOf(2, 1, { shapes: fullShapes.filter((_, at) => at !== dropped) })
    expect(without(7).preview).toBe(true) // four on the middle budget
    expect(without(7).design).toEqual({ seeds: 8, shapes: 4, budgets: 3 })
    expect(verdictOf(2, 1).preview).toBe(false)
  })

  test('two budgets or seven seeds are a preview, as are shapes that the ceiling keeps out of the fit', () => {
    expect(verdictOf(2, 1, { shapes: fullShapes.slice(0, 10) }).preview).toBe(true)
    expect(verdictOf(2, 1, { seeds: 7 }).preview).toBe(true)
    const ceiling = { count: (shape: { width: number; depth: number; neurons: number }) => (shape.width === fullShapes[6].width ? 90_000 : plantedCount(2, 1)(shape)) }
    expect(verdictOf(2, 1, ceiling).preview).toBe(true)
  })

  test('an interval of seed noise only is a preview, however many shapes there are', () => {
    const { law } = summarise(plantedRuns({ shapes: fullShapes, seeds: 8, count: plantedCount(2, 1), noise: 0.05 }))
    const few = summarise(plantedRuns({ shapes: noteShapes, seeds: 8, count: plantedCount(2, 1), noise: 0.05 })).law
    const design = { seeds: 8, shapes: 5, budgets: 3 }
    expect(isFull(design, law)).toBe(true)
    expect(isFull(design, few)).toBe(false)
  })

  test('one seed: no interval, no verdict', () => {
    const verdict = verdictOf(2, 1, { shapes: noteShapes.slice(0, 2), seeds: 1 })
    expect(verdict.kind).toBe('not-enough')
    expect(reasonsOf(verdict)).toEqual(['no-interval'])
  })

  test('one shape: not a law test', () => {
    const verdict = verdictOf(2, 1, { shapes: noteShapes.slice(0, 1) })
    expect(verdict.kind).toBe('not-a-law-test')
  })

  test('shapes of equal depth are not enough shapes for a law', () => {
    const verdict = verdictOf(2, 1, { shapes: [{ width: 16, depth: 2, neurons: 8 }, { width: 32, depth: 2, neurons: 16 }] })
    expect(verdict.kind).toBe('not-enough')
    expect(verdict.reasons).toEqual([{ kind: 'no-law', reason: { kind: 'equal-depths' } }])
  })

  test('counts at the ceiling are saturated: equality there proves no law', () => {
    const verdict = verdictOf(0, 0, { count: () => 950, task: { kind: 'recall', featureCount: 1000 }, noise: 0.001 })
    expect(verdict.kind).toBe('saturated')
    expect(reasonsOf(verdict)).toEqual(fullShapes.map(() => 'cell-dropped'))
    expect(flagsOf(verdict)).toContain('near-ceiling')
  })

  test('one layer and losses that differ are caveats', () => {
    const verdict = verdictOf(2, 1, { shapes: noteShapes, loss: ({ depth }) => (depth === 16 ? 1.5 : 1), noise: 0.005 })
    expect(flagsOf(verdict)).toContain('one-layer')
    expect(caveatsOf(verdict)).toContain('losses-differ')
  })

  test('a loss that still falls by more than 1% over the last tenth is under-trained', () => {
    const flagged = (lateImprovement: number) => flagsOf(verdictOf(2, 1, { shapes: noteShapes, lateImprovement })).includes('under-trained')
    expect(flagged(0.02)).toBe(true)
    expect(flagged(0.005)).toBe(false)
  })

  test('nothing finished: nothing claimed', () => {
    const { verdict, rows } = summarise([])
    expect(rows).toEqual([])
    expect([verdict.kind, verdict.reasons, verdict.numbers]).toEqual(['not-a-law-test', [], []])
  })
})

test('a fit near 0 that the widest pair contradicts is no universality', () => {
  // At the smallest budget ln F = (0.2, −0.4, 0, 0.4, −0.2) over L = 32 … 2: no slope, but the outermost pair differs by e^0.4,
  // which is s = 0.14. Elsewhere universality holds exactly.
  const bend: Readonly<Record<number, number>> = { 32: 0.2, 16: -0.4, 8: 0, 4: 0.4, 2: -0.2 }
  const bent = ({ width, depth }: { width: number; depth: number }) => width * width * depth * (width * width * depth < 2000 ? Math.exp(bend[depth]) : 1)
  const verdict = verdictOf(0, 0, { count: bent, noise: 0.01 })
  expect(verdict.kind).toBe('intermediate')
  expect(verdict.reasons).toContainEqual(expect.objectContaining({ kind: 'band', standing: 'inside' })) // it is no lack of accuracy
  expect(verdict.reasons).toContainEqual(expect.objectContaining({ kind: 'pair-contradicts', law: 'universality' }))
})

describe('a ceiling far above the counts is no ceiling', () => {
  // F = n(1 − e^(−x/n)) with x ∝ d, s = −½: saturating smoothly, never above 60%.
  const bending = (scale: number) => ({ width }: { width: number }) => 1000 * (1 - Math.exp(-scale * width / 1000))
  const s = (verdict: Verdict) => verdict.numbers.filter(({ quantity }) => quantity.kind === 'exponent' || quantity.kind === 'exponent-far-from-ceiling')
  const at = (scale: number, noise = 0.01) => verdictOf(1, 0, { count: bending(scale), noise, task: { kind: 'recall', featureCount: 1000 } })

  test('s of the cells below 30% stands beside s of all, and a caveat says that they differ', () => {
    const verdict = at(9)
    expect(s(verdict)).toHaveLength(2)
    expect(s(verdict)[1].quantity.kind).toBe('exponent-far-from-ceiling')
    expect(s(verdict)[1].estimate.value).toBeLessThan(s(verdict)[0].estimate.value) // nearer −½
    expect(caveatsOf(verdict)).toContain('bends-towards-ceiling')
  })

  test('with all cells below 30% there is one s; with none below there is a caveat', () => {
    expect(s(at(1))).toHaveLength(1)
    expect(caveatsOf(at(1)).filter((kind) => kind === 'bends-towards-ceiling' || kind === 'too-few-far-from-ceiling')).toEqual([])
    const near = verdictOf(2, 1, { shapes: noteShapes, count: () => 450, task: { kind: 'recall', featureCount: 1000 }, noise: 0.01 })
    expect(near.caveats).toContainEqual({ kind: 'too-few-far-from-ceiling', near: 2, cells: 2 })
  })
})

test('neurons per width that differ by more than 15% at one budget are a caveat', () => {
  const said = (neurons: number) => verdictOf(2, 1, { shapes: [{ width: 32, depth: 4, neurons: 16 }, { width: 32, depth: 64 / neurons, neurons }, { width: 64, depth: 1, neurons: 32 }] }).caveats.filter(({ kind }) => kind === 'neurons-per-width')
  expect(said(32)).toEqual([{ kind: 'neurons-per-width', least: 0.5, most: 1, parameters: 4096 }])
  expect(said(16)).toEqual([])
})

describe('false alarms', () => {
  const rate = (b: number, kind: Verdict['kind'], draws: number) => {
    let alarms = 0
    for (let seed = 0; seed < draws; seed++) {
      alarms += verdictOf(2, b, { seed: 104729 * seed + 3, shapes: noteShapes.map((shape) => ({ ...shape, depth: shape.depth * 2, neurons: shape.neurons / 2 })), noise: 0.05, seeds: 4 }).kind === kind ? 1 : 0
    }
    return alarms / draws
  }

  test('at the edge of the band, s = 0.1, universality is declared in at most 5% of sweeps', () => {
    const alarms = rate(1.1, 'universality', 400)
    expect(alarms).toBeLessThanOrEqual(0.08) // 5% + 3 standard errors of 1.1%
    expect(alarms).toBeGreaterThan(0.01) // and it is not merely mute
  })

  test('with s = 0.25, neither pole is ever declared in 200 sweeps', () => {
    expect(rate(1.25, 'universality', 200)).toBe(0)
    expect(rate(1.25, 'fixed-degree', 200)).toBe(0)
  })
})

test('a pair’s ratio turns into the exponent it implies: 2 into 0, 1 into ½, 4 into −½ at four times the depth', () => {
  const bare = (value: number) => ({ value, interval: { low: value / 1.1, high: value * 1.1, level: 0.95 }, interval90: null })
  expect(pairExponent(bare(2), 4).value).toBeCloseTo(0, 12)
  expect(pairExponent(bare(1), 4).value).toBeCloseTo(0.5, 12)
  expect(pairExponent(bare(4), 4).value).toBeCloseTo(-0.5, 12)
  const { interval } = pairExponent(bare(2), 4)
  expect(interval!.low).toBeLessThan(0)
  expect(interval!.high).toBeGreaterThan(0)
})

describe('what universality says besides s', () => {
  const graded = { kind: 'absolute-value', featureCount: 8000, sparsity: 0.9, importance: { kind: 'power', exponent: 0.5 } } as const
  const planted = plantedRuns({ shapes: fullShapes, seeds: 2, count: plantedCount(2, 1, 0.05), noise: 0.01 })

  test.each([[0.88, 'intermediate'], [0.92, 'universality']])('with graded importance it asks for the same set of features: U = %d is %s', (quality, kind) => {
    const runs = plantedRuns({ shapes: fullShapes, seeds: 2, count: plantedCount(2, 1, 0.05), noise: 0.01, task: graded }).map((run): MeasuredRun => ({
      ...run,
      metrics: { ...run.metrics, arrays: { featureQuality: { axes: 'f', shape: [8000], values: new Float32Array(8000).fill(run.spec.shape.depth === 32 ? 1 : quality) } } },
    }))
    const verdict = summarise(runs).verdict
    expect(verdict.numbers.find(({ quantity }) => quantity.kind === 'shared-features')!.estimate.value).toBeCloseTo(quality, 3)
    expect(verdict.kind).toBe(kind)
    expect(reasonsOf(verdict).includes('other-features')).toBe(quality < 0.9)
  })

  test('the degree is said to have moved only where a pair’s interval leaves 1 out', () => {
    // Seeds of the outermost shapes differ threefold: means, and with them s, stay; their ratio of 4 no longer differs from 1.
    const loud = planted.map((run): MeasuredRun => {
      const { depth } = run.spec.shape, factor = depth === 32 || depth === 2 ? (run.replicate === 0 ? 1.5 : 0.5) : 1
      return { ...run, metrics: { ...run.metrics, scalars: { ...run.metrics.scalars, featuresLearned: factor * run.metrics.scalars.featuresLearned } } }
    })
    const quiet = summarise(planted).verdict, noisy = summarise(loud).verdict
    expect([quiet.kind, noisy.kind]).toEqual(['universality', 'universality'])
    expect(reasonsOf(quiet)).toContain('degree-moves')
    expect(reasonsOf(noisy)).not.toContain('degree-moves')
  })

  test('layers are said to share features where more than 1.25 of them do', () => {
    const said = (participationRatio: number) => {
      const verdict = verdictOf(2, 1, { scalars: { participationRatio, participationRatioNull: 3, ablationLoss: 0.5 } })
      return [reasonsOf(verdict).includes('layers-share-features'), caveatsOf(verdict).includes('layers-share-features')]
    }
    expect(said(1.3)).toEqual([true, true])
    expect(said(1.2)).toEqual([false, false])
  })

  test('features are said to be shared only where the interval over seeds lies above, while the caution stands already', () => {
    const spread = planted.map((run): MeasuredRun => ({ ...run, metrics: { ...run.metrics, scalars: {
      ...run.metrics.scalars, participationRatio: run.replicate === 0 ? 1.8 : 1.2, participationRatioNull: 3, ablationLoss: 0.5 } } }))
    const { verdict } = summarise(spread)
    expect(reasonsOf(verdict)).not.toContain('layers-share-features')
    expect(caveatsOf(verdict)).toContain('layers-share-features')
  })
})
