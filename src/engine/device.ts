/**
 * Our own adapter and device. tfjs's device factory is never used: it dereferences a missing adapter, raises limits
 * to whatever the adapter has, and nobody listens when the device is lost. Works wherever `navigator.gpu` exists:
 * a worker, a page, or Node after `node-host.ts` has installed Dawn.
 */
import { unnamedAdapter } from '../protocol/environment'
import type { EnvironmentFailure } from '../protocol/failures'

export interface OwnedDevice {
  readonly device: GPUDevice
  readonly info: GPUAdapterInfo
  /** The adapter's name, e.g. "NVIDIA H200" or "SwiftShader Device (Subzero)". */
  readonly adapter: string
  /** A software adapter: it computes on the CPU, so the SIMD engine usually beats it. */
  readonly software: boolean
  /** Resolves with the reason when the device is gone, whatever it is; `destroy()` too ends here. */
  readonly lost: Promise<string>
  /** Messages of uncaptured errors since the device was made (validation, memory), oldest first, at most 20. */
  readonly errors: readonly string[]
  /** The first uncaptured error since the last call, as what it means for the training that met it. */
  readonly takeFailure: () => EnvironmentFailure | null
  readonly details: Readonly<Record<string, string>>
  destroy(): void
}

/**
 * Only these two limits are raised, to the adapter's: they bound how many instances a group may stack and change no
 * number. Workgroup storage, invocations and bindings stay at the defaults, so that tilings, and with them the order
 * of every sum, are equal on all adapters.
 */
const RAISED_LIMITS = ['maxStorageBufferBindingSize', 'maxBufferSize'] as const
/** Taken when present: subgroups for measured variants of the fused kernels, timestamps for profiles. */
const OPTIONAL_FEATURES: readonly GPUFeatureName[] = ['subgroups', 'timestamp-query']
const SOFTWARE_NAMES = /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i
const KEPT_ERRORS = 20

export async function requestDevice(): Promise<OwnedDevice | EnvironmentFailure> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu as GPU | undefined
  if (!gpu) {
    return {
      kind: 'no-webgpu',
      message:
        'this browser offers no WebGPU here (navigator.gpu is absent): use Chrome or Edge 113+, Safari 26+ or Firefox 141+ '
        + 'over https or localhost, or choose the cpu engine',
    }
  }
  const noAdapter = (reason: string): EnvironmentFailure => ({
    kind: 'no-adapter',
    message:
      `WebGPU is present but gives no device (${reason}): update the graphics driver, turn hardware acceleration on, `
      + 'on Linux see chrome://flags/#enable-unsafe-webgpu, or choose the cpu engine',
  })
  let adapter: GPUAdapter | null
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  } catch (error) {
    return noAdapter(messageOf(error))
  }
  if (!adapter) return noAdapter('no adapter found')
  const requiredLimits: Record<string, number> = {}
  for (const name of RAISED_LIMITS) requiredLimits[name] = adapter.limits[name]
  const requiredFeatures = OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature))
  let device: GPUDevice
  try {
    device = await adapter.requestDevice({ requiredFeatures, requiredLimits })
  } catch (error) {
    return noAdapter(messageOf(error))
  }
  return own(device, adapter.info)
}

export function isEnvironmentFailure(value: object): value is EnvironmentFailure {
  return 'kind' in value && 'message' in value
}

function own(device: GPUDevice, info: GPUAdapterInfo): OwnedDevice {
  const errors: string[] = []
  let failure: EnvironmentFailure | null = null
  device.addEventListener('uncapturederror', (event) => {
    const { error } = event as GPUUncapturedErrorEvent
    const isMemory = typeof GPUOutOfMemoryError !== 'undefined' && error instanceof GPUOutOfMemoryError
    failure ??= isMemory
      ? { kind: 'out-of-memory', message: `the GPU has not enough memory for this group: ${error.message}` }
      : { kind: 'internal', message: `the GPU refused a command: ${error.message}` }
    if (errors.length < KEPT_ERRORS) errors.push(error.message)
  })
  const name = [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(' ')
  return {
    device,
    info,
    adapter: info.description || name || unnamedAdapter,
    software: info.isFallbackAdapter === true || SOFTWARE_NAMES.test(name),
    lost: device.lost.then(({ reason, message }) => `the GPU device was lost (${reason}): ${message || 'no reason given'}`),
    errors,
    takeFailure() {
      const taken = failure
      failure = null
      return taken
    },
    details: {
      vendor: info.vendor,
      architecture: info.architecture,
      device: info.device,
      description: info.description,
      features: [...device.features].sort().join(' '),
    },
    destroy: () => device.destroy(),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
