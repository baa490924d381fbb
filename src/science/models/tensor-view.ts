import { invariant } from '../invariant'
import { parameterLayout } from './model'
import type { Network, TensorViews } from './network'

/** Tensors of a flat vector by name, all of them or the trainable ones: nothing is copied. parameters [P] or [P_trainable]. */
export function tensorViews(network: Network, parameters: Float64Array): TensorViews {
  const { tensors, total, trainable } = parameterLayout(network)
  invariant(parameters.length === total || parameters.length === trainable, () =>
    `${parameters.length} parameters, the network has ${total} (${trainable} trainable)`)
  return (name, layer) => {
    const tensor = tensors.find((candidate) => candidate.name === name)
    invariant(tensor && tensor.offset + tensor.size <= parameters.length, () => `no tensor ${name} here`)
    if (layer === undefined) return parameters.subarray(tensor.offset, tensor.offset + tensor.size)
    const slice = tensor.size / tensor.shape[0] // first axis is the layer
    return parameters.subarray(tensor.offset + layer * slice, tensor.offset + (layer + 1) * slice)
  }
}
