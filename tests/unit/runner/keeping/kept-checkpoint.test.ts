import { describe, expect, it } from 'vitest'
import type { GroupCheckpoint } from '../../../../src/protocol/group-checkpoint'
import { checkpointOf, type KeptCheckpoint } from '../../../../src/runner/keeping/kept-checkpoint'
import { partsOf, retryParts } from '../../../../src/runner/conduct/work-queue'
import { tinyPlan } from '../tiny-plan'

const plan = tinyPlan([[2, 5, 100], [3, 2, 40]])
const ids = plan.groups[0].runs.map(({ id }) => id)

/** Run k of the group has parameters 10k, 10k + 1. */
function kept(step: number, runIds: readonly string[]): KeptCheckpoint {
  const places = runIds.map((id) => ids.indexOf(id))
  const checkpoint: GroupCheckpoint = {
    environment: { engine: 'cpu', engineVersion: '1', adapter: 'none', software: true, details: {} },
    state: {
      step, parameters: Float32Array.from(places.flatMap((k) => [10 * k, 10 * k + 1])),
      firstMoment: Float32Array.from(places), secondMoment: Float32Array.from(places, (k) => -k),
    },
    lossSum: Float64Array.from(places, (k) => k / 3), lossSteps: 5, divergedAt: Int32Array.from(places), secondsTraining: 1,
  }
  return { runs: runIds.map((id) => ({ id, curve: { step: [step], loss: [1] } })), checkpoint }
}

describe('a checkpoint of some of its runs', () => {
  it('holds exactly the rows of those runs, in the order asked for', () => {
    const some = checkpointOf(kept(50, ids), [plan.runs[3], plan.runs[1]])!
    expect([...some.state.parameters]).toEqual([30, 31, 10, 11])
    expect([...some.state.firstMoment]).toEqual([3, 1])
    expect([...some.state.secondMoment]).toEqual([-3, -1])
    expect([...some.lossSum]).toEqual([1, 1 / 3])
    expect([...some.divergedAt]).toEqual([3, 1])
    expect(some).toMatchObject({ lossSteps: 5, state: { step: 50 } })
  })

  it('is none at all where a run is not in it', () => {
    expect(checkpointOf(kept(50, ids.slice(0, 2)), plan.runs.slice(1, 3))).toBeNull()
  })
})

describe('the parts of a plan with checkpoints', () => {
  const place = (part: ReturnType<typeof partsOf>[number]) =>
    [part.group.runs.map(({ id }) => id), part.from?.checkpoint.state.step ?? 0] as const

  it('go on where the latest checkpoint of each run stands, and cover every run once', () => {
    const parts = partsOf(plan, 1, new Set([ids[4]]), [kept(20, ids.slice(0, 3)), kept(60, [ids[1], ids[4]])])
    expect(parts.map(place)).toEqual([
      [[ids[0], ids[2]], 20],
      [plan.groups[1].runs.map(({ id }) => id), 0],
      [[ids[1]], 60],
      [[ids[3]], 0],
    ])
  })

  it('keep what a lost part had reached, run by run, also in halves, and a part that got further has all its retries', () => {
    const [part] = partsOf(plan, 1, new Set())
    const lost = [plan.runs[1], plan.runs[2], plan.runs[4]]
    const again = retryParts({ ...part, retries: 2 }, lost, kept(30, ids), true)
    expect(again.map(place)).toEqual([[[ids[1], ids[2]], 30], [[ids[4]], 30]])
    expect(again.map(({ retries }) => retries)).toEqual([1, 1])
    expect([...again[1].from!.checkpoint.state.parameters]).toEqual([40, 41])
    expect(retryParts(again[1], [plan.runs[4]], again[1].from, false)[0].retries).toBe(2) // no further than before
  })
})
