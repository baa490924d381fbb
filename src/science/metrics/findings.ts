import type { MeasuredArray } from './run-metrics'

/** What a part of the measurement found; scalars that are undefined for the run are null and get left out. */
export interface Findings {
  readonly scalars: Readonly<Record<string, number | null>>
  readonly arrays: Readonly<Record<string, MeasuredArray>>
}

export function measured(axes: string, shape: readonly number[], values: ArrayLike<number>): MeasuredArray {
  return { axes, shape, values: Float32Array.from(values) }
}
