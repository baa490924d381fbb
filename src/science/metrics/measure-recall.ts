import { forward } from '../models/forward'
import type { InPieces } from '../in-pieces'
import { hasDepth, modelRecord, nonEmbeddingParameters } from '../models/model'
import { permutation } from '../data/permutation'
import type { RunSpec } from '../training/run-spec'
import { tensorViews } from '../models/tensor-view'
import { fractionLost, withoutLayer } from './ablation'
import { addRecallContributions } from './contributions'
import { jacobianInterference, matrixCap, median } from './jacobian'
import { measureLayers } from './measure-layers'
import { type Findings, measured } from './findings'
import { type RecallScores, bitsPerParameter, emptyRecallScores, featuresByBits, scoreKeys } from './recall-metrics'

const chunk = 128 // keys at a time: bounds memory at chunk·n logits

/** Calls `visit` with activations of keys first … first + B − 1, over all keys. */
function* forEachChunk(
  run: RunSpec, parameters: Float64Array, visit: (activations: ReturnType<typeof forward>, first: number) => void,
): InPieces<void> {
  const n = run.task.featureCount
  for (let first = 0; first < n; first += chunk) {
    const B = Math.min(chunk, n - first)
    const keys = new Float64Array(B * n) // [b, f]
    for (let b = 0; b < B; b++) keys[b * n + first + b] = 1
    visit(forward(run, parameters, keys), first)
    yield
  }
}

/** @param parameters [P] */
export function* measureRecall(run: RunSpec, parameters: Float64Array): InPieces<Findings> {
  const { task: { featureCount: n }, shape: { width: d, depth: L }, model } = run
  const targets = permutation(run.seeds.data, n)
  const size = Math.min(n, matrixCap)
  const scores = emptyRecallScores(n)
  const contributions = new Float64Array(n * L) // [f, l]
  const matrix = new Float64Array(size * size) // J [f, g]
  const diagonal = new Float64Array(n), rowSquares = new Float64Array(n) // [f]
  const layered = hasDepth(model)
  const unembedding = tensorViews(run, parameters)(modelRecord(model.kind).readout(model)) // U [f, h]
  yield* forEachChunk(run, parameters, (activations, first) => {
    const { outputs } = activations
    scoreKeys(scores, outputs, targets, first)
    if (layered) addRecallContributions(contributions, activations.writes, unembedding, d, targets, scores.rival, first)
    for (let b = 0; b < outputs.length / n; b++) {
      const j = first + b
      let mean = 0
      for (let c = 0; c < n; c++) mean += outputs[b * n + c] / n
      for (let i = 0; i < n; i++) {
        const value = outputs[b * n + targets[i]] - mean // J_ij
        rowSquares[i] += value * value
        if (i === j) diagonal[i] = value
        if (i < size && j < size) matrix[i * size + j] = value
      }
    }
  })
  const crossEntropy = scores.crossEntropy.reduce((sum, value) => sum + value, 0) / n
  const correct = scores.correct.reduce((sum, value) => sum + value, 0)
  const bits = featuresByBits(n, crossEntropy)
  const quality = scores.crossEntropy.map((value) => Math.min(1, Math.max(0, 1 - value / Math.log(n)))) // [f]
  const { interference, selfShare } = jacobianInterference(diagonal.map((value) => value ** 2), rowSquares)
  const learnedInterference = Array.from(interference).filter((value, i) => scores.correct[i] && Number.isFinite(value))
  const layers = layered
    ? measureLayers(run, contributions, quality, scores.correct, bits, yield* ablation(run, parameters, targets, scores))
    : { scalars: {}, arrays: {} }
  return {
    scalars: {
      heldOutLoss: crossEntropy,
      featuresByBits: bits,
      featuresByArgmax: correct,
      bitsPerParameter: bitsPerParameter(n, crossEntropy, nonEmbeddingParameters(run)),
      jacobianInterference: learnedInterference.length > 0 ? median(learnedInterference) : null,
      ...layers.scalars,
    },
    arrays: {
      featureQuality: measured('f', [n], quality),
      learned: measured('f', [n], scores.correct),
      jacobian: measured('fg', [size, size], matrix),
      jacobianSelfShare: measured('f', [n], selfShare),
      ...layers.arrays,
    },
  }
}

/** Fraction of correctly answered keys lost without layer l. Returns [l]; null where nothing was correct. */
function* ablation(run: RunSpec, parameters: Float64Array, targets: Uint32Array, intact: RecallScores): InPieces<(number | null)[]> {
  const lost: (number | null)[] = [] // [l]
  for (let l = 0; l < run.shape.depth; l++) {
    const scores = emptyRecallScores(targets.length)
    yield* forEachChunk(run, withoutLayer(run, parameters, l), ({ outputs }, first) => scoreKeys(scores, outputs, targets, first))
    lost.push(fractionLost(intact.correct, scores.correct))
  }
  return lost
}
