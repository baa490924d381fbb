/** Parameters of a group on the instance axis: one flat tensor per kind, cut into the named tensors of science/models/model.ts. */
import * as tf from '@tensorflow/tfjs-core'
import type { ParameterLayout, TensorName } from '../../science/models/model'

export type NamedTensors = Readonly<Partial<Record<TensorName, tf.Tensor>>>

/**
 * Cuts flat parameters into tensors of shape [i, ...layout shape].
 * @param trainable [i, P_trainable]  @param frozen [i, P − P_trainable], null when nothing is frozen
 */
export function unpack(layout: ParameterLayout, trainable: tf.Tensor2D, frozen: tf.Tensor2D | null): NamedTensors {
  const instances = trainable.shape[0]
  const named: Partial<Record<TensorName, tf.Tensor>> = {}
  for (const { name, shape, offset, size, trainable: isTrainable } of layout.tensors) {
    const source = isTrainable ? trainable : frozen!
    const start = isTrainable ? offset : offset - layout.trainable
    named[name] = tf.reshape(tf.slice(source, [0, start], [instances, size]), [instances, ...shape])
  }
  return named
}

/** Columns [from, to) of row-major rows of length `width`. Returns [i, to − from]. */
export function columns(rows: Float32Array, width: number, from: number, to: number): Float32Array {
  const instances = rows.length / width
  const cut = new Float32Array(instances * (to - from))
  for (let i = 0; i < instances; i++) cut.set(rows.subarray(i * width + from, i * width + to), i * (to - from))
  return cut
}

/** Rows of `left` [i, p] and `right` [i, q] side by side. Returns [i, p + q]. */
export function sideBySide(left: Float32Array, right: Float32Array, instances: number): Float32Array {
  const p = left.length / instances, q = right.length / instances
  const joined = new Float32Array(left.length + right.length)
  for (let i = 0; i < instances; i++) {
    joined.set(left.subarray(i * p, (i + 1) * p), i * (p + q))
    joined.set(right.subarray(i * q, (i + 1) * q), i * (p + q) + p)
  }
  return joined
}
