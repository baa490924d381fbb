import { signal } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import { createLaunch } from '../../../src/dashboard/state/launch'
import type { SweepSession } from '../../../src/dashboard/state/sweeps'
import { emptyDesk, endedRuns, experimentOf, settled } from './lab-bench'

function onDeskOf(experiment: ReturnType<typeof experimentOf>) {
  const desk = emptyDesk()
  desk.place(experiment)
  return desk.onDesk.peek()!
}

function bench() {
  const desk = emptyDesk(), log: string[] = []
  desk.place(experimentOf('On the desk'))
  const active = signal<SweepSession | null>(null), session = signal<SweepSession | null>(null), resets = new Set<string>()
  const launch = createLaunch({
    desk, session,
    sweeps: { active, restore: (onDesk, runs) => { log.push(`restore ${runs.length} of ${onDesk.plan.runs.length}`) }, start: async (_, restart) => { log.push(restart ? 'start again' : 'start'); return null } },
    queue: { add: (_, restart) => { log.push(restart ? 'queue again' : 'queue'); return true }, hold: () => log.push('hold') },
    recall: { reset: (id) => resets.add(id), isReset: (id) => resets.has(id), endReset: (id) => void resets.delete(id) },
    estimator: { abandon: () => log.push('abandon the estimate') }, storage: { requestPersistence: () => log.push('ask to persist') },
    announce: () => log.push('say'), reveal: (id) => log.push(`show ${id}`),
  })
  return { launch, log, active, session, resets, id: desk.onDesk.peek()!.id }
}

describe('running the experiment on the desk', () => {
  it('gives the processor up, asks for storage and shows the sweep', async () => {
    const { launch, log } = bench()
    launch.run()
    await settled()
    expect(log).toEqual(['abandon the estimate', 'ask to persist', 'start', 'show sweep'])
  })

  it('queues it while another trains, and does nothing while it trains itself', () => {
    const { launch, log, active, id } = bench()
    active.value = { experimentId: 'another', title: 'Another' } as SweepSession
    launch.run()
    expect(log).toEqual(['queue', 'say'])
    active.value = { experimentId: id } as SweepSession
    launch.run()
    expect(log).toHaveLength(2)
  })

  it('trains all again after a reset, once', async () => {
    const { launch, log, session, resets, id } = bench()
    session.value = { experimentId: id } as SweepSession
    launch.reset()
    session.value = null
    launch.run()
    await settled()
    expect(log).toContain('start again')
    expect(resets.size).toBe(0)
  })

  it('trains the further runs of an experiment that shares the others, which stay', async () => {
    const { launch, log } = bench(), { training, ...rest } = experimentOf('On the desk')
    launch.runFurther({ ...rest, training: { ...training, learningRate: [...training.learningRate, 0.16] } }, { view: signal({ runs: endedRuns(onDeskOf(experimentOf('On the desk'))) }) } as unknown as SweepSession)
    await settled()
    expect(log).toEqual(['restore 6 of 12', 'abandon the estimate', 'ask to persist', 'start', 'show sweep'])
  })

  it('stops the sweep and holds the queue', () => {
    const { launch, log, active } = bench()
    active.value = { sweep: { stop: () => log.push('stop') } } as unknown as SweepSession
    launch.stop()
    expect(log).toEqual(['hold', 'stop'])
  })
})
