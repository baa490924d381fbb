import type { TaskTraits } from './task-traits'

/** y = |x|, values in [−1, 1) [Elhage et al. 2022, section 7]. */
export const absoluteValue: TaskTraits = {
  label: 'compute |x|',
  loss: 'squared-error',
  values: 'signed',
  target: 'absolute',
  answer: (inputs) => inputs.map(Math.abs),
  parts: (f) => [f],
  models: { kinds: ['residual', 'autoencoder'], why: '' },
  needsUntied: '|x| needs an encoder that can differ from its decoder',
  primaryCount: { residual: 'featuresBySoftR2', autoencoder: 'featuresBySoftR2' },
  defaults: { featureCount: 128, sparsity: 0.98, evaluationSamples: 16_384 },
}
