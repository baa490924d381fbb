/** The laws a verdict can name, each with the band of s that it claims. */
import { exponentBands } from '../criteria'
import { scalingLaws } from '../theory/laws'

export const lawBands = [
  { kind: 'universality', law: scalingLaws.universality, ...exponentBands.universality },
  { kind: 'fixed-degree', law: scalingLaws.fixedDegree, ...exponentBands.fixedDegree },
  { kind: 'residual-width', law: scalingLaws.residualWidth, ...exponentBands.residualWidth },
] as const
export type LawBand = (typeof lawBands)[number]
