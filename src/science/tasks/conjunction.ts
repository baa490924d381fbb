import type { RegressionTraits } from './task-traits'

/**
 * y_f = min(x_f, x_{f+1}), indices mod n, values in [0, 1): the AND of each feature and its neighbour, on a ring. For values 0
 * and 1 the minimum is the Boolean AND whose bank Hänni et al. 2024 (arXiv 2408.05451) compute in superposition; between,
 * it is Gödel's t-norm. An output is nonzero only where both features are present, so data is denser than for |x|.
 */
export const conjunction: RegressionTraits = {
  family: 'regression',
  label: 'AND of neighbours: min(x_f, x_f+1)',
  loss: 'squared-error',
  values: 'unit',
  target: 'conjunction',
  needsUntied: 'an AND needs an encoder that can differ from its decoder',
  defaults: { featureCount: 64, sparsity: 0.9, evaluationSamples: 65_536 },
}
