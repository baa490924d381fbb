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
export const PROMISED_DIGEST = 'daa1c1b3d6923509de47803e5770399fa109de2ba491a19258962b61b82d97e7'
