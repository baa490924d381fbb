import { learnedFrom, learnedThresholds, readableFrom } from '../criteria'
import { regressionTargets } from '../training/batch'
import { evaluationInputs } from '../training/evaluation-inputs'
import { forward } from '../models/forward'
import { importanceWeights } from '../tasks/importance'
import type { InPieces } from '../in-pieces'
import { hasDepth, modelRecord } from '../models/model'
import type { RegressionRun } from '../training/run-spec'
import { partsOf, taskTraits } from '../tasks/task'
import { tensorViews } from '../models/tensor-view'
import { ablationSamples, fractionLost, withoutLayer } from './ablation'
import { contributionsFit, regressionContributions } from './contributions'
import { countAtLeast, explainedVarianceSums, softCount } from './explained-variance'
import { decompositionFits, linearDecomposition } from './linear-decomposition'
import { jacobianInterference, jacobianSums, matrixCap, median } from './jacobian'
import { measureLayers } from './measure-layers'
import { type Findings, measured } from './findings'
import { type ProbeResult, probes, probesFit } from './probes'

const chunk = 256 // samples at a time: bounds memory at chunk·(n + L(m + 2d)) numbers

/** A chunk of held-out data: inputs and targets [b, f]. */
function* evaluationChunks(run: RegressionRun, samples: number): Generator<{ inputs: Float64Array; targets: Float64Array }> {
  for (let first = 0; first < samples; first += chunk) {
    const inputs = evaluationInputs(run, first, Math.min(chunk, samples - first))
    yield { inputs, targets: regressionTargets(run.task, inputs) }
  }
}

/** @param parameters [P] */
export function* measureRegression(run: RegressionRun, parameters: Float64Array): InPieces<Findings> {
  const { task: { featureCount: n }, shape: { depth: L, neurons: m } } = run
  const samples = run.measurement.evaluationSamples
  const importance = importanceWeights(run.task)
  const explained = explainedVarianceSums(n)
  const jacobian = jacobianSums(run, parameters)
  const signed = taskTraits[run.task.kind].values === 'signed'
  const layered = hasDepth(run.model) && L > 0
  const contributions = layered && contributionsFit(n, L, m) ? regressionContributions(n, L, m) : null
  const decomposition = layered && decompositionFits(n, L, m, signed) ? linearDecomposition(n, L, m, signed) : null
  const probed = layered && probesFit(n, L, m) ? probes(n, L, m, run.seeds.init) : null
  const firing = new Float64Array(L * m) // samples in which the neuron is on [l, k]
  let loss = 0, active = 0, done = 0
  let learnedOnSubset: Uint8Array | null = null
  for (const { inputs, targets } of evaluationChunks(run, samples)) {
    const activations = forward(run, parameters, inputs)
    explained.add(inputs, targets, activations.outputs)
    jacobian.add(inputs, activations)
    for (let e = 0; e < inputs.length; e++) {
      loss += importance[e % n] * (activations.outputs[e] - targets[e]) ** 2
      if (inputs[e] !== 0) active += 1
    }
    contributions?.add(activations.neurons, targets)
    decomposition?.add(inputs, activations.neurons)
    probed?.add(activations.neurons, targets)
    activations.neurons.forEach((neurons, l) => neurons.forEach((value, e) => { if (value > 0) firing[l * m + e % m] += 1 }))
    done += activations.batchSize
    if (learnedOnSubset === null && done >= Math.min(samples, ablationSamples)) {
      learnedOnSubset = Uint8Array.from(explained.result().r2, (value) => (value >= learnedFrom ? 1 : 0))
    }
    yield
  }
  const { r2, halfFeatures, activeFraction } = explained.result()
  const learned = Uint8Array.from(r2, (value) => (value >= learnedFrom ? 1 : 0)) // [f]
  const quality = r2.map((value) => Math.min(1, Math.max(0, value))) // [f]
  const size = Math.min(n, matrixCap)
  const matrix = jacobian.result()
  const { interference, selfShare } = jacobianInterference(
    Array.from({ length: size }, (_, i) => partsOf(run.task, i).reduce((sum, j) => sum + (j < size ? matrix[i * size + j] ** 2 : 0), 0)),
    Array.from({ length: size }, (_, i) => matrix.subarray(i * size, (i + 1) * size).reduce((sum, value) => sum + value * value, 0)),
  )
  const learnedInterference = Array.from(interference).filter((value, i) => learned[i] && Number.isFinite(value))
  const soft = softCount(r2)
  const layers = contributions !== null
    ? measureLayers(run, contributions.result(reads(run, parameters)), quality, learned, soft, yield* ablation(run, parameters, learnedOnSubset!))
    : nothing
  const decomposed = decomposition === null ? nothing : decompositionOf(yield* decomposition.resultInPieces())
  const read = probed === null ? nothing : reading(yield* probed.resultInPieces(), L)
  return {
    scalars: {
      heldOutLoss: loss / samples,
      featuresBySoftR2: soft,
      ...Object.fromEntries(learnedThresholds.map((threshold) => [`featuresAtR2Of${threshold * 100}`, countAtLeast(r2, threshold)])),
      meanR2: r2.reduce((sum, value) => sum + value, 0) / n,
      halfFeaturesBySoftR2: signed ? softCount(halfFeatures) : null,
      halfFeaturesAtR2Of50: signed ? countAtLeast(halfFeatures, learnedFrom) : null,
      meanActiveFeatures: active / samples,
      meanFiringRate: firing.reduce((sum, value) => sum + value, 0) / (samples * L * m),
      deadNeurons: firing.reduce((count, value) => count + (value === 0 ? 1 : 0), 0),
      jacobianInterference: learnedInterference.length > 0 ? median(learnedInterference) : null,
      ...layers.scalars,
      ...decomposed.scalars,
      ...read.scalars,
    },
    arrays: {
      r2: measured('f', [n], r2),
      featureQuality: measured('f', [n], quality),
      learned: measured('f', [n], learned),
      activeFraction: measured('f', [n], activeFraction),
      firingRate: measured('lk', [L, m], firing.map((value) => value / samples)),
      jacobian: measured('fg', [size, size], matrix),
      jacobianSelfShare: measured('f', [size], selfShare),
      ...layers.arrays,
      ...decomposed.arrays,
      ...read.arrays,
    },
  }
}

