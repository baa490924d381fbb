/** Finished runs whose counts and losses are planted; everything a summary reads, nothing trained. */
import type { MeasuredRun } from '../../../src/science/metrics/measured-run'
import { normalQuantile } from '../../../src/science/random/normal'
import type { RunSpec } from '../../../src/science/training/run-spec'
import { randomDraws } from '../../../src/science/statistics/random-draws'
import type { Task } from '../../../src/science/tasks/task'

export interface PlantedSweep {
  readonly shapes: readonly { readonly width: number; readonly depth: number; readonly neurons: number }[]
  readonly seeds: number
  readonly count: (shape: { width: number; depth: number; neurons: number }) => number
  readonly loss?: (shape: { width: number; depth: number; neurons: number }, learningRate: number) => number
  readonly learningRates?: readonly number[]
  readonly steps?: number
  readonly noise?: number // relative, of counts and losses
  readonly task?: Task
  readonly seed?: number
  readonly lateImprovement?: number
  readonly scalars?: Readonly<Record<string, number>>
}

const residual: RunSpec['model'] = {
  kind: 'residual', embedding: 'random', embeddingNorm: 'sqrt-width', unembeddingNorm: 8, output: 'linear', outputBias: false, branchScale: 'inverse-sqrt-depth',
}

export function plantedRuns(sweep: PlantedSweep): MeasuredRun[] {
  const random = randomDraws(sweep.seed ?? 1)
  const noisy = (value: number): number => value * Math.exp((sweep.noise ?? 0) * normalQuantile(random.uniform()))
  const task = sweep.task ?? { kind: 'recall', featureCount: 100_000 }
  return sweep.shapes.flatMap((shape) => (sweep.learningRates ?? [0.08]).flatMap((learningRate) =>
    Array.from({ length: sweep.seeds }, (_, replicate): MeasuredRun => {
      const heldOutLoss = noisy(sweep.loss?.(shape, learningRate) ?? 1)
      const spec: RunSpec = {
        task, model: residual, shape,
        training: { learningRate, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, schedule: 'cosine', warmup: 0.05, steps: sweep.steps ?? 10, batchSize: 10 },
        seeds: { init: replicate, data: replicate }, measurement: { probes: 1, evaluationSamples: 10 },
      }
      return {
        id: JSON.stringify(spec), spec, replicate, loss: heldOutLoss, lateImprovement: sweep.lateImprovement ?? null,
        metrics: { scalars: { featuresLearned: noisy(sweep.count(shape)), heldOutLoss, ...sweep.scalars }, arrays: {} },
      }
    })))
}

/** (d, L) with d²L constant: d halves as L grows fourfold; m = d/2. */
export const noteShapes = [
  { width: 16, depth: 16, neurons: 8 },
  { width: 32, depth: 4, neurons: 16 },
  { width: 64, depth: 1, neurons: 32 },
]

/** Five shapes at each of three budgets: the full design. */
export const fullShapes = [1024, 4096, 16384].flatMap((budget) => [32, 16, 8, 4, 2].map((depth) => {
  const width = Math.round(Math.sqrt(budget / depth))
  return { width, depth, neurons: budget / (2 * width * depth) } // N = 2dmL exactly
}))

export const plantedCount = (a: number, b: number, scale = 1) =>
  ({ width, depth }: { width: number; depth: number }): number => scale * width ** a * depth ** b
