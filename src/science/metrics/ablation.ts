/**
 * What is lost without one layer: its write is removed from the stream, so later layers and the read-out both miss
 * it. Done by zeroing its writes (W_out[l]) in a copy of the parameters: nothing else of the network changes.
 */
import { invariant } from '../invariant'
import { type Network, modelRecord, parameterLayout } from '../models/model'

/** On sparse features the network is rerun for each layer on the first samples only: the same ones for the intact network. */
export const ablationSamples = 2048

/** A copy of the parameters [P] in which layer l (0-based) writes nothing. */
export function withoutLayer(network: Network, parameters: Float64Array, layer: number): Float64Array {
  const copy = parameters.slice()
  const { layers } = modelRecord(network.model.kind)
  invariant(layers !== null, () => `a model ${network.model.kind} has no layers to take away`)
  const tensor = parameterLayout(network).tensors.find(({ name }) => name === layers.writes)!
  const slice = tensor.size / tensor.shape[0]
  copy.fill(0, tensor.offset + layer * slice, tensor.offset + (layer + 1) * slice)
  return copy
}

/** Fraction of the features learned by the whole network that are no longer learned; null if none were. Both [f]. */
export function fractionLost(learned: ArrayLike<boolean | number>, stillLearned: ArrayLike<boolean | number>): number | null {
  let before = 0, lost = 0
  for (let f = 0; f < learned.length; f++) {
    if (!learned[f]) continue
    before += 1
    if (!stillLearned[f]) lost += 1
  }
  return before > 0 ? lost / before : null
}
