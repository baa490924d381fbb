/** What measuring a trained run costs, of the parts that grow, counted as training is (training/cost.ts). */
import { hasDepth, modelRecord } from '../models/model'
import { isRecall, taskTraits } from '../tasks/task'
import { flopsPerStep } from '../training/cost'
import type { RunSpec } from '../training/run-spec'
import { ablationSamples } from './ablation'
import { decompositionFits } from './linear-decomposition'
import { probesFit } from './probes'

/** Training, and measuring what was trained. */
export function flopsOfRun(run: RunSpec): number {
  return flopsPerStep(run) * run.training.steps + flopsOfMeasurement(run)
}

/**
 * Operations of `measureRun`: the forward pass over held-out samples T (recall: all keys), where there are layers again
 * without each of them, and on sparse features the decomposition (ridge of k = 2n + 1 columns on Lm neurons) and the
 * probes (five λ for each layer and for all together, m + 1 columns on n targets).
 */
export function flopsOfMeasurement(run: RunSpec): number {
  const { task, model, shape: { depth: L, neurons: m }, measurement: { evaluationSamples: T } } = run
  const n = task.featureCount, forward = modelRecord(model.kind).flopsPerSample(run)
  if (!hasDepth(model)) return T * forward
  if (isRecall(task)) return (L + 1) * n * forward
  const passes = (T + L * Math.min(T, ablationSamples)) * forward
  const signed = taskTraits[task.kind].values === 'signed'
  const k = (signed ? 2 : 1) * n + 1
  const decomposition = decompositionFits(n, L, m, signed) ? k ** 3 / 3 + 5 * k * k * L * m : 0
  const probing = probesFit(n, L, m) ? (L + 1) * (T * (m * m + 2 * m) + 5 * (m ** 3 / 3 + 8 * m * m * n)) : 0
  return passes + decomposition + probing
}

/** Measuring is plain float64 JavaScript on one thread, whatever the engine: 0.84e9 and 0.99e9 measured (absolute value, recall; Node 20, two busy cores). */
export const measuringFlopsPerSecond = 1e9

/** For estimates of how long a sweep takes; trainings are timed, this is not. */
export const secondsOfMeasurement = (run: RunSpec): number => flopsOfMeasurement(run) / measuringFlopsPerSecond
