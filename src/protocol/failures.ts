/** How an environment fails, and what follows from each kind: whoever has to decide asks this table. */

interface FailureTraits {
  /** Whether the runs it hit are trained again: a fresh trainer, or a smaller part of the group, may succeed. */
  readonly retry: 'never' | 'as-they-are' | 'in-smaller-parts'
  /** The trainer that reported it takes no further part. */
  readonly endsTrainer: boolean
  /** An engine that failed to open like this may open when asked again: a GPU whose process has just died has no adapter for a moment. */
  readonly mayReopen: boolean
  /** The engine is at fault, and the CPU engine may do what it could not. */
  readonly offersCpu: boolean
  /** The engine will not, and its message says why and what will; else it tried and failed. */
  readonly isRefusal: boolean
  /** Only a page that is loaded again can help. */
  readonly needsReload: boolean
  /** For the page, where the message is too long. */
  readonly headline: string
}

export const failureTraits = {
  /** navigator.gpu is absent. */
  'no-webgpu': { retry: 'never', endsTrainer: false, mayReopen: false, offersCpu: true, isRefusal: false, needsReload: false, headline: 'no WebGPU here' },
  /** No adapter, or the request was refused. */
  'no-adapter': { retry: 'never', endsTrainer: false, mayReopen: true, offersCpu: true, isRefusal: false, needsReload: false, headline: 'no graphics adapter here' },
  'device-lost': { retry: 'as-they-are', endsTrainer: true, mayReopen: true, offersCpu: true, isRefusal: false, needsReload: false, headline: 'the device was lost' },
  'out-of-memory': { retry: 'in-smaller-parts', endsTrainer: false, mayReopen: true, offersCpu: true, isRefusal: false, needsReload: false, headline: 'out of memory' },
  /** This engine refuses that run, or does not run here at all. */
  unsupported: { retry: 'never', endsTrainer: false, mayReopen: false, offersCpu: true, isRefusal: true, needsReload: false, headline: 'not with this engine' },
  /** The engine disagrees with float64 science here. */
  'self-test': { retry: 'never', endsTrainer: false, mayReopen: true, offersCpu: true, isRefusal: false, needsReload: false, headline: 'failed its self-test' },
  /** The trainer's code could not be had: no network, or an old page after a deploy. No engine is at fault. */
  'not-fetched': { retry: 'never', endsTrainer: false, mayReopen: true, offersCpu: false, isRefusal: false, needsReload: true, headline: 'a part of the lab could not be fetched' },
  /** A bug, caught at the worker's entrance. */
  internal: { retry: 'never', endsTrainer: false, mayReopen: true, offersCpu: false, isRefusal: false, needsReload: false, headline: 'an internal error' },
} as const satisfies Readonly<Record<string, FailureTraits>>
export type FailureKind = keyof typeof failureTraits
export const failureKinds = Object.keys(failureTraits) as readonly FailureKind[]

/** The environment failed: data, never an exception (comlink would strip it). */
export interface EnvironmentFailure {
  readonly kind: FailureKind
  readonly message: string
}
