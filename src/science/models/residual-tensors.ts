/** What the residual model is made of: its tensors, how they start, and which of them is trained and read. */
import type { InitialLaw, TensorRow } from './model-record'
import type { Embedding, NetworkOf, ResidualModel } from './network'

const embeddings = {
  random: { isTrained: false, readout: 'U', startsAsToy: false },
  orthonormal: { isTrained: false, readout: 'E', startsAsToy: false },
  trained: { isTrained: true, readout: 'U', startsAsToy: false },
  tied: { isTrained: true, readout: 'E', startsAsToy: true },
  untied: { isTrained: true, readout: 'U', startsAsToy: true },
} as const satisfies Record<Embedding, { readonly isTrained: boolean; readonly readout: 'E' | 'U'; readonly startsAsToy: boolean }>

export const embeddingIsTrained = ({ embedding }: ResidualModel): boolean => embeddings[embedding].isTrained
/** The tensor whose rows the outputs read. */
export const readoutTensor = ({ embedding }: ResidualModel): 'E' | 'U' => embeddings[embedding].readout

/** s of the residual branch, before rounding to float32; 1 where there is no layer. */
export function branchScale(model: ResidualModel, depth: number): number {
  if (depth === 0) return 1
  switch (model.branchScale) {
    case 'inverse-sqrt-depth': return 1 / Math.sqrt(depth)
    case 'inverse-depth': return 1 / depth
    case 'one': return 1
  }
}

export function residualTensors({ task: { featureCount: n }, shape: { width: d, depth: L, neurons: m }, model }: NetworkOf<'residual'>): TensorRow[] {
  const zero: InitialLaw = { kind: 'zero' }
  const layers: TensorRow[] = [
    { name: 'W_in', axes: 'lkh', shape: [L, m, d], trainable: true, isCounted: true, initial: { kind: 'normal', stream: 'W_in', deviation: Math.sqrt(2 / d) } },
    { name: 'b_in', axes: 'lk', shape: [L, m], trainable: true, isCounted: false, initial: zero },
    { name: 'W_out', axes: 'lkh', shape: [L, m, d], trainable: true, isCounted: true, initial: { kind: 'normal', stream: 'W_out', deviation: Math.sqrt(1 / m) } },
  ]
  const embedding = (name: 'E' | 'U', initial: InitialLaw): TensorRow =>
    ({ name, axes: 'fh', shape: [n, d], trainable: embeddingIsTrained(model), isCounted: false, initial })
  return [
    ...(L === 0 ? [] : layers),
    ...(model.outputBias ? [{ name: 'b_U', axes: 'f', shape: [n], trainable: true, isCounted: false, initial: zero } as const] : []),
    embedding('E', embeddingLaw(model, n, d)),
    ...(readoutTensor(model) === 'E' ? [] : [embedding('U', readoutLaw(model, n, d))]),
  ]
}

/** The toy model's W, from its stream: so a network without layers starts where the autoencoder does, and an untied U at E. */
const toyLaw = (n: number, d: number): InitialLaw => ({ kind: 'normal', stream: 'W', deviation: Math.sqrt(2 / (n + d)) })

function embeddingLaw({ embedding, embeddingNorm }: ResidualModel, n: number, d: number): InitialLaw {
  if (embeddings[embedding].startsAsToy) return toyLaw(n, d)
  const norm = embeddingNorm === 'unit' ? 1 : Math.sqrt(d)
  return { kind: embedding === 'orthonormal' ? 'orthonormal' : 'rows', stream: 'E', norm }
}

const readoutLaw = ({ embedding, unembeddingNorm }: ResidualModel, n: number, d: number): InitialLaw =>
  embeddings[embedding].startsAsToy ? toyLaw(n, d) : { kind: 'rows', stream: 'U', norm: unembeddingNorm }
