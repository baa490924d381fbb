/** The laws a verdict can name, each with the band of s that it claims. */
import { exponentBands } from '../criteria'
import type { LawName } from '../theory/laws'

export const lawBands = [
  { kind: 'universality', law: 'universality', ...exponentBands.universality },
  { kind: 'fixed-degree', law: 'fixedDegree', ...exponentBands.fixedDegree },
  { kind: 'residual-width', law: 'residualWidth', ...exponentBands.residualWidth },
] as const satisfies readonly { readonly kind: string; readonly law: LawName; readonly low: number; readonly high: number }[]
export type LawBand = (typeof lawBands)[number]
