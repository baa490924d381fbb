/** Small runs of the deep toy model: tied and untied embeddings, what the readout reads, no layer at all, RMSNorm. */
import type { ResidualModel } from '../../src/science/models/model'
import type { RunSpec, Training } from '../../src/science/training/run-spec'

const training: Training = {
  learningRate: 0.01, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
  schedule: 'cosine', warmup: 0.2, steps: 12, batchSize: 67,
}
const written: ResidualModel = {
  kind: 'residual', embedding: 'tied', embeddingNorm: 'xavier', unembeddingNorm: 1,
  output: 'relu', outputBias: true, branchScale: 'inverse-sqrt-depth',
}
const deep: ResidualModel = { ...written, reads: 'stream' }
const seeds = { init: 11, data: 23 }
const measurement = { probes: 3, evaluationSamples: 64 }

export const deepRuns: Readonly<Record<string, RunSpec>> = {
  'deep toy without layers, 19 features in 5 dimensions': {
    task: { kind: 'reconstruction', featureCount: 19, sparsity: 0.8, importance: { kind: 'uniform' } },
    model: deep, shape: { width: 5, depth: 0, neurons: 0 }, training, seeds, measurement,
  },
  'deep toy of 37 features in 5 dimensions, depth 3': {
    task: { kind: 'reconstruction', featureCount: 37, sparsity: 0.9, importance: { kind: 'power', exponent: 0.5 } },
    model: deep, shape: { width: 5, depth: 3, neurons: 3 }, training, seeds, measurement,
  },
  'deep toy with RMSNorm, 11 features in 7 dimensions, depth 2': {
    task: { kind: 'reconstruction', featureCount: 11, sparsity: 0.5, importance: { kind: 'uniform' } },
    model: { ...deep, normalisation: 'rms', branchScale: 'inverse-depth' }, shape: { width: 7, depth: 2, neurons: 1 }, training, seeds, measurement,
  },
  'untied deep toy computing |x| of 23 features in 6 dimensions, depth 2': {
    task: { kind: 'absolute-value', featureCount: 23, sparsity: 0.9, importance: { kind: 'geometric', ratio: 0.95 } },
    model: { ...deep, embedding: 'untied' }, shape: { width: 6, depth: 2, neurons: 5 }, training: { ...training, batchSize: 129 }, seeds, measurement,
  },
  'untied deep toy computing the AND of 13 neighbours, depth 1': {
    task: { kind: 'conjunction', featureCount: 13, sparsity: 0.4, importance: { kind: 'uniform' } },
    model: { ...deep, embedding: 'untied' }, shape: { width: 9, depth: 1, neurons: 4 }, training, seeds, measurement,
  },
  'tied network read from what its layers wrote, 17 features, depth 2': {
    task: { kind: 'reconstruction', featureCount: 17, sparsity: 0.8, importance: { kind: 'uniform' } },
    model: written, shape: { width: 7, depth: 2, neurons: 11 }, training: { ...training, batchSize: 1 }, seeds, measurement,
  },
}
