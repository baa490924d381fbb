import { describe, expect, test } from 'vitest'
import { summarise } from '../../../src/science/summary'
import type { MeasuredRun } from '../../../src/science/metrics/measured-run'
import type { Task } from '../../../src/science/tasks/task'
import { fullShapes, noteShapes, plantedCount, plantedRuns } from './planted-runs'

describe('the premise that equal size gives equal loss, against a band of ±5%', () => {
  const deep = [{ width: 16, depth: 16, neurons: 8 }, { width: 32, depth: 4, neurons: 16 }]
  const premiseOf = (second: number, seeds: number, noise: number) =>
    summarise(plantedRuns({ shapes: deep, seeds, noise, count: () => 10, loss: ({ depth }) => (depth === 4 ? second : 1) })).premise[0]

  test('holds when every pair’s 90% interval is inside', () => {
    expect(premiseOf(1.01, 8, 0.01).verdict).toBe('holds')
  })
  test('fails when a pair is wholly outside', () => {
    const premise = premiseOf(1.2, 8, 0.01)
    expect(premise.verdict).toBe('fails')
    expect(premise.relativeSpread).toBeCloseTo(0.2 / 1.1, 1)
    if (premise.verdict !== 'fails') return
    expect([premise.shapes, premise.outside.higher, premise.outside.lower]).toEqual([2, '32/4/16/null', '16/16/8/null'])
    expect(premise.outside.difference.value).toBeCloseTo(0.2 / 1.1, 1)
  })
  test('is undecided with one seed or much noise', () => {
    expect(premiseOf(1, 1, 0).verdict).toBe('undecided')
    expect(premiseOf(1, 3, 0.2).verdict).toBe('undecided')
  })
  test('does not hold for two pairs of three: every pair must lie inside', () => {
    const shapes = [...deep, { width: 64, depth: 2, neurons: 16 }]
    const loss = ({ depth }: { depth: number }) => (depth === 2 ? 1.05 : 1) // 4.9% of the mean: at the edge of the band
    expect(summarise(plantedRuns({ shapes, seeds: 8, noise: 0.01, count: () => 10, loss })).premise[0].verdict).toBe('undecided')
  })
  test('does not count the one-layer shape, and cannot be asked without two others', () => {
    const { premise } = summarise(plantedRuns({ shapes: [deep[0], { width: 64, depth: 1, neurons: 32 }], seeds: 3, count: () => 10 }))
    expect(premise[0].verdict).toBe('not-testable')
  })
})

test('budgets an eighth apart are two comparisons, not one', () => {
  const shapes = [{ width: 16, depth: 16, neurons: 8 }, { width: 32, depth: 4, neurons: 18 }] // N = 4096 and 4608
  expect(summarise(plantedRuns({ shapes, seeds: 2, count: () => 10 })).comparisons).toHaveLength(2)
})

test('the law sees one cell per shape, at the chosen learning rate, and names its curve of equal budget', () => {
  const { law } = summarise(plantedRuns({ shapes: fullShapes, seeds: 2, count: plantedCount(1.5, 0.9), learningRates: [0.04, 0.08], loss: (_shape, rate) => rate }))
  expect(law.kind).toBe('plane')
  if (law.kind === 'none') return
  expect(law.cells).toHaveLength(15)
  expect(law.cells.every(({ counts }) => counts.length === 2)).toBe(true)
  expect(new Set(law.cells.map(({ curve }) => curve)).size).toBe(3)
  expect(law.a!.value).toBeCloseTo(1.5, 9)
  expect(law.b!.value).toBeCloseTo(0.9, 9)
})

