import type { RegressionTraits } from './task-traits'

/** y = |x|, values in [−1, 1) [Elhage et al. 2022, section 7]. */
export const absoluteValue: RegressionTraits = {
  family: 'regression',
  label: 'compute |x|',
  loss: 'squared-error',
  values: 'signed',
  target: 'absolute',
  needsUntied: '|x| needs an encoder that can differ from its decoder',
  defaults: { featureCount: 128, sparsity: 0.98, evaluationSamples: 16_384 },
}
