/** What is said of a claim: the claim itself, its source, what is expected, and what was measured. One text per claim of science/claims, by id. */
import type { Claim } from '../../science/claims/claim'
import { formatShort } from '../numbers'

export interface ClaimText<Found> {
  readonly says: string
  readonly source: string
  readonly expected: string // with its tolerance
  readonly measured: (found: Found) => string // numbers with what surrounds them: range over settings, interval, share
}

/** A text for every claim of a record, each reading what its own claim finds. */
export type ClaimTexts<Claims extends Readonly<Record<string, Claim>>> = {
  readonly [Id in keyof Claims]: ClaimText<ReturnType<Claims[Id]['judge']>['found']>
}

/** "0.94 to 1.02", or one of them where they agree. */
export function formatRange(values: readonly number[], format: (value: number) => string = (value) => formatShort(value)): string {
  const low = format(Math.min(...values)), high = format(Math.max(...values))
  return low === high ? low : `${low} to ${high}`
}

/** '0.1, 0.03, 0.01' */
export const formatValues = (values: readonly number[]): string => values.map((value) => formatShort(value)).join(', ')
