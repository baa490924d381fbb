/**
 * From what was asked for to engines that work here. Nothing is replaced in silence: `webgpu` and `cpu` open or fail,
 * `tfjs` falls to wasm and cpu with a notice, `auto` says what it found and measures each shape.
 */
import type { EngineEnvironment } from '../protocol/environment'
import type { EngineChoice } from '../protocol/engines'
import type { EnvironmentFailure } from '../protocol/failures'
import type { RunSpec } from '../science/training/run-spec'
import { isEnvironmentFailure, requestDevice, type OwnedDevice } from './device'
import type { Engine } from './engine'
import { fastestPerShape, type EngineForGroup } from './fastest-per-shape'
import type { EngineHost } from './host'
import { selfTest, testedWhenAsked } from './self-test'
import { defaultRuns, onePerModel } from './self-test-runs'
import { COMPILE_LIMIT_SECONDS, LOSS_LAG_SECONDS, watchdog } from './watchdog'

export interface OpenedEngines {
  /** Of the engine that trains, or where `auto` decides per shape, of the one that is likely to. */
  readonly environment: EngineEnvironment
  readonly notices: readonly string[]
  /** Which engine trains these runs; measured where there is a choice. `like` is the one that began them, if any did. */
  engineFor(runs: readonly RunSpec[], like?: EngineEnvironment): Promise<EngineForGroup>
  dispose(): void
}

export async function openEngine(choice: EngineChoice, host: EngineHost): Promise<OpenedEngines | EnvironmentFailure> {
  switch (choice) {
    case 'webgpu': return openWebgpu(host)
    case 'cpu': {
      const engine = await openCpu(host)
      return isEnvironmentFailure(engine) ? engine : single(engine, [])
    }
    case 'tfjs': return openTensorflow(host)
    case 'auto': return openAuto(host)
    default: return choice satisfies never
  }
}

async function openWebgpu(host: EngineHost): Promise<OpenedEngines | EnvironmentFailure> {
  const gpu = await openDevice(host)
  if (isEnvironmentFailure(gpu)) return gpu
  const engine = await openFused(gpu)
  if (isEnvironmentFailure(engine)) return engine
  const notices = gpu.software
    ? [`WebGPU here is a software adapter (${gpu.adapter}): it computes on the processor, where the cpu engine is usually several times faster`]
    : []
  return single(engine, notices, gpu)
}

async function openTensorflow(host: EngineHost): Promise<OpenedEngines | EnvironmentFailure> {
  const { referenceEngine } = await import('./reference/reference-engine')
  const { openCpuBackend, openWasmBackend, openWebgpuBackend } = await import('./reference/tensorflow-backend')
  const notices: string[] = []
  const gpu = await openDevice(host)
  if (isEnvironmentFailure(gpu)) notices.push(`asked for tfjs on webgpu, running on tfjs wasm: ${gpu.message}`)
  else {
    const engine = await openOn(gpu, async () => referenceEngine(await openWebgpuBackend(gpu, host), gpu))
    if (!isEnvironmentFailure(engine)) return single(engine, [], gpu)
    notices.push(`asked for tfjs on webgpu, running on tfjs wasm: ${engine.message}`)
  }
  const wasm = await openWasmBackend(host)
  const engine = isEnvironmentFailure(wasm) ? wasm : await tested(referenceEngine(wasm, null, host.platform()))
  if (!isEnvironmentFailure(engine)) return single(engine, notices)
  notices.push(`asked for tfjs, running on its plain JavaScript backend, which is slow: ${engine.message}`)
  const last = await tested(referenceEngine(await openCpuBackend(host), null, host.platform()))
  return isEnvironmentFailure(last) ? last : single(last, notices)
}

/**
 * A software adapter is not timed against the cpu engine: it computes on the same processor, lost by 3 to 7 times on
 * every shape measured (bench/README.md), and its pipelines take seconds to compile. It is the last resort.
 */
