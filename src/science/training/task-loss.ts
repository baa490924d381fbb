/**
 * The two losses, from outputs, with their gradients. Mean over the batch; the squared error is summed over
 * features with weights I_f [Elhage et al. 2022], the cross-entropy is in nats.
 */
import { recallTargets, regressionTargets } from './batch'
import { importanceWeights } from '../tasks/importance'
import { invariant } from '../invariant'
import { exponential, naturalLog } from '../random/portable-math'
import type { RunSpec } from './run-spec'
import { isRecall } from '../tasks/task'

export interface TaskLoss {
  readonly loss: number
  /** ∂loss/∂ŷ [b, f]. */
  readonly outputGradient: Float64Array
}

/** Loss of one batch: outputs and inputs [b, f]. For recall the inputs must be all n keys in order. */
export function taskLoss(run: Pick<RunSpec, 'task' | 'seeds'>, inputs: Float64Array, outputs: Float64Array): TaskLoss {
  const n = run.task.featureCount
  if (isRecall(run.task)) {
    invariant(outputs.length === n * n, () => `recall is scored on all ${n} keys, got ${outputs.length / n} rows`)
    return crossEntropy(outputs, recallTargets(run), n)
  }
  return squaredError(outputs, regressionTargets(run.task, inputs), importanceWeights(run.task))
}

/** 1/B Σ_b Σ_f I_f (ŷ_bf − y_bf)². */
export function squaredError(outputs: Float64Array, targets: Float64Array, importance: Float32Array): TaskLoss {
  const n = importance.length
  const B = outputs.length / n
  const outputGradient = new Float64Array(outputs.length) // [b, f]
  let sum = 0
  for (let e = 0; e < outputs.length; e++) {
    const error = outputs[e] - targets[e]
    const weighted = importance[e % n] * error
    sum += weighted * error
    outputGradient[e] = (2 / B) * weighted
  }
  return { loss: sum / B, outputGradient }
}

/** 1/B Σ_b (ln Σ_f e^{z_bf} − z_{b,y_b}), with the row's maximum taken out first. logits [b, f], classes [b]. */
export function crossEntropy(logits: Float64Array, classes: Uint32Array, classCount: number): TaskLoss {
  const B = classes.length
  const outputGradient = new Float64Array(logits.length) // (softmax − one-hot)/B [b, f]
  let sum = 0
  for (let b = 0; b < B; b++) {
    const row = b * classCount
    let largest = -Infinity
    for (let f = 0; f < classCount; f++) if (logits[row + f] > largest) largest = logits[row + f]
    let total = 0
    for (let f = 0; f < classCount; f++) {
      const weight = exponential(logits[row + f] - largest)
      outputGradient[row + f] = weight
      total += weight
    }
    for (let f = 0; f < classCount; f++) outputGradient[row + f] /= total * B
    outputGradient[row + classes[b]] -= 1 / B
    sum += naturalLog(total) + largest - logits[row + classes[b]]
  }
  return { loss: sum / B, outputGradient }
}
