import { createHash } from 'node:crypto'

/** SHA-256 of the little-endian bits of float32 values. */
export function digest(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, e) => bytes.writeFloatLE(value, e * 4))
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Of `trainedParameters` (cpu-runs.ts). The promise: it is this on every machine, in every browser. A change of kernels that
 * changes it changes numbers, and so `engineVersion` in cpu-engine.ts.
 */
export const PROMISED_DIGEST = '1ffcdf6b8be5bd79dd9e9ad3505e92d0cb99be3df1195e376f2febd914556457'

/** Of later-runs.ts. */
export const LATER_DIGEST = '8018c0fb46ac157e37ac78432ce20cd6c473887ac0aef9b843a61c7aec7a4a71'
