import { isEnvironmentFailure, requestDevice, type OwnedDevice } from '../../src/engine/device'
import { nodeHost } from '../../src/engine/node-host'

/** A WebGPU device in Node through Dawn. A machine without any adapter fails here: a GPU suite is never skipped. */
export async function nodeDevice(): Promise<OwnedDevice> {
  const problem = await nodeHost.prepareGpu()
  if (problem) throw new Error(problem)
  const device = await requestDevice()
  if (isEnvironmentFailure(device)) {
    throw new Error(`${device.message} (in Node, VK_ICD_FILENAMES may name a software Vulkan driver such as SwiftShader's)`)
  }
  return device
}
