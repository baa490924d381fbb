/** Small runs of every model and task, at sizes that are no multiple of any tile: primes, one, one more than 64. */
import type { Model, ResidualModel } from '../../src/science/models/model'
import type { RunSpec, Training } from '../../src/science/training/run-spec'

const training: Training = {
  learningRate: 0.01, weightDecay: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
  schedule: 'cosine', warmup: 0.2, steps: 12, batchSize: 67,
}

const residual: ResidualModel = {
  kind: 'residual', embedding: 'trained', embeddingNorm: 'unit', unembeddingNorm: 1,
  output: 'linear', outputBias: true, branchScale: 'inverse-sqrt-depth',
}

const seeds = { init: 11, data: 23 }
const measurement = { probes: 3, evaluationSamples: 64 }

const autoencoder = (tied: boolean, hidden: 'linear' | 'relu', output: 'linear' | 'relu'): Model => ({
  kind: 'autoencoder', tied, hidden, output,
})

export const tinyRuns: Readonly<Record<string, RunSpec>> = {
  'tied relu autoencoder reconstructing 7 features in 3 dimensions': {
    task: { kind: 'reconstruction', featureCount: 7, sparsity: 0.6, importance: { kind: 'geometric', ratio: 0.9 } },
    model: autoencoder(true, 'linear', 'relu'), shape: { width: 3, depth: 1, neurons: 3 }, training, seeds, measurement,
  },
  'tied linear autoencoder of 1 feature in 1 dimension, batch 1': {
    task: { kind: 'reconstruction', featureCount: 1, sparsity: 0, importance: { kind: 'uniform' } },
    model: autoencoder(true, 'linear', 'linear'), shape: { width: 1, depth: 1, neurons: 1 },
    training: { ...training, batchSize: 1 }, seeds, measurement,
  },
  'tied relu autoencoder of 37 sparse features in 5 dimensions (skipping sampler)': {
    task: { kind: 'reconstruction', featureCount: 37, sparsity: 0.9, importance: { kind: 'power', exponent: 0.5 } },
    model: autoencoder(true, 'linear', 'relu'), shape: { width: 5, depth: 1, neurons: 5 }, training, seeds, measurement,
  },
  'untied relu-relu autoencoder computing |x| of 11 features with 13 neurons': {
    task: { kind: 'absolute-value', featureCount: 11, sparsity: 0.7, importance: { kind: 'geometric', ratio: 0.8 } },
    model: autoencoder(false, 'relu', 'relu'), shape: { width: 13, depth: 1, neurons: 13 }, training, seeds, measurement,
  },
  'residual recall of 19 keys, frozen random embedding, width 5, depth 3': {
    task: { kind: 'recall', featureCount: 19 },
    model: { ...residual, embedding: 'random', embeddingNorm: 'sqrt-width', unembeddingNorm: 8, outputBias: false },
    shape: { width: 5, depth: 3, neurons: 3 }, training: { ...training, batchSize: 19 }, seeds, measurement,
  },
  'residual recall of 65 keys, trained embedding, width 7, depth 1': {
    task: { kind: 'recall', featureCount: 65 },
    model: { ...residual, unembeddingNorm: 4, branchScale: 'one' },
    shape: { width: 7, depth: 1, neurons: 11 }, training: { ...training, batchSize: 65 }, seeds, measurement,
  },
  'residual |x| of 11 features, orthonormal embedding, width 13, depth 2': {
    task: { kind: 'absolute-value', featureCount: 11, sparsity: 0.7, importance: { kind: 'uniform' } },
    model: { ...residual, embedding: 'orthonormal' },
    shape: { width: 13, depth: 2, neurons: 2 }, training, seeds, measurement,
  },
  'residual |x| of 23 sparse features, trained embedding, relu output, width 7, depth 5': {
    task: { kind: 'absolute-value', featureCount: 23, sparsity: 0.9, importance: { kind: 'geometric', ratio: 0.95 } },
    model: { ...residual, output: 'relu', branchScale: 'inverse-depth' },
    shape: { width: 7, depth: 5, neurons: 3 }, training: { ...training, batchSize: 129 }, seeds, measurement,
  },
  'residual reconstruction of 17 features, frozen random embedding, width 5, depth 2': {
    task: { kind: 'reconstruction', featureCount: 17, sparsity: 0.8, importance: { kind: 'uniform' } },
    model: { ...residual, embedding: 'random' },
    shape: { width: 5, depth: 2, neurons: 7 }, training: { ...training, schedule: 'constant', warmup: 0 }, seeds, measurement,
  },
}
