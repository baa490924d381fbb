import { afterEach, describe, expect, it, vi } from 'vitest'
import { isEnvironmentFailure, requestDevice, type OwnedDevice } from '../../../src/engine/device'

function installGpu(gpu: unknown): void {
  vi.stubGlobal('navigator', { gpu })
}

function fakeAdapter(info: Partial<GPUAdapterInfo>, request?: (descriptor: GPUDeviceDescriptor) => void) {
  const listeners: ((event: { error: Error }) => void)[] = []
  let lose: (loss: { reason: string; message: string }) => void
  const device = {
    features: new Set<string>(),
    lost: new Promise((resolve) => { lose = resolve }),
    addEventListener: (_: string, listener: (event: { error: Error }) => void) => listeners.push(listener),
    destroy: () => lose({ reason: 'destroyed', message: 'by the test' }),
  }
  const adapter = {
    info: { vendor: '', architecture: '', device: '', description: '', ...info },
    features: new Set(['timestamp-query', 'bgra8unorm-storage']),
    limits: { maxStorageBufferBindingSize: 111, maxBufferSize: 222, maxComputeWorkgroupStorageSize: 65536 },
    requestDevice: async (descriptor: GPUDeviceDescriptor) => { request?.(descriptor); return device },
  }
  return { adapter, complain: (error: Error) => listeners.forEach((listener) => listener({ error })) }
}

async function opened(adapter: unknown): Promise<OwnedDevice> {
  installGpu({ requestAdapter: async () => adapter })
  const device = await requestDevice()
  if (isEnvironmentFailure(device)) throw new Error(device.message)
  return device
}

afterEach(() => vi.unstubAllGlobals())

describe('requesting a device', () => {
  it('says no-webgpu, and what to do, where there is none', async () => {
    installGpu(undefined)
    const failure = await requestDevice()
    expect(failure).toMatchObject({ kind: 'no-webgpu' })
    expect((failure as { message: string }).message).toMatch(/choose the cpu engine/)
  })

  it.each([
    ['no adapter is found', async () => null],
    ['the request is refused', async () => { throw new Error('blocked by policy') }],
    ['the adapter gives no device', async () => ({ features: new Set(), limits: {}, requestDevice: async () => { throw new Error('limits') } })],
  ])('says no-adapter when %s', async (_, requestAdapter) => {
    installGpu({ requestAdapter })
    expect(await requestDevice()).toMatchObject({ kind: 'no-adapter' })
  })

  it('raises only the two limits that bound the size of a stack', async () => {
    let asked: GPUDeviceDescriptor = {}
    await opened(fakeAdapter({}, (descriptor) => { asked = descriptor }).adapter)
    expect(asked.requiredLimits).toEqual({ maxStorageBufferBindingSize: 111, maxBufferSize: 222 })
    expect(asked.requiredFeatures).toEqual(['timestamp-query'])
  })

  it('knows a software adapter by its flag or by its name', async () => {
    expect((await opened(fakeAdapter({ vendor: 'nvidia', description: 'NVIDIA H200' }).adapter)).software).toBe(false)
    expect((await opened(fakeAdapter({ architecture: 'swiftshader' }).adapter)).software).toBe(true)
    expect((await opened(fakeAdapter({ description: 'llvmpipe (LLVM 15.0.7, 256 bits)' }).adapter)).software).toBe(true)
    expect((await opened(fakeAdapter({ vendor: 'x', isFallbackAdapter: true }).adapter)).software).toBe(true)
  })

  it('keeps what the device complains of until it is asked, once', async () => {
    vi.stubGlobal('GPUOutOfMemoryError', class extends Error {})
    const { adapter, complain } = fakeAdapter({})
    const device = await opened(adapter)
    expect(device.takeFailure()).toBeNull()
    complain(new (globalThis as unknown as { GPUOutOfMemoryError: ErrorConstructor }).GPUOutOfMemoryError('3 GiB'))
    expect(device.takeFailure()).toMatchObject({ kind: 'out-of-memory' })
    expect(device.takeFailure()).toBeNull()
    complain(new Error('binding too large'))
    expect(device.takeFailure()).toMatchObject({ kind: 'internal', message: 'the GPU refused a command: binding too large' })
    expect(device.errors).toEqual(['3 GiB', 'binding too large'])
  })

  it('says that the device is lost', async () => {
    const device = await opened(fakeAdapter({}).adapter)
    device.destroy()
    expect(await device.lost).toBe('the GPU device was lost (destroyed): by the test')
  })
})
