import { beforeAll, describe, expect, it } from 'vitest'
import { openCpuEngine } from '../../../src/engine/cpu/cpu-engine'
import { cpuKernels } from '../../../src/engine/cpu/kernel-table'
import type { Engine } from '../../../src/engine/engine'
import { EnvironmentFault } from '../../../src/engine/environment-fault'
import { kernelChoices, type KernelTable } from '../../../src/engine/kernel-table'
import { referenceKernels } from '../../../src/engine/reference/kernel-table'
import { selfTest, testedWhenAsked } from '../../../src/engine/self-test'
import { selfTestRun, selfTestRunLike, selfTestRuns } from '../../../src/engine/self-test-runs'
import { parseExperiment } from '../../../src/experiment/parse'
import { modelsFor, type ResidualModel } from '../../../src/science/models/model'
import { taskKinds } from '../../../src/science/tasks/task'
import { batchOf } from '../../../src/science/training/batch'
import { lossAndGradient } from '../../../src/science/training/loss-and-gradient'
import { trainReference } from '../../../src/science/training/reference-training'
import type { RunSpec } from '../../../src/science/training/run-spec'
import { scriptedEngine } from './scripted-engine'

interface Fault {
  readonly batch?: (values: Float32Array) => void
  readonly gradient?: (values: Float32Array) => void
  readonly loss?: number
  readonly losses?: (values: Float32Array) => void
  readonly refuses?: (run: RunSpec) => string | null
}

/** Science itself as an engine, with one fault; and what it was asked to start. */
function faulty(fault: Fault): Engine & { readonly started: RunSpec[] } {
  const started: RunSpec[] = []
  return {
    ...scriptedEngine(),
    started,
    refuses: (run) => fault.refuses?.(run) ?? null,
    async drawBatch(run, step) {
      const values = batchOf(run, step).slice()
      fault.batch?.(values)
      return values
    },
    async gradient(run, parameters, step) {
      const { loss, gradient } = lossAndGradient(run, parameters, batchOf(run, step))
      const values = Float32Array.from(gradient)
      fault.gradient?.(values)
      return { loss: loss + (fault.loss ?? 0), gradient: values }
    },
    async start(runs) {
      const [run] = runs
      started.push(run)
      const values = Float32Array.from(trainReference(run).losses)
      fault.losses?.(values)
      const training = await scriptedEngine().start(runs)
      return { ...training, losses: async () => values }
    },
  }
}

describe('the self-test of an engine', () => {
  it('passes one that rounds to float32', async () => {
    expect(await selfTest(faulty({}))).toBeNull()
  })

  it('trains one run for every task by every model that may be asked', async () => {
    const engine = faulty({})
    await selfTest(engine)
    expect(engine.started.map(({ task, model }) => `${task.kind} ${model.kind}`))
      .toEqual(expect.arrayContaining(taskKinds.flatMap((task) => modelsFor(task).map((model) => `${task} ${model}`))))
  })

  it('trains every entry of the table of kernels, and a network without layers', async () => {
    const engine = faulty({})
    await selfTest(engine)
    const { losses, targets, models, embeddings, normalisations, reads } = referenceKernels
    for (const part of [{ losses }, { targets }, { models }, { embeddings }, { normalisations }, { reads }]) {
      for (const [name, entries] of Object.entries(part)) {
        for (const entry of Object.keys(entries)) {
          const table: KernelTable = { ...referenceKernels, [name]: { ...entries, [entry]: null } }
          expect(engine.started.some((run) => kernelChoices(run).some(({ isIn }) => !isIn(table))), `${name}: ${entry}`).toBe(true)
        }
      }
    }
    expect(engine.started.some(({ shape }) => shape.depth === 0)).toBe(true)
  })

  it('leaves out what the engine refuses', async () => {
    const engine = faulty({ refuses: ({ model }) => (model.kind === 'residual' ? 'not here' : null) })
    expect(await selfTest(engine)).toBeNull()
    expect(engine.started.length).toBeGreaterThan(0)
    expect(engine.started.filter(({ model }) => model.kind === 'residual')).toEqual([])
  })

  it.each<[string, Fault]>([
    ['draws one bit wrongly', { batch: (values) => { const e = values.findIndex((value) => value > 0); values[e] += 2 ** -24 } }],
    ['computes a loss that is off by a thousandth', { loss: 1e-3 }],
    ['computes a loss that is not a number', { loss: NaN }],
    ['errs in one entry of the gradient', { gradient: (values) => { values[5] += 1e-3 } }],
    ['gives a gradient that is not a number', { gradient: (values) => { values[0] = NaN } }],
    ['leaves the last entry of the gradient out', { gradient: (values) => { values[values.length - 1] = 0 } }],
    ['takes another second step', { losses: (values) => { values[1] += 1e-3 } }],
    ['loses its loss in training', { losses: (values) => { values[2] = NaN } }],
  ])('refuses one that %s, and names engine and adapter', async (_, fault) => {
    const failure = await selfTest(faulty(fault))
    expect(failure?.kind).toBe('self-test')
    expect(failure?.message).toMatch(/the cpu engine on script .*self-test/)
  })

  it('is made of runs that an experiment could ask for', () => {
    for (const { task, model, shape } of selfTestRuns()) {
      const law = 'sparsity' in task ? { ...task, sparsity: [task.sparsity], importance: { kind: 'uniform' } } : task
      const read = parseExperiment({ task: law, model, shapes: { kind: 'list', shapes: [shape] } })
      expect(read.ok ? [] : read.error, JSON.stringify(model)).toEqual([])
    }
  })
})

