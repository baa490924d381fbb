/** Small runs that tests vary: a base per model, the rest by overrides. */
import type { AutoencoderModel, ResidualModel, Shape } from '../../../src/science/models/model'
import type { RunSpec, Training } from '../../../src/science/training/run-spec'
import type { Task } from '../../../src/science/tasks/task'

export const plainTraining: Training = {
  learningRate: 0.01, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
  schedule: 'constant', warmup: 0, steps: 10, batchSize: 8,
}

export const tiedRelu: AutoencoderModel = { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' }

export const frozenResidual: ResidualModel = {
  kind: 'residual', embedding: 'random', embeddingNorm: 'sqrt-width', unembeddingNorm: 8,
  output: 'linear', outputBias: false, branchScale: 'inverse-sqrt-depth',
}

export function reconstruction(featureCount: number, sparsity: number): Task {
  return { kind: 'reconstruction', featureCount, sparsity, importance: { kind: 'uniform' } }
}

export function runOf(
  task: Task, model: AutoencoderModel | ResidualModel, shape: Shape, training: Partial<Training> = {}, seeds = { init: 1, data: 2 },
): RunSpec {
  return { task, model, shape, training: { ...plainTraining, ...training }, seeds, measurement: { probes: 1, evaluationSamples: 1 } }
}

export function bottleneck(width: number): Shape {
  return { width, depth: 1, neurons: width }
}
