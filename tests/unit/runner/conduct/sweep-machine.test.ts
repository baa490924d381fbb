/** The laws of a sweep, on any course of events: the user's, the trainers', the clock's. simulated-world.ts checks them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlannedRun } from '../../../../src/experiment/sweep-plan'
import { createResultsStore } from '../../../../src/runner/keeping/results-store'
import { finished } from '../fake-trainer'
import { tinyCheckpoint } from '../tiny-checkpoint'
import { tinyPlan } from '../tiny-plan'
import { curveTo, engineHere, SimulatedWorld } from './simulated-world'

/** One thing that happens; the numbers choose the trainer and the run or step, where there are several. */
const happenings = {
  opens: (world, k) => world.opens(k),
  failsToOpen: (world, k, m) => world.failsToOpen(k, (['no-adapter', 'device-lost', 'unsupported'] as const)[m % 3]),
  advances: (world, k) => world.advances(k),
  checkpoints: (world, k, m) => world.checkpoints(k, m),
  startsAgain: (world, k) => world.startsAgain(k),
  hasOutcome: (world, k, m) => world.hasOutcome(k, m),
  hasLateOutcome: (world, k, m) => world.hasOutcome(k, m, true),
  fails: (world, k, m) => world.fails(k, m, (['device-lost', 'out-of-memory', 'internal'] as const)[m % 3]),
  answers: (world, k) => world.answers(k),
  throws: (world, k) => world.throws(k),
  dies: (world, k) => world.dies(k),
  diesInTraining: (world, k) => world.diesInTraining(k),
  later: (world, k) => world.later(k),
  pause: (world) => world.user('pause'),
  resume: (world) => world.user('resume'),
  stop: (world) => world.user('stop'),
  checkpointWanted: (world) => world.user('checkpoint-wanted'),
  stopRun: (world, k) => world.stopRun(k),
  resumeRun: (world, k) => world.resumeRun(k),
  stopRunTwice: (world, k) => {
    world.stopRun(k)
    world.resumeRun(k)
    world.stopRun(k)
  },
} satisfies Record<string, (world: SimulatedWorld, k: number, m: number) => void>
type Happening = keyof typeof happenings

const weights: Partial<Record<Happening, number>> = { opens: 4, advances: 8, checkpoints: 4, hasOutcome: 8, answers: 4, stopRun: 3, resumeRun: 3, resume: 2, failsToOpen: 1 }
const oneOf = (kinds: readonly Happening[]) =>
  fc.oneof(...kinds.map((kind) => ({ weight: weights[kind] ?? 1, arbitrary: fc.tuple(fc.constant(kind), fc.nat(11), fc.nat(30)) })))
const all = Object.keys(happenings) as Happening[]
const course = (kinds: readonly Happening[] = all) => fc.array(oneOf(kinds), { maxLength: 80, size: 'max' })

/** Small, so that a counterexample can be read. */
interface Start {
  readonly sizes: readonly number[] // runs of each group
  readonly engine: 'cpu' | 'webgpu'
  readonly trainers: number
  readonly begun: number // step of a checkpoint of the first group; 0: none
  readonly ended: readonly number[] // places of runs that an earlier session finished
  readonly left: readonly number[] // places of runs that are not to be trained
}
const start: fc.Arbitrary<Start> = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }), engine: fc.constantFrom('cpu', 'webgpu'),
  trainers: fc.integer({ min: 1, max: 3 }), begun: fc.integer({ min: 0, max: 99 }),
  ended: fc.array(fc.nat(11), { maxLength: 3 }), left: fc.array(fc.nat(11), { maxLength: 3 }),
})