describe('at the ceiling s is described and never judged', () => {
  const near = (count: Parameters<typeof plantedRuns>[0]['count']) =>
    summarise(plantedRuns({ shapes: noteShapes, seeds: 4, noise: 0.002, count, task: { kind: 'recall', featureCount: 1024 } }))

  test('all cells enter it, with an interval, and no law is set beside it', () => {
    const { law, descriptive, verdict } = near(plantedCount(1.98, 1, 3.6)) // 870 to 920 of 1024, s = 0.01
    expect(law.kind).toBe('none')
    expect(descriptive!.cells).toBe(3)
    expect(descriptive!.s.value).toBeCloseTo(0.01, 2)
    expect(descriptive!.s.interval!.low).toBeLessThan(0.01)
    expect(descriptive!.s.interval!.high).toBeGreaterThan(0.01)
    expect(verdict.kind).toBe('saturated')
    const [s] = verdict.numbers
    expect(s.quantity).toEqual({ kind: 'exponent-at-ceiling' })
    expect(s.predicted).toEqual([]) // no law is set beside it
  })

  test('one shape at the ceiling has none; below the ceiling the law itself speaks', () => {
    expect(summarise(plantedRuns({ shapes: noteShapes.slice(0, 1), seeds: 2, count: () => 99_000 })).descriptive).toBeNull()
    expect(near(() => 300).descriptive).toBeNull()
    expect(near(() => 300).law.kind).toBe('iso-budget')
  })
})

test('the law has a constant per importance: counts that importance scales leave s alone', () => {
  const at = (ratio: number, scale: number) => plantedRuns({
    shapes: noteShapes, seeds: 2, count: plantedCount(1, 1, scale),
    task: { kind: 'absolute-value', featureCount: 1e6, sparsity: 0.9, importance: { kind: 'geometric', ratio } },
  })
  const { law, scaling } = summarise([...at(0.9, 1), ...at(0.99, 7)])
  if (law.kind === 'none') throw new Error(law.reason.kind)
  expect(law.s.value).toBeCloseTo(0.5, 9)
  expect(law.residual).toBeLessThan(1e-9)
  expect(scaling.map(({ importance }) => importance)).toEqual([{ kind: 'geometric', ratio: 0.9 }, { kind: 'geometric', ratio: 0.99 }])
})

test('the controls stand beside the verdict; the sweep that is one measures it', () => {
  const { controls } = summarise(plantedRuns({ shapes: noteShapes, seeds: 2, count: plantedCount(2, 1), noise: 0.01 }))
  expect(controls.map(({ expected }) => expected)).toEqual([0, 0.5])
  expect(controls[0].measured).toBeCloseTo(0, 1)
  expect(controls[1].measured).toBeNull()
})

