import { power } from '../random/portable-math'
import { type Task, isRecall } from './task'

/** I_f, the weight of feature f in the squared error; all ones for recall, whose loss takes no weights. Returns [f]. */
export function importanceWeights(task: Task): Float32Array {
  const weights = new Float32Array(task.featureCount).fill(1) // [f]
  if (isRecall(task)) return weights
  const law = task.importance
  if (law.kind === 'geometric') return weights.map((_, f) => power(law.ratio, f))
  if (law.kind === 'power') return weights.map((_, f) => power(f + 1, -law.exponent))
  if (law.kind === 'last') weights[weights.length - 1] = law.weight
  else law.kind satisfies 'uniform'
  return weights
}
