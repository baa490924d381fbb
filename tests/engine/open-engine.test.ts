/** What is opened for each choice, on machines with and without a GPU. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isEnvironmentFailure } from '../../src/engine/device'
import type { EngineHost } from '../../src/engine/host'
import { nodeHost } from '../../src/engine/node-host'
import { openEngine, type OpenedEngines } from '../../src/engine/open-engine'
import { failureOf } from '../../src/engine/trainer'
import { smallRun } from '../unit/engine/scripted-engine'

const noGpu: EngineHost = { ...nodeHost, prepareGpu: async () => 'there is no GPU in this test' }
const noAdapter: EngineHost = {
  ...nodeHost,
  async prepareGpu() {
    vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => null } })
    return null
  },
}

async function opened(choice: Parameters<typeof openEngine>[0], host: EngineHost): Promise<OpenedEngines> {
  const engines = await openEngine(choice, host)
  if (isEnvironmentFailure(engines)) throw new Error(engines.message)
  return engines
}

afterEach(() => vi.unstubAllGlobals())

describe('opening an engine', () => {
  it('never puts another engine in the place of webgpu: it fails with a message', async () => {
    expect(await openEngine('webgpu', noGpu)).toEqual({ kind: 'no-webgpu', message: 'there is no GPU in this test' })
    expect(await openEngine('webgpu', noAdapter)).toMatchObject({ kind: 'no-adapter' })
  })

  it('opens tfjs on wasm where there is no adapter, and says so', async () => {
    const engines = await opened('tfjs', noAdapter)
    expect(engines.environment.engine).toBe('tfjs-wasm')
    expect(engines.notices).toHaveLength(1)
    expect(engines.notices[0]).toMatch(/^asked for tfjs on webgpu, running on tfjs wasm: .*no adapter found/)
    engines.dispose()
  })

  it('takes the cpu engine for auto where there is no adapter, and says so', async () => {
    const engines = await opened('auto', noAdapter)
    expect(engines.environment.engine).toBe('cpu')
    expect(engines.notices[0]).toMatch(/^no GPU found, running on the CPU: .*no adapter found/)
    engines.dispose()
  })

  it('opens cpu without a notice', async () => {
    const engines = await opened('cpu', noGpu)
    expect(engines.environment.engine).toBe('cpu')
    expect(engines.notices).toEqual([])
    engines.dispose()
  })

  it('opens webgpu on the adapter of this machine, and warns when that is software', async () => {
    const engines = await opened('webgpu', nodeHost)
    console.log(`webgpu: ${engines.environment.adapter}, software ${engines.environment.software}`)
    expect(engines.environment.engine).toBe('webgpu')
    expect(engines.notices).toHaveLength(engines.environment.software ? 1 : 0)
    const { engine } = await engines.engineFor([smallRun])
    engines.dispose()
    expect(await engine.lost).toMatch(/lost \(destroyed\)/)
  })

  it.each(['webgpu', 'tfjs'] as const)('fails as a lost device, to be opened again, where that goes while %s opens', async (choice) => {
    const doomed: EngineHost = {
      ...nodeHost,
      async prepareGpu() {
        const words = await nodeHost.prepareGpu()
        const { gpu } = navigator
        vi.stubGlobal('navigator', { gpu: {
          async requestAdapter(options: GPURequestAdapterOptions) {
            const adapter = (await gpu.requestAdapter(options))!
            return { features: adapter.features, limits: adapter.limits, info: adapter.info, async requestDevice(descriptor: GPUDeviceDescriptor) {
              const device = await adapter.requestDevice(descriptor)
              const compile = device.createComputePipelineAsync.bind(device)
              device.createComputePipelineAsync = (...of) => { device.destroy(); return compile(...of) } // before a single pipeline is there
              const compileAtOnce = device.createComputePipeline.bind(device)
              device.createComputePipeline = (...of) => { device.destroy(); return compileAtOnce(...of) }
              return device
            } }
          },
        } })
        return words
      },
    }
    const failure = await openEngine(choice, doomed).then((value) => value, failureOf)
    expect(failure).toMatchObject({ kind: 'device-lost' })
  })

  it('gives auto an engine that trains here, and says which and why', async () => {
    const engines = await opened('auto', nodeHost)
    console.log(`auto: ${engines.environment.engine} on ${engines.environment.adapter}; ${engines.notices.join('; ')}`)
    expect(engines.notices).toHaveLength(1)
    expect(engines.notices[0]).toMatch(/^auto: |running on the [CG]PU: \S/)
    const { engine } = await engines.engineFor([smallRun])
    const training = await engine.start([smallRun])
    await training.advance(1)
    expect((await training.losses())[0]).toBeGreaterThan(0)
    training.dispose()
    engines.dispose()
  })
})
