/** Every chart, under the question that it helps to answer. A new chart is one file and one line here. */
import { degreeAndBound, observedConstants } from './degree-and-bound'
import { effectiveMatrices } from './effective-matrices'
import { featureDimensionality } from './feature-dimensionality'
import { featureDirections } from './feature-directions'
import { featureQuality } from './feature-quality'
import { featuresByParameters, featuresByWidth } from './features-against'
import { featuresByCompute } from './features-by-compute'
import { featuresByNeurons } from './features-by-neurons'
import { featuresLearned } from './features-learned'
import { featuresPerNeuron } from './features-per-neuron'
import type { Chart } from './figure'
import { interference } from './interference'
import { lawExponent } from './law-exponent'
import { layerSharing } from './layer-sharing'
import { lossByShape } from './loss-by-shape'
import { lossByParameters } from './loss-by-parameters'
import { lossCurves } from './loss-curves'
import { phaseDiagram } from './phase-diagram'
import { planeOfLaws } from './plane-of-laws'
import { similarityMatrix } from './similarity-matrix'

export interface ChartGroup {
  readonly title: string
  /** One sentence on what the group is for; may be empty. */
  readonly words: string
  readonly charts: readonly Chart[]
}

/** Shape beside shape, in the order of the argument. */
export const comparisonGroups: readonly ChartGroup[] = [
  { title: 'Who binds: parameters, neurons or the stream?', words: 'If features follow the parameters, shapes of one size learn equally many; if they follow the neurons, the deep shape learns more.', charts: [planeOfLaws, lawExponent, featuresLearned, featuresByNeurons, featuresByParameters, featuresByWidth, featuresByCompute] },
  { title: 'Does equal size give equal loss?', words: 'The first premise. Without it, equal features cannot be expected.', charts: [lossByShape, lossByParameters] },
  { title: 'How tightly are features packed?', words: 'The degree of superposition, and the bound that the note reads as an equation.', charts: [featuresPerNeuron, interference, degreeAndBound, observedConstants] },
  { title: 'Are they the same features?', words: 'Equal counts may be of different features.', charts: [similarityMatrix, featureQuality, layerSharing] },
]

/** One shape at several settings. */
export const settingGroups: readonly ChartGroup[] = [
  { title: 'Where does superposition begin?', words: 'What becomes of features as they grow rarer, or matter more.', charts: [phaseDiagram, featuresLearned, interference] },
  { title: 'How tightly are features packed?', words: 'The degree of superposition, and the bound that the note reads as an equation.', charts: [degreeAndBound, observedConstants] },
  { title: 'How well is each feature learned?', words: '', charts: [featureQuality] },
]

/** Inside one network. */
export const featureGroups: readonly ChartGroup[] = [
  { title: 'Where features point, and whom they disturb', words: '', charts: [featureDirections, effectiveMatrices, featureDimensionality] },
]

export const runGroups: readonly ChartGroup[] = [{ title: 'How they trained', words: '', charts: [lossCurves] }]

export const charts: readonly Chart[] = [...new Set([...comparisonGroups, ...settingGroups, ...featureGroups, ...runGroups].flatMap((group) => group.charts))]