const nothing: Findings = { scalars: {}, arrays: {} }

/** byLayer [l]. */
function decompositionOf(byLayer: Float64Array): Findings {
  return {
    scalars: { linearDecomposition: byLayer.reduce((sum, value) => sum + value, 0) / byLayer.length },
    arrays: { layerLinearDecomposition: measured('l', [byLayer.length], byLayer) },
  }
}

/** What can be read off the layers' neurons. */
function reading({ byLayer, together, crossLayer }: ProbeResult, depth: number): Findings {
  const n = together.length
  const probeFeatures = new Float64Array(depth) // F_probe,l [l]
  byLayer.forEach((r2, e) => { if (r2 >= readableFrom) probeFeatures[e % depth] += 1 })
  return {
    scalars: {
      probeFeaturesTogether: countAtLeast(together, readableFrom),
      crossLayerShare: depth > 1 ? crossLayer : null,
    },
    arrays: {
      probeFeaturesByLayer: measured('l', [depth], probeFeatures),
      probeR2: measured('fl', [n, depth], byLayer),
      probeR2Together: measured('f', [n], together),
    },
  }
}

/** U_f·(s·W_out[l, k]): what neuron k of layer l adds to output f. Returns L arrays [f, k]. */
function reads(run: RegressionRun, parameters: Float64Array): Float64Array[] {
  const { model, task: { featureCount: n }, shape: { width: d, depth: L, neurons: m } } = run
  const { layers, readout } = modelRecord(model.kind)
  if (layers === null) return []
  const tensor = tensorViews(run, parameters)
  const U = tensor(readout(model))
  const s = layers.scale(run)
  return Array.from({ length: L }, (_, l) => {
    const read = new Float64Array(n * m) // [f, k]
    const write = tensor(layers.writes, l) // [k, h]
    for (let f = 0; f < n; f++) {
      for (let k = 0; k < m; k++) {
        let dot = 0
        for (let h = 0; h < d; h++) dot += U[f * d + h] * write[k * d + h]
        read[f * m + k] = s * dot
      }
    }
    return read
  })
}

/** Fraction of learned features (R² ≥ ½ on the first samples) lost without layer l. Returns [l]. */
function* ablation(run: RegressionRun, parameters: Float64Array, learned: Uint8Array): InPieces<(number | null)[]> {
  const n = run.task.featureCount
  if (!learned.includes(1)) return Array.from({ length: run.shape.depth }, () => null) // nothing to lose
  const lost: (number | null)[] = [] // [l]
  for (let l = 0; l < run.shape.depth; l++) {
    const ablated = withoutLayer(run, parameters, l)
    const explained = explainedVarianceSums(n)
    for (const { inputs, targets } of evaluationChunks(run, Math.min(run.measurement.evaluationSamples, ablationSamples))) {
      explained.add(inputs, targets, forward(run, ablated, inputs).outputs)
      yield
    }
    lost.push(fractionLost(learned, explained.result().r2.map((value) => (value >= learnedFrom ? 1 : 0))))
  }
  return lost
}
