/**
 * Expected loss of an autoencoder under its feature law, nearly free of sampling noise, so that a trained loss can be set
 * beside a closed form and the best of several restarts is the best and not the luckiest. Samples are stratified by the
 * number k of active features, weighted by C(n,k) pᵏ(1−p)ⁿ⁻ᵏ: none is exact, one is a midpoint rule, more are drawn.
 */
import { drawBatch } from '../data/feature-law'
import { forward } from '../models/forward'
import { importanceWeights } from '../tasks/importance'
import { invariant } from '../invariant'
import type { Network } from '../models/model'
import { purpose } from '../random/streams'
import type { RunSpec } from '../training/run-spec'
import { type RegressionTask, featureLaw, isRecall, taskTraits } from '../tasks/task'
import { randomDraws } from '../statistics/random-draws'
import { regressionTargets } from '../training/batch'
import { squaredError } from '../training/task-loss'

const midpoints = 64
const rootsOfPrimes = [2, 3, 5, 7, 11, 13, 17, 19].map(Math.sqrt)
const negligible = 1e-7 // share of samples

/**
 * @param parameters [P]  @param samples drawn over all strata with two or more active features, the same for every restart;
 * 20,000 err by about 0.1% for a few features (tests/unit/science/claims).
 */
export function expectedLoss({ task, model, shape }: RunSpec, parameters: Float32Array, samples = 20_000): number {
  invariant(!isRecall(task), () => 'recall has no feature law')
  const { featureCount: n, sparsity } = task
  if (task.sets || task.frequency) return lossOnDraws({ task, model, shape }, parameters, samples)
  const p = 1 - sparsity
  const signed = taskTraits[task.kind].values === 'signed'
  const weights = importanceWeights(task)
  const meanLoss = (inputs: Float64Array): number => // [b, f]
    squaredError(forward({ task, model, shape }, parameters, inputs).outputs, regressionTargets(task, inputs), weights).loss
  const shares = binomial(n, p)
  const drawn = shares.map((share, k) => (k >= 2 && share > negligible ? share : 0))
  const total = drawn.reduce((sum, share) => sum + Math.sqrt(share), 0)
  let loss = shares[0] * meanLoss(new Float64Array(n))
  if (shares[1] > 0) loss += shares[1] * meanLoss(oneActive(n, signed))
  drawn.forEach((share, k) => {
    if (share > 0) loss += share * meanLoss(kActive(n, k, Math.ceil(samples * Math.sqrt(share) / total), signed))
  })
  return loss
}

/** Features in sets, or of unequal p: plain samples of the feature law, the same for every restart. */
function lossOnDraws({ task, model, shape }: Network & { readonly task: RegressionTask }, parameters: Float32Array, samples: number): number {
  const inputs = drawBatch(featureLaw(task), 1, purpose.resampling, 0, samples)
  return squaredError(forward({ task, model, shape }, parameters, inputs).outputs, regressionTargets(task, inputs), importanceWeights(task)).loss
}

/** C(n,k) pᵏ(1−p)ⁿ⁻ᵏ [k], by the recursion over features: exact at p = 1. */
function binomial(n: number, p: number): number[] {
  let shares = [1]
  for (let f = 0; f < n; f++) {
    shares = Array.from({ length: f + 2 }, (_, k) => (shares[k] ?? 0) * (1 - p) + (k > 0 ? shares[k - 1] * p : 0))
  }
  return shares
}

/** Every feature alone at the midpoints of its range. Returns [b, f]. */
function oneActive(n: number, signed: boolean): Float64Array {
  const inputs = new Float64Array(n * midpoints * n)
  for (let f = 0; f < n; f++) {
    for (let at = 0; at < midpoints; at++) {
      const unit = (at + 0.5) / midpoints
      inputs[(f * midpoints + at) * n + f] = signed ? 2 * unit - 1 : unit
    }
  }
  return inputs
}

/**
 * `count` samples of k active features, drawn without replacement; the values of the first eight follow a Kronecker sequence
 * (multiples of √prime, mod 1), which fills the cube more evenly than random points. Returns [b, f].
 */
function kActive(n: number, k: number, count: number, signed: boolean): Float64Array {
  const random = randomDraws(k)
  const inputs = new Float64Array(count * n)
  const order = Array.from({ length: n }, (_, f) => f)
  for (let b = 0; b < count; b++) {
    for (let place = 0; place < k; place++) {
      const other = place + random.below(n - place)
      const f = order[other]
      order[other] = order[place]
      order[place] = f
      const unit = place < rootsOfPrimes.length ? (b + 1) * rootsOfPrimes[place] % 1 : random.uniform()
      inputs[b * n + f] = signed ? 2 * unit - 1 : unit
    }
  }
  return inputs
}
