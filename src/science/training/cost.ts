/**
 * What a run costs, from its shape alone: floating-point operations (a multiply and an add count as two; sampling
 * and Adam, which are of lower order, are not counted) and bytes. The dense products are counted; an engine may skip zeros.
 * Backward costs twice forward.
 */
import { ablationSamples } from '../metrics/ablation'
import { decompositionFits } from '../metrics/linear-decomposition'
import { probesFit } from '../metrics/probes'
import { embeddingIsTrained, nonEmbeddingParameters, parameterLayout } from '../models/model'
import type { RunSpec } from './run-spec'
import { isRecall, taskTraits } from '../tasks/task'

const float32Bytes = 4

/**
 * Operations of one optimiser step of one run:
 * - autoencoder: forward 4nm per sample (encode, decode), hence 12·B·n·m;
 * - residual: forward 2N + 2nd + 2nd (layers, embed, read out), hence 6·B·(N + 2nd), a little too much for frozen E, U;
 * - recall (B = n, a one-hot key costs no product): 6nN + 4n²d with frozen U (forward and backward through it),
 *   6nN + 6n²d when U is trained.
 */
export function flopsPerStep(run: RunSpec): number {
  const n = run.task.featureCount
  const { width } = run.shape
  const B = run.training.batchSize
  if (run.model.kind === 'autoencoder') return 12 * B * n * width
  const N = nonEmbeddingParameters(run)
  if (isRecall(run.task)) return 6 * B * N + (embeddingIsTrained(run.model) ? 6 : 4) * B * n * width
  return 6 * B * (N + 2 * n * width)
}

/** Training, and measuring what was trained. */
export function flopsOfRun(run: RunSpec): number {
  return flopsPerStep(run) * run.training.steps + flopsOfMeasurement(run)
}

/**
 * Operations of `measureRun`, of the parts that grow: the forward pass over held-out samples T (recall: all keys), again
 * without each layer, and for residual networks on sparse features the decomposition (ridge of k = 2n + 1 columns on Lm
 * neurons) and the probes (five λ for each layer and for all together, m + 1 columns on n targets).
 */
export function flopsOfMeasurement(run: RunSpec): number {
  const n = run.task.featureCount
  const { width: d, depth: L, neurons: m } = run.shape
  const T = run.measurement.evaluationSamples
  if (run.model.kind === 'autoencoder') return 4 * T * n * d
  const forward = 2 * nonEmbeddingParameters(run) + 2 * n * d // per sample; inputs are sparse
  if (isRecall(run.task)) return (L + 1) * n * forward
  const passes = (T + L * Math.min(T, ablationSamples)) * forward
  const signed = taskTraits[run.task.kind].values === 'signed'
  const k = (signed ? 2 : 1) * n + 1
  const decomposition = decompositionFits(n, L, m, signed) ? k ** 3 / 3 + 5 * k * k * L * m : 0
  const probing = probesFit(n, L, m) ? (L + 1) * (T * (m * m + 2 * m) + 5 * (m ** 3 / 3 + 8 * m * m * n)) : 0
  return passes + decomposition + probing
}

/** Measuring is plain float64 JavaScript on one thread, whatever the engine: 0.84e9 and 0.99e9 measured (absolute value, recall; Node 20, two busy cores). */
export const measuringFlopsPerSecond = 1e9

/** For estimates of how long a sweep takes; trainings are timed, this is not. */
export const secondsOfMeasurement = (run: RunSpec): number => flopsOfMeasurement(run) / measuringFlopsPerSecond

/** All parameters once, and for trainable ones a gradient and both moments. */
export function parameterBytes(run: RunSpec): number {
  const { total, trainable } = parameterLayout(run)
  return float32Bytes * (total + 3 * trainable)
}

/**
 * One batch with everything backward needs: inputs, outputs and output gradients 3n, hidden values and gradients 2m
 * (autoencoder) or 2(L + 1)d of the stream and 2Lm of the neurons (residual) and Ld of it normalised, per sample.
 */
export function activationBytes(run: RunSpec): number {
  const n = run.task.featureCount
  const { width, depth, neurons } = run.shape
  const normalised = run.model.kind === 'residual' && run.model.normalisation ? depth * width : 0
  const hidden = run.model.kind === 'autoencoder' ? 2 * width : 2 * (depth + 1) * width + 2 * depth * neurons + normalised
  return float32Bytes * run.training.batchSize * (3 * n + hidden)
}
