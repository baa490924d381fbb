/** Arbitrary small runs over every model, task and switch, for laws that must hold of all of them. */
import fc from 'fast-check'
import { type Model, parameterLayout } from '../../src/science/models/model'
import { normalOfWord } from '../../src/science/random/normal'
import { streamWords } from '../../src/science/random/stream-words'
import { purpose } from '../../src/science/random/streams'
import type { RunSpec } from '../../src/science/training/run-spec'
import { type ImportanceLaw, type Task, regressionKinds } from '../../src/science/tasks/task'

const activation = fc.constantFrom('linear' as const, 'relu' as const)

const importance: fc.Arbitrary<ImportanceLaw> = fc.oneof(
  fc.constant({ kind: 'uniform' as const }),
  fc.record({ kind: fc.constant('geometric' as const), ratio: fc.double({ min: 0.5, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('power' as const), exponent: fc.double({ min: -1, max: 2, noNaN: true }) }),
  fc.record({ kind: fc.constant('last' as const), weight: fc.double({ min: 0.1, max: 10, noNaN: true }) }),
)

const task: fc.Arbitrary<Task> = fc.oneof(
  fc.record({ kind: fc.constant('recall' as const), featureCount: fc.integer({ min: 2, max: 7 }) }),
  fc.record({
    kind: fc.constantFrom(...regressionKinds),
    featureCount: fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 16, max: 19 })),
    sparsity: fc.double({ min: 0, max: 0.95, noNaN: true }),
    importance,
  }),
  fc.record({
    kind: fc.constantFrom('reconstruction' as const, 'conjunction' as const),
    featureCount: fc.constantFrom(4, 8), sparsity: fc.double({ min: 0, max: 0.95, noNaN: true }), importance,
    sets: fc.record({ kind: fc.constantFrom('correlated' as const, 'anticorrelated' as const), size: fc.constantFrom(2, 4) }),
  }),
)

const model: fc.Arbitrary<Model> = fc.oneof(
  fc.record({ kind: fc.constant('autoencoder' as const), tied: fc.boolean(), hidden: activation, output: activation }),
  fc.record({
    kind: fc.constant('residual' as const),
    embedding: fc.constantFrom('random' as const, 'orthonormal' as const, 'trained' as const, 'tied' as const, 'untied' as const),
    embeddingNorm: fc.constant('unit' as const),
    reads: fc.constantFrom('written' as const, 'stream' as const),
    unembeddingNorm: fc.constantFrom(0.5, 1, 8),
    output: activation,
    outputBias: fc.boolean(),
    branchScale: fc.constantFrom('inverse-sqrt-depth' as const, 'inverse-depth' as const, 'one' as const),
    normalisation: fc.constantFrom('none' as const, 'none' as const, 'rms' as const),
  }).map(({ normalisation, reads, ...plain }): Model => ({ ...plain, ...(normalisation === 'rms' && { normalisation }), ...(reads === 'stream' && { reads }) })),
)

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 })

export const anyRun: fc.Arbitrary<RunSpec> = fc.record({
  task, model,
  size: fc.record({ width: fc.integer({ min: 1, max: 6 }), depth: fc.integer({ min: 0, max: 4 }), neurons: fc.integer({ min: 1, max: 5 }) }),
  batchSize: fc.integer({ min: 1, max: 6 }),
  seeds: fc.record({ init: seed, data: seed }),
}).map(({ task, model, size, batchSize, seeds }): RunSpec => {
  const width = model.kind === 'residual' && model.embedding === 'orthonormal' ? size.width + task.featureCount : size.width
  return {
    task, model, seeds,
    shape: model.kind === 'autoencoder' ? { width, depth: 1, neurons: width } : { ...size, width },
    training: {
      learningRate: 0.01, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, schedule: 'constant', warmup: 0,
      steps: 5, batchSize: task.kind === 'recall' ? task.featureCount : batchSize,
    },
    measurement: { probes: 1, evaluationSamples: 1 },
  }
})

/** Parameters that are all random, biases too: at the zero biases of a start, empty samples sit on ReLU's kink. Returns [P]. */
export function randomParameters(run: RunSpec): Float64Array {
  const words = streamWords(run.seeds.init, purpose.resampling, parameterLayout(run).total)
  return Float64Array.from(words, (word) => 0.7 * normalOfWord(word))
}
