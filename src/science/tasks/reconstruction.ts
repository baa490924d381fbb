import type { RegressionTraits } from './task-traits'

/** y = x, values in [0, 1) [Elhage et al. 2022, section 2]. */
export const reconstruction: RegressionTraits = {
  family: 'regression',
  label: 'reconstruct x',
  loss: 'squared-error',
  values: 'unit',
  target: 'identity',
  needsUntied: null,
  defaults: { featureCount: 5, sparsity: 0.9, evaluationSamples: 4096 },
}
