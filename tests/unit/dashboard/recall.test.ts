import { beforeEach, describe, expect, it } from 'vitest'
import { createRecall, type Recall } from '../../../src/dashboard/state/recall'
import type { Desk } from '../../../src/dashboard/state/desk'
import type { Sweeps } from '../../../src/dashboard/state/sweeps'
import { emptyDesk, endedRuns, experimentOf, idleSweeps, nothingSaved, settled } from './lab-bench'

const mine = experimentOf('Mine'), another = experimentOf('Another')
let desk: Desk, sweeps: Sweeps, recall: Recall
const id = (): string => desk.lay(mine).id
const isShown = (): boolean => sweeps.sessions.peek().has(id())

beforeEach(async () => {
  desk = emptyDesk()
  sweeps = idleSweeps()
  const saved = endedRuns(desk.lay(mine))
  recall = createRecall({ desk, sweeps, saved: { recall: async (plan) => (plan.experimentId === id() ? { ...nothingSaved, records: saved } : nothingSaved) }, onRecalled: () => undefined })
  desk.place(mine)
  await settled()
})

describe('a reset of an experiment', () => {
  it('outlasts a look at another: its saved results come back only when they are asked for', async () => {
    expect(isShown()).toBe(true)
    recall.reset(id())
    desk.place(another)
    desk.place(mine)
    await settled()
    expect([isShown(), recall.isReset(id())]).toEqual([false, true])
    recall.show(mine)
    await settled()
    expect([isShown(), recall.isReset(id())]).toEqual([true, false])
  })

  it('ends, too, when its results are shown from another place on the desk', async () => {
    recall.reset(id())
    desk.place(another)
    recall.show(mine)
    await settled()
    expect([desk.onDesk.peek()?.id, isShown(), recall.isReset(id())]).toEqual([id(), true, false])
  })

  it('holds for results that are being read while it is made', async () => {
    sweeps.putAway(id())
    recall.show(mine)
    recall.reset(id())
    await settled()
    expect(isShown()).toBe(false)
  })
})
