/**
 * A few milliseconds of distrust: before an engine trains a task by a model, its data, gradient and first steps are compared
 * with float64 science on a tiny run of that kind. Browsers have shipped WebGPU that computes wrong numbers without any error, and a
 * kernel table may name the wrong kernel. The runs follow from the tables of science: a further task or model is tested too.
 */
import { defaultsOf } from '../experiment/defaults'
import { assumeKinds, readKinds } from '../experiment/kinds'
import { firstRunsOf } from '../experiment/runs'
import { shapesOf } from '../experiment/shapes'
import type { EnvironmentFailure } from '../protocol/failures'
import { modelsFor, type ModelKind, type Shape } from '../science/models/model'
import { isRecall, taskKinds, type TaskKind } from '../science/tasks/task'
import { batchOf } from '../science/training/batch'
import { initialParameters } from '../science/training/initial-parameters'
import { lossAndGradient } from '../science/training/loss-and-gradient'
import { trainReference } from '../science/training/reference-training'
import type { RunSpec } from '../science/training/run-spec'
import type { Engine } from './engine'
import { EnvironmentFault } from './environment-fault'

/** Of the largest entry. float32 sums of this size err below 2e-6; a wrong kernel errs by its whole value. */
const GRADIENT_TOLERANCE = 2e-5
/** Of 1 + loss. Adam makes whole steps of gradients that are rounding noise, which come back in second order; the suite sees 2e-7. */
const LOSS_TOLERANCE = 1e-4
const STEPS = 3

const smallest = { features: 5, batch: 16, width: 5, depth: 2, neurons: 3 }

/** The default experiment of these kinds, made as small as can be. */
export function selfTestRun(task: TaskKind, model: ModelKind): RunSpec {
  const whole = defaultsOf({ ...assumeKinds(readKinds({ task: { kind: task }, model: { kind: model } })), 'shapes.kind': 'list' })
  const small = {
    ...whole,
    task: isRecall(whole.task) ? { ...whole.task, featureCount: smallest.features } : { ...whole.task, featureCount: smallest.features, sparsity: [0.5] },
    training: {
      ...whole.training, learningRate: [0.01], weightDecay: 0.01, schedule: 'constant' as const, warmup: 0, steps: STEPS,
      batchSize: whole.training.batchSize === 'full' ? 'full' as const : smallest.batch,
    },
  }
  const [planned] = shapesOf(small)
  const shape: Shape = {
    width: Math.min(planned.shape.width, smallest.width), depth: Math.min(planned.shape.depth, smallest.depth),
    neurons: Math.min(planned.shape.neurons, smallest.neurons),
  }
  return firstRunsOf(small, { ...planned, shape })[0]
}

/** One run for every task by every model that may be asked. */
export const selfTestRuns = (): readonly RunSpec[] =>
  taskKinds.flatMap((task) => modelsFor(task).map((model) => selfTestRun(task, model)))

/** The first of these runs for each model: what a GPU engine compiles before it is used at all (decision 0120). */
export const onePerModel = (runs: readonly RunSpec[]): readonly RunSpec[] =>
  runs.filter(({ model }, at) => runs.findIndex((other) => other.model.kind === model.kind) === at)

/** Null when the engine agrees with science on all runs that it takes; otherwise what differs, and by how much. */
export async function selfTest(engine: Engine, runs: readonly RunSpec[] = selfTestRuns()): Promise<EnvironmentFailure | null> {
  for (const run of runs) {
    const wrong = engine.refuses(run) === null ? await difference(engine, run) : null
    if (wrong !== null) return failure(engine, run, wrong)
  }
  return null
}

/**
 * The engine, which tests itself on the kind of a run before it first trains one.
 * @param passed runs whose kinds need no further test  @throws EnvironmentFault 'self-test' on start
 */
export function testedWhenAsked(engine: Engine, passed: readonly RunSpec[] = []): Engine {
  const tests = new Map<string, Promise<EnvironmentFailure | null>>(passed.map((run) => [kindsOf(run), Promise.resolve(null)]))
  const testOf = (run: RunSpec): Promise<EnvironmentFailure | null> => {
    const kinds = kindsOf(run)
    const test = tests.get(kinds) ?? selfTest(engine, [selfTestRun(run.task.kind, run.model.kind)])
    tests.set(kinds, test)
    test.catch(() => tests.delete(kinds))
    return test
  }
  return {
    environment: engine.environment,
    lost: engine.lost,
    refuses: (run) => engine.refuses(run),
    async start(runs, from) {
      const failed = await testOf(runs[0])
      if (failed !== null) throw new EnvironmentFault(failed)
      return engine.start(runs, from)
    },
    drawBatch: (run, step) => engine.drawBatch(run, step),
    gradient: (run, parameters, step) => engine.gradient(run, parameters, step),
    dispose: () => engine.dispose(),
  }
}

const kindsOf = ({ task, model }: RunSpec): string => `${task.kind} ${model.kind}`

async function difference(engine: Engine, run: RunSpec): Promise<string | null> {
  const inputs = batchOf(run, 0)
  const drawn = await engine.drawBatch(run, 0)
  const wrong = inputs.findIndex((value, e) => drawn[e] !== value)
  if (wrong >= 0) return `draws ${drawn[wrong]} where ${inputs[wrong]} is right (entry ${wrong} of the batch)`

  // Biases start at 0, where the ReLU of an empty sample sits on its kink: every parameter is moved off it.
  const parameters = initialParameters(run).map((value, e) => value + 0.05 * Math.sin(1 + e))
  const expected = lossAndGradient(run, parameters, inputs)
  const { loss, gradient } = await engine.gradient(run, parameters, 0)
  if (!(Math.abs(loss - expected.loss) < GRADIENT_TOLERANCE * Math.abs(expected.loss))) return `computes the loss ${loss} where ${expected.loss} is right`
  const largest = expected.gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const error = expected.gradient.reduce((most, value, e) => worse(most, Math.abs(gradient[e] - value)), 0) / largest
  if (!(error < GRADIENT_TOLERANCE)) return `errs in the gradient by ${error.toExponential(1)} of its largest entry, ${GRADIENT_TOLERANCE} is allowed`

  const training = await engine.start([run])
  try {
    await training.advance(STEPS)
    const losses = await training.losses() // [t]
    const reference = trainReference(run, STEPS).losses // [t]
    const apart = reference.findIndex((value, t) => !(Math.abs(losses[t] - value) < LOSS_TOLERANCE * (1 + Math.abs(value))))
    return apart < 0 ? null : `comes to the loss ${losses[apart]} after ${apart} steps, where ${reference[apart]} is right`
  } finally {
    training.dispose()
  }
}

/** The larger, and NaN as soon as one of them is. */
function worse(a: number, b: number): number {
  return a >= b || Number.isNaN(a) ? a : b
}

function failure(engine: Engine, run: RunSpec, what: string): EnvironmentFailure {
  const { engine: name, adapter } = engine.environment
  return {
    kind: 'self-test',
    message: `the ${name} engine on ${adapter} ${what} (self-test of ${run.task.kind} by the ${run.model.kind} model): its results could not be trusted; `
      + 'update the browser or the graphics driver, or choose the cpu engine',
  }
}