describe('an engine that is tested when asked', () => {
  const [first] = selfTestRuns()

  it('tests each kind of run once, before the first of it', async () => {
    const engine = faulty({})
    const guarded = testedWhenAsked(engine)
    expect(engine.started).toEqual([])
    await guarded.start([first])
    await guarded.start([first])
    expect(engine.started).toEqual([selfTestRun(first.task.kind, first.model.kind), first, first])
  })

  it('tests what a field of the model asks for apart, on a run that is the default in all else', async () => {
    const engine = faulty({})
    const guarded = testedWhenAsked(engine)
    const toy = selfTestRun('reconstruction', 'residual')
    const normalised: RunSpec = { ...toy, model: { ...toy.model as ResidualModel, normalisation: 'rms', branchScale: 'one' } }
    const shallow: RunSpec = { ...toy, shape: { width: 3, depth: 0, neurons: 0 } }
    for (const run of [toy, normalised, normalised, shallow]) await guarded.start([run])
    expect(engine.started).toEqual([
      toy, toy, { ...toy, model: { ...toy.model, normalisation: 'rms' } }, normalised, normalised,
      { ...toy, shape: { ...toy.shape, depth: 0, neurons: 0 } }, shallow,
    ])
    expect(selfTestRunLike(toy)).toEqual(toy)
  })

  it('tests no kind that has passed already', async () => {
    const engine = faulty({})
    await testedWhenAsked(engine, [first]).start([first])
    expect(engine.started).toEqual([first])
  })

  it('does not start runs of a kind that it computes wrongly, and still starts others', async () => {
    const other = selfTestRuns().find(({ task }) => task.kind !== first.task.kind)!
    const guarded = testedWhenAsked({ ...faulty({}), gradient: faulty({ loss: 1 }).gradient, refuses: ({ task }) => (task.kind === other.task.kind ? 'untested here' : null) })
    await expect(guarded.start([first])).rejects.toThrow(EnvironmentFault)
    await expect(guarded.start([other])).resolves.toBeDefined()
  })
})

describe('a wrong entry in the table of kernels', () => {
  const { targets, models } = cpuKernels
  let engines: Record<string, Engine>
  beforeAll(async () => {
    engines = {
      'the identity for |x|': await openCpuEngine(undefined, { ...cpuKernels, targets: { ...targets, absolute: targets.identity } }),
      'the identity for an AND': await openCpuEngine(undefined, { ...cpuKernels, targets: { ...targets, conjunction: targets.identity } }),
      'an autoencoder without its bias': await openCpuEngine(undefined, {
        ...cpuKernels, models: { ...models, autoencoder: (network, kernels) => ({ ...models.autoencoder!(network, kernels), outputBias: 'b_U' }) },
      }),
    }
  })

  it.each(['the identity for |x|', 'the identity for an AND', 'an autoencoder without its bias'])('%s, fails the self-test', async (name) => {
    expect(await selfTest(engines[name])).toMatchObject({ kind: 'self-test' })
  })

  it('that is right passes it', async () => {
    expect(await selfTest(await openCpuEngine())).toBeNull()
  })
})
