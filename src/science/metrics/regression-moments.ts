/**
 * Sums from which every linear regression of outputs on inputs follows, so that no sample need be kept: with a constant
 * 1 appended to the inputs, XᵀX [k, k], XᵀY [k, c], Σ_b y² and Σ_b y [c]. Zeros of X and of Y are skipped: features are sparse.
 */
import type { InPieces } from '../in-pieces'
import { solvingSymmetric } from '../linear-algebra/symmetric-solver'

export interface RegressionMoments {
  readonly inputs: number // k, the constant included
  readonly outputs: number // c
  samples: number
  readonly inputProducts: Float64Array // XᵀX [k, k]
  readonly crossProducts: Float64Array // XᵀY [k, c]
  readonly outputSquares: Float64Array // [c]
  readonly outputSums: Float64Array // [c]
}

/** @param inputCount without the constant */
export function emptyMoments(inputCount: number, outputCount: number): RegressionMoments {
  const k = inputCount + 1
  return {
    inputs: k, outputs: outputCount, samples: 0,
    inputProducts: new Float64Array(k * k), crossProducts: new Float64Array(k * outputCount),
    outputSquares: new Float64Array(outputCount), outputSums: new Float64Array(outputCount),
  }
}

/** Adds one sample: input row `x` [k − 1] and output row `y` [c], views into larger arrays. */
export function addSample(moments: RegressionMoments, x: Float64Array, y: Float64Array): void {
  const { inputs: k, outputs: c, inputProducts, crossProducts, outputSquares, outputSums } = moments
  moments.samples += 1
  const activeInputs: number[] = [], activeOutputs: number[] = []
  for (let i = 0; i < k - 1; i++) if (x[i] !== 0) activeInputs.push(i)
  for (let o = 0; o < c; o++) if (y[o] !== 0) activeOutputs.push(o)
  activeInputs.push(k - 1)
  for (const i of activeInputs) {
    const value = i === k - 1 ? 1 : x[i]
    for (const j of activeInputs) inputProducts[i * k + j] += value * (j === k - 1 ? 1 : x[j])
    for (const o of activeOutputs) crossProducts[i * c + o] += value * y[o]
  }
  for (const o of activeOutputs) {
    outputSquares[o] += y[o] * y[o]
    outputSums[o] += y[o]
  }
}

/**
 * Ridge coefficients [k, c]: (XᵀX + λ·t·1)⁻¹XᵀY, t the mean diagonal entry of XᵀX over inputs; the constant is not penalised.
 * @param lambda > 0, relative
 */
export function* fittingRidge({ inputs: k, inputProducts, crossProducts }: RegressionMoments, lambda: number): InPieces<Float64Array> {
  const penalised = inputProducts.slice()
  let trace = 0
  for (let i = 0; i < k - 1; i++) trace += inputProducts[i * k + i]
  // A silent layer has trace 0: any positive number keeps the system solvable and its coefficients at 0.
  const penalty = trace > 0 ? lambda * trace / (k - 1) : 1
  for (let i = 0; i < k - 1; i++) penalised[i * k + i] += penalty
  return (yield* solvingSymmetric(penalised, k, crossProducts)) ?? new Float64Array(crossProducts.length)
}

/** Σ_b (y − ŷ)² of each output [c] for coefficients [k, c], on the samples of `moments`. */
export function* summingErrors(moments: RegressionMoments, coefficients: Float64Array): InPieces<Float64Array> {
  const errors = moments.outputSquares.slice() // [c]
  for (let i = 0; i < moments.inputs; i++) {
    addErrorsOfRow(errors, moments, coefficients, i)
    yield
  }
  return errors
}

function addErrorsOfRow(
  errors: Float64Array, { inputs: k, outputs: c, inputProducts, crossProducts }: RegressionMoments, coefficients: Float64Array, i: number,
): void {
  for (let j = 0; j < k; j++) {
    const product = inputProducts[i * k + j]
    if (product === 0) continue
    for (let o = 0; o < c; o++) errors[o] += coefficients[i * c + o] * product * coefficients[j * c + o]
  }
  for (let o = 0; o < c; o++) errors[o] -= 2 * coefficients[i * c + o] * crossProducts[i * c + o]
}

/** Σ_b (y − ȳ)² of each output [c]. */
export function centredSquares({ samples, outputSquares, outputSums }: RegressionMoments): Float64Array {
  return outputSquares.map((square, o) => square - outputSums[o] ** 2 / samples)
}
