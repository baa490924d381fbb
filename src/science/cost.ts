/**
 * What a run costs, from its shape alone: floating-point operations (a multiply and an add count as two; sampling
 * and Adam, which are of lower order, are not counted) and bytes. The dense products are counted; an engine may skip zeros.
 * Backward costs twice forward.
 */
import { nonEmbeddingParameters, parameterLayout } from './model'
import type { RunSpec } from './run-spec'

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
  if (run.task.kind === 'recall') return 6 * B * N + (run.model.embedding === 'trained' ? 6 : 4) * B * n * width
  return 6 * B * (N + 2 * n * width)
}

/** Training plus one forward pass over the evaluation samples at the end (a third of a step's cost per sample). */
export function flopsOfRun(run: RunSpec): number {
  const perStep = flopsPerStep(run)
  return perStep * (run.training.steps + run.measurement.evaluationSamples / (3 * run.training.batchSize))
}

/** All parameters once, and for trainable ones a gradient and both moments. */
export function parameterBytes(run: RunSpec): number {
  const { total, trainable } = parameterLayout(run)
  return float32Bytes * (total + 3 * trainable)
}

/**
 * One batch with everything backward needs: inputs, outputs and output gradients 3n, hidden values and gradients 2m
 * (autoencoder) or 2(L + 1)d of the stream and 2Lm of the neurons (residual), per sample.
 */
export function activationBytes(run: RunSpec): number {
  const n = run.task.featureCount
  const { width, depth, neurons } = run.shape
  const hidden = run.model.kind === 'autoencoder' ? 2 * width : 2 * (depth + 1) * width + 2 * depth * neurons
  return float32Bytes * run.training.batchSize * (3 * n + hidden)
}
