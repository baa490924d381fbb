import { invariant } from '../invariant'
import { type Network, type TensorName, parameterLayout } from './model'

/** Looks up tensors of a flat vector by name, as views: nothing is copied, writing writes through. */
export function tensorViews(network: Network, parameters: Float64Array): (name: TensorName, layer?: number) => Float64Array {
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
