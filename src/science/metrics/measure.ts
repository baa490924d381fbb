/**
 * Measures one trained run: everything of this folder that applies, from one pass over held-out data. Runs in the
 * worker after training, float64. Evaluation samples come from the feature law under [data seed, purpose.evaluation],
 * step 0, so shapes of one replicate are judged on the same samples; recall is judged on all its keys.
 */
import { representedAbove } from '../criteria'
import { allAtOnce, type InPieces } from '../in-pieces'
import { independentProbability, isRecall } from '../tasks/task'
import { type Network, modelRecord, nonEmbeddingParameters, parameterLayout } from '../models/model'
import type { RunSpec } from '../training/run-spec'
import { tensorViews } from '../models/tensor-view'
import { observedConstant } from '../theory/compressed-sensing-bound'
import { type Findings, measured } from './findings'
import { featureGeometry, gram } from './geometry'
import { matrixCap } from './jacobian'
import { primaryCount } from './metric-traits'
import { measureRecall } from './measure-recall'
import { measureRegression } from './measure-regression'
import type { RunMetrics } from './run-metrics'
import { superpositionDegree } from './superposition-degree'

/** @param parameters [P], frozen tensors included */
export function measureRun(run: RunSpec, parameters: Float32Array): RunMetrics {
  return allAtOnce(measuringRun(run, parameters))
}

/** The same in pieces, for a worker that has to hear `pause` and `stop` meanwhile. */
export function* measuringRun(run: RunSpec, parameters: Float32Array): InPieces<RunMetrics> {
  const p = Float64Array.from(parameters)
  const task = yield* isRecall(run.task) ? measureRecall(run, p) : measureRegression({ ...run, task: run.task }, p)
  const geometry = measureGeometry(run, p)
  const scalars: Record<string, number | null> = { ...task.scalars, ...geometry.scalars }
  const featuresLearned = scalars[primaryCount(run.task.kind, run.model.kind)]
  if (featuresLearned !== null && featuresLearned !== undefined) {
    const degree = superpositionDegree(featuresLearned, run.shape)
    Object.assign(scalars, { featuresLearned, ...degree })
    const independent = independentProbability(run.task)
    scalars.observedConstant = independent === null ? null : observedConstant(degree.featuresPerNeuron, independent)
  }
  scalars.nonEmbeddingParameters = nonEmbeddingParameters(run)
  scalars.totalParameters = parameterLayout(run).total
  const defined = Object.entries(scalars).filter((entry): entry is [string, number] => entry[1] !== null && Number.isFinite(entry[1]))
  return { scalars: Object.fromEntries(defined), arrays: { ...task.arrays, ...geometry.arrays } }
}

/** Geometry of feature directions, where they are learned. */
function measureGeometry(network: Network, parameters: Float64Array): Findings {
  const { model, shape: { width }, task: { featureCount: n } } = network
  const learned = modelRecord(model.kind).directions(model)
  if (learned === null) return { scalars: {}, arrays: {} }
  const directions = tensorViews(network, parameters)(learned.tensor)
  const geometry = featureGeometry(directions, width)
  const size = Math.min(n, matrixCap)
  const represented = geometry.interference.filter((_, f) => geometry.norm[f] > representedAbove)
  return {
    scalars: {
      featuresByNorm: geometry.featuresByNorm,
      frobeniusSquared: geometry.frobeniusSquared,
      dimensionsPerFeature: geometry.dimensionsPerFeature,
      totalDimensionality: geometry.dimensionality.reduce((sum, value) => sum + value, 0),
      interference: represented.length > 0 ? represented.reduce((sum, value) => sum + value, 0) / represented.length : null,
    },
    arrays: {
      featureNorm: measured('f', [n], geometry.norm),
      featureDimensionality: measured('f', [n], geometry.dimensionality),
      featureInterference: measured('f', [n], geometry.interference),
      gram: measured('fg', [size, size], gram(directions, width, size)),
      ...(learned.stored ? { featureDirections: measured('fh', [n, width], directions) } : {}),
    },
  }
}
