/** Networks whose features, layers and interference are known because they are written down by hand. */
import { type ResidualModel, type Shape, parameterLayout } from '../../../../src/science/models/model'
import type { RunSpec } from '../../../../src/science/training/run-spec'
import { tensorViews } from '../../../../src/science/models/tensor-view'

const training: RunSpec['training'] = {
  learningRate: 0.01, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, schedule: 'constant', warmup: 0, steps: 1, batchSize: 1,
}

const residual = (embedding: ResidualModel['embedding']): ResidualModel => ({
  kind: 'residual', embedding, embeddingNorm: 'unit', unembeddingNorm: 1, output: 'linear', outputBias: false, branchScale: 'one',
})

/** |x| of n = d features, orthonormal embedding = identity. `fill` writes the layers: tensor(name, layer) views. */
export function absoluteValueNetwork(
  shape: Shape, fill: (tensor: ReturnType<typeof tensorViews>) => void, samples = 4000, featureCount = shape.width,
): { run: RunSpec; parameters: Float32Array } {
  const run: RunSpec = {
    task: { kind: 'absolute-value', featureCount, sparsity: 0.9, importance: { kind: 'uniform' } },
    model: residual('orthonormal'), shape, training, seeds: { init: 5, data: 6 }, measurement: { probes: 1, evaluationSamples: samples },
  }
  const parameters = new Float64Array(parameterLayout(run).total)
  const tensor = tensorViews(run, parameters)
  for (let f = 0; f < featureCount; f++) tensor('E')[f * shape.width + f] = 1
  fill(tensor)
  return { run, parameters: Float32Array.from(parameters) }
}

/** Two neurons of one layer compute scale·|x_f| into direction f: ReLU(x) + ReLU(−x). */
export function addAbsoluteValue(tensor: ReturnType<typeof tensorViews>, layer: number, neuron: number, width: number, feature: number, scale = 1): void {
  for (const [k, sign] of [[neuron, 1], [neuron + 1, -1]]) {
    tensor('W_in', layer)[k * width + feature] = sign
    tensor('W_out', layer)[k * width + feature] = scale
  }
}

/** Recall of n keys in width 2n: keys are read from the first n dimensions, classes written to the other n, so layers cannot disturb each other. */
export function recallNetwork(depth: number, neurons: number, featureCount: number, fill: (tensor: ReturnType<typeof tensorViews>) => void): { run: RunSpec; parameters: Float32Array } {
  const width = 2 * featureCount
  const run: RunSpec = {
    task: { kind: 'recall', featureCount }, model: residual('random'), shape: { width, depth, neurons }, training,
    seeds: { init: 5, data: 6 }, measurement: { probes: 1, evaluationSamples: 1 },
  }
  const parameters = new Float64Array(parameterLayout(run).total)
  const tensor = tensorViews(run, parameters)
  for (let f = 0; f < featureCount; f++) tensor('E')[f * width + f] = tensor('U')[f * width + featureCount + f] = 1
  fill(tensor)
  return { run, parameters: Float32Array.from(parameters) }
}

/** Neuron k fires ½ for one key alone and writes the logit strength/2 for one class. */
export function answer(tensor: ReturnType<typeof tensorViews>, featureCount: number, layer: number, neuron: number, key: number, answered: number, strength: number): void {
  const width = 2 * featureCount
  tensor('W_in', layer)[neuron * width + key] = 1
  tensor('b_in', layer)[neuron] = -0.5
  tensor('W_out', layer)[neuron * width + featureCount + answered] = strength
}
