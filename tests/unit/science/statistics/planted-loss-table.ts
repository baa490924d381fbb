/** Tables of losses that follow a known law, with known relative noise. */
import { normalQuantile } from '../../../../src/science/random/normal'
import { type DepthWidthLaw, lossAt, type LossRow } from '../../../../src/science/statistics/depth-width-law'
import { randomDraws } from '../../../../src/science/statistics/random-draws'

export const plantedLaw: DepthWidthLaw = {
  floor: 1.8, terms: { width: { scale: 64, exponent: 1 }, depth: { scale: 1.5, exponent: 1.1 }, tokens: { scale: 400, exponent: 0.3 } },
}

/** 75 rows: 25 shapes that cross widths with depths, three token counts each. @param noise standard deviation of ln loss */
export function plantedTable(noise: number, seed: number, law: DepthWidthLaw = plantedLaw): LossRow[] {
  const random = randomDraws(seed)
  return [128, 256, 512, 1024, 2048].flatMap((width) => [3, 6, 12, 24, 48].flatMap((depth) => [3e8, 2e9, 1.5e10].map((tokens): LossRow => {
    const at = { width, depth, tokens }
    return { ...at, loss: lossAt(law, at) * (noise === 0 ? 1 : Math.exp(noise * normalQuantile(random.uniform()))) }
  })))
}
