/**
 * What is measured on one finished run. Definitions, formulas and sources stand in the files that compute each
 * value; `metricTraits` (metric-traits.ts) names, units and the primary count per task.
 * Plain data: it crosses threads, is stored, and is exported as it stands.
 */
export interface MeasuredArray {
  /** Letters of the axis key, one per dimension: 'f', 'fg', 'l', 'lf'. */
  readonly axes: string
  readonly shape: readonly number[]
  readonly values: Float32Array // row-major
}

export interface RunMetrics {
  /** name -> value; a metric that is undefined for this run is absent, never NaN. */
  readonly scalars: Readonly<Record<string, number>>
  readonly arrays: Readonly<Record<string, MeasuredArray>>
}

/**
 * Of the definitions of this folder. Bump it with any change that makes a metric of the same trained network another
 * number (more than rounding), so that runs measured before and after are never compared or mixed by resuming.
 */
export const metricsVersion = 1
