/** The fixed cases of issue 3 as groups of runs: E[instances, n, m, batch] tied, R[instances, n, d, L, batch] residual, and recall. */
import type { Model, ResidualModel } from '../src/science/model'
import type { RunSpec } from '../src/science/run-spec'

const tied: Model = { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' }
const residual: ResidualModel = {
  kind: 'residual', embedding: 'trained', embeddingNorm: 'unit', unembeddingNorm: 1,
  output: 'relu', outputBias: true, branchScale: 'inverse-sqrt-depth',
}

function spec(run: Pick<RunSpec, 'task' | 'model' | 'shape'>, batchSize: number): RunSpec {
  return {
    ...run,
    training: {
      learningRate: 1e-3, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
      schedule: 'constant', warmup: 0, steps: 300_000, batchSize,
    },
    seeds: { init: 0, data: 0 }, measurement: { probes: 1, evaluationSamples: 64 },
  }
}

function stacked(instances: number, run: RunSpec): RunSpec[] {
  return Array.from({ length: instances }, (_, i) => ({ ...run, seeds: { init: i, data: i } }))
}

function autoencoder(instances: number, n: number, m: number, batch: number, p: number): RunSpec[] {
  return stacked(instances, spec({
    task: { kind: 'reconstruction', featureCount: n, sparsity: 1 - p, importance: { kind: 'geometric', ratio: 0.9 ** (5 / n) } },
    model: tied, shape: { width: m, depth: 1, neurons: m },
  }, batch))
}

function deep(instances: number, n: number, d: number, L: number, neurons: number, batch: number, p: number, model: ResidualModel): RunSpec[] {
  return stacked(instances, spec({
    task: { kind: 'absolute-value', featureCount: n, sparsity: 1 - p, importance: { kind: 'uniform' } },
    model, shape: { width: d, depth: L, neurons },
  }, batch))
}

function recall(instances: number, n: number, d: number, L: number): RunSpec[] {
  return stacked(instances, spec({
    task: { kind: 'recall', featureCount: n },
    model: { ...residual, embedding: 'random', embeddingNorm: 'sqrt-width', unembeddingNorm: 8, output: 'linear', outputBias: false },
    shape: { width: d, depth: L, neurons: d / 2 },
  }, n))
}

export const benchCases: Readonly<Record<string, readonly RunSpec[]>> = {
  'E[1,5,2,1024] p=.1': autoencoder(1, 5, 2, 1024, 0.1),
  'E[10,5,2,1024] p=.1': autoencoder(10, 5, 2, 1024, 0.1),
  'E[10,5,2,1024] p=.01': autoencoder(10, 5, 2, 1024, 0.01),
  'E[10,5,2,1024] p=.3': autoencoder(10, 5, 2, 1024, 0.3),
  'E[10,20,5,1024] p=.1': autoencoder(10, 20, 5, 1024, 0.1),
  'E[8,100,20,1024] p=.1': autoencoder(8, 100, 20, 1024, 0.1),
  'E[8,100,20,1024] p=.01': autoencoder(8, 100, 20, 1024, 0.01),
  'E[8,100,20,1024] p=.001': autoencoder(8, 100, 20, 1024, 0.001),
  'E[4,400,30,1024] p=.1': autoencoder(4, 400, 30, 1024, 0.1),
  'R[4,100,16,16,256] p=.1 m=d': deep(4, 100, 16, 16, 16, 256, 0.1, residual),
  'R[4,100,32,4,256] p=.1 m=d': deep(4, 100, 32, 4, 32, 256, 0.1, residual),
  'R[4,100,64,1,256] p=.1 m=d': deep(4, 100, 64, 1, 64, 256, 0.1, residual),
  'R[8,200,64,4,512] p=.1 m=d': deep(8, 200, 64, 4, 64, 512, 0.1, residual),
  'B[4,128,32,4,512] p=.02 linear': deep(4, 128, 32, 4, 16, 512, 0.02, { ...residual, output: 'linear' }),
  'recall[4,1024,16,16]': recall(4, 1024, 16, 16),
  'recall[4,1024,32,4]': recall(4, 1024, 32, 4),
  'recall[4,1024,64,1]': recall(4, 1024, 64, 1),
  'recall[4,1024,128,1]': recall(4, 1024, 128, 1),
}
