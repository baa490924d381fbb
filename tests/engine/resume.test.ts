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
 * Steps of the checkpoints, the cut at the second, so that it is the latest that counts: in the middle of the second of
 * seven loss windows of 571 steps, when two runs have diverged.
 */
const [early, cutAt] = [300, 800]
/** No checkpoints but those, on a machine that takes its time too. */
const undated = { trainers: 1, now: () => performance.now(), checkpointSeconds: Infinity } as const

function expectInTheMiddle(checkpoints: readonly SavedCheckpoint[]): void {
  expect(checkpoints.map(({ checkpoint }) => checkpoint.state.step)).toEqual([early, cutAt])
  const { lossSum, lossSteps, divergedAt } = checkpoints[1].checkpoint
  expect([...divergedAt].map((step) => step > 0)).toEqual([false, true, false, true])
  expect([lossSteps > 0, lossSum[0] > 0, lossSum[2] > 0]).toEqual([true, true, true])
}

describe.each(['cpu', 'webgpu'] as const)('a sweep on %s that is cut', (engine) => {
  let whole: readonly RunRecord[] = []
  beforeAll(async () => { whole = (await sweep(engine)).runs })

  it('ends with the same results on a fresh trainer, which resumes from the last checkpoint', async () => {
    expect(whole.map(({ status }) => status.kind)).toEqual(['finished', 'diverged', 'finished', 'diverged'])
    const pool = mortals(early, cutAt)
    const checkpoints: SavedCheckpoint[] = []
    const cut = await conduct(plan, pool.spawn, {
      ...undated, engine,
      onCheckpoint(saved) {
        checkpoints.push(structuredClone(saved))
        if (saved.checkpoint.state.step === cutAt) pool.kill()
        else pool.resume()
      },
    }).done
    expectInTheMiddle(checkpoints)
    expect(results(cut.runs)).toEqual(results(whole))
    expect(pool.spawned()).toBe(2)
    expect(cut.progress.notices.at(-1)).toContain(`4 runs of 5 x 1 resume from step ${cutAt} (1 of at most 2)`)
  })

  it('ends with the same results in a later session, from what the first one saved', async () => {
    const records: RunRecord[] = []
    const checkpoints: SavedCheckpoint[] = []
    const pool = mortals(early, cutAt)
    const first = conduct(plan, pool.spawn, {
      ...undated, engine, onRecord: (record) => void records.push(record),
      onCheckpoint(saved) {
        checkpoints.push(structuredClone(saved))
        if (saved.checkpoint.state.step === cutAt) first.stop()
        else pool.resume()
      },
    })
    await first.done
    expectInTheMiddle(checkpoints)
    const second = await sweep(engine, { from: records, checkpoints: checkpoints.slice(-1) })
    expect(results(second.runs)).toEqual(results(whole))
  }) // software adapters compile for seconds
})

it('says so and restarts where the checkpoint is of another engine', async () => {
  const kept: SavedCheckpoint[] = []
  const first = conduct(plan, mortals(cutAt).spawn, {
    ...undated, engine: 'cpu',
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
