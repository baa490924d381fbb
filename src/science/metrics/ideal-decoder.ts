/**
 * The ideal decoder: how many features a sparse decoder reads from the stream before any layer, r = Σ_i x_i W_i, given the same W. What
 * the compressed-sensing bound is about, and so a ceiling for layers, which see nothing else. The best posterior mean is out of reach;
 * two decoders stand for it, and the better of them counts:
 *
 *   pursuit   orthogonal matching pursuit [Pati et al. 1993]: the best aligned direction joins, all that joined are fitted anew. Exact
 *             for k active features where k < (1 + 1/μ)/2, μ the mutual coherence of W [Tropp 2004; Donoho & Elad 2003]
 *   lasso     min ½‖r − x W‖² + λ Σ_i x_i over 0 ≤ x ≤ 1 [Tibshirani 1996], by coordinate descent, for a few λ
 *
 * Counted as features of networks are: F = Σ_i R²_i over held-out samples. Each estimate is first scaled and shifted to fit its own feature
 * best, so R²_i is a squared correlation: a ceiling is given every advantage.
 */
import { evaluationInputs } from '../training/evaluation-inputs'
import type { RunSpec } from '../training/run-spec'
import { addProduct } from '../linear-algebra/matrix-product'
import { solveSymmetric } from '../linear-algebra/symmetric-solver'
import { modelRecord } from '../models/model'
import { tensorViews } from '../models/tensor-view'
import { featureLaw, isRecall } from '../tasks/task'

export type SparseDecoder = 'pursuit' | 'lasso'

export interface IdealCount {
  readonly features: number // F = Σ_i R²_i of the better decoder, in [0, n]
  readonly decoder: SparseDecoder
}

/** λ tried, in the units of r: features of norm 1 and value ½ or so. */
const penalties = [0.3, 0.1, 0.03, 0.01, 0.003] as const
const sweeps = 60
/** Norm of what is left, relative to r, at which pursuit has explained it. */
const explained = 1e-9

/** Of a trained run, on its first `samples` held-out samples; null where its embedding is not learned, or values are not in [0, 1]. */
export function idealCountOf(run: RunSpec, parameters: Float32Array, samples: number): IdealCount | null {
  const learned = modelRecord(run.model.kind).directions(run.model)
  if (isRecall(run.task) || featureLaw(run.task).values !== 'unit' || learned === null || learned.stored) return null
  const directions = tensorViews(run, Float64Array.from(parameters))(learned.tensor)
  return idealCount(directions, run.shape.width, evaluationInputs({ ...run, task: run.task }, 0, samples))
}

/** @param directions W [f, h]  @param inputs x [b, f], in [0, 1] */
export function idealCount(directions: Float64Array, width: number, inputs: Float64Array): IdealCount {
  const n = directions.length / width, B = inputs.length / n
  const stream = new Float64Array(B * width) // r [b, h]
  addProduct(stream, inputs, directions, B, n, width)
  const found: IdealCount[] = [{ features: explainedFeatures(inputs, matchingPursuit(directions, width, stream), n), decoder: 'pursuit' }]
  const codes = new Float64Array(B * n)
  for (const penalty of penalties) { // from the sparsest, each from where the last one ended
    descend(codes, directions, width, stream, penalty)
    found.push({ features: explainedFeatures(inputs, codes, n), decoder: 'lasso' })
  }
  return found.reduce((best, other) => (other.features > best.features ? other : best))
}

/** μ = max |cos(W_i, W_j)| over i ≠ j; directions [f, h] none of which is zero. */
export function mutualCoherence(directions: Float64Array, width: number): number {
  const n = directions.length / width, norms = normsOf(directions, width)
  let most = 0
  for (let f = 0; f < n; f++) for (let g = 0; g < f; g++) most = Math.max(most, Math.abs(dot(directions, f * width, directions, g * width, width)) / (norms[f] * norms[g]))
  return most
}

