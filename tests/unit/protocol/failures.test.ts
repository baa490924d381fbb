import { describe, expect, it } from 'vitest'
import { failureKinds, failureTraits } from '../../../src/protocol/failures'

describe('the table of environment failures', () => {
  it('trains again only what a fresh trainer or a smaller part may do', () => {
    const retried = failureKinds.filter((kind) => failureTraits[kind].retry !== 'never')
    expect(retried).toEqual(['device-lost', 'out-of-memory'])
  })

  it('opens nothing again where trying again changes nothing', () => {
    expect(failureKinds.filter((kind) => !failureTraits[kind].mayReopen)).toEqual(['no-webgpu', 'unsupported'])
  })

  it('offers the CPU engine for what an engine could not do, never for a bug or for code that could not be fetched', () => {
    expect(failureKinds.filter((kind) => !failureTraits[kind].offersCpu)).toEqual(['not-fetched', 'internal'])
  })

  it('has a headline of its own for each kind', () => {
    expect(new Set(failureKinds.map((kind) => failureTraits[kind].headline)).size).toBe(failureKinds.length)
  })
})
