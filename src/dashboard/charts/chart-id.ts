/** Every chart by its name: of exported images, of the link to an enlarged figure, and of its entry in the registry. */
export type ChartId =
  // of a sweep: shapes and settings side by side, and how its runs trained
  | 'plane-of-laws' | 'law-exponent' | 'phase-diagram' | 'features-learned' | 'features-by-neurons' | 'features-by-parameters' | 'features-by-width' | 'features-by-compute'
  | 'loss-by-shape' | 'loss-by-parameters' | 'features-per-neuron' | 'interference' | 'degree-and-bound' | 'observed-constants'
  | 'similarity-matrix' | 'feature-quality' | 'layer-sharing' | 'loss-curves'
  // of rows: one network for each
  | 'feature-directions' | 'effective-matrices' | 'feature-dimensionality'
  // of chosen runs
  | 'features-in-plane' | 'features-in-space' | 'interference-graphs' | 'feature-norms' | 'dimensions-by-feature' | 'feature-matrices' | 'neuron-bars'
  | 'features-over-layers' | 'dimensions-through-training' | 'losses-of-chosen'
