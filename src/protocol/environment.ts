/** Which engine computed a result and where: recorded with every result. And the state that resumes a group. */

export type EngineName = 'webgpu' | 'cpu' | 'tfjs-webgpu' | 'tfjs-wasm' | 'tfjs-cpu'

export interface EngineEnvironment {
  readonly engine: EngineName
  /** Changes whenever an engine's numbers may: part of what "the same environment" means. */
  readonly engineVersion: string
  /** Adapter in words ("NVIDIA H200", "SwiftShader"), or the CPU path's description. */
  readonly adapter: string
  readonly software: boolean // a software adapter, or no GPU at all
  readonly details: Readonly<Record<string, string>> // platform (browser or Node), driver, tile choices, library versions
}

/** All that a training group needs to go on: same runs, same order. */
export interface Checkpoint {
  readonly step: number // optimiser steps done
  readonly parameters: Float32Array // [i, P]
  readonly firstMoment: Float32Array // [i, P_trainable]
  readonly secondMoment: Float32Array // [i, P_trainable]
}
