import { expect, test } from 'vitest'
import { meanParticipation, layerShares, shuffledParticipation } from '../../../../src/science/metrics/localisation'

test('the null of the participation ratio shuffles every layer on its own: one-hot features give 27/19 of three', () => {
  const features = 600, depth = 3
  const contributions = Float64Array.from({ length: features * depth }, (_, e) => (Math.floor(e / depth) % depth === e % depth ? 1 : 0)) // [f, l]
  const learned = Array<boolean>(features).fill(true)
  expect(meanParticipation(layerShares(contributions, depth), depth, learned)).toBe(1)
  // Independent layers, each contributing with probability ⅓: (12·1 + 6·2 + 1·3)/19 over features with any layer. With the first
  // layer alone shuffled it would be 9/7. Sampling: PR varies by 0.5 over 600·20 draws, standard error 0.005.
  expect(Math.abs(shuffledParticipation(contributions, depth, learned, 1)! - 27 / 19)).toBeLessThan(0.03)
})
