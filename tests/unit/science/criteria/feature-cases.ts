/** What counts as a feature, and what the bound is asked. */
import { heldFeatures } from '../../../../src/science/claims/arrangements'
import { claims } from '../../../../src/science/claims/registry'
import { rowsOfRuns } from '../../../../src/science/conclusions/note-table'
import { boundStanding } from '../../../../src/science/conclusions/observed-bound'
import { featureGeometry, gram } from '../../../../src/science/metrics/geometry'
import { interferenceGraph } from '../../../../src/science/metrics/interference-graph'
import { measureRun } from '../../../../src/science/metrics/measure'
import { probes } from '../../../../src/science/metrics/probes'
import { summarise } from '../../../../src/science/summary'
import { degreeBound, observedConstant, sparsityEntropy } from '../../../../src/science/theory/compressed-sensing-bound'
import { randomMatrix } from '../metrics/arrangements'
import { absoluteValueNetwork, addAbsoluteValue } from '../metrics/constructed-networks'
import { noteShapes, plantedRuns } from '../planted-runs'
import { bottleneck, reconstruction, runOf, tiedRelu } from '../run-examples'
import { type Cases, judged, pairAbout } from './either-side'

/**
 * One feature, answered by scale·|x|: R² = 1 − (1 − scale)²·K, where K = 1 − R² of the network that answers 0. A second layer, if
 * asked for, adds what is missing: it reads x + scale·|x|.
 */
function answering(scale: number, isCompleted = false) {
  const { run, parameters } = absoluteValueNetwork({ width: 1, depth: 2, neurons: 2 }, (tensor) => {
    addAbsoluteValue(tensor, 0, 0, 1, 0, scale)
    if (!isCompleted) return
    for (const [k, gain] of [1 + scale, scale - 1].entries()) {
      tensor('W_in', 1)[k] = 1 / gain
      tensor('W_out', 1)[k] = 1 - scale
    }
  }, 2000) // no more than ablation looks at
  return measureRun(run, parameters)
}
const K = 1 - answering(0).scalars.meanR2
const withR2 = (r2: number, isCompleted = false) => answering(1 - Math.sqrt((1 - r2) / K), isCompleted)
const scalar = (name: string) => (r2: number): number => withR2(r2).scalars[name]

/** Of half-features: q = 1 − (1 − scale)² for either sign. */
const halves = (quality: number): number => answering(1 - Math.sqrt(1 - quality)).scalars.halfFeaturesAtR2Of50

/** One target, two layers of two neurons: y + noise of one layer and y − that noise of the other, and noise of its own in each. */
const T = 4000
const [y, shared, own] = [11, 12, 13].map((seed) => randomMatrix(T, 1, seed))
function probed(noise: number, ownNoise: number) {
  const layer = (sign: 1 | -1): Float64Array => Float64Array.from({ length: 2 * T }, (_, e) => {
    const t = e >> 1
    return e % 2 === 1 ? 0 : y[t] + sign * noise * shared[t] + ownNoise * own[t]
  })
  const p = probes(1, 2, 2, 3)
  p.add([layer(1), layer(-1)], y)
  return p.result()
}
/** R² of one layer alone is about 1/(1 + noise²). */
const aloneAt = (r2: number) => probed(Math.sqrt(1 / r2 - 1), 0).crossLayer
/** R² of both together is about 1/(1 + ownNoise²); of one alone far below ¼. */
const togetherAt = (r2: number) => probed(4, Math.sqrt(1 / r2 - 1)).crossLayer

/** Orthogonal features of which the first has this norm; the others are long enough. */
const directions = (norm: number): Float64Array => Float64Array.from([norm, 0, 0, 1])
const trained = (norm: number) => {
  const run = { ...runOf(reconstruction(2, 0.9), tiedRelu, bottleneck(2)), measurement: { probes: 1, evaluationSamples: 16 } }
  const parameters = Float32Array.from([...directions(norm), 0, 0])
  return { id: '', spec: run, replicate: 0, loss: 0, lateImprovement: null, parameters, metrics: measureRun(run, parameters) }
}

const sharedBy = (participationRatio: number) => plantedRuns({
  shapes: noteShapes, seeds: 2, count: () => 100, noise: 0.001, scalars: { participationRatio, participationRatioNull: 2, ablationLoss: 0.8, layerEntropy: 1 },
})

