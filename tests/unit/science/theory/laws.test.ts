import { expect, test } from 'vitest'
import { degreeRatio, isoBudgetExponent, scalingLaws } from '../../../../src/science/theory/laws'

test.each([
  [scalingLaws.universality, 0, 1, 2],
  [scalingLaws.fixedDegree, 0.5, 2, 1],
  [scalingLaws.residualWidth, -0.5, 0.5, 4],
])('$name: s, F_A/F_B and the ratio of features per neuron for the note’s pair', (law, s, countRatio, perNeuronRatio) => {
  expect(isoBudgetExponent(law)).toBe(s)
  expect(4 ** s).toBeCloseTo(countRatio, 12)
  expect(degreeRatio(s)).toBeCloseTo(perNeuronRatio, 12)
})

test('the ratios follow from counting neurons on real shapes of equal budget', () => {
  // (16, 16) and (32, 4) with m = d/2: N = 2dmL = 4096 both, 128 and 64 neurons.
  const [deep, wide] = [{ d: 16, L: 16, m: 8 }, { d: 32, L: 4, m: 16 }]
  for (const { a, b } of Object.values(scalingLaws)) {
    const count = ({ d, L }: { d: number; L: number }) => 3 * d ** a * L ** b
    const perNeuron = (shape: { d: number; L: number; m: number }) => count(shape) / (shape.m * shape.L)
    const s = isoBudgetExponent({ a, b })
    expect(count(deep) / count(wide)).toBeCloseTo(4 ** s, 12) // L_A/L_B = 4
    expect(perNeuron(wide) / perNeuron(deep)).toBeCloseTo(degreeRatio(s), 12)
  }
})