function worldOf({ sizes, engine, trainers, begun, ended, left }: Start): SimulatedWorld {
  // Costly enough that CPU trainers take runs singly.
  const plan = tinyPlan(sizes.map((count, g) => [g + 2, count, (g + 1) * 1e12]))
  const earlier = createResultsStore(plan, [], () => {})
  const from = plan.runs.filter(({ index }) => ended.includes(index)).map((run) => earlier.end(run.id, finished(run), engineHere('cpu'), 1))
  const { runs } = plan.groups[0]
  const kept = (of: readonly PlannedRun[], step: number) => tinyCheckpoint(step, of, engineHere(engine), (run) => curveTo(run, step))
  const checkpoints = begun === 0 ? [] : [kept(runs.slice(0, 1), Math.ceil(begun / 2)), kept(runs, begun), kept(runs.slice(-1), Math.floor(begun / 3))]
  const only = left.length === 0 ? undefined : new Set(plan.runs.flatMap(({ id, index }) => (left.includes(index) ? [] : [id])))
  return new SimulatedWorld({ plan, engine, trainers, from, checkpoints, only })
}

function live(world: SimulatedWorld, events: readonly (readonly [Happening, number, number])[]): SimulatedWorld {
  for (const [kind, k, m] of events) if (!world.isDone) happenings[kind](world, k, m)
  return world
}

describe('a sweep, whatever happens to it', () => {
  it('keeps its laws: each run ends once and trains in one part at a time, curves continue where they were, nothing finished is lost or trained again, and it comes to an end', () => {
    const seen = new Set<string>()
    fc.assert(fc.property(start, course(), (given, events) => {
      const world = live(worldOf(given), events)
      world.endWell()
      world.transitions.forEach((one) => seen.add(one))
    }), { seed: 14, numRuns: 600 })
    expect([...seen]).toEqual(expect.arrayContaining([ // no transition goes untested
      'waiting -> training', 'waiting -> ended', 'training -> ended', 'training -> lost', 'training -> dropped',
      'lost -> waiting', 'lost -> ended', 'lost -> dropped', 'dropped -> ended', 'dropped -> wanted',
      'wanted -> waiting', 'wanted -> dropped', 'ended -> waiting',
    ]))
  })

  it('comes to an end on trainers that fail again and again, after tries that are bounded', () => {
    const failing = course(['opens', 'failsToOpen', 'advances', 'checkpoints', 'startsAgain', 'fails', 'answers', 'throws', 'diesInTraining', 'later', 'hasLateOutcome'])
    fc.assert(fc.property(start, failing, (given, events) => live(worldOf(given), events).endBadly()), { seed: 15, numRuns: 400 })
  })
})

