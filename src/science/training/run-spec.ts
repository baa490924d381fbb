/**
 * One run, fully resolved: everything that decides its numbers and nothing else. The run's identity is the
 * digest of this value (`experiment/identity.ts`), so no field may be added that does not change a result.
 */
import type { Network } from '../models/model'
import type { RegressionTask } from '../tasks/task'

export interface Training {
  readonly learningRate: number
  /** Decoupled decay λ of AdamW as PyTorch defines it (0: plain Adam); negative grows weights. Applies to all trainable tensors. */
  readonly weightDecay: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  /** Warm-up is linear from 0 over `warmup`·steps; then constant, or cosine to 0 at the last step. */
  readonly schedule: 'constant' | 'cosine'
  readonly warmup: number // fraction of steps, [0, 1)
  readonly steps: number
  /** B; for recall the batch is all n keys and batchSize = featureCount. */
  readonly batchSize: number
}

export interface Measurement {
  /** Probes: how many points of the loss curve are kept, evenly spaced over the steps; the last is the last step. */
  readonly probes: number
  /** T: held-out samples for R² and Jacobian; unused by recall, which is evaluated on all its keys. */
  readonly evaluationSamples: number
}

export interface RunSpec extends Network {
  readonly training: Training
  readonly seeds: { readonly init: number; readonly data: number }
  readonly measurement: Measurement
}

export interface RegressionRun extends RunSpec {
  readonly task: RegressionTask
}
