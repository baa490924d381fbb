/** A judgement and two values of what it judges, just either side of one threshold, with what it says of each. */
import type * as criteria from '../../../../src/science/criteria'

export interface EitherSide {
  readonly judges: string
  readonly of: (value: number) => unknown
  readonly below: readonly [value: number, outcome: unknown]
  readonly above: readonly [value: number, outcome: unknown]
}

export type Cases = Readonly<Record<keyof typeof criteria, readonly EitherSide[]>>

export const judged = (judges: string, of: EitherSide['of'], below: EitherSide['below'], above: EitherSide['above']): EitherSide => ({ judges, of, below, above })

/** Two seeds with this mean, whose standard error is `error`. */
export const pairAbout = (centre: number, error: number): [number, number] => [centre - error, centre + error]
