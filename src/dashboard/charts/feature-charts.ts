/** Every chart of the feature view, in the order in which they are read. */
import { dimensionsByFeature } from './dimensions-by-feature'
import { dimensionsThroughTraining } from './dimensions-through-training'
import { featureMatrices } from './feature-matrices'
import { featureNorms } from './feature-norms'
import { featuresInPlane } from './features-in-plane'
import { featuresInSpace } from './features-in-space'
import { featuresOverLayers } from './features-over-layers'
import { interferenceGraphs } from './interference-graphs'
import { lossesOfChosen } from './losses-of-chosen'
import { neuronBars } from './neuron-bars'
import type { FeatureChart } from './portrait'

export const featureCharts: readonly FeatureChart[] = [
  featuresInPlane, featuresInSpace, interferenceGraphs, featureNorms, dimensionsByFeature, featureMatrices, neuronBars, featuresOverLayers, dimensionsThroughTraining, lossesOfChosen,
]
