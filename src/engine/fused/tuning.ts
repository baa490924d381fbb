/**
 * What differs between adapters, in one place: sizes, never algorithms. A choice changes the order of sums, so it is
 * part of the environment (`describeTuning`) and must depend on nothing but the adapter's class and the shape.
 * Software: SwiftShader runs 4 invocations as one SIMD lane group, a load costs ten multiply-adds and a barrier a
 * thousand (bench/profile.md), so: many samples and large tiles per invocation, no barriers. Hardware: occupancy
 * decides, so: one sample per invocation, small tiles, the batch split over neighbours.
 */
export interface Tuning {
  readonly name: 'software' | 'hardware'
  /** Samples per invocation of the layered activation pass: 4 (vec4f) or 1 (f32). */
  readonly lanes: 1 | 4
  /** Most of the width unrolled into registers at once. */
  readonly chunk: number
  /** Widest model whose vectors stay in registers. */
  readonly narrowWidth: number
  readonly activationWorkgroup: number
  /** Invocations that own gradient tiles below each other and share what they read: a quad, or 1. */
  readonly share: 1 | 4
  /** Gradient tiles: at most this many entries, at most `tileSide` either way. */
  readonly tileEntries: number
  readonly tileSide: number
  /** Invocations that share one tile's batch sum, and tiles per workgroup. */
  readonly split: number
  readonly side: number
  /** Persistent kernel: most weights (biases apart) that are unrolled into registers, and most invocations per model. */
  readonly persistentWeights: number
  readonly persistentThreads: number
  /** Upper halves of words by float mantissas instead of shifts (stages/philox.wgsl): same bits. */
  readonly softShift: boolean
}

export const tunings: Readonly<Record<Tuning['name'], Tuning>> = {
  software: {
    name: 'software', lanes: 4, chunk: 32, narrowWidth: 64, activationWorkgroup: 4,
    share: 4, tileEntries: 256, tileSide: 40, split: 1, side: 4,
    persistentWeights: 200, persistentThreads: 4, softShift: true,
  },
  hardware: {
    name: 'hardware', lanes: 1, chunk: 64, narrowWidth: 64, activationWorkgroup: 64,
    share: 1, tileEntries: 16, tileSide: 4, split: 16, side: 12,
    persistentWeights: 100, persistentThreads: 64, softShift: false,
  },
}

export function describeTuning(tuning: Tuning): string {
  return Object.entries(tuning).map(([key, value]) => `${key}=${value}`).join(' ')
}
