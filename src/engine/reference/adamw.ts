/**
 * AdamW as science/training/optimiser.ts defines it (PyTorch's), in tfjs operations over a stack of instances. Not tf.train.adam:
 * its ε is 1e-7, it has no decay, and it takes one rate for all instances.
 */
import * as tf from '@tensorflow/tfjs-core'
import type { RunSpec } from '../../science/training/run-spec'
import { SCHEDULE_COLUMNS, learningRateAt, scheduleTable } from '../../science/training/schedule'

export interface OptimiserState {
  readonly trainable: tf.Tensor2D // [i, P_trainable]
  readonly firstMoment: tf.Tensor2D // μ [i, P_trainable]
  readonly secondMoment: tf.Tensor2D // ν [i, P_trainable]
}

export interface AdamW {
  /** The state after step t (from 0), new tensors. Call inside tf.tidy. `gradient` is [i, P_trainable]. */
  step(t: number, state: OptimiserState, gradient: tf.Tensor2D): OptimiserState
}

/** Rates and decays may differ between the runs of a group; β₁, β₂, ε and steps are those of all. */
export function adamW(runs: readonly RunSpec[]): AdamW {
  const { beta1, beta2, epsilon } = runs[0].training
  const table = scheduleTable(runs[0].training) // [t, 3]: factor, 1/(1 − β₁ᵗ⁺¹), 1/(1 − β₂ᵗ⁺¹)
  const perInstance = (values: number[]) => tf.tensor2d(values, [runs.length, 1])
  return {
    step(t, { trainable, firstMoment, secondMoment }, gradient) {
      const rates = runs.map(({ training }) => learningRateAt(training, t))
      const firstCorrection = table[t * SCHEDULE_COLUMNS + 1], secondCorrection = table[t * SCHEDULE_COLUMNS + 2]
      const keep = perInstance(runs.map(({ training }, i) => 1 - rates[i] * training.weightDecay)) // 1 − ηλ [i, 1]
      const stepSize = perInstance(rates.map((rate) => rate * firstCorrection)) // η/(1 − β₁ᵗ⁺¹) [i, 1]
      const first = tf.add(tf.mul(beta1, firstMoment), tf.mul(1 - beta1, gradient))
      const second = tf.add(tf.mul(beta2, secondMoment), tf.mul(1 - beta2, tf.mul(gradient, gradient)))
      const denominator = tf.add(tf.sqrt(tf.mul(secondCorrection, second)), epsilon)
      const change = tf.mul(stepSize, tf.div(first, denominator))
      return {
        trainable: tf.sub(tf.mul(keep, trainable), change) as tf.Tensor2D,
        firstMoment: first as tf.Tensor2D,
        secondMoment: second as tf.Tensor2D,
      }
    },
  }
}
