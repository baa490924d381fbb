/**
 * Forward pass and loss of every model and task, in tfjs operations over a stack of instances. The equations are
 * those of science/models/model.ts and science/tasks/task.ts; axes i instance, b sample, f feature, h width, k neuron, l layer.
 */
import * as tf from '@tensorflow/tfjs-core'
import { branchScale, type Activation, type AutoencoderModel, type Network, type ResidualModel } from '../../science/models/model'
import { rmsEpsilon } from '../../science/models/rms-norm'
import { taskTraits } from '../../science/tasks/task'
import type { NamedTensors } from './stacked-parameters'

export interface StackedBatch {
  /** [i, b, f]; null for recall, whose batch is every key once: the identity, whose product with E is E. */
  readonly inputs: tf.Tensor3D | null
  /** [i, b, f]: y, or for cross-entropy one-hot rows of π(b). */
  readonly targets: tf.Tensor3D
  /** I, [i, 1, f]; unused by cross-entropy. */
  readonly importance: tf.Tensor3D
}

/** ŷ or logits. Returns [i, b, f]. */
function outputs({ model, shape }: Network, parameters: NamedTensors, batch: StackedBatch): tf.Tensor3D {
  switch (model.kind) {
    case 'autoencoder': return autoencoderOutputs(model, parameters, batch)
    case 'residual': return residualOutputs(model, shape.depth, parameters, batch)
  }
  return model satisfies never
}

/** Loss of each instance, mean over the batch. Returns [i]. */
export function losses(network: Network, parameters: NamedTensors, batch: StackedBatch): tf.Tensor1D {
  const predicted = outputs(network, parameters, batch)
  const kind = taskTraits[network.task.kind].loss
  switch (kind) {
    case 'squared-error': {
      const error = tf.sub(batch.targets, predicted)
      return meanOverBatch(tf.sum(tf.mul(batch.importance, tf.mul(error, error)), 2))
    }
    case 'cross-entropy':
      return meanOverBatch(tf.neg(tf.sum(tf.mul(batch.targets, tf.logSoftmax(predicted)), 2)))
    default:
      return kind satisfies never
  }
}

function autoencoderOutputs(model: AutoencoderModel, { W, V, b }: NamedTensors, { inputs }: StackedBatch): tf.Tensor3D {
  const hidden = activate(model.hidden, project(inputs, W!)) // [i, b, h]
  return activate(model.output, addBias(tf.matMul(hidden, V ?? W!, false, true), b!))
}

function residualOutputs(
  model: ResidualModel, depth: number, parameters: NamedTensors, { inputs }: StackedBatch,
): tf.Tensor3D {
  const { W_in, b_in, W_out, b_U, E, U } = parameters
  const [layersIn, biases, layersOut] = depth === 0 ? [[], [], []] : [layersOf(W_in!), layersOf(b_in!), layersOf(W_out!)] // each [i, k, h] or [i, k]
  const scale = Math.fround(branchScale(model, depth))
  const start = project(inputs, E!) // r_0, [i, b, h]
  let stream = start
  for (let l = 0; l < depth; l++) {
    const active = tf.relu(addBias(tf.matMul(model.normalisation === 'rms' ? normalised(stream) : stream, layersIn[l], false, true), biases[l])) // [i, b, k]
    stream = tf.add(stream, tf.mul(scale, tf.matMul(active, layersOut[l])))
  }
  const readFrom = model.reads === 'stream' ? stream : tf.sub(stream, start) // r_L, or r_L − r_0
  const read = tf.matMul(readFrom, U ?? E!, false, true) as tf.Tensor3D // [i, b, f]
  return activate(model.output, b_U ? addBias(read, b_U) : read)
}

/** r / √(mean_h r² + ε): [i, b, h]. */
function normalised(stream: tf.Tensor3D): tf.Tensor3D {
  return tf.mul(stream, tf.rsqrt(tf.add(tf.mean(tf.square(stream), 2, true), rmsEpsilon)))
}

/** [i, l, ...] -> one tensor [i, ...] per layer. Of a single layer tfjs's unstack has no working gradient. */
function layersOf(tensor: tf.Tensor): tf.Tensor[] {
  return tensor.shape[1] === 1 ? [tf.squeeze(tensor, [1])] : tf.unstack(tensor, 1)
}

/** Σ_f x_f M[f]: [i, b, f] × [i, f, h] → [i, b, h]. */
function project(inputs: tf.Tensor3D | null, matrix: tf.Tensor): tf.Tensor3D {
  return (inputs === null ? matrix : tf.matMul(inputs, matrix)) as tf.Tensor3D
}

/** [i, b, c] + [i, c]. */
function addBias(values: tf.Tensor, bias: tf.Tensor): tf.Tensor3D {
  return tf.add(values, tf.expandDims(bias, 1))
}

function activate(activation: Activation, values: tf.Tensor3D): tf.Tensor3D {
  return activation === 'relu' ? tf.relu(values) : values
}

function meanOverBatch(values: tf.Tensor): tf.Tensor1D {
  return tf.mean(values, 1)
}
