/** What a sweep waits for, and for how long: with trainers that answer nothing and a clock that the test turns. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EngineEnvironment } from '../../../../src/protocol/environment'
import type { TrainerMessage, TrainerService } from '../../../../src/protocol/trainer'
import type { RunGroup } from '../../../../src/experiment/sweep-plan'
import { conduct } from '../../../../src/runner/conduct/conduct'
import { defer, type Deferred } from '../../../../src/runner/conduct/deferred'
import type { PooledTrainer, Sweep } from '../../../../src/runner/conduct/sweep'
import { finished } from '../fake-trainer'
import { tinyPlan } from '../tiny-plan'

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

const plan = tinyPlan([[2, 2, 10]])
const environment: EngineEnvironment = { engine: 'webgpu', engineVersion: '0', adapter: 'none', software: true, details: {} }

interface Call { readonly group: RunGroup; readonly send: (message: TrainerMessage) => void; readonly answer: Deferred<void> }

class SilentTrainer implements PooledTrainer {
  readonly gone = new Promise<string>(() => {})
  readonly calls: Call[] = []
  isTerminated = false
  readonly service: TrainerService = {
    open: () => Promise.resolve({ ok: true, environment, notices: [] }),
    timeStep: () => Promise.reject(new Error('not asked for')),
    train: (group, send) => {
      const answer = defer<void>()
      this.calls.push({ group, send, answer })
      return answer.promise
    },
    pause() {}, resume() {}, stop() {}, checkpoint() {},
  }
  terminate(): void { this.isTerminated = true }
}

const begin = (spawn: () => PooledTrainer | Promise<PooledTrainer>): Sweep => conduct(plan, spawn, { engine: 'webgpu', trainers: 1, now: () => 0 })
const kinds = (sweep: Sweep): string[] => sweep.view().runs.map(({ status }) => status.kind)

describe('a sweep', () => {
  it('terminates a trainer that has not stopped ten seconds after it was asked to, and leaves no timer behind', async () => {
    const trainer = new SilentTrainer()
    const sweep = begin(() => trainer)
    await vi.advanceTimersByTimeAsync(0)
    sweep.stop()
    await vi.advanceTimersByTimeAsync(9_999)
    expect([sweep.view().progress.phase, trainer.isTerminated]).toEqual(['stopping', false])
    await vi.advanceTimersByTimeAsync(1)
    expect([sweep.view().progress.phase, trainer.isTerminated]).toEqual(['done', true])
    expect(kinds(sweep)).toEqual(['stopped', 'stopped'])
    await sweep.done
    expect(vi.getTimerCount()).toBe(0)
  })

  it('waits five seconds for outcomes that lag behind the answer', async () => {
    const trainer = new SilentTrainer()
    const sweep = begin(() => trainer)
    await vi.advanceTimersByTimeAsync(0)
    const [{ group, send, answer }] = trainer.calls
    answer.resolve()
    await vi.advanceTimersByTimeAsync(4_000)
    const [run] = group.runs
    send({ kind: 'outcome', groupId: group.id, runId: run.id, outcome: finished(run), environment, stepsPerSecond: 1 })
    expect(kinds(sweep)).toEqual(['finished', 'running'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(kinds(sweep)).toEqual(['finished', 'failed'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('moves its clock once a second while it trains', async () => {
    const sweep = begin(() => new SilentTrainer())
    await vi.advanceTimersByTimeAsync(0)
    const before = sweep.view()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sweep.view()).not.toBe(before)
    sweep.stop()
  })

  it('terminates a trainer whose thread is there only after the sweep was stopped', async () => {
    const spawned = defer<PooledTrainer>()
    const sweep = begin(() => spawned.promise)
    sweep.stop()
    expect(sweep.view().progress.phase).toBe('done')
    const trainer = new SilentTrainer()
    spawned.resolve(trainer)
    await sweep.done
    await vi.advanceTimersByTimeAsync(0)
    expect(trainer.isTerminated).toBe(true)
  })

  it('hears of a listener that stops it only after all that came of the same event', async () => {
    const trainer = new SilentTrainer()
    const seen: string[] = []
    const sweep: Sweep = conduct(plan, () => trainer, {
      engine: 'webgpu', trainers: 1, now: () => 0,
      onRecord({ id, status }) {
        seen.push(`${id} ${status.kind}`)
        sweep.stop()
      },
    })
    await vi.advanceTimersByTimeAsync(0)
    const [{ group, send, answer }] = trainer.calls
    for (const run of group.runs) send({ kind: 'outcome', groupId: group.id, runId: run.id, outcome: finished(run), environment, stepsPerSecond: 1 })
    answer.resolve()
    await sweep.done
    expect(seen).toEqual(['run-2-0 finished', 'run-2-1 finished'])
    expect(trainer.isTerminated).toBe(true)
  })
})
