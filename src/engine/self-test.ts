/**
 * A few milliseconds of distrust: before an engine trains a task by a model, its data, gradient and first steps are compared
 * with float64 science on a tiny run of that kind. Browsers have shipped WebGPU that computes wrong numbers without any error, and a
 * kernel table may name the wrong kernel. The runs: self-test-runs.ts.
 */
import type { EnvironmentFailure } from '../protocol/failures'
import { batchOf } from '../science/training/batch'
import { initialParameters } from '../science/training/initial-parameters'
import { lossAndGradient } from '../science/training/loss-and-gradient'
import { trainReference } from '../science/training/reference-training'
import type { RunSpec } from '../science/training/run-spec'
import type { Engine } from './engine'
import { EnvironmentFault } from './environment-fault'
import { kernelsKey, selfTestRunLike, selfTestRuns, selfTestSteps } from './self-test-runs'

/** Of the largest entry. float32 sums of this size err below 2e-6; a wrong kernel errs by its whole value. */
const GRADIENT_TOLERANCE = 2e-5
/** Of 1 + loss. Adam makes whole steps of gradients that are rounding noise, which come back in second order; the suite sees 2e-7. */
const LOSS_TOLERANCE = 1e-4

/** Null when the engine agrees with science on all runs that it takes; otherwise what differs, and by how much. */
export async function selfTest(engine: Engine, runs: readonly RunSpec[] = selfTestRuns()): Promise<EnvironmentFailure | null> {
  for (const run of runs) {
    const wrong = engine.refuses(run) === null ? await difference(engine, run) : null
    if (wrong !== null) return failure(engine, run, wrong)
  }
  return null
}

/**
 * The engine, which tests itself on the kernels that a run asks for before it first trains one.
 * @param passed runs whose kernels need no further test  @throws EnvironmentFault 'self-test' on start
 */
export function testedWhenAsked(engine: Engine, passed: readonly RunSpec[] = []): Engine {
  const tests = new Map<string, Promise<EnvironmentFailure | null>>(passed.map((run) => [kernelsKey(run), Promise.resolve(null)]))
  const testOf = (run: RunSpec): Promise<EnvironmentFailure | null> => {
    const kernels = kernelsKey(run)
    const test = tests.get(kernels) ?? selfTest(engine, [selfTestRunLike(run)])
    tests.set(kernels, test)
    test.catch(() => tests.delete(kernels))
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
    compiled: () => engine.compiled(),
    dispose: () => engine.dispose(),
  }
}

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
    await training.advance(selfTestSteps)
    const losses = await training.losses() // [t]
    const reference = trainReference(run, selfTestSteps).losses // [t]
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