async function openAuto(host: EngineHost): Promise<OpenedEngines | EnvironmentFailure> {
  const cpu = await openCpu(host)
  const gpu = await openDevice(host)
  if (isEnvironmentFailure(gpu)) {
    return isEnvironmentFailure(cpu) ? cpu : single(cpu, [`no GPU found, running on the CPU: ${gpu.message}`])
  }
  if (gpu.software && !isEnvironmentFailure(cpu)) {
    gpu.destroy()
    return single(cpu, [`no GPU found, running on the CPU: WebGPU here is a software adapter (${gpu.adapter}), which computes on the same processor and is slower`])
  }
  const fused = await openFused(gpu)
  if (isEnvironmentFailure(fused)) {
    return isEnvironmentFailure(cpu) ? cpu : single(cpu, [`running on the CPU: ${fused.message}`])
  }
  if (isEnvironmentFailure(cpu)) return single(fused, [`running on the GPU: ${cpu.message}`], gpu)
  const choose = fastestPerShape([
    { engine: fused, environment: fused.environment, takeFailure: gpu.takeFailure },
    { engine: cpu, environment: cpu.environment, takeFailure: () => null },
  ])
  return {
    environment: fused.environment,
    notices: [`auto: each shape trains on webgpu (${gpu.adapter}) or on the cpu, whichever is faster in a short timing; the figures are recorded with the results`],
    engineFor: choose,
    dispose() {
      fused.dispose()
      cpu.dispose()
      gpu.destroy()
    },
  }
}

async function openDevice(host: EngineHost): Promise<OwnedDevice | EnvironmentFailure> {
  const reason = await host.prepareGpu()
  if (reason !== null) return { kind: 'no-webgpu', message: reason }
  const gpu = await requestDevice()
  return isEnvironmentFailure(gpu) ? gpu : { ...gpu, details: { ...gpu.details, platform: host.platform() } }
}

async function openFused(gpu: OwnedDevice): Promise<Engine | EnvironmentFailure> {
  const { openFusedEngine } = await import('./fused/fused-engine')
  return openOn(gpu, () => openFusedEngine(gpu))
}

/** The engine once it has passed its self-test. @throws EnvironmentFault 'device-lost' where the device goes meanwhile */
async function openOn(gpu: OwnedDevice, open: () => Promise<Engine>): Promise<Engine | EnvironmentFailure> {
  const watch = watchdog(gpu)
  let opened = false
  try {
    let compiling: Engine | null = null // engine and self-test compile a dozen kernels
    const testing = open().then((engine) => testedOnGpu(compiling = engine))
    const engine = await watch.answer(testing, COMPILE_LIMIT_SECONDS, 'the start of the training device', () => compiling?.compiled() ?? 0)
    opened = !isEnvironmentFailure(engine)
    return opened ? engine : await watch.lostWithin(LOSS_LAG_SECONDS) ?? engine // a lost device computes wrong numbers
  } finally {
    if (!opened) gpu.destroy()
  }
}

async function openCpu(host: EngineHost): Promise<Engine | EnvironmentFailure> {
  if (typeof WebAssembly === 'undefined') return { kind: 'unsupported', message: 'there is no WebAssembly here' }
  const { openCpuEngine } = await import('./cpu/cpu-engine')
  try {
    return await tested(await openCpuEngine(host.platform()))
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error
    return { kind: 'unsupported', message: `this browser's WebAssembly has no SIMD, which the cpu engine needs: ${error.message}` }
  }
}

/**
 * The engine once it has passed these self-tests; it tests itself on other kernels before the first run that asks for them.
 * Otherwise it is disposed and the failure comes back.
 */
async function tested(engine: Engine, first = defaultRuns()): Promise<Engine | EnvironmentFailure> {
  const failure = await selfTest(engine, first)
  if (failure === null) return testedWhenAsked(engine, first)
  engine.dispose()
  return failure
}

/** On a GPU each kind of run costs compilations: only one per model at once (decision 0120). */
const testedOnGpu = (engine: Engine): Promise<Engine | EnvironmentFailure> => tested(engine, onePerModel(defaultRuns()))

/** @param gpu the device the engine runs on: destroyed with it */
function single(engine: Engine, notices: readonly string[], gpu?: OwnedDevice): OpenedEngines {
  const { environment } = engine
  return {
    environment,
    notices,
    engineFor: async () => ({ engine, environment, takeFailure: gpu?.takeFailure ?? (() => null) }),
    dispose() {
      engine.dispose()
      gpu?.destroy()
    },
  }
}
