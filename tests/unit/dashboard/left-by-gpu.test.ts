import { describe, expect, it } from 'vitest'
import { leftByGpu } from '../../../src/dashboard/state/left-by-gpu'
import type { EnvironmentFailure } from '../../../src/protocol/failures'
import type { SweepView } from '../../../src/runner/conduct/sweep'

const failed = (kind: EnvironmentFailure['kind'], message: string, engine = 'webgpu') => ({ status: { kind: 'failed', failure: { kind, message } }, environment: { engine } })
const finished = { status: { kind: 'finished' }, environment: { engine: 'webgpu' } }
const view = (runs: readonly unknown[], phase = 'done') => ({ progress: { phase }, runs }) as unknown as SweepView

describe('runs that the CPU engine could do instead', () => {
  it('are those a lost GPU left, with no refusal to tell', () => {
    expect(leftByGpu(view([finished, failed('device-lost', 'lost'), failed('device-lost', 'lost')]))).toEqual({ runs: 2, refusal: null })
  })

  it('are those the engine refused, with its reason', () => {
    expect(leftByGpu(view([failed('unsupported', 'no RMSNorm'), failed('unsupported', 'no RMSNorm')]))).toEqual({ runs: 2, refusal: 'no RMSNorm' })
  })

  it('have no common refusal where some were lost', () => {
    expect(leftByGpu(view([failed('unsupported', 'no RMSNorm'), failed('device-lost', 'no RMSNorm')])).refusal).toBeNull()
  })

  it('are none while the sweep trains, and none of those the CPU engine itself failed', () => {
    expect(leftByGpu(view([failed('device-lost', 'lost')], 'running')).runs).toBe(0)
    expect(leftByGpu(view([failed('out-of-memory', 'too large', 'cpu')])).runs).toBe(0)
  })
})