test('a reconstruction sweep over sparsities has one row each and no law', () => {
  const runs: MeasuredRun[] = [0, 0.9, 0.99].flatMap((sparsity) => plantedRuns({
    shapes: [{ width: 2, depth: 1, neurons: 2 }], seeds: 2, count: () => 2 + 3 * sparsity,
    task: { kind: 'reconstruction', featureCount: 5, sparsity, importance: { kind: 'uniform' } },
  })).map((run) => ({ ...run, spec: { ...run.spec, model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' } } }))
  const { rows, law, verdict, premise, primaryCount } = summarise(runs)
  expect(rows.map(({ sparsity }) => sparsity)).toEqual([0, 0.9, 0.99])
  expect(law.kind).toBe('none')
  expect(premise).toEqual([])
  expect(verdict.kind).toBe('not-a-law-test')
  expect(primaryCount).toBe('featuresByNorm')
})

test('shapes that keep different features under graded importance share fewer than seeds do: U below 1', () => {
  const task = { kind: 'absolute-value', featureCount: 8, sparsity: 0.9, importance: { kind: 'power', exponent: 0.5 } } as const
  const runs = plantedRuns({ shapes: noteShapes.slice(0, 2), seeds: 3, count: () => 4, task }).map((run): MeasuredRun => ({
    ...run,
    metrics: {
      ...run.metrics,
      arrays: {
        featureQuality: {
          axes: 'f', shape: [8],
          // The deep shape keeps the first four; the wide one two of them and two others. All seeds alike.
          values: Float32Array.from(run.spec.shape.depth === 16 ? [1, 1, 1, 1, 0, 0, 0, 0] : [1, 1, 0, 0, 1, 1, 0, 0]),
        },
      },
    },
  }))
  const U = summarise(runs).verdict.numbers.find(({ quantity }) => quantity.kind === 'shared-features')!.estimate.value
  const weight = (f: number) => (f + 1) ** -0.5
  const sum = (...fs: number[]) => fs.reduce((total, f) => total + weight(f), 0)
  expect(U).toBeCloseTo(sum(0, 1) / sum(0, 1, 2, 3, 4, 5), 6) // float32 weights
})

test('a summary does not depend on the order of runs beyond the order of its rows', () => {
  const runs = plantedRuns({ shapes: noteShapes, seeds: 3, count: plantedCount(2, 1), noise: 0.03 })
  const forward = summarise(runs), backward = summarise([...runs].reverse())
  expect(backward.verdict.kind).toBe(forward.verdict.kind)
  expect(backward.rows.find(({ key }) => key === forward.rows[0].key)!.measured.featuresLearned.mean).toBeCloseTo(forward.rows[0].measured.featuresLearned.mean, 9)
})

test('pairs of equal loss: the argument without its first premise', () => {
  const shapes = [16, 8, 4, 2, 1].map((depth) => ({ depth, width: 64 / Math.sqrt(depth), neurons: 32 / Math.sqrt(depth) })).filter(({ width }) => Number.isInteger(width))
  // Depths 16, 4, 1: only 16 and 4 have two layers. Equal losses match, a tenth apart they do not.
  const computed = { kind: 'absolute-value', featureCount: 100_000, sparsity: 0.9, importance: { kind: 'uniform' } } as const
  const pairs = (deepLoss: number, task: Task = computed) =>
    summarise(plantedRuns({ shapes, task, seeds: 2, noise: 0.001, count: plantedCount(2, 1), loss: ({ depth }) => (depth === 16 ? deepLoss : 1) })).lossMatched
  expect(pairs(1.02)).toHaveLength(1)
  expect(pairs(1.02)[0].countRatio.value).toBeCloseTo(1, 2)
  expect(pairs(1.02)[0].neuronRatio).toBe(2)
  expect(pairs(1.1)).toHaveLength(0)
  // Recall's count is a function of its loss: an equal loss there says nothing about the count that was not put in.
  expect(pairs(1.02, { kind: 'recall', featureCount: 100_000 })).toHaveLength(0)
})

test('a U over five depths of one size gives the pairs across it: the outer two, and the inner two', () => {
  const task: Task = { kind: 'absolute-value', featureCount: 100_000, sparsity: 0.9, importance: { kind: 'uniform' } }
  const U: Readonly<Record<number, number>> = { 32: 1.3, 16: 1.1, 8: 1, 4: 1.11, 2: 1.29 } // per depth; neighbours on one side differ by over 5%
  const { lossMatched, rows } = summarise(plantedRuns({ shapes: fullShapes.slice(0, 5), task, seeds: 2, count: plantedCount(2, 1, 0.1), loss: ({ depth }) => U[depth] }))
  const depthOf = (key: string) => rows.find((row) => row.key === key)!.layers
  expect(lossMatched.map(({ deep, wide }) => [depthOf(deep), depthOf(wide)])).toEqual([[32, 2], [16, 4]])
  expect(lossMatched[0].relativeLoss.value).toBeCloseTo(0.01 / 1.295, 6)
})

test('pairs of equal loss are at least twofold apart in depth', () => {
  const task: Task = { kind: 'absolute-value', featureCount: 100_000, sparsity: 0.9, importance: { kind: 'uniform' } }
  const shapes = [4, 3, 2].map((depth) => ({ width: 32, depth, neurons: 64 / depth })) // N = 4096 each
  const matched = summarise(plantedRuns({ shapes, task, seeds: 2, noise: 0.001, count: () => 100 })).lossMatched
  expect(matched.map(({ neuronRatio, ...pair }) => [neuronRatio, pair.deep.split('/')[1], pair.wide.split('/')[1]])).toEqual([[1, '4', '2']])
})

test('loss and count over size, neurons and width follow planted powers', () => {
  const runs = plantedRuns({ shapes: fullShapes, seeds: 2, count: plantedCount(2, 1, 3), loss: ({ width, depth, neurons }) => (2 * width * depth * neurons) ** -0.3 * (depth === 8 ? 1 : 1.1) })
  const [{ sparsity, lossOverParameters, countOverParameters, lossOverParametersAndData }] = summarise(runs).scaling
  expect(sparsity).toBeNull()
  expect(lossOverParameters!.points).toBe(3) // the best shape of each budget
  expect(lossOverParameters!.exponent.value).toBeCloseTo(-0.3, 10)
  expect(countOverParameters!.exponent.value).toBeCloseTo(1, 1) // widths are whole numbers: d²L is N/α only nearly
  expect(lossOverParametersAndData).toBeNull() // one amount of data
})

describe('where lengths of training are swept', () => {
  // Kaplan's L(N, D) planted at every shape, 10% worse off one depth; D = steps × 10. The longest trainings prefer another rate than the shorter.
  const alphaN = 0.3, alphaD = 0.45, lengths = [1000, 10_000, 100_000]
  const jointLoss = (N: number, D: number): number => ((2e3 / N) ** (alphaN / alphaD) + 2e4 / D) ** alphaD
  const task: Task = { kind: 'absolute-value', featureCount: 100_000, sparsity: 0.9, importance: { kind: 'uniform' } }
  const trained = (steps: number, of: Task = task): MeasuredRun[] => plantedRuns({
    shapes: fullShapes, steps, seeds: 2, task: of, learningRates: [0.01, 0.03], count: plantedCount(2, 1, steps / 1e5),
    loss: ({ width, depth, neurons }, rate) =>
      jointLoss(2 * width * depth * neurons, 10 * steps) * (depth === 8 ? 1 : 1.1) * ((rate === 0.01) === (steps === 100_000) ? 1 : 2),
  })
  const swept = summarise(lengths.flatMap((steps) => trained(steps)))

  test('L(N, D) is recovered from all of them, each at its own best learning rate', () => {
    const { parameterExponent, dataExponent, points, residual } = swept.scaling[0].lossOverParametersAndData!
    expect(points).toBe(9) // three budgets, each by its best shape, at three lengths
    expect(parameterExponent.value).toBeCloseTo(alphaN, 5)
    expect(dataExponent.value).toBeCloseTo(alphaD, 5)
    expect(residual).toBeLessThan(1e-6)
  })

  test('rows, rates, law and verdict are of the longest alone, and a caveat says so', () => {
    const longest = summarise(trained(100_000))
    expect(swept.rows).toEqual(longest.rows)
    expect(swept.rows.every(({ steps, learningRate }) => steps === 100_000 && learningRate === 0.01)).toBe(true)
    expect([swept.law, swept.premise, swept.learningRates, swept.verdict.kind]).toEqual([longest.law, longest.premise, longest.learningRates, longest.verdict.kind])
    expect(swept.scaling[0].lossOverParameters).toEqual(longest.scaling[0].lossOverParameters)
    expect(swept.verdict.caveats).toEqual(expect.arrayContaining([...longest.verdict.caveats]))
    expect(swept.verdict.caveats.filter((caveat) => caveat.kind === 'several-lengths')).toEqual([{ kind: 'several-lengths', steps: [100_000, 10_000, 1000] }])
    expect(swept.verdict.caveats).toHaveLength(longest.verdict.caveats.length + 1)
  })

  test('a short training that diverged does not tell against the longest', () => {
    const [{ spec }] = trained(1000)
    expect(summarise(lengths.flatMap((steps) => trained(steps)), [spec]).rows).toEqual(swept.rows)
  })

  test('recall, whose every step sees the same keys, has no law of data', () => {
    const recall: Task = { kind: 'recall', featureCount: 100_000 }
    expect(summarise(lengths.flatMap((steps) => trained(steps, recall))).scaling[0].lossOverParametersAndData).toBeNull()
  })
})

describe('where presentations per feature are held equal over p', () => {
  const task = (p: number): Task => ({ kind: 'absolute-value', featureCount: 100_000, sparsity: 1 - p, importance: { kind: 'uniform' } })
  const trained = (p: number, stated: number): MeasuredRun[] =>
    plantedRuns({ shapes: fullShapes, steps: Math.round(stated * (0.1 / p)), seeds: 2, task: task(p), count: plantedCount(1, 0, stated / 1000) })
  const all = [0.1, 0.03, 0.01]

  test('every p has its row, trained as long as its share asks', () => {
    const { rows, verdict } = summarise(all.flatMap((p) => trained(p, 1000)))
    expect(rows).toHaveLength(3 * fullShapes.length)
    expect([...new Set(rows.map(({ sparsity, steps }) => `${sparsity} ${steps}`))]).toEqual(['0.9 1000', '0.97 3333', '0.99 10000'])
    expect(verdict.caveats.filter(({ kind }) => kind.startsWith('several'))).toEqual([])
  })

  test('of several lengths the rows are of the longest of each p, and a caveat counts presentations', () => {
    const longest = summarise(all.flatMap((p) => trained(p, 2000)))
    const swept = summarise([1000, 2000].flatMap((stated) => all.flatMap((p) => trained(p, stated))))
    expect(swept.rows).toEqual(longest.rows)
    expect(swept.verdict.caveats.filter(({ kind }) => kind.startsWith('several'))).toEqual([{ kind: 'several-presentations', presentations: [2000, 1000] }])
  })

  test('a row whose longest training is still to come is not shown at a shorter one', () => {
    const { rows } = summarise([...all.flatMap((p) => trained(p, 1000)), ...trained(0.1, 2000), ...trained(0.03, 2000)])
    expect([...new Set(rows.map(({ steps }) => steps))]).toEqual([2000, 6667])
  })
})

test('counts at their ceiling are left out of their growth: they would flatten any power', () => {
  const n = 40_000, count = (shape: { width: number; depth: number; neurons: number }) => Math.min(0.99 * n, plantedCount(2, 1, 3)(shape))
  const [{ countOverParameters, countOverNeurons }] = summarise(plantedRuns({ shapes: fullShapes, seeds: 2, count, task: { kind: 'recall', featureCount: n } })).scaling
  expect(countOverParameters!.points).toBe(10) // 3·d²L: about 3 and 12 thousand at two budgets, at the third the ceiling
  const shapes = fullShapes.filter(({ width, depth }) => width ** 2 * depth < 6000)
  expect(countOverNeurons!.exponent.value).toBeCloseTo(summarise(plantedRuns({ shapes, seeds: 2, count })).scaling[0].countOverNeurons!.exponent.value, 9)
})

describe('universality across shapes stands beside what two seeds of one shape reach', () => {
  const task = { kind: 'absolute-value', featureCount: 4, sparsity: 0.9, importance: { kind: 'uniform' } } as const
  const withArrays = (arrays: (run: MeasuredRun) => Record<string, number[]>, seeds = 2) =>
    plantedRuns({ shapes: noteShapes.slice(0, 2), seeds, count: () => 2, task }).map((run): MeasuredRun => ({
      ...run,
      metrics: { ...run.metrics, arrays: Object.fromEntries(Object.entries(arrays(run)).map(([name, list]) => [name, { axes: 'f', shape: [list.length], values: Float32Array.from(list) }])) },
    }))
  const measuresOf = (runs: MeasuredRun[]) => Object.fromEntries(summarise(runs).similarities[0].measures.map((measure) => [measure.name, measure]))

  test('two seeds that keep different features leave a low ceiling, which shapes can reach', () => {
    const kept = (run: MeasuredRun) => ({ featureQuality: run.replicate === 0 ? [1, 1, 0, 0] : [0, 1, 1, 0] })
    const shared = measuresOf(withArrays(kept))['shared features']
    expect(shared.acrossShapes).toBeCloseTo(1 / 3, 10)
    expect(shared.ceiling).toBeCloseTo(1 / 3, 10)
  })

  test('label-free measures see the same arrangement under other labels', () => {
    const D = (run: MeasuredRun) => ({ featureDimensionality: run.spec.shape.depth === 16 ? [1, 0.5, 0.5, 0] : [0, 0.5, 1, 0.5] })
    expect(measuresOf(withArrays(D))['sorted dimensionality'].acrossShapes).toBeCloseTo(0, 10)
  })

  test('with one seed there is no ceiling', () => {
    const shared = measuresOf(withArrays(() => ({ featureQuality: [1, 0, 1, 0] }), 1))['shared features']
    expect(shared.acrossShapes).toBe(1)
    expect(shared.ceiling).toBeNull()
  })

  test('recall has other keys in every seed: only label-free measures are taken', () => {
    const runs = withArrays(() => ({ featureQuality: [1, 0, 1, 0], jacobianSelfShare: [1, 0, 1, 0] }))
      .map((run): MeasuredRun => ({ ...run, spec: { ...run.spec, task: { kind: 'recall', featureCount: 4 } } }))
    expect(Object.keys(measuresOf(runs))).toEqual(['sorted self share'])
  })
})

describe('scaling laws reach the summary with their intervals', () => {
  test('a planted L ∝ N^−0.3 and F ∝ N^0.8 come back, and the 95% interval of the first covers in 93 to 97% of sweeps, within noise', () => {
    const loss = ({ width, depth, neurons }: { width: number; depth: number; neurons: number }) => 5 * (2 * width * depth * neurons) ** -0.3
    const exact = summarise(plantedRuns({ shapes: fullShapes, seeds: 2, loss, count: ({ width, depth, neurons }) => (2 * width * depth * neurons) ** 0.8 })).scaling[0]
    expect(exact.lossOverParameters!.exponent.value).toBeCloseTo(-0.3, 9)
    expect(exact.countOverParameters!.exponent.value).toBeCloseTo(0.8, 9)
    const sizes = [256, 512, 1024, 2048, 4096, 8192].map((N) => ({ width: N / 64, depth: 2, neurons: 16 }))
    let covered = 0
    for (let seed = 0; seed < 400; seed++) {
      const { interval } = summarise(plantedRuns({ shapes: sizes, seeds: 1, loss, noise: 0.05, count: () => 10, seed: 7919 * seed + 5 })).scaling[0].lossOverParameters!.exponent
      covered += interval!.low <= -0.3 && -0.3 <= interval!.high ? 1 : 0
    }
    expect(covered / 400).toBeGreaterThan(0.917) // 95% − 3 standard errors of 1.1%
    expect(covered / 400).toBeLessThan(0.983)
  })

  test('one size has no law of size: its shapes differ in N by rounding only', () => {
    const { scaling: [one] } = summarise(plantedRuns({ shapes: [{ width: 16, depth: 16, neurons: 8 }, { width: 32, depth: 4, neurons: 16 }, { width: 45, depth: 2, neurons: 23 }], seeds: 2, noise: 0.01, count: () => 10 }))
    expect([one.lossOverParameters, one.countOverParameters]).toEqual([null, null])
    expect(one.countOverNeurons).not.toBeNull()
  })
})

test('the premise fails by chance in at most 5% of sweeps, over all fifteen pairs of six shapes at the edge of the band', () => {
  const shapes = [2, 3, 4, 6, 8, 12].map((depth) => ({ depth, width: 24, neurons: 96 / depth }))
  let failed = 0
  for (let seed = 0; seed < 300; seed++) { // three shapes 5% above three others
    const { premise: [{ verdict }] } = summarise(plantedRuns({ shapes, seeds: 8, noise: 0.02, count: () => 10, seed: 104729 * seed + 1, loss: ({ depth }) => (depth <= 4 ? 1.0512 : 1) }))
    failed += verdict === 'fails' ? 1 : 0
  }
  expect(failed / 300).toBeLessThan(0.088) // 5% + 3 standard errors of 1.3%
})

test('seeds of two shapes are compared by replicate, not by place: a gap left by a diverged run pairs no seed with itself', () => {
  // Qualities are the replicate's alone: equal replicates overlap fully, others not at all.
  const runs = plantedRuns({ shapes: noteShapes.slice(0, 2), seeds: 3, count: () => 4, task: { kind: 'absolute-value', featureCount: 3, sparsity: 0.9, importance: { kind: 'uniform' } } })
    .map((run): MeasuredRun => ({
      ...run, metrics: { ...run.metrics, arrays: { featureQuality: { axes: 'f', shape: [3], values: Float32Array.from([0, 1, 2], (f) => (f === run.replicate ? 1 : 0)) } } },
    }))
  const gap = runs.filter(({ spec, replicate }) => !(spec.shape.depth === 4 && replicate === 0)) // the wide shape has seeds 1 and 2
  for (const sweep of [runs, gap]) {
    const shared = summarise(sweep).similarities[0].measures.find(({ name }) => name === 'shared features')!
    expect(shared.acrossShapes).toBe(0)
    expect(shared.ceiling).toBe(0)
  }
})
