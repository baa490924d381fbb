import * as tf from '@tensorflow/tfjs-core'
import { parameterLayout, type Network } from '../../science/models/model'
import { losses, type StackedBatch } from './stacked-loss'
import { unpack } from './stacked-parameters'

export interface StackedGradient {
  readonly losses: tf.Tensor1D // [i]
  readonly gradient: tf.Tensor2D // [i, P_trainable]
}

/**
 * Loss of every instance and its gradient by tfjs's automatic differentiation. The instances share nothing, so the
 * gradient of their summed losses is each one's own gradient.
 * @param trainable [i, P_trainable]  @param frozen [i, P − P_trainable], null when nothing is frozen
 */
export function stackedGradient(
  network: Network, trainable: tf.Tensor2D, frozen: tf.Tensor2D | null, batch: StackedBatch,
): StackedGradient {
  const layout = parameterLayout(network)
  const instances = trainable.shape[0]
  const named = unpack(layout, trainable, frozen)
  const trained = layout.tensors.filter((tensor) => tensor.trainable)
  let perInstance: tf.Tensor1D | null = null
  const summedLoss = (...tensors: tf.Tensor[]): tf.Scalar => {
    const replaced = Object.fromEntries(trained.map(({ name }, k) => [name, tensors[k]]))
    perInstance = tf.keep(losses(network, { ...named, ...replaced }, batch)) // kept: the sum's scope would dispose it
    return tf.sum(perInstance)
  }
  const gradients = tf.grads(summedLoss)(trained.map(({ name }) => named[name]!))
  const gradient = tf.concat(gradients.map((tensor) => tf.reshape(tensor, [instances, -1])), 1) as tf.Tensor2D
  return { losses: perInstance!, gradient }
}
