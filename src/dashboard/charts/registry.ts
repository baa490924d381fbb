/**
 * Every chart, counted by the compiler: a chart without an entry, an entry without its scope or its groups does not
 * compile. Groups of the page are read from the entries; charts stand in a group as they stand here
 * (docs/add-a-chart.md, decision 0190).
 */
import type { ChartId } from './chart-id'
import { degreeAndBound, observedConstants } from './degree-and-bound'
import { dimensionsByFeature } from './dimensions-by-feature'
import { dimensionsThroughTraining } from './dimensions-through-training'
import { effectiveMatrices } from './effective-matrices'
import { featureDimensionality } from './feature-dimensionality'
import { featureDirections } from './feature-directions'
import { featureMatrices } from './feature-matrices'
import { featureNorms } from './feature-norms'
import { featureQuality } from './feature-quality'
import { featuresByParameters, featuresByWidth } from './features-against'
import { featuresByCompute } from './features-by-compute'
import { featuresByNeurons } from './features-by-neurons'
import { featuresInPlane } from './features-in-plane'
import { featuresInSpace } from './features-in-space'
import { featuresLearned } from './features-learned'
import { featuresOverLayers } from './features-over-layers'
import { featuresPerNeuron } from './features-per-neuron'
import type { Chart } from './figure'
import { interference } from './interference'
import { interferenceGraphs } from './interference-graphs'
import { lawExponent } from './law-exponent'
import { layerSharing } from './layer-sharing'
import { lossByParameters } from './loss-by-parameters'
import { lossByShape } from './loss-by-shape'
import { lossCurves } from './loss-curves'
import { lossesOfChosen } from './losses-of-chosen'
import { neuronBars } from './neuron-bars'
import { phaseDiagram } from './phase-diagram'
import { planeOfLaws } from './plane-of-laws'
import type { FeatureChart } from './portrait'
import { similarityMatrix } from './similarity-matrix'

/** Groups of charts under the question that they help to answer, by the part of the page in which they stand. */
const parts = {
  /** Shape beside shape, in the order of the argument. */
  comparison: {
    binding: { title: 'Who binds: parameters, neurons or the stream?', purpose: 'If features follow the parameters, shapes of one size learn equally many; if they follow the neurons, the deep shape learns more.' },
    premise: { title: 'Does equal size give equal loss?', purpose: 'The first premise. Without it, equal features cannot be expected.' },
    packing: { title: 'How tightly are features packed?', purpose: 'The degree of superposition, and the bound that the note reads as an equation.' },
    sameness: { title: 'Are they the same features?', purpose: 'Equal counts may be of different features.' },
  },
  /** One shape at several settings. */
  settings: {
    onset: { title: 'Where does superposition begin?', purpose: 'What becomes of features as they grow rarer, or matter more.' },
    packing: { title: 'How tightly are features packed?', purpose: 'The degree of superposition, and the bound that the note reads as an equation.' },
    quality: { title: 'How well is each feature learned?', purpose: '' },
  },
  runs: { training: { title: 'How they trained', purpose: '' } },
  features: { geometry: { title: 'Where features point, and whom they disturb', purpose: '' } },
} as const

type Parts = typeof parts
type GroupOf<Part extends keyof Parts> = { readonly [P in Part]: `${P}/${keyof Parts[P] & string}` }[Part]
type OneOrMore<Item> = readonly [Item, ...Item[]]

export type ChartEntry =
  /** Drawn of the summary and all its runs. */
  | { readonly scope: 'sweep'; readonly groups: OneOrMore<GroupOf<'comparison' | 'settings' | 'runs'>>; readonly chart: Chart }
  /** Drawn of one network for each row. */
  | { readonly scope: 'row'; readonly groups: OneOrMore<GroupOf<'features'>>; readonly chart: Chart }
  /** Drawn of the runs that are looked at one by one; the feature view shows them all, in this order. */
  | { readonly scope: 'run'; readonly chart: FeatureChart }

