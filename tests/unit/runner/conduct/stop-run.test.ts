import { afterEach, describe, expect, it } from 'vitest'
import { conduct, type ConductOptions } from '../../../../src/runner/conduct/conduct'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import type { Sweep, SweepView } from '../../../../src/runner/conduct/sweep'
import { fakePool, type Fake, type FakeScript } from '../fake-trainer'
import { tinyPlan } from '../tiny-plan'

let fake: Fake
afterEach(() => fake.close())

const plan = tinyPlan([[2, 3, 30], [3, 2, 90]]) // the second group is the costlier: it trains first
let isHeld = false // the first part, before its second probe
const start = (options: Partial<ConductOptions> = {}, script: FakeScript = {}): Sweep => {
  isHeld = true
  fake = fakePool({ holds: ({ id }, probe) => isHeld && probe === 2 && id === fake.trained[0].group.id, ...script })
  return conduct(plan, fake.spawn, { engine: 'webgpu', trainers: 1, now: () => performance.now(), ...options })
}
const ending = (sweep: Sweep): Promise<SweepView> => {
  isHeld = false
  return sweep.done
}
const kinds = (view: SweepView): string[] => view.runs.map(({ status }) => status.kind)
async function until(sweep: Sweep, holds: (view: SweepView) => boolean): Promise<void> {
  while (!holds(sweep.view())) await new Promise((resolve) => setTimeout(resolve, 2))
}
const isRunning = (index: number) => ({ runs }: SweepView): boolean => runs[index].status.kind === 'running' && runs[index].status.step > 0

describe('stopping one run', () => {
  it('that trains ends it where it is, with the curve it had, and leaves its siblings what they would have been', async () => {
    const undisturbed = (await ending(start())).runs
    fake.close()
    const ended: string[] = []
    const sweep = start({ onRecord: ({ id }) => void ended.push(id) })
    await until(sweep, isRunning(3))
    sweep.stopRun(plan.runs[3].id)
    const atStop = sweep.view().runs[3]
    expect(atStop.status.kind).toBe('stopped')
    const view = await ending(sweep)
    expect(kinds(view)).toEqual(['finished', 'finished', 'finished', 'stopped', 'finished'])
    expect(view.runs[3]).toEqual(atStop)
    for (const index of [0, 1, 2, 4]) expect({ ...view.runs[index], stepsPerSecond: 0 }).toEqual({ ...undisturbed[index], stepsPerSecond: 0 })
    expect(ended.filter((id) => id === plan.runs[3].id)).toHaveLength(1)
    expect(fake.log.filter((line) => line.startsWith('stop'))).toEqual([]) // its group trains on
  })

  it('that waits takes it out of its group before the group begins', async () => {
    const sweep = start()
    await until(sweep, isRunning(3))
    sweep.stopRun(plan.runs[1].id)
    expect(kinds(await ending(sweep))).toEqual(['finished', 'stopped', 'finished', 'finished', 'finished'])
    expect(fake.trained[1].group.runs.map(({ id }) => id)).toEqual([plan.runs[0].id, plan.runs[2].id])
  })

  it('that is the last of its group stops the group, and the next one begins', async () => {
    const sweep = start()
    await until(sweep, isRunning(4))
    sweep.stopRun(plan.runs[3].id)
    sweep.stopRun(plan.runs[4].id)
    expect(kinds(await ending(sweep))).toEqual(['finished', 'finished', 'finished', 'stopped', 'stopped'])
    expect(fake.log).toContain('stop 0')
  })

  it('can be undone while the sweep trains: the run waits until its group, which still has it, has ended, and then comes out as it would have', async () => {
    const undisturbed = (await ending(start())).runs
    fake.close()
    const ended: string[] = []
    const sweep = start({ onRecord: ({ id, status }) => void ended.push(`${plan.runs.findIndex((run) => run.id === id)} ${status.kind}`) })
    await until(sweep, isRunning(3))
    sweep.stopRun(plan.runs[3].id)
    sweep.stopRun(plan.runs[1].id) // one that waits
    sweep.resumeRun(plan.runs[3].id)
    sweep.resumeRun(plan.runs[1].id)
    sweep.resumeRun(plan.runs[0].id) // was never stopped
    expect([1, 3].map((index) => sweep.view().runs[index].status.kind)).toEqual(['waiting', 'waiting'])
    const view = await ending(sweep)
    expect(view.runs.map((run) => ({ ...run, stepsPerSecond: 0 }))).toEqual(undisturbed.map((run) => ({ ...run, stepsPerSecond: 0 })))
    expect(ended.filter((line) => /^[13] /.test(line)).sort()).toEqual(['1 finished', '1 stopped', '3 finished', '3 stopped'])
    expect(fake.trained.map(({ group }) => group.runs.map(({ index }) => index))).toEqual([[3, 4], [0, 2], [1], [3]])
  })

  it('again, before its group has ended, leaves it stopped', async () => {
    const sweep = start()
    await until(sweep, isRunning(3))
    sweep.stopRun(plan.runs[3].id)
    sweep.resumeRun(plan.runs[3].id)
    sweep.stopRun(plan.runs[3].id)
    expect(kinds(await ending(sweep))).toEqual(['finished', 'finished', 'finished', 'stopped', 'finished'])
  })

  it('is not brought back by a retry of its group', async () => {
    const sweep = start({}, { outcome: (run, trainer) => (trainer === 0 ? { kind: 'failed', failure: { kind: 'device-lost', message: 'gone' }, step: 1 } : { kind: 'diverged', step: run.index + 1 }) })
    await until(sweep, isRunning(3))
    sweep.stopRun(plan.runs[3].id)
    expect(kinds(await ending(sweep))).toEqual(['diverged', 'diverged', 'diverged', 'stopped', 'diverged'])
  })
})

describe('training some runs only', () => {
  it('leaves every other run as it was, unfinished ones too', async () => {
    const sweep = start()
    await until(sweep, isRunning(3))
    for (const index of [1, 3, 4]) sweep.stopRun(plan.runs[index].id)
    const earlier: readonly RunRecord[] = (await ending(sweep)).runs
    fake.close()
    const again = await ending(start({ from: earlier, only: new Set([plan.runs[3].id]) }))
    expect(kinds(again)).toEqual(['finished', 'stopped', 'finished', 'finished', 'stopped'])
    expect(fake.trained.flatMap(({ group }) => group.runs.map(({ id }) => id))).toEqual([plan.runs[3].id])
    expect(again.runs[4]).toEqual(earlier[4])
  })
})
