import type { TaskTraits } from './task-traits'

/** One-hot key i, all n keys every step -> class π(i), a fixed random permutation (batch.ts). Softmax cross-entropy, nats. */
export const recall: TaskTraits = {
  label: 'recall: associate keys with values',
  loss: 'cross-entropy',
  values: null,
  target: 'permutation',
  answer: () => { throw new Error('recall answers with classes: recallTargets') },
  parts: (f) => [f],
  models: { kinds: ['residual'], why: 'recall needs layers between its keys and values' },
  needsUntied: null,
  primaryCount: { residual: 'featuresByBits', autoencoder: 'featuresByBits' },
  defaults: { featureCount: 1024, sparsity: 0, evaluationSamples: 0 },
}
