import { describe, expect, it } from 'vitest'
import { flopsOfRun } from '../../../src/science/metrics/measuring-cost'
import { activationBytes, parameterBytes } from '../../../src/science/training/cost'
import type { RunSpec } from '../../../src/science/training/run-spec'
import type { Experiment } from '../../../src/experiment/experiment'
import { maxGroupActivationBytes, maxGroupParameterBytes, maxGroupRuns } from '../../../src/experiment/limits'
import { parseExperiment } from '../../../src/experiment/parse'
import { groupKey, planSweep } from '../../../src/experiment/plan'
import { shapesOf } from '../../../src/experiment/shapes'
import { randomExperiments } from '../../property/spec-random-drafts'

function experiment(draft: unknown): Experiment {
  const parsed = parseExperiment(draft)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}
const landing = experiment({ task: { kind: 'recall' }, training: { learningRate: [0.04, 0.08] }, seeds: { count: 2 } })
const sparse = experiment({
  task: { kind: 'absolute-value', sparsity: [0.9, 0.3, 0.98] }, model: { embedding: 'trained' },
  shapes: { parameterBudget: [4096, 16384], depth: [4, 1], neuronsPerWidth: 0.5 },
  training: { learningRate: [0.01, 0.003] }, seeds: { init: 2 ** 32 - 1, data: 5, count: 3 },
})

describe('shapes of an experiment', () => {
  it("are the note's three for the landing experiment, exactly of one size", () => {
    expect(shapesOf(landing)).toEqual([
      { shape: { width: 16, depth: 16, neurons: 8 }, parameterBudget: 4096, nonEmbeddingParameters: 4096 },
      { shape: { width: 32, depth: 4, neurons: 16 }, parameterBudget: 4096, nonEmbeddingParameters: 4096 },
      { shape: { width: 64, depth: 1, neurons: 32 }, parameterBudget: 4096, nonEmbeddingParameters: 4096 },
    ])
  })

  it('say what size was realised where none is exact', () => {
    const [planned] = shapesOf(experiment({ task: { kind: 'recall' }, shapes: { depth: [2] } }))
    expect(planned).toEqual({ shape: { width: 45, depth: 2, neurons: 23 }, parameterBudget: 4096, nonEmbeddingParameters: 2 * 45 * 23 * 2 })
  })

  it('count both matrices of an untied autoencoder', () => {
    const untied = experiment({ task: { kind: 'reconstruction' }, model: { tied: false } })
    expect(shapesOf(untied)).toEqual([{ shape: { width: 2, depth: 1, neurons: 2 }, parameterBudget: null, nonEmbeddingParameters: 20 }])
  })
})

const coordinates = ({ shape, task, training, seeds }: RunSpec) =>
  JSON.stringify([shape, task.kind === 'recall' ? null : [task.sparsity, task.importance, ...(task.frequency ? [task.frequency] : [])], training.steps, training.learningRate, seeds])

