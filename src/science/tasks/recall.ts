import type { RecallTraits } from './task-traits'

/** One-hot key i, all n keys every step -> class π(i), a fixed random permutation (batch.ts). Softmax cross-entropy, nats. */
export const recall: RecallTraits = {
  family: 'recall',
  label: 'recall: associate keys with values',
  loss: 'cross-entropy',
  defaults: { featureCount: 1024 },
}
