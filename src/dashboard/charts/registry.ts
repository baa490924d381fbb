/** Every chart of the results, in the order in which they are read. A new chart is one file and one line here. */
import { effectiveMatrices } from './effective-matrices'
import { featureDimensionality } from './feature-dimensionality'
import { featureDirections } from './feature-directions'
import { featureQuality } from './feature-quality'
import { featuresByNeurons } from './features-by-neurons'
import { featuresLearned } from './features-learned'
import { featuresPerNeuron } from './features-per-neuron'
import type { Chart } from './figure'
import { interference } from './interference'
import { lawExponent } from './law-exponent'
import { layerSharing } from './layer-sharing'
import { lossByShape } from './loss-by-shape'
import { lossCurves } from './loss-curves'

export const charts: readonly Chart[] = [
  featureDirections,
  lawExponent,
  featuresLearned,
  featuresPerNeuron,
  featuresByNeurons,
  lossByShape,
  effectiveMatrices,
  featureDimensionality,
  interference,
  featureQuality,
  layerSharing,
  lossCurves,
]
