/** A real engine whose trainer dies in the middle: the sweep must end as if nothing had happened, to the bit. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { EngineChoice } from '../../src/protocol/engines'
import { conduct, type ConductOptions } from '../../src/runner/conduct/conduct'
import type { SavedCheckpoint } from '../../src/runner/keeping/saved-checkpoint'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import type { SweepView } from '../../src/runner/conduct/sweep'
import { divergentPlan as plan, mortals, results } from './mortal-trainers'

async function sweep(engine: EngineChoice, options: Partial<ConductOptions> = {}, pool = mortals()): Promise<SweepView> {
  return conduct(plan, pool.spawn, { engine, trainers: 1, now: () => performance.now(), ...options }).done
}

/**
 * The cut comes at the second checkpoint, so that it is the latest that counts: a loss window is open and two runs have
 * diverged. The schedule alone promises no second one, for on a busy machine a checkpoint seems to cost more and the
 * next comes later: it is asked for when the first is there.
 */
const enough = 2

describe.each(['cpu', 'webgpu'] as const)('a sweep on %s that is cut', (engine) => {
  let whole: readonly RunRecord[] = []
  beforeAll(async () => { whole = (await sweep(engine)).runs }, 120_000)

  it('ends with the same results on a fresh trainer, which resumes from the last checkpoint', async () => {
    expect(whole.map(({ status }) => status.kind)).toEqual(['finished', 'diverged', 'finished', 'diverged'])
    const pool = mortals()
    const steps: number[] = []
    const conducted = conduct(plan, pool.spawn, {
      engine, trainers: 1, now: () => performance.now(), checkpointSeconds: 0.02,
      onCheckpoint({ checkpoint }) {
        steps.push(checkpoint.state.step)
        if (steps.length < enough) conducted.checkpoint()
        if (steps.length === enough) pool.kill()
      },
    })
    const cut = await conducted.done
    expect(steps.length).toBeGreaterThanOrEqual(enough)
    expect(results(cut.runs)).toEqual(results(whole))
    expect(pool.spawned()).toBe(2)
    expect(cut.progress.notices.at(-1)).toContain(`4 runs of 5 x 1 resume from step ${steps[enough - 1]} (1 of at most 2)`)
  }, 120_000)

  it('ends with the same results in a later session, from what the first one saved', async () => {
    const records: RunRecord[] = []
    const kept: SavedCheckpoint[] = []
    const first = conduct(plan, mortals().spawn, {
      engine, trainers: 1, now: () => performance.now(), checkpointSeconds: 0.02, onRecord: (record) => void records.push(record),
      onCheckpoint(checkpoint) {
        kept.push(structuredClone(checkpoint))
        if (kept.length < enough) first.checkpoint()
        if (kept.length === enough) first.stop()
      },
    })
    await first.done
    const [last] = kept.slice(-1)
    expect(last.checkpoint.state.step).toBeLessThan(4000)
    const second = await sweep(engine, { from: records, checkpoints: [last] })
    expect(results(second.runs)).toEqual(results(whole))
  }, 120_000) // software adapters compile for seconds
})

it('says so and restarts where the checkpoint is of another engine', async () => {
  const kept: SavedCheckpoint[] = []
  const first = conduct(plan, mortals().spawn, {
    engine: 'cpu', trainers: 1, now: () => performance.now(), checkpointSeconds: 0.02,
    onCheckpoint(checkpoint) {
      kept.push(checkpoint)
      first.stop()
    },
  })
  await first.done
  const foreign = { ...kept[0], checkpoint: { ...kept[0].checkpoint, environment: { ...kept[0].checkpoint.environment, engineVersion: 'older' } } }
  const second = await conduct(plan, mortals().spawn, { engine: 'cpu', trainers: 1, now: () => performance.now(), checkpoints: [foreign] }).done
  expect(second.progress.notices).toEqual([expect.stringMatching(/^4 runs of 5 x 1 had reached step \d+ on cpu .* restart$/)])
  expect(results(second.runs)).toEqual(results((await sweep('cpu')).runs))
})
