import { describe, expect, it } from 'vitest'
import { checkpointOf } from '../../../../src/runner/keeping/saved-checkpoint'
import { tinyCheckpoint } from '../tiny-checkpoint'
import { tinyPlan } from '../tiny-plan'

const plan = tinyPlan([[2, 5, 100]])

describe('a checkpoint of some of its runs', () => {
  it('holds exactly the rows of those runs, in the order asked for', () => {
    const some = checkpointOf(tinyCheckpoint(50, plan.runs), [plan.runs[3], plan.runs[1]])!
    expect([...some.state.parameters]).toEqual([30, 31, 10, 11])
    expect([...some.state.firstMoment]).toEqual([3, 1])
    expect([...some.state.secondMoment]).toEqual([-3, -1])
    expect([...some.lossSum]).toEqual([1, 1 / 3])
    expect([...some.divergedAt]).toEqual([3, 1])
    expect(some).toMatchObject({ lossSteps: 5, state: { step: 50 } })
  })

  it('is none at all where a run is not in it', () => {
    expect(checkpointOf(tinyCheckpoint(50, plan.runs.slice(0, 2)), plan.runs.slice(1, 3))).toBeNull()
  })
})
