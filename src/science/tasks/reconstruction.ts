import type { TaskTraits } from './task-traits'

/** y = x, values in [0, 1) [Elhage et al. 2022, section 2]. */
export const reconstruction: TaskTraits = {
  label: 'reconstruct x',
  loss: 'squared-error',
  values: 'unit',
  target: 'identity',
  answer: (inputs) => inputs.slice(),
  parts: (f) => [f],
  models: { kinds: ['autoencoder', 'residual'], why: '' },
  needsUntied: null,
  primaryCount: { residual: 'featuresBySoftR2', autoencoder: 'featuresByNorm' }, // by norm as its paper does
  defaults: { featureCount: 5, sparsity: 0.9, evaluationSamples: 4096 },
}