/** Codes x̂ [b, f] with at most `width` active features each; what is fitted is not clipped. */
export function matchingPursuit(directions: Float64Array, width: number, stream: Float64Array): Float64Array {
  const n = directions.length / width, B = stream.length / width, norms = normsOf(directions, width)
  const codes = new Float64Array(B * n), rest = new Float64Array(width)
  for (let b = 0; b < B; b++) {
    const target = stream.subarray(b * width, (b + 1) * width)
    const size = Math.sqrt(dot(target, 0, target, 0, width))
    const chosen: number[] = []
    let values: Float64Array = new Float64Array(0)
    rest.set(target)
    while (chosen.length < width && Math.sqrt(dot(rest, 0, rest, 0, width)) > explained * size) {
      let best = -1, most = 0
      for (let f = 0; f < n; f++) {
        const aligned = norms[f] === 0 ? 0 : Math.abs(dot(directions, f * width, rest, 0, width)) / norms[f]
        if (aligned > most && !chosen.includes(f)) [best, most] = [f, aligned]
      }
      if (best < 0) break
      const fitted = fitOf([...chosen, best], directions, width, target)
      if (fitted === null) break // it lies in the span of the others
      chosen.push(best)
      values = fitted
      rest.set(target)
      chosen.forEach((f, at) => { for (let h = 0; h < width; h++) rest[h] -= values[at] * directions[f * width + h] })
    }
    chosen.forEach((f, at) => { codes[b * n + f] = values[at] })
  }
  return codes
}

/** Least squares of a target [h] on some directions; null where they are dependent. */
function fitOf(chosen: readonly number[], directions: Float64Array, width: number, target: Float64Array): Float64Array | null {
  const k = chosen.length, gram = new Float64Array(k * k), right = new Float64Array(k)
  for (let i = 0; i < k; i++) {
    right[i] = dot(directions, chosen[i] * width, target, 0, width)
    for (let j = 0; j < k; j++) gram[i * k + j] = dot(directions, chosen[i] * width, directions, chosen[j] * width, width)
  }
  return solveSymmetric(gram, k, right)
}

/** Coordinate descent on ½‖r − x W‖² + λ Σ x_i, 0 ≤ x ≤ 1, in place on codes [b, f]. */
export function descend(codes: Float64Array, directions: Float64Array, width: number, stream: Float64Array, penalty: number): void {
  const n = directions.length / width, B = stream.length / width
  const squares = normsOf(directions, width).map((norm) => norm * norm)
  const rest = new Float64Array(width)
  for (let b = 0; b < B; b++) {
    rest.set(stream.subarray(b * width, (b + 1) * width))
    for (let f = 0; f < n; f++) add(rest, directions, f * width, width, -codes[b * n + f])
    for (let sweep = 0; sweep < sweeps; sweep++) {
      let moved = 0
      for (let f = 0; f < n; f++) {
        if (squares[f] < 1e-12) continue
        const before = codes[b * n + f]
        const after = Math.min(1, Math.max(0, before + (dot(directions, f * width, rest, 0, width) - penalty) / squares[f]))
        if (after === before) continue
        add(rest, directions, f * width, width, before - after)
        codes[b * n + f] = after
        moved = Math.max(moved, Math.abs(after - before))
      }
      if (moved < 1e-4) break
    }
  }
}

/** Σ_i of the squared correlation of estimate and feature over samples; 0 for a feature or an estimate that never varies. */
export function explainedFeatures(inputs: Float64Array, codes: Float64Array, n: number): number {
  const B = inputs.length / n
  let features = 0
  for (let f = 0; f < n; f++) {
    let x = 0, y = 0, xx = 0, yy = 0, xy = 0
    for (let b = 0; b < B; b++) {
      const value = inputs[b * n + f], estimate = codes[b * n + f]
      x += value
      y += estimate
      xx += value * value
      yy += estimate * estimate
      xy += value * estimate
    }
    const varX = xx - x * x / B, varY = yy - y * y / B, both = xy - x * y / B
    if (varX > 0 && varY > 1e-18 && both > 0) features += Math.min(1, both * both / (varX * varY))
  }
  return features
}

function normsOf(directions: Float64Array, width: number): Float64Array {
  return Float64Array.from({ length: directions.length / width }, (_, f) => Math.sqrt(dot(directions, f * width, directions, f * width, width)))
}

function dot(x: Float64Array, from: number, y: Float64Array, start: number, many: number): number {
  let sum = 0
  for (let k = 0; k < many; k++) sum += x[from + k] * y[start + k]
  return sum
}

function add(target: Float64Array, source: Float64Array, from: number, many: number, weight: number): void {
  if (weight === 0) return
  for (let k = 0; k < many; k++) target[k] += weight * source[from + k]
}
