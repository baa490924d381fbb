import { describe, expect, it } from 'vitest'
import { forward } from '../../../../src/science/models/forward'
import { type ResidualModel, type Shape, parameterLayout } from '../../../../src/science/models/model'
import { normalOfWord } from '../../../../src/science/random/normal'
import { streamWords } from '../../../../src/science/random/stream-words'
import { frozenResidual, runOf } from '../run-examples'

const task = { kind: 'absolute-value', featureCount: 2, sparsity: 0.5, importance: { kind: 'uniform' } } as const

function residualRun(model: Partial<ResidualModel>, shape: Shape, featureCount = 2) {
  return runOf({ ...task, featureCount }, { ...frozenResidual, ...model }, shape)
}

function randomParameters(run: ReturnType<typeof residualRun>): Float64Array {
  return Float64Array.from(streamWords(17, 3, parameterLayout(run).total), normalOfWord)
}

describe('the residual network', () => {
  it('computes, by hand, two layers of one neuron each on two dimensions', () => {
    const run = residualRun({ branchScale: 'inverse-depth', outputBias: true }, { width: 2, depth: 2, neurons: 1 })
    const parameters = Float64Array.of(
      1, 2, -1, 1, // W_in [l, k, h]
      0.5, 1, // b_in [l, k]
      2, 0, 0, 4, // W_out [l, k, h]
      0.25, -0.25, // b_U [f]
      1, 0, 0, 1, // E [f, h]
      1, 1, 2, -1, // U [f, h]
    )
    const { stream, neurons, writes, read, outputs } = forward(run, parameters, Float64Array.of(0.5, -0.25))
    // a₁ = 0.5 − 0.5 + 0.5 = 0.5; Δr₁ = ½·0.5·(2, 0) = (0.5, 0); r₁ = (1, −0.25)
    // a₂ = −1 − 0.25 + 1 = −0.25, gated
    expect(stream.map((r) => [...r])).toEqual([[0.5, -0.25], [1, -0.25], [1, -0.25]])
    expect(neurons.map((a) => [...a])).toEqual([[0.5], [0]])
    expect(writes.map((w) => [...w])).toEqual([[0.5, 0], [0, 0]])
    expect([...read]).toEqual([0.5, 0])
    expect([...outputs]).toEqual([0.75, 0.75])
  })

  it('reads only what layers wrote: silent layers give the bias, whatever the input', () => {
    const run = residualRun({ outputBias: true }, { width: 3, depth: 2, neurons: 2 }, 4)
    const parameters = randomParameters(run)
    const layout = parameterLayout(run)
    const W_out = layout.tensors.find(({ name }) => name === 'W_out')!, b_U = layout.tensors.find(({ name }) => name === 'b_U')!
    parameters.fill(0, W_out.offset, W_out.offset + W_out.size)
    const { outputs } = forward(run, parameters, Float64Array.of(1, 2, 3, 4))
    expect([...outputs]).toEqual([...parameters.subarray(b_U.offset, b_U.offset + b_U.size)])
  })

  it('splits what is read into the writes of its layers: r_L = r_0 + ΣΔr_l', () => {
    const run = residualRun({}, { width: 5, depth: 4, neurons: 3 }, 3)
    const { stream, writes, read } = forward(run, randomParameters(run), Float64Array.of(0.3, 0, -0.7, 0, 0.1, 0))
    for (let e = 0; e < 10; e++) {
      const sum = writes.reduce((total, write) => total + write[e], 0)
      expect(read[e]).toBeCloseTo(sum, 12)
      expect(stream[4][e] - stream[0][e]).toBeCloseTo(sum, 12)
    }
  })

  it('scales its branches: four parallel silent-bias layers at L^(−½) write twice what they write at 1/L', () => {
    const shape = { width: 3, depth: 4, neurons: 2 }
    const firstWrite = (branchScale: ResidualModel['branchScale']) => {
      const run = residualRun({ branchScale }, shape, 3)
      return forward(run, randomParameters(run), Float64Array.of(0.3, 0.5, -0.7)).writes[0]
    }
    const [root, inverse, one] = (['inverse-sqrt-depth', 'inverse-depth', 'one'] as const).map(firstWrite)
    expect(Math.abs(one[0])).toBeGreaterThan(0)
    for (let h = 0; h < 3; h++) {
      expect(root[h]).toBeCloseTo(one[h] / 2, 14)
      expect(inverse[h]).toBeCloseTo(one[h] / 4, 14)
    }
  })

  it('computes |x| exactly with two neurons per feature on an orthonormal embedding', () => {
    const run = residualRun({ embedding: 'orthonormal', embeddingNorm: 'unit', branchScale: 'one' }, { width: 2, depth: 2, neurons: 2 })
    // layer l reads +x_l and −x_l and writes both to direction l
    const parameters = Float64Array.of(
      1, 0, -1, 0, /* layer 2 */ 0, 1, 0, -1, // W_in [l, k, h]
      0, 0, 0, 0, // b_in: what layer 1 wrote is in another direction than layer 2 reads
      1, 0, 1, 0, /* layer 2 */ 0, 1, 0, 1, // W_out [l, k, h]
      1, 0, 0, 1, // E [f, h]; U = E
    )
    const { outputs } = forward(run, parameters, Float64Array.of(0.5, -0.25, -1, 0))
    expect([...outputs]).toEqual([0.5, 0.25, 1, 0])
  })

  it('refuses inputs that are no whole number of samples, and parameters of another network', () => {
    const run = residualRun({}, { width: 3, depth: 1, neurons: 2 }, 4)
    const parameters = randomParameters(run)
    expect(() => forward(run, parameters, new Float64Array(5))).toThrow('no whole number of samples')
    expect(() => forward(run, parameters.subarray(1), new Float64Array(4))).toThrow('parameters')
  })
})
