/**
 * Every scalar and array of `RunMetrics` by name: what it is called, its unit, its definition in a sentence and where
 * it comes from. Charts, tables and exports take their texts from here and nowhere else.
 */
import { boundDomainEnd } from '../criteria'
import { type ModelKind, modelRecord } from '../models/model'
import type { TaskKind } from '../tasks/task'

export interface MetricTraits {
  readonly title: string
  readonly symbol: string // empty where the literature has none
  readonly unit: string // '1' for a pure number or share
  readonly definition: string
  readonly source: string
  readonly better: 'higher' | 'lower' | null // null: neither is better
  /** Letters of the axis key for arrays; empty for a scalar. */
  readonly axes: string
}

const elhage = 'Elhage et al. 2022', lab = 'this lab'
const features = 'features', share = '1'

function scalar(
  title: string, symbol: string, unit: string, better: MetricTraits['better'], definition: string, source: string,
): MetricTraits {
  return { title, symbol, unit, definition, source, better, axes: '' }
}
function array(
  axes: string, title: string, symbol: string, unit: string, better: MetricTraits['better'], definition: string, source: string,
): MetricTraits {
  return { title, symbol, unit, definition, source, better, axes }
}

export const metricTraits = {
  featuresLearned: scalar('Features learned', 'F', features, 'higher', 'The primary count of the task.', lab),
  featuresPerLayer: scalar('Features per layer', 'F/L', features, null, 'Features learned over layers.', 'Katta 2024'),
  featuresPerNeuron: scalar('Features per neuron', 'F/(mL)', share, null, 'Features learned over all neurons: the note’s degree of superposition.', 'Katta 2024'),
  featuresPerResidualDimension: scalar('Features per residual dimension', 'F/d', share, null, 'Features learned over the width of the residual stream, which all layers share.', lab),
  observedConstant: scalar('Observed constant of the bound', 'C_obs', share, null, `Features per neuron times −p ln p: what C would be if the compressed-sensing bound were an equality; only for independent features of one p ≤ ${boundDomainEnd}.`, lab),
  nonEmbeddingParameters: scalar('Parameters', 'N', 'weights', null, 'Weights of the layers, 2dmL; embeddings and biases excluded.', 'Kaplan et al. 2020'),
  totalParameters: scalar('All parameters', '', 'weights', null, 'Every number of the network, frozen embeddings and biases included.', lab),

  heldOutLoss: scalar('Held-out loss', '', 'task loss', 'lower', 'Loss on held-out samples; for recall the cross-entropy over all keys, in nats.', lab),
  featuresByBits: scalar('Features by information', 'F_bits', features, 'higher', 'n(ln n − CE)/ln n: 0 at chance, n when every key is certain.', 'Nichani et al. 2024, then this lab'),
  featuresByArgmax: scalar('Keys answered correctly', 'F_argmax', features, 'higher', 'Keys whose own class has the highest logit.', lab),
  bitsPerParameter: scalar('Bits per parameter', '', 'bits', 'higher', 'n(ln n − CE)/(N ln 2).', 'Allen-Zhu & Li 2024'),

  featuresBySoftR2: scalar('Features by explained variance', 'F_soft', features, 'higher', 'Sum over features of R² clipped to [0, 1]; needs no threshold.', lab),
  featuresAtR2Of25: scalar('Features with R² ≥ 0.25', 'F_.25', features, 'higher', 'Features whose R² on held-out samples is at least 0.25.', lab),
  featuresAtR2Of50: scalar('Features with R² ≥ 0.5', 'F_.5', features, 'higher', 'Features whose R² on held-out samples is at least 0.5.', lab),
  featuresAtR2Of80: scalar('Features with R² ≥ 0.8', 'F_.8', features, 'higher', 'Features whose R² on held-out samples is at least 0.8.', lab),
  featuresAtR2Of90: scalar('Features with R² ≥ 0.9', 'F_.9', features, 'higher', 'Features whose R² on held-out samples is at least 0.9.', lab),
  meanR2: scalar('Mean R²', '', share, 'higher', 'Mean over features of R², not clipped.', lab),
  halfFeaturesBySoftR2: scalar('Half-features', '', 'half-features', 'higher', 'The soft count over features and signs, 2n units: a network may learn one sign only.', lab),
  halfFeaturesAtR2Of50: scalar('Half-features with q ≥ 0.5', '', 'half-features', 'higher', 'Feature-and-sign units that explain at least half of E[y²] on their samples.', lab),
  meanActiveFeatures: scalar('Active features per sample', 'k̂', features, null, 'Mean number of non-zero features in a held-out sample.', lab),
  meanFiringRate: scalar('Firing rate', '', share, null, 'Mean share of held-out samples in which a neuron is on.', lab),
  deadNeurons: scalar('Dead neurons', '', 'neurons', 'lower', 'Neurons that are on in no held-out sample.', lab),

  featuresByNorm: scalar('Features by norm', 'F_W', features, 'higher', 'Features whose direction is longer than ½.', elhage),
  frobeniusSquared: scalar('Squared Frobenius norm', '‖W‖²_F', share, null, 'Sum of squared feature norms: a soft count of represented features.', elhage),
  dimensionsPerFeature: scalar('Dimensions per feature', 'D*', 'dimensions', null, 'm/‖W‖²_F.', elhage),
  totalDimensionality: scalar('Dimensions used', 'ΣD_i', 'dimensions', null, 'Sum of feature dimensionalities, at most rank W: a utilisation, not a count.', elhage),
  interference: scalar('Interference', '', share, 'lower', 'Mean over features with norm above ½ of Σ_{j≠i} (Ŵ_i·W_j)².', elhage),
  jacobianInterference: scalar('Effective interference', 'I_i', share, 'lower', 'Median over learned features of Σ_{j≠i} J_ij²/J_ii² in the effective Jacobian; for a conjunction both its features are its own.', lab),

  participationRatio: scalar('Layers sharing a feature', 'PR', 'layers', null, 'Mean over learned features of 1/Σ_l q²: 1 if each lives in one layer, L if all layers share alike.', lab),
  participationRatioNull: scalar('Layers sharing a feature, shuffled', 'PR₀', 'layers', null, 'The same after shuffling each layer’s contributions over features.', lab),
  shareEntropy: scalar('Entropy over layers', 'H', 'nats', null, 'Mean over learned features of −Σ_l q ln q.', lab),
  ablationLoss: scalar('Features lost with one layer', '', share, null, 'Share of learned features lost when one layer’s write is removed, mean over layers; 1/L if features were divided over layers.', lab),
  linearDecomposition: scalar('Linear decomposition', '', share, 'higher', 'Share of the variance of a layer’s neurons that a sum of feature directions, Σ x_i W_i, explains on fresh samples; mean over layers; not measured above 1,024 features.', 'Katta 2024, first statement'),
  probeFeaturesTogether: scalar('Features read off all layers', '', features, 'higher', 'Features with probe R² ≥ ½ from the neurons of all layers, projected to the dimension of one; not measured where probes would take more than 512 MiB.', lab),
  crossLayerShare: scalar('Cross-layer share', 'χ', share, null, 'Share of features that probes read off all layers together (R² ≥ ½) but off none alone (R² < ¼).', lab),

  featureQuality: array('f', 'Feature quality', 'q_i', share, 'higher', 'R² clipped to [0, 1]; for recall 1 − CE_i/ln n, clipped.', lab),
  learned: array('f', 'Learned', '', share, 'higher', '1 where the feature is learned: R² ≥ ½, or the key answered correctly.', lab),
  r2: array('f', 'Explained variance', 'R²_i', share, 'higher', '1 − MSE_i/Var(y_i) on held-out samples.', lab),
  activeFraction: array('f', 'Empirical density', 'p̂_i', share, null, 'Share of held-out samples in which the feature is active.', lab),
  firingRate: array('lk', 'Firing rates', '', share, null, 'Share of held-out samples in which the neuron is on.', lab),
  featureNorm: array('f', 'Feature norms', '‖W_i‖', share, null, 'Length of the feature direction.', elhage),
  featureDimensionality: array('f', 'Feature dimensionality', 'D_i', 'dimensions', null, '‖W_i‖²/Σ_j (Ŵ_i·W_j)², j including i.', elhage),
  featureInterference: array('f', 'Interference', '', share, 'lower', 'Σ_{j≠i} (Ŵ_i·W_j)²: a sum of squares.', elhage),
  featureDirections: array('fh', 'Feature directions', 'W_i', share, null, 'Rows of W: where each feature points in the hidden space.', elhage),
  gram: array('fg', 'Gram matrix', 'W_i·W_j', share, null, 'Inner products of feature directions, first 64 features.', elhage),
  jacobian: array('fg', 'Effective Jacobian', 'J_ij', share, null, 'Response of output i to feature j on the data, first 64 features; for recall the centred logit of i’s class when key j is shown.', lab),
  jacobianSelfShare: array('f', 'Self share', '', share, 'higher', 'J_ii²/Σ_j J_ij²: 1 if nothing but feature i (for a conjunction, its two features) moves output i.', lab),
  layerContribution: array('fl', 'Contributions of layers', 'c_il', share, null, 'What layer l’s write adds to the correct answer: logit margin for recall, regression slope otherwise; not measured where n·m·L exceeds 2²⁶.', lab),
  layerShare: array('fl', 'Layer shares', 'q_il', share, null, 'Positive contributions of layers to a feature, divided by their sum.', lab),
  featureParticipation: array('f', 'Layers sharing a feature', 'PR_i', 'layers', null, '1/Σ_l q²_il.', lab),
  featuresByLayer: array('l', 'Features of each layer', 'F_l', features, null, 'Features learned, divided over layers by contribution; they sum to F.', lab),
  layerAblationLoss: array('l', 'Features lost without a layer', '', share, null, 'Share of learned features lost when this layer’s write is removed.', lab),
  layerLinearDecomposition: array('l', 'Linear decomposition of a layer', '', share, 'higher', 'Share of the variance of this layer’s neurons that Σ x_i W_i explains.', 'Katta 2024, first statement'),
  probeFeaturesByLayer: array('l', 'Features read off a layer', 'F_probe,l', features, 'higher', 'Features with probe R² ≥ ½ from this layer’s neurons: available there, used or not.', lab),
  probeR2: array('fl', 'Probe R²', 'R²_il', share, 'higher', 'Ridge probe from the neurons of layer l to target i, on fresh samples.', lab),
  probeR2Together: array('f', 'Probe R², all layers', '', share, 'higher', 'Ridge probe from the neurons of all layers, projected to the dimension of one.', lab),
} as const satisfies Record<string, MetricTraits>

export type MetricName = keyof typeof metricTraits

/** The scalar that is "features learned". */
export function primaryCount(task: TaskKind, model: ModelKind = 'autoencoder'): MetricName {
  return modelRecord(model).tasks[task].count
}