export const chartEntries = {
  'plane-of-laws': { scope: 'sweep', groups: ['comparison/binding'], chart: planeOfLaws },
  'law-exponent': { scope: 'sweep', groups: ['comparison/binding'], chart: lawExponent },
  'phase-diagram': { scope: 'sweep', groups: ['settings/onset'], chart: phaseDiagram },
  'features-learned': { scope: 'sweep', groups: ['comparison/binding', 'settings/onset'], chart: featuresLearned },
  'features-by-neurons': { scope: 'sweep', groups: ['comparison/binding'], chart: featuresByNeurons },
  'features-by-parameters': { scope: 'sweep', groups: ['comparison/binding'], chart: featuresByParameters },
  'features-by-width': { scope: 'sweep', groups: ['comparison/binding'], chart: featuresByWidth },
  'features-by-compute': { scope: 'sweep', groups: ['comparison/binding'], chart: featuresByCompute },
  'loss-by-shape': { scope: 'sweep', groups: ['comparison/premise'], chart: lossByShape },
  'loss-by-parameters': { scope: 'sweep', groups: ['comparison/premise'], chart: lossByParameters },
  'features-per-neuron': { scope: 'sweep', groups: ['comparison/packing'], chart: featuresPerNeuron },
  interference: { scope: 'sweep', groups: ['comparison/packing', 'settings/onset'], chart: interference },
  'degree-and-bound': { scope: 'sweep', groups: ['comparison/packing', 'settings/packing'], chart: degreeAndBound },
  'observed-constants': { scope: 'sweep', groups: ['comparison/packing', 'settings/packing'], chart: observedConstants },
  'similarity-matrix': { scope: 'sweep', groups: ['comparison/sameness'], chart: similarityMatrix },
  'feature-quality': { scope: 'sweep', groups: ['comparison/sameness', 'settings/quality'], chart: featureQuality },
  'layer-sharing': { scope: 'sweep', groups: ['comparison/sameness'], chart: layerSharing },
  'loss-curves': { scope: 'sweep', groups: ['runs/training'], chart: lossCurves },
  'feature-directions': { scope: 'row', groups: ['features/geometry'], chart: featureDirections },
  'effective-matrices': { scope: 'row', groups: ['features/geometry'], chart: effectiveMatrices },
  'feature-dimensionality': { scope: 'row', groups: ['features/geometry'], chart: featureDimensionality },
  'features-in-plane': { scope: 'run', chart: featuresInPlane },
  'features-in-space': { scope: 'run', chart: featuresInSpace },
  'interference-graphs': { scope: 'run', chart: interferenceGraphs },
  'feature-norms': { scope: 'run', chart: featureNorms },
  'dimensions-by-feature': { scope: 'run', chart: dimensionsByFeature },
  'feature-matrices': { scope: 'run', chart: featureMatrices },
  'neuron-bars': { scope: 'run', chart: neuronBars },
  'features-over-layers': { scope: 'run', chart: featuresOverLayers },
  'dimensions-through-training': { scope: 'run', chart: dimensionsThroughTraining },
  'losses-of-chosen': { scope: 'run', chart: lossesOfChosen },
} as const satisfies Readonly<Record<ChartId, ChartEntry>>

export interface ChartGroup {
  readonly title: string
  /** One sentence on what the group is for; may be empty. */
  readonly purpose: string
  readonly charts: readonly Chart[]
}

const entries: readonly ChartEntry[] = Object.values(chartEntries)

function groupsOf(part: keyof Parts): readonly ChartGroup[] {
  return Object.entries<{ readonly title: string; readonly purpose: string }>(parts[part]).map(([name, { title, purpose }]) => ({
    title, purpose, charts: entries.flatMap((entry) => (entry.scope !== 'run' && entry.groups.some((group) => group === `${part}/${name}`) ? [entry.chart] : [])),
  }))
}

export const comparisonGroups = groupsOf('comparison')
export const settingGroups = groupsOf('settings')
export const runGroups = groupsOf('runs')
export const featureGroups = groupsOf('features')

/** Every chart that is drawn of a sweep's results. */
export const charts: readonly Chart[] = entries.flatMap((entry) => (entry.scope === 'run' ? [] : [entry.chart]))
/** Every chart of the feature view. */
export const featureCharts: readonly FeatureChart[] = entries.flatMap((entry) => (entry.scope === 'run' ? [entry.chart] : []))