const p = 0.1
const task = { kind: 'absolute-value', featureCount: 1e6, sparsity: 1 - p, importance: { kind: 'uniform' } } as const
/** Two shapes and two seeds of each; C_obs is 1 ± error of the deep one and `constant` ± error of the wide one. */
const bound = (constant: number, error: number, baseline: Parameters<typeof boundStanding>[1] = []) => boundStanding(rowsOfRuns(
  plantedRuns({ shapes: noteShapes.slice(0, 2), seeds: 2, count: () => 1, task }).map((run) => ({
    ...run, metrics: { ...run.metrics, scalars: {
      ...run.metrics.scalars,
      featuresLearned: pairAbout(run.spec.shape.depth === 4 ? constant : 1, error)[run.replicate] * run.spec.shape.neurons * run.spec.shape.depth / sparsityEntropy(p),
    } },
  }))), baseline)!
const beside = (factor: number) => bound(1, 0, [{ p: p * factor, constant: 1, isCeiling: false }]).overBaseline !== null

export const featureCases = {
  learnedFrom: [
    judged('a feature', (r2) => withR2(r2).arrays.learned.values[0], [0.499, 0], [0.501, 1]),
    judged('half a feature', halves, [0.499, 0], [0.501, 2]),
    judged('a feature before a layer is removed', (r2) => withR2(r2).arrays.layerAblationLoss?.values, [0.499, undefined], [0.501, Float32Array.of(1, 0)]),
    judged('a feature after a layer is removed', (r2) => withR2(r2, true).arrays.layerAblationLoss.values[1], [0.499, 1], [0.501, 0]),
  ],
  learnedThresholds: [
    judged('F_.25', scalar('featuresAtR2Of25'), [0.249, 0], [0.251, 1]),
    judged('F_.5', scalar('featuresAtR2Of50'), [0.499, 0], [0.501, 1]),
    judged('F_.8', scalar('featuresAtR2Of80'), [0.799, 0], [0.801, 1]),
    judged('F_.9', scalar('featuresAtR2Of90'), [0.899, 0], [0.901, 1]),
  ],
  readableFrom: [judged('χ', togetherAt, [0.506, 0], [0.512, 1])], // on these samples 0.497 and 0.503
  unreadableBelow: [judged('χ', aloneAt, [0.233, 1], [0.239, 0])], // on these samples 0.247 and 0.253
  representedAbove: [
    judged('F_W', (norm) => featureGeometry(directions(norm), 2).featuresByNorm, [0.499, 1], [0.501, 2]),
    judged('nodes of the graph', (norm) => interferenceGraph(gram(directions(norm), 2), 2).represented.length, [0.499, 1], [0.501, 2]),
    judged('what a claim calls held', (norm) => heldFeatures(trained(norm)).held.length, [0.499, 1], [0.501, 2]),
    judged('whose interference is averaged', (norm) => {
      const run = { ...runOf(reconstruction(2, 0.9), tiedRelu, bottleneck(1)), measurement: { probes: 1, evaluationSamples: 16 } }
      return measureRun(run, Float32Array.from([norm, 1, 0, 0])).scalars.interference > 0.5 // 1 for the short feature, norm² for the long one
    }, [0.499, false], [0.501, true]),
  ],
  dividedBelow: [
    judged('the verdict’s caveat', (ratio) => summarise(sharedBy(ratio)).verdict.caveats.length - summarise(sharedBy(1)).verdict.caveats.length, [1.249, 0], [1.251, 1]),
    judged('its reason', (ratio) => summarise(sharedBy(ratio)).verdict.reasons.length - summarise(sharedBy(1)).verdict.reasons.length, [1.249, 0], [1.251, 1]),
    judged('the claim', (ratio) => claims['features-shared-by-layers'].judge(sharedBy(ratio).map((run) => ({ ...run, parameters: null }))).met, [1.249, false], [1.251, true]),
  ],
  boundDomainEnd: [
    judged('C_obs', (at) => observedConstant(1, at) === null, [0.3, false], [0.301, true]),
    judged('the bound', (at) => degreeBound(at) === null, [0.3, false], [0.301, true]),
  ],
  constancyBand: [
    judged('without noise', (ratio) => bound(ratio, 0).overShapes.standing, [1.149, 'constant'], [1.151, 'moves']),
    // Equal means: the 90% interval is e^±h with h = 2.91999·√2·error, and 0.87 < 1/1.15.
    judged('with noise, at the lower edge', (h) => bound(1, h / (Math.SQRT2 * 2.919986)).overShapes.standing, [0.1391, 'constant'], [0.1394, 'undecided']),
  ],
  baselineWithin: [judged('which p are near', beside, [1.299, true], [1.301, false]), judged('which p are near', beside, [1 / 1.301, false], [1 / 1.299, true])],
  farBelowBaseline: [judged('a constant beside the autoencoders’', (ratio) => bound(1, 0, [{ p, constant: 1 / ratio, isCeiling: false }]).overBaseline!.isFarBelow, [0.499, true], [0.501, false])],
} satisfies Partial<Cases>
