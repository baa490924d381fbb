/** What may come of holding results against a receipt: kinds and numbers. report/reproduction-text.ts says them. */
import type { PlannedRun } from './sweep-plan'

/** A loss or count that is not the receipt's; null: a diverged run has none. */
export interface HeadlineDifference {
  readonly of: 'loss' | 'count'
  readonly found: number | null
  readonly promised: number | null
}

interface Digests { readonly found: string; readonly promised: string }
interface Headlines { readonly headlines: readonly HeadlineDifference[] }

/** Why a run's result is not the receipt's, and the tier whose promise that breaks. */
export type Mismatch =
  | { readonly kind: 'start'; readonly tier: 'A' } & Digests // data, initial parameters or schedule
  | { readonly kind: 'numbers-alone'; readonly tier: 'B' | 'C' } & Headlines // the bits are the receipt's
  | { readonly kind: 'parameters'; readonly tier: 'B' | 'C' } & Digests & Headlines // on what should give the same bits
  | { readonly kind: 'outside-band'; readonly tier: 'C' } & Headlines // none: it diverged at another step

export type Difference = { readonly run: PlannedRun } & Mismatch

export interface Comparison {
  readonly kind: 'to-the-bit' | 'within-band' | 'not-reproduced'
  readonly compared: number
  /** Sampled runs for which there is no result to compare. */
  readonly missing: number
  /** Where the results first differ from the receipt, in plan order; null where nowhere. */
  readonly first: Difference | null
  readonly differing: number
  /** Largest |loss − receipt's| / |receipt's| over finished runs. */
  readonly largestLossDifference: number
  /** Largest |count − receipt's|, in features. */
  readonly largestCountDifference: number
}

/** Why there can be no receipt: this run of so many has not ended, or its parameters were not saved. */
export interface ReceiptRefusal { readonly index: number; readonly runs: number }

/** Why a receipt is not that of results at hand. */
export type Contradiction =
  | { readonly kind: 'other-sweep'; readonly reason: string }
  | { readonly kind: 'no-result' | 'parameters'; readonly index: number }
  | { readonly kind: 'headlines'; readonly index: number } & Headlines
