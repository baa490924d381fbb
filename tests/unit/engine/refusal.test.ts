import { describe, expect, it } from 'vitest'
import { cpuKernels } from '../../../src/engine/cpu/kernel-table'
import { fusedKernels } from '../../../src/engine/fused/kernel-table'
import type { KernelTable } from '../../../src/engine/kernel-table'
import { layOut } from '../../../src/engine/cpu/group-memory'
import { refusal } from '../../../src/engine/refusal'
import { selfTestRun } from '../../../src/engine/self-test-runs'
import type { ResidualModel } from '../../../src/science/models/model'
import { tinyRuns } from '../../engine/tiny-runs'

const absolute = selfTestRun('absolute-value', 'autoencoder')
const without = (changes: Partial<KernelTable>): KernelTable => ({ ...cpuKernels, ...changes })

describe('the refusal of a run', () => {
  it('never comes where every kernel is there', () => {
    for (const [title, run] of Object.entries(tinyRuns)) {
      for (const choice of ['webgpu', 'cpu', 'tfjs'] as const) expect(refusal(choice, run), `${choice}: ${title}`).toBeNull()
    }
  })

  it('names engine, field, value and the engines that can', () => {
    const model: ResidualModel = { ...(tinyRuns['residual |x| of 11 features, orthonormal embedding, width 13, depth 2'].model as ResidualModel), normalisation: 'rms' }
    const run = { ...tinyRuns['residual |x| of 11 features, orthonormal embedding, width 13, depth 2'], model }
    const withoutRms = { ...fusedKernels, normalisations: { ...fusedKernels.normalisations, rms: null } }
    expect(refusal('webgpu', run, withoutRms))
      .toBe("the webgpu engine has no kernel for model.normalisation 'rms': choose the cpu or tfjs engine, or another model.normalisation")
    expect(refusal('tfjs', run)).toBeNull()
  })

  it.each<[string, Partial<KernelTable>, string]>([
    ['target', { targets: { ...cpuKernels.targets, absolute: null } }, "task.kind 'absolute-value'"],
    ['loss', { losses: { ...cpuKernels.losses, 'squared-error': null } }, "task.kind 'absolute-value'"],
    ['model', { models: { ...cpuKernels.models, autoencoder: null } }, "model.kind 'autoencoder'"],
  ])('comes for a %s without a kernel', (_, changes, field) => {
    expect(refusal('cpu', absolute, without(changes))).toContain(`the cpu engine has no kernel for ${field}: `)
    expect(refusal('cpu', selfTestRun('recall', 'residual'), without(changes))).toBeNull()
  })

  it('is not got round: a run whose kernel is missing is not laid out with another', () => {
    expect(() => layOut([absolute], { ...cpuKernels, targets: { ...cpuKernels.targets, absolute: null } })).toThrow('no kernel for absolute')
  })
})
