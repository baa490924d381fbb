/** The laws of a sweep, on any course of events: the user's, the trainers', the clock's. simulated-world.ts checks them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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
  later: (world, k) => world.later(k),
  pause: (world) => world.user('pause'),
  resume: (world) => world.user('resume'),
  stop: (world) => world.user('stop'),
  checkpointWanted: (world) => world.user('checkpoint-wanted'),
  stopRun: (world, k) => world.stopRun(k),
  resumeRun: (world, k) => world.resumeRun(k),
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
  const checkpoints = begun === 0 ? [] : [tinyCheckpoint(begun, runs, engineHere(engine), (run) => curveTo(run, begun))]
  const only = left.length === 0 ? undefined : new Set(plan.runs.flatMap(({ id, index }) => (left.includes(index) ? [] : [id])))
  return new SimulatedWorld({ plan, engine, trainers, from, checkpoints, only })
}

function live(world: SimulatedWorld, events: readonly (readonly [Happening, number, number])[]): SimulatedWorld {
  for (const [kind, k, m] of events) if (!world.isDone) happenings[kind](world, k, m)
  world.endWell()
  return world
}

describe('a sweep, whatever happens to it', () => {
  it('keeps its laws: each run ends once and trains in one part at a time, curves continue where they were, nothing finished is lost or trained again, and it comes to an end', () => {
    const seen = new Set<string>()
    fc.assert(fc.property(start, course(), (given, events) => {
      live(worldOf(given), events).transitions.forEach((one) => seen.add(one))
    }), { seed: 14, numRuns: 1500 })
    expect([...seen]).toEqual(expect.arrayContaining([ // no transition goes untested
      'waiting -> training', 'waiting -> ended', 'training -> ended', 'training -> lost', 'training -> dropped',
      'lost -> waiting', 'lost -> ended', 'lost -> dropped', 'dropped -> ended', 'dropped -> wanted',
      'wanted -> waiting', 'wanted -> dropped', 'ended -> waiting',
    ]))
  })
})
