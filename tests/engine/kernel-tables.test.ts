/** A table of kernels that names the wrong one: the engine's self-test must see it, on a device as on the processor. */
import { describe, expect, it } from 'vitest'
import { invariant } from '../../src/science/invariant'
import { isEnvironmentFailure, requestDevice } from '../../src/engine/device'
import { openFusedEngine } from '../../src/engine/fused/fused-engine'
import { fusedKernels } from '../../src/engine/fused/kernel-table'
import { nodeHost } from '../../src/engine/node-host'
import { referenceKernels } from '../../src/engine/reference/kernel-table'
import { referenceEngine } from '../../src/engine/reference/reference-engine'
import { openCpuBackend } from '../../src/engine/reference/tensorflow-backend'
import { selfTest, testedWhenAsked } from '../../src/engine/self-test'
import { selfTestRun } from '../../src/engine/self-test-runs'

const run = selfTestRun('absolute-value', 'autoencoder')

describe('the identity in the place of |x|', () => {
  it('is found by the self-test of the webgpu engine, and no such run is started', async () => {
    const missing = await nodeHost.prepareGpu()
    invariant(missing === null, () => missing ?? '')
    const gpu = await requestDevice()
    invariant(!isEnvironmentFailure(gpu), () => 'no WebGPU device')
    const { targets } = fusedKernels
    const engine = await openFusedEngine(gpu, { kernels: { ...fusedKernels, targets: { ...targets, absolute: targets.identity } } })
    await expect(testedWhenAsked(engine).start([run])).rejects.toMatchObject({ failure: { kind: 'self-test' } })
    expect(await selfTest(engine, [selfTestRun('reconstruction', 'autoencoder')])).toBeNull()
    gpu.destroy()
  })

  it('is found by the self-test of the tfjs engine', async () => {
    const { targets } = referenceKernels
    const engine = referenceEngine(await openCpuBackend(nodeHost), null, undefined, { ...referenceKernels, targets: { ...targets, absolute: targets.identity } })
    expect(await selfTest(engine, [run])).toMatchObject({ kind: 'self-test' })
  })
})
