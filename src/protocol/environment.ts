/** Which engine computed a result and where: recorded with every result. And the state that resumes a group. */
import type { ReceiptEnvironment } from '../experiment/receipt'
import { engineTraits, isEngineName, type EngineName } from './engines'

export interface EngineEnvironment {
  readonly engine: EngineName
  /** Changes whenever an engine's numbers may: part of what "the same environment" means. */
  readonly engineVersion: string
  /** The adapter's name ("NVIDIA H200", "SwiftShader"), or the CPU path's description. */
  readonly adapter: string
  readonly software: boolean // a software adapter, or no GPU at all
  readonly details: Readonly<Record<string, string>> // platform (browser or Node), driver, tile choices, library versions
}

/** All that a training group needs to resume: same runs, same order. */
export interface Checkpoint {
  readonly step: number // optimiser steps done
  readonly parameters: Float32Array // [i, P]
  readonly firstMoment: Float32Array // [i, P_trainable]
  readonly secondMoment: Float32Array // [i, P_trainable]
}

/** All that decides a result's bits besides its run, and no more: portable bits are the same on every platform. */
export function identityOf(environment: EngineEnvironment | ReceiptEnvironment): ReceiptEnvironment {
  const { engine, engineVersion, adapter } = environment
  const platform = 'details' in environment ? environment.details.platform : environment.platform
  const isPortable = isEngineName(engine) && engineTraits[engine].hasPortableBits
  return { engine, engineVersion, adapter, ...(!isPortable && platform !== undefined && { platform }) }
}

/** What an adapter is called that its browser does not name, as Firefox does with every one. */
export const unnamedAdapter = 'unnamed adapter'

/** Whether a difference in bits is one that should not be: without a name nobody knows whether two adapters are one (decision 0236). */
export const isSurelySame = (a: EngineEnvironment | ReceiptEnvironment, b: EngineEnvironment | ReceiptEnvironment): boolean =>
  sameEnvironment(a, b) && ((isEngineName(a.engine) && engineTraits[a.engine].hasPortableBits) || a.adapter !== unnamedAdapter)

/** Whether results of the one are results of the other, to the bit. */
export function sameEnvironment(a: EngineEnvironment | ReceiptEnvironment, b: EngineEnvironment | ReceiptEnvironment): boolean {
  const own = identityOf(a), other = identityOf(b)
  return own.engine === other.engine && own.engineVersion === other.engineVersion && own.adapter === other.adapter && own.platform === other.platform
}