describe('a sweep', () => {
  const one = (sizes: readonly number[], more: Partial<Start> = {}): SimulatedWorld =>
    worldOf({ sizes, engine: 'webgpu', trainers: 1, begun: 0, ended: [], left: [], ...more })

  it('opens an engine three times in all before it gives up, and its runs fail for the reason of the last', () => {
    const world = one([2])
    for (let time = 0; time < 3; time++) world.failsToOpen(0, 'device-lost')
    expect(world.opened()).toBe(3)
    expect(world.store.records().map(({ status }) => status)).toEqual(Array(2).fill({ kind: 'failed', failure: { kind: 'device-lost', message: 'device-lost' }, step: 0 }))
    const refused = one([1])
    refused.failsToOpen(0, 'unsupported')
    expect(refused.opened()).toBe(1) // opening again would not help
  })

  it('trains runs three times in all that get no further, and twice more each time that they do', () => {
    const lose = (world: SimulatedWorld): void => {
      world.opens(0)
      world.diesInTraining(0)
    }
    const world = one([2, 1])
    world.opens(0) // the second group, the costlier one
    world.advances(0)
    world.checkpoints(0, 5)
    lose(world)
    expect(world.started()).toEqual(['2 from 0'])
    expect(world.notices.at(-1)).toBe('died: 1 run of 3 x 1 resume from step 30 (1 of at most 2); finished runs are kept')
    world.opens(0)
    world.endWell()
    expect(world.started()).toEqual(['2 from 0', '0,1 from 0', '2 from 30'])

    const stuck = one([1])
    lose(stuck)
    lose(stuck)
    stuck.opens(0)
    stuck.checkpoints(0, 10)
    lose(stuck)
    lose(stuck)
    expect(stuck.ended()).toEqual(['waiting'])
    lose(stuck)
    expect(stuck.started()).toEqual(['0 from 0', '0 from 0', '0 from 0', '0 from 10', '0 from 10'])
    expect(stuck.ended()).toEqual(['failed'])
  })

  it('gives a device up that is lost three times in a row, and counts from the start where something was finished in between', () => {
    const world = one([1, 1, 1])
    const lose = (): void => {
      world.opens(0)
      world.diesInTraining(0)
    }
    lose()
    lose()
    world.opens(0)
    for (let probe = 0; probe < 4; probe++) world.advances(0)
    world.hasOutcome(0, 0)
    world.answers(0)
    world.diesInTraining(0)
    lose()
    expect(world.isDone).toBe(false)
    lose()
    expect(world.isDone).toBe(true)
    expect(world.ended().filter((kind) => kind === 'failed')).toHaveLength(2)
    expect(world.notices.at(-1)).toBe('died: 3 times in a row, so nothing more is tried on it')
  })

  it('is over with a part whose only missing outcomes are of runs that the user stops', () => {
    const world = one([2])
    world.opens(0)
    for (let probe = 0; probe < 4; probe++) world.advances(0)
    world.hasOutcome(0, 0)
    world.answers(0) // one outcome is still on its way
    expect(world.isDone).toBe(false)
    world.stopRun(1)
    expect(world.isDone).toBe(true)
    expect(world.ended()).toEqual(['finished', 'stopped'])
  })

  it('fails the runs whose outcomes do not follow the answer in time', () => {
    const world = one([2])
    world.opens(0)
    for (let probe = 0; probe < 4; probe++) world.advances(0)
    world.hasOutcome(0, 0)
    world.answers(0)
    world.later(1)
    expect(world.ended()).toEqual(['finished', 'failed'])
    expect(world.notices.at(-1)).toBe('the trainer said it was done, but results are missing: 1 run of 2 x 1 failed; finished runs are kept')
  })

  it('resumes a run from its checkpoint that was stopped while the first engine opened', () => {
    const world = one([2], { begun: 50 })
    world.stopRun(0)
    world.opens(0)
    world.resumeRun(0)
    world.endWell()
    expect(world.started()).toEqual(['1 from 50', '0 from 50'])
  })

  it('resumes a run from its own last checkpoint that was stopped and wanted again while its group trained on', () => {
    const world = one([2])
    world.opens(0)
    world.advances(0)
    world.checkpoints(0, 5)
    world.stopRun(0)
    world.advances(0)
    world.checkpoints(0, 5)
    world.resumeRun(0)
    expect(world.kinds()).toEqual(['wanted', 'training'])
    world.endWell()
    expect(world.started()).toEqual(['0,1 from 0', '0 from 30'])
    expect(world.ended()).toEqual(['finished', 'finished'])
  })

  it('ends as stopped what its trainers do not stop in time', () => {
    const world = one([2, 1])
    world.opens(0)
    world.user('stop')
    expect(world.isDone).toBe(false)
    world.later(1)
    expect(world.ended()).toEqual(['waiting', 'waiting', 'stopped'])
    expect(world.isDone).toBe(true)
  })

  it('takes no try from runs that wait when a trainer dies between two parts of a paused sweep', () => {
    const world = one([1, 1])
    world.opens(0)
    for (let probe = 0; probe < 4; probe++) world.advances(0)
    world.user('pause')
    world.hasOutcome(0, 0)
    world.answers(0)
    world.dies(0)
    expect(world.opened()).toBe(1)
    world.user('resume')
    world.endWell()
    expect(world.opened()).toBe(2)
    expect(world.notices).toEqual(['opened', 'opened'])
  })
})
