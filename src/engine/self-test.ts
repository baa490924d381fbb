/**
 * A few milliseconds of distrust: before an engine is used its data and gradients are compared with float64 science
 * on two tiny runs. Browsers have shipped WebGPU that computes wrong numbers without any error.
 */
import type { EnvironmentFailure } from '../protocol/failures'
import { batchOf } from '../science/training/batch'
import { initialParameters } from '../science/training/initial-parameters'
import { lossAndGradient } from '../science/training/loss-and-gradient'
import type { RunSpec } from '../science/training/run-spec'
import type { Engine } from './engine'

/** Of the largest entry. float32 sums of this size err below 2e-6; a wrong kernel errs by its whole value. */
const TOLERANCE = 2e-5

const shared = {
  training: {
    learningRate: 0.01, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, schedule: 'constant', warmup: 0, steps: 1, batchSize: 16,
  },
  seeds: { init: 1, data: 2 },
  measurement: { probes: 1, evaluationSamples: 1 },
} as const

export const selfTestRuns: readonly RunSpec[] = [
  {
    ...shared,
    task: { kind: 'reconstruction', featureCount: 8, sparsity: 0.5, importance: { kind: 'geometric', ratio: 0.9 } },
    model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
    shape: { width: 3, depth: 1, neurons: 3 },
  },
  {
    ...shared,
    training: { ...shared.training, batchSize: 9 },
    task: { kind: 'recall', featureCount: 9 },
    model: {
      kind: 'residual', embedding: 'random', embeddingNorm: 'sqrt-width', unembeddingNorm: 4, output: 'linear',
      outputBias: false, branchScale: 'inverse-sqrt-depth',
    },
    shape: { width: 4, depth: 2, neurons: 2 },
  },
]

/** Null when the engine agrees with science; otherwise in words what differs, and by how much. */
export async function selfTest(engine: Engine): Promise<EnvironmentFailure | null> {
  for (const run of selfTestRuns) {
    if (engine.refuses(run) !== null) continue
    const inputs = batchOf(run, 0)
    const drawn = await engine.drawBatch(run, 0)
    const wrong = inputs.findIndex((value, e) => drawn[e] !== value)
    if (wrong >= 0) return failure(engine, run, `draws ${drawn[wrong]} where ${inputs[wrong]} is right (entry ${wrong} of the batch)`)
    const parameters = initialParameters(run)
    const expected = lossAndGradient(run, parameters, inputs)
    const { loss, gradient } = await engine.gradient(run, parameters, 0)
    const lossError = Math.abs(loss - expected.loss) / Math.abs(expected.loss)
    if (!(lossError < TOLERANCE)) return failure(engine, run, `computes the loss ${loss} where ${expected.loss} is right`)
    const largest = expected.gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    const error = expected.gradient.reduce((most, value, e) => worse(most, Math.abs(gradient[e] - value)), 0) / largest
    if (!(error < TOLERANCE)) return failure(engine, run, `errs in the gradient by ${error.toExponential(1)} of its largest entry, ${TOLERANCE} is allowed`)
  }
  return null
}

/** The larger, and NaN as soon as one of them is. */
function worse(a: number, b: number): number {
  return a >= b || Number.isNaN(a) ? a : b
}

function failure(engine: Engine, run: RunSpec, words: string): EnvironmentFailure {
  const { engine: name, adapter } = engine.environment
  return {
    kind: 'self-test',
    message: `the ${name} engine on ${adapter} ${words} (self-test of a ${run.model.kind}): its results could not be trusted; `
      + 'update the browser or the graphics driver, or choose the cpu engine',
  }
}