describe('planning', () => {
  it('covers the grid exactly once, in the documented order', () => {
    const expected = shapesOf(sparse).flatMap(({ shape }) => [0.9, 0.3, 0.98].flatMap((sparsity) => [0.01, 0.003].flatMap((rate) =>
      [[2 ** 32 - 1, 5], [0, 6], [1, 7]].map(([init, data]) => JSON.stringify([shape, [sparsity, { kind: 'uniform' }], 3000, rate, { init, data }])))))
    const { runs } = planSweep(sparse)
    expect(runs.map(({ spec }) => coordinates(spec))).toEqual(expected)
    expect(runs).toHaveLength(4 * 3 * 2 * 3)
    expect(runs.map(({ index }) => index)).toEqual(runs.map((_, index) => index))
    expect(runs.slice(0, 6).map(({ replicate }) => replicate)).toEqual([0, 1, 2, 0, 1, 2])
  })

  it('holds presentations per feature equal over p, by steps or by batch, rounded to whole; runs of different p then train apart', () => {
    const draft = (kind: string) => experiment({
      task: { kind: 'reconstruction', sparsity: [0.9, 0.97, 0.99, 0.8] }, model: { kind: 'residual' }, shapes: { depth: [4] },
      training: { steps: [1000, 300], batchSize: 256, presentations: { kind, sparsity: 0.9 } }, seeds: { count: 2 },
    })
    const trained = (kind: string) => planSweep(draft(kind)).runs.filter(({ replicate }) => replicate === 0).map(({ spec: { training: { steps, batchSize } } }) => [steps, batchSize])
    expect(trained('equal-by-steps')).toEqual([[1000, 256], [300, 256], [3333, 256], [1000, 256], [10_000, 256], [3000, 256], [500, 256], [150, 256]])
    expect(trained('equal-by-batch')).toEqual([[1000, 256], [300, 256], [1000, 853], [300, 853], [1000, 2560], [300, 2560], [1000, 128], [300, 128]])
    const plan = planSweep(draft('equal-by-steps'))
    expect(plan.groups.map(({ runs }) => runs.map(({ spec: { training } }) => training.steps))).toEqual([1000, 300, 3333, 10_000, 3000, 500, 150].map((steps) => steps === 1000 ? Array(4).fill(1000) : [steps, steps]))
    expect(plan.flops / plan.runs.reduce((sum, { spec }) => sum + flopsOfRun(spec), 0)).toBeCloseTo(1, 12)
    const stated = experiment({ ...draft('equal-by-steps'), task: { kind: 'reconstruction', sparsity: [0.9] } })
    const { presentations, ...training } = stated.training
    expect(presentations).toEqual({ kind: 'equal-by-steps', sparsity: 0.9 })
    expect(planSweep(stated).runs).toEqual(planSweep({ ...stated, training }).runs) // at the stated sparsity, the same runs
  })

  it('sweeps the steps outside the learning rate, each length in groups of its own, and costs their sum', () => {
    const draft = (steps: unknown) => experiment({ task: { kind: 'recall' }, shapes: { depth: [4, 2] }, training: { learningRate: [0.04, 0.08], steps }, seeds: { count: 2 } })
    const { runs, groups, flops } = planSweep(draft([1000, 300]))
    expect(runs.slice(0, 8).map(({ spec: { training: { steps, learningRate } } }) => [steps, learningRate]))
      .toEqual([[1000, 0.04], [1000, 0.04], [1000, 0.08], [1000, 0.08], [300, 0.04], [300, 0.04], [300, 0.08], [300, 0.08]])
    expect(groups.map(({ runs: own }) => [...new Set(own.map(({ spec }) => spec.training.steps))])).toEqual([[1000], [300], [1000], [300]])
    expect(flops).toBe(planSweep(draft(1000)).flops + planSweep(draft(300)).flops)
    expect(runs.filter(({ spec }) => spec.training.steps === 300).map(({ id }) => id)).toEqual(planSweep(draft(300)).runs.map(({ id }) => id))
  })

  it('sweeps importance inside sparsity and outside the learning rate, one number to a run', () => {
    const draft = (importance: unknown) => ({ task: { kind: 'reconstruction', sparsity: [0.5, 0], importance }, training: { learningRate: [0.01, 0.1] }, seeds: { count: 1 } })
    const grid = (importance: unknown) => planSweep(experiment(draft(importance))).runs.map(({ spec: { task, training } }) =>
      [task.kind !== 'recall' && task.sparsity, task.kind !== 'recall' && task.importance, training.learningRate])
    const expected = (laws: readonly unknown[]) => [0.5, 0].flatMap((sparsity) => laws.flatMap((law) => [0.01, 0.1].map((rate) => [sparsity, law, rate])))
    expect(grid({ kind: 'geometric', ratio: [10, 0.1] })).toEqual(expected([{ kind: 'geometric', ratio: 10 }, { kind: 'geometric', ratio: 0.1 }]))
    expect(grid({ kind: 'power', exponent: [0, 2] })).toEqual(expected([{ kind: 'power', exponent: 0 }, { kind: 'power', exponent: 2 }]))
  })

  it('stacks tiny runs over sparsity, importance and seeds until a group is full', () => {
    const diagram = planSweep(experiment({
      task: { kind: 'reconstruction', featureCount: 2, sparsity: [0.8, 0.9, 0.99], importance: { kind: 'geometric', ratio: [0.1, 1, 10] } }, seeds: { count: 100 },
    }))
    expect(diagram.groups.map(({ runs }) => runs.length)).toEqual([450, 450]) // at most 512
    const tasks = new Set(diagram.groups[0].runs.map(({ spec: { task } }) => JSON.stringify(task)))
    expect(tasks.size).toBe(5) // sparsity 0.8 whole, half of 0.9
  })

  it('gives every run all that its experiment says', () => {
    const [{ spec }] = planSweep(landing).runs
    expect(spec).toEqual({
      task: { kind: 'recall', featureCount: 1024 }, model: landing.model, shape: { width: 16, depth: 16, neurons: 8 },
      training: { learningRate: 0.04, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, schedule: 'cosine', warmup: 0.05, steps: 3000, batchSize: 1024 },
      seeds: { init: 1, data: 1 }, measurement: { probes: 60, evaluationSamples: 0 },
    })
  })

  it('groups runs of one shape and one sampling method, and only those', () => {
    const { groups } = planSweep(sparse)
    // p = 0.7 draws every entry, p = 0.1 and 0.02 skip: two groups per shape
    expect(groups.map(({ runs }) => runs.length)).toEqual([12, 6, 12, 6, 12, 6, 12, 6])
    const [skipping] = groups
    expect(new Set(skipping.runs.map(({ spec }) => spec.task.kind !== 'recall' && spec.task.sparsity))).toEqual(new Set([0.9, 0.98]))
  })

  it('lets runs that differ in sparsity, importance, rate or seeds stack, and no others', () => {
    const [{ spec }] = planSweep(sparse).runs
    if (spec.task.kind === 'recall') throw new Error('not this one')
    const key = groupKey(spec)
    const alike: RunSpec[] = [
      { ...spec, task: { ...spec.task, sparsity: 0.95, importance: { kind: 'power', exponent: 1 } } },
      { ...spec, training: { ...spec.training, learningRate: 1 } },
      { ...spec, seeds: { init: 9, data: 9 } },
    ]
    const apart: RunSpec[] = [
      { ...spec, task: { ...spec.task, sparsity: 0.4 } }, // another sampling method
      { ...spec, task: { ...spec.task, featureCount: 127 } },
      { ...spec, task: { ...spec.task, sets: { kind: 'correlated', size: 2 } } },
      { ...spec, task: { ...spec.task, frequency: { kind: 'power', exponent: 1 } } }, // draws every entry
      { ...spec, shape: { ...spec.shape, neurons: spec.shape.neurons + 1 } },
      { ...spec, model: { ...spec.model, output: 'relu' } },
      ...(['steps', 'batchSize', 'beta1', 'beta2', 'epsilon', 'warmup', 'weightDecay'] as const).map((field) =>
        ({ ...spec, training: { ...spec.training, [field]: spec.training[field] / 2 + 0.25 } })),
      { ...spec, training: { ...spec.training, schedule: 'constant' } },
      { ...spec, measurement: { ...spec.measurement, probes: 3 } },
    ]
    expect(alike.map(groupKey)).toEqual(alike.map(() => key))
    expect(apart.map(groupKey).filter((other) => other === key)).toEqual([])
  })

  it('cuts a large group into parts of nearly equal size', () => {
    const restarts = experiment({ task: { kind: 'reconstruction' }, seeds: { count: 1000 } })
    expect(planSweep(restarts).groups.map(({ runs }) => runs.length)).toEqual([500, 500]) // at most 512
    const wide = experiment({ task: { kind: 'recall', featureCount: 2048 }, seeds: { count: 8 }, shapes: { depth: [1] } })
    expect(planSweep(wide).groups.map(({ runs }) => runs.length)).toEqual([4, 4]) // 4 · 2048 · (3·2048 + 320) bytes each
  })

  it('is deterministic, covers, keeps groups alike and within their caps: 100 random experiments', () => {
    for (const random of randomExperiments(2, 100)) {
      const plan = planSweep(random)
      expect(planSweep(structuredClone(random))).toEqual(plan)
      expect(new Set(plan.runs.map(({ spec }) => coordinates(spec))).size).toBe(plan.runs.length)
      expect(new Set(plan.runs.map(({ id }) => id)).size).toBe(plan.runs.length)
      const grouped = plan.groups.flatMap(({ runs }) => runs.map(({ index }) => index))
      expect([...grouped].sort((a, b) => a - b)).toEqual(plan.runs.map(({ index }) => index))
      for (const { id, runs, flops } of plan.groups) {
        expect(id).toBe(runs[0].id)
        expect(new Set(runs.map(({ spec }) => groupKey(spec))).size).toBe(1)
        expect(runs.map(({ index }) => index)).toEqual(runs.map(({ index }) => index).sort((a, b) => a - b))
        const bytes = (of: (spec: RunSpec) => number) => (runs.length > 1 ? runs.length * of(runs[0].spec) : 0)
        expect(runs.length).toBeLessThanOrEqual(maxGroupRuns)
        expect(bytes(parameterBytes)).toBeLessThanOrEqual(maxGroupParameterBytes)
        expect(bytes(activationBytes)).toBeLessThanOrEqual(maxGroupActivationBytes)
        expect(flops).toBeCloseTo(runs.reduce((sum, { spec }) => sum + flopsOfRun(spec), 0), -6)
      }
    }
  })
})
