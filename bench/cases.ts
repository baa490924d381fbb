/**
 * The fixed cases of the benchmark, from one tiny model to hundreds, as groups of ordinary runs: every engine of
 * the lab takes them as they stand, and every peer reads the same fields.
 */
import type { RunSpec } from '../src/science/training/run-spec'

export interface BenchCase {
  readonly id: string
  readonly family: 'tied' | 'recall' | 'absolute-value' | 'deep-toy'
  readonly runs: readonly RunSpec[] // instances; they differ in seeds only
}

const training = (learningRate: number, batchSize: number): RunSpec['training'] => ({
  learningRate, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
  schedule: 'constant', warmup: 0, steps: 100_000, batchSize,
})

const stack = (instances: number, run: Omit<RunSpec, 'seeds' | 'measurement'>): RunSpec[] =>
  Array.from({ length: instances }, (_, i) => ({ ...run, seeds: { init: i, data: i }, measurement: { probes: 1, evaluationSamples: 1024 } }))

export function tiedCase(instances: number, n: number, m: number, batchSize: number, sparsity = 0.9): BenchCase {
  return {
    id: `E[${instances},${n},${m},${batchSize}]${sparsity === 0.9 ? '' : ` p=${+(1 - sparsity).toFixed(6)}`}`,
    family: 'tied',
    runs: stack(instances, {
      task: { kind: 'reconstruction', featureCount: n, sparsity, importance: { kind: 'geometric', ratio: 0.99 } },
      model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
      shape: { width: m, depth: 1, neurons: m },
      training: training(1e-3, batchSize),
    }),
  }
}

/** Task R at N = d²L (α = ½): full batch of n keys. */
export function recallCase(instances: number, width: number, depth: number, n = 1024): BenchCase {
  return {
    id: `R[${instances},${n},${width}x${depth}]`,
    family: 'recall',
    runs: stack(instances, {
      task: { kind: 'recall', featureCount: n },
      model: { kind: 'residual', embedding: 'random', embeddingNorm: 'sqrt-width', unembeddingNorm: 8, output: 'linear', outputBias: false, branchScale: 'inverse-sqrt-depth' },
      shape: { width, depth, neurons: width / 2 },
      training: training(0.02, n),
    }),
  }
}

/** Task B: |x| with trained embeddings, α = ½. */
export function absoluteCase(instances: number, width: number, depth: number, n = 128, sparsity = 0.98): BenchCase {
  return {
    id: `B[${instances},${n},${width}x${depth}]${sparsity === 0.98 ? '' : ` p=${+(1 - sparsity).toFixed(6)}`}`,
    family: 'absolute-value',
    runs: stack(instances, {
      task: { kind: 'absolute-value', featureCount: n, sparsity, importance: { kind: 'uniform' } },
      model: { kind: 'residual', embedding: 'trained', embeddingNorm: 'unit', unembeddingNorm: 1, output: 'linear', outputBias: true, branchScale: 'inverse-sqrt-depth' },
      shape: { width, depth, neurons: width / 2 },
      training: training(5e-3, 512),
    }),
  }
}

/** The toy model with layers: tied embedding, the stream read through a ReLU, α = ½. */
export function deepToyCase(instances: number, width: number, depth: number, sparsity: number, n = 512): BenchCase {
  return {
    id: `D[${instances},${n},${width}x${depth}] p=${+(1 - sparsity).toFixed(6)}`,
    family: 'deep-toy',
    runs: stack(instances, {
      task: { kind: 'reconstruction', featureCount: n, sparsity, importance: { kind: 'uniform' } },
      model: { kind: 'residual', embedding: 'tied', embeddingNorm: 'xavier', unembeddingNorm: 1, output: 'relu', outputBias: true, branchScale: 'inverse-sqrt-depth', reads: 'stream' },
      shape: { width, depth, neurons: width / 2 },
      training: training(0.01, 256),
    }),
  }
}

/** (d, L) at N = 2dmL with m = d/2, i.e. d²L = N, for L = 1, 4, 16. */
const shapes = (budget: number): [number, number][] => [1, 4, 16].map((depth) => [Math.sqrt(budget / depth), depth])

export const cases: readonly BenchCase[] = [
  tiedCase(1, 5, 2, 1024), tiedCase(10, 5, 2, 1024), tiedCase(256, 5, 2, 1024), tiedCase(10, 20, 5, 1024),
  tiedCase(8, 100, 20, 1024), tiedCase(4, 400, 30, 1024),
  ...[4096, 16384].flatMap((budget) =>
    shapes(budget).flatMap(([width, depth]) => [4, 32].map((instances) => recallCase(instances, width, depth)))),
  ...[4096, 16384].flatMap((budget) =>
    shapes(budget).flatMap(([width, depth]) => [4, 32].map((instances) => absoluteCase(instances, width, depth)))),
]

/** Sparsity pays: the same models at p = 0.1, 0.01, 0.001. */
export const sparsityCases: readonly BenchCase[] = [0.9, 0.99, 0.999].flatMap((sparsity) => [
  tiedCase(8, 100, 20, 1024, sparsity), tiedCase(4, 400, 30, 1024, sparsity), absoluteCase(4, 64, 4, 128, sparsity),
])

/** The deep toy at N = 4096, where features are dense and where they are sparse. */
export const deepToyCases: readonly BenchCase[] = [4, 16].flatMap((depth) => [0.9, 0.99].map((sparsity) => deepToyCase(4, Math.sqrt(4096 / depth), depth, sparsity)))

/** Cost as work grows: instances 1 to 512, then n, d and L each doubled. */
export const growthCases: readonly BenchCase[] = [
  ...[1, 2, 4, 8, 16, 32, 64, 128, 256, 512].map((instances) => tiedCase(instances, 5, 2, 1024)),
  ...[64, 128, 256, 512].map((n) => tiedCase(4, n, 20, 1024)),
  ...[16, 32, 64, 128].map((width) => absoluteCase(4, width, 4)),
  ...[1, 2, 4, 8, 16].map((depth) => absoluteCase(4, 32, depth)),
]
