/** Counts that follow F = c·dᵃ·Lᵇ by construction, with or without noise. */
import { randomDraws } from '../../../../src/science/statistics/random-draws'
import { normalQuantile } from '../../../../src/science/random/normal'
import type { LawCell } from '../../../../src/science/statistics/law-fit'

export interface PlantedLaw {
  readonly a: number
  readonly b: number
  readonly seeds: number
  readonly noise?: number // sd of ln F per seed
  readonly departure?: number // sd of ln F per shape: the law itself is not exact
  readonly scale?: number // c
  readonly seed?: number
}

/** d ∝ (N/L)^½ exactly (widths need not be whole for the arithmetic). */
export const curveShapes = (budget: number, depths: readonly number[]): { budget: number; width: number; depth: number }[] =>
  depths.map((depth) => ({ budget, depth, width: Math.sqrt(budget / depth) }))

export function plantedCells(shapes: readonly { budget: number; width: number; depth: number }[], law: PlantedLaw): LawCell[] {
  const random = randomDraws(law.seed ?? 1)
  const normal = (): number => normalQuantile(random.uniform())
  const curves = [...new Set(shapes.map(({ budget }) => budget))]
  return shapes.map(({ budget, width, depth }, index) => {
    const shift = (law.departure ?? 0) * (law.departure ? normal() : 0)
    const mean = Math.log(law.scale ?? 1) + law.a * Math.log(width) + law.b * Math.log(depth) + shift
    return {
      key: String(index), label: `d ${width} × L ${depth}`, width, depth, neurons: width / 2, budget, curve: curves.indexOf(budget), sparsity: null, setting: 'null',
      counts: Array.from({ length: law.seeds }, () => Math.exp(mean + (law.noise ? law.noise * normal() : 0))),
    }
  })
}
