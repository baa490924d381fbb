import { signal } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import { createDesk, type OnDesk } from '../../../src/dashboard/state/desk'
import { createSweepQueue } from '../../../src/dashboard/state/sweep-queue'
import type { TabMemory } from '../../../src/dashboard/state/tab-memory'
import type { SweepSession } from '../../../src/dashboard/state/sweeps'
import { parseExperiment } from '../../../src/experiment/parse'

const desk = createDesk([], { fragment: () => '', push: () => undefined, replace: () => undefined, depth: () => ({ depth: 0, top: 0 }), go: () => undefined, onChange: () => undefined })
function titled(title: string): OnDesk {
  const parsed = parseExperiment({ title, task: { kind: 'recall', featureCount: 48 }, shapes: { kind: 'budget', parameterBudget: [256], depth: [1, 4], neuronsPerWidth: 0.5 } })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return desk.lay(parsed.value)
}
const [first, second, third] = ['first', 'second', 'third'].map(titled)

function bench(memory: TabMemory = { read: () => null, write: () => undefined }, refuse: Readonly<Record<string, string | Error>> = {}, isOwn = true) {
  const active = signal<SweepSession | null>(null)
  const started: string[] = [], said: string[] = []
  const sweeps = {
    active,
    start: ({ experiment: { title } }: OnDesk): Promise<string | null> => {
      const refusal = refuse[title]
      if (refusal instanceof Error) return Promise.reject(refusal)
      if (refusal !== undefined) return Promise.resolve(refusal)
      started.push(title)
      active.value = { title } as SweepSession
      return Promise.resolve(null)
    },
  }
  const queue = createSweepQueue({ sweeps, lay: desk.lay, memory, claim: { isOwn: Promise.resolve(isOwn), hold: () => undefined }, announce: (text) => said.push(text), beforeStart: () => undefined })
  const end = async (): Promise<void> => { active.value = null; await settled() }
  return { queue, active, started, said, end, titles: () => queue.waiting.peek().map(({ onDesk }) => onDesk.experiment.title) }
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe('the queue of sweeps', () => {
  it('begins each in its order when the one before has ended, and none while one trains', async () => {
    const { queue, active, started, end, titles } = bench()
    active.value = { title: 'training' } as SweepSession
    for (const onDesk of [first, second]) expect(queue.add(onDesk, false)).toBe(true)
    await settled()
    expect(started).toEqual([])
    await end()
    expect(started).toEqual(['first'])
    expect(titles()).toEqual(['second'])
    await end()
    expect(started).toEqual(['first', 'second'])
    expect(titles()).toEqual([])
    await end()
    expect(started).toHaveLength(2)
  })

  it('holds a sweep once, lets it move both ways and no further than its ends, and be removed', () => {
    const { queue, active, titles } = bench()
    active.value = { title: 'training' } as SweepSession
    for (const onDesk of [first, second, third]) queue.add(onDesk, false)
    expect(queue.add(second, false)).toBe(false)
    queue.move(third.id, false)
    expect(titles()).toEqual(['first', 'third', 'second'])
    queue.move(first.id, false)
    queue.move(second.id, true)
    expect(titles()).toEqual(['first', 'third', 'second'])
    queue.move(first.id, true)
    expect(titles()).toEqual(['third', 'first', 'second'])
    queue.remove(third.id)
    expect(titles()).toEqual(['first', 'second'])
  })

  it('waits to be asked after a stop', async () => {
    const { queue, active, started, end } = bench()
    active.value = { title: 'training' } as SweepSession
    queue.add(first, false)
    queue.hold()
    await end()
    expect(started).toEqual([])
    queue.resume()
    await settled()
    expect(started).toEqual(['first'])
  })

  it('is there again after a reload, in order, and begins nothing by itself', async () => {
    let kept: string | null = null
    const memory: TabMemory = { read: () => kept, write: (text) => { kept = text } }
    const before = bench(memory)
    before.active.value = { title: 'training' } as SweepSession
    for (const onDesk of [second, first]) before.queue.add(onDesk, onDesk === first)
    const after = bench(memory)
    await settled()
    expect(after.titles()).toEqual(['second', 'first'])
    expect(after.queue.waiting.peek().map(({ restart, onDesk }) => [restart, onDesk.id])).toEqual([[false, second.id], [true, first.id]])
    expect(after.queue.held.peek()).toBe(true)
    expect(after.started).toEqual([])
    after.queue.resume()
    await settled()
    expect(after.started).toEqual(['second'])
  })

  it('stays with the tab that was copied, and the copy may have one of its own', async () => {
    let kept: string | null = null
    const memory: TabMemory = { read: () => kept, write: (text) => { kept = text } }
    const original = bench(memory)
    original.active.value = { title: 'training' } as SweepSession
    original.queue.add(first, false)
    const copied = kept as string | null
    let own: string | null = copied
    const copy = bench({ read: () => own, write: (text) => { own = text } }, {}, false)
    copy.active.value = { title: 'training' } as SweepSession
    await settled()
    expect([original.titles(), copy.titles(), copy.queue.held.peek(), copy.said.length]).toEqual([['first'], [], false, 1])
    copy.queue.add(second, false)
    expect([copy.titles(), kept]).toEqual([['second'], copied])
  })

  it('is not held up by one whose start breaks off: it is taken out with the reason, and the next begins', async () => {
    const { queue, started, said, titles, end } = bench(undefined, { first: new Error('the database went away') })
    for (const onDesk of [first, second, third]) queue.add(onDesk, false)
    await settled()
    expect([started, titles()]).toEqual([['second'], ['third']])
    expect(said[0]).toMatch(/“first” is taken out of the queue: .*the database went away/)
    await end()
    expect(started).toEqual(['second', 'third'])
  })

  it('passes over what may not begin, with the reason, and what its memory can no longer read', async () => {
    const { queue, started, said } = bench({ read: () => '[{"link":"#1.broken"},7,null]', write: () => undefined }, { first: 'another tab conducts it' })
    expect(queue.waiting.peek()).toEqual([])
    queue.add(first, false)
    queue.add(second, false)
    await settled()
    expect(started).toEqual(['second'])
    expect(said[0]).toMatch(/“first” is taken out of the queue: another tab conducts it/)
  })
})
