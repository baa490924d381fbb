/** The laws a verdict can name, each with the band of s that it claims. */
import { scalingLaws } from '../theory/laws'

export const lawBands = [
  { kind: 'universality', law: scalingLaws.universality, low: -0.1, high: 0.1 },
  { kind: 'fixed-degree', law: scalingLaws.fixedDegree, low: 0.4, high: 0.6 },
  { kind: 'residual-width', law: scalingLaws.residualWidth, low: -0.6, high: -0.4 },
] as const
export type LawBand = (typeof lawBands)[number]
