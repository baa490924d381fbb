import { describe, expect, it } from 'vitest'
import { branchScale, nonEmbeddingParameters, parameterLayout } from '../../../../src/science/models/model'
import { bottleneck, frozenResidual, reconstruction, tiedRelu } from '../run-examples'

const recall = { kind: 'recall', featureCount: 1024 } as const

describe('parameter layout', () => {
  // 2dmL weights and mL hidden biases, worked out by hand
  it.each([
    { width: 64, depth: 1, neurons: 32, withBiases: 4128, neuronsInAll: 32 },
    { width: 32, depth: 4, neurons: 16, withBiases: 4160, neuronsInAll: 64 },
    { width: 16, depth: 16, neurons: 8, withBiases: 4224, neuronsInAll: 128 },
  ])('counts N = 4096 for width $width and depth $depth, $withBiases with hidden biases', ({ withBiases, neuronsInAll, ...shape }) => {
    const network = { task: recall, model: frozenResidual, shape }
    expect(nonEmbeddingParameters(network)).toBe(4096)
    const layout = parameterLayout(network)
    expect(layout.trainable).toBe(withBiases)
    expect(layout.total).toBe(withBiases + 2 * 1024 * shape.width)
    expect(layout.tensors.find(({ name }) => name === 'b_in')!.size).toBe(neuronsInAll)
  })

  it('places tensors one after another, trainable ones first', () => {
    for (const embedding of ['random', 'orthonormal', 'trained'] as const) {
      for (const outputBias of [true, false]) {
        const { tensors, total, trainable } = parameterLayout({
          task: { kind: 'recall', featureCount: 5 }, model: { ...frozenResidual, embedding, outputBias }, shape: { width: 6, depth: 2, neurons: 3 },
        })
        let end = 0
        for (const tensor of tensors) {
          expect(tensor.offset).toBe(end)
          expect(tensor.size).toBe(tensor.shape.reduce((a, b) => a * b))
          expect(tensor.axes.length).toBe(tensor.shape.length)
          expect(tensor.trainable).toBe(tensor.offset < trainable)
          end += tensor.size
        }
        expect(total).toBe(end)
        expect(tensors.some(({ name }) => name === 'U')).toBe(embedding !== 'orthonormal')
        expect(tensors.some(({ name }) => name === 'b_U')).toBe(outputBias)
      }
    }
  })

  it('gives a tied autoencoder one matrix and an untied one two, all trainable', () => {
    const tied = parameterLayout({ task: reconstruction(5, 0), model: tiedRelu, shape: bottleneck(2) })
    expect([tied.total, tied.trainable]).toEqual([15, 15])
    const untied = { task: reconstruction(5, 0), model: { ...tiedRelu, tied: false }, shape: bottleneck(2) }
    expect(parameterLayout(untied).tensors.map(({ name }) => name)).toEqual(['W', 'V', 'b'])
    expect(nonEmbeddingParameters(untied)).toBe(20)
  })

  it('scales a branch by L^(−½), 1/L or 1', () => {
    expect(branchScale(frozenResidual, 16)).toBe(0.25)
    expect(branchScale({ ...frozenResidual, branchScale: 'inverse-depth' }, 16)).toBe(0.0625)
    expect(branchScale({ ...frozenResidual, branchScale: 'one' }, 16)).toBe(1)
  })
})
