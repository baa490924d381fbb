import { afterEach, describe, expect, it } from 'vitest'
import { conduct, type ConductOptions } from '../../../../src/runner/conduct/conduct'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import type { SweepView } from '../../../../src/runner/conduct/sweep'
import type { EngineEnvironment } from '../../../../src/protocol/environment'
import { fakePool, finished, type Fake, type FakeScript } from '../fake-trainer'
import { tinyPlan } from '../tiny-plan'

let fake: Fake
afterEach(() => fake.close())

const plan = tinyPlan([[2, 3, 30], [3, 2, 90], [4, 1, 60]])

function start(script: FakeScript = {}, options: Partial<ConductOptions> = {}) {
  fake = fakePool(script)
  return conduct(plan, fake.spawn, { engine: 'webgpu', trainers: 2, now: () => performance.now(), ...options })
}

const kinds = (view: SweepView): string[] => view.runs.map(({ status }) => status.kind)
const allFinished = plan.runs.map(() => 'finished')
const environment: EngineEnvironment = { engine: 'webgpu', engineVersion: '0', adapter: 'none', software: true, details: {} }

describe('conducting a sweep', () => {
  it('trains every run of the plan once, the costliest group first, and shows them in plan order', async () => {
    const ended: string[] = []
    const view = await start({}, { onRecord: (record) => void ended.push(record.id) }).done
    expect(kinds(view)).toEqual(allFinished)
    expect(view.runs.map(({ id }) => id)).toEqual(plan.runs.map(({ id }) => id))
    expect(fake.trained.map(({ group }) => group.flops)).toEqual([90, 60, 30])
    expect([...ended].sort()).toEqual(plan.runs.map(({ id }) => id).sort())
    expect(view.runs[4].metrics?.scalars.features).toBe(4)
    expect(view.runs[0].curve).toEqual({ step: [25, 50, 75, 100], loss: [1, 0.5, Math.fround(1 / 3), 0.25] })
    expect(view.progress).toMatchObject({ phase: 'done', fraction: 1, runsEnded: 6, runsTotal: 6 })
    expect(fake.log).toEqual(['terminate 0'])
  })

  it('trains a GPU sweep on one trainer, for more would share the same device', async () => {
    await start({ engine: 'webgpu' }, { trainers: 4 }).done
    expect(fake.spawned()).toBe(1)
  })

  it('splits groups over several CPU trainers without changing any result', async () => {
    const whole = await start({ engine: 'webgpu' }).done
    fake.close()
    const costly = { ...plan, groups: plan.groups.map((group) => ({ ...group, flops: group.flops * 1e9 })) }
    fake = fakePool({ engine: 'cpu' })
    const split = await conduct(costly, fake.spawn, { engine: 'cpu', trainers: 3, now: () => performance.now() }).done
    expect(fake.spawned()).toBe(3)
    expect(fake.trained.every(({ group }) => group.runs.length === 1)).toBe(true)
    expect(new Set(fake.trained.map(({ trainer }) => trainer)).size).toBe(3)
    expect(split.runs.map(({ metrics }) => metrics)).toEqual(whole.runs.map(({ metrics }) => metrics))
    expect(split.runs.map(({ curve }) => curve)).toEqual(whole.runs.map(({ curve }) => curve))
  })

  it('never trains again what an earlier session finished or saw diverge', async () => {
    const earlier = (await start().done).runs
    fake.close()
    const from: RunRecord[] = [
      earlier[0], { ...earlier[1], status: { kind: 'diverged', step: 7 } }, { ...earlier[3], status: { kind: 'stopped', step: 9 } },
    ]
    const ended: string[] = []
    const view = await start({}, { from, onRecord: ({ id }) => void ended.push(id) }).done
    const trained = fake.trained.flatMap(({ group }) => group.runs.map(({ id }) => id))
    expect([...trained].sort()).toEqual([2, 3, 4, 5].map((index) => plan.runs[index].id).sort())
    expect([...ended].sort()).toEqual([...trained].sort())
    expect(view.runs[0]).toEqual(earlier[0])
    expect(view.runs[1].status).toEqual({ kind: 'diverged', step: 7 })
  })

  it('keeps results of another version of the engine beside the new ones, and says so; of the same version it says nothing', async () => {
    const earlier = (await start().done).runs
    fake.close()
    const kept = earlier[0].environment!
    const older: RunRecord = { ...earlier[0], environment: { ...kept, engineVersion: 'older' } }
    const view = await start({}, { from: [older, earlier[1]] }).done
    expect(view.runs[0]).toEqual(older)
    expect(kinds(view)).toEqual(allFinished)
    expect(view.progress.notices).toEqual([
      '1 run trained earlier by webgpu older (none), the rest by webgpu 0 (none): equal to the bit only within one of them; train all again to have them by one',
    ])
    fake.close()
    expect((await start({}, { from: [earlier[0], earlier[1]] }).done).progress.notices).toEqual([])
  })

  it('spawns no trainer at all when everything is done already', async () => {
    const from = (await start().done).runs
    fake.close()
    const view = await start({}, { from }).done
    expect(fake.spawned()).toBe(0)
    expect(view.progress.fraction).toBe(1)
  })
})

describe('a listener that fails', () => {
  const words = 'a result could not be passed on or saved (Error: no room): it stays in this session only'

  it('does not stop the sweep, and makes one notice, whether it fails at once or later', async () => {
    for (const onRecord of [() => { throw new Error('no room') }, () => Promise.reject(new Error('no room'))]) {
      const sweep = start({}, { onRecord })
      expect(kinds(await sweep.done)).toEqual(allFinished)
      expect(fake.trained).toHaveLength(3)
      expect(sweep.view().progress.notices).toEqual([words])
      fake.close()
    }
  })
})

describe('the environment failing under a sweep', () => {
  it('keeps the finished runs of a trainer that dies and starts only the lost ones again, on a fresh trainer', async () => {
    const ended: string[] = []
    const view = await start(
      { outcome: (run, trainer) => (trainer === 0 && run.id === 'run-2-1' ? 'die' : finished(run)) },
      { onRecord: ({ id }) => void ended.push(id) },
    ).done
    expect(kinds(view)).toEqual(allFinished)
    const again = fake.trained.filter(({ trainer }) => trainer === 1).flatMap(({ group }) => group.runs.map(({ id }) => id))
    expect(again).toEqual(['run-2-1', 'run-2-2'])
    expect(ended).toHaveLength(6)
    expect(view.runs[1].curve.step).toEqual([25, 50, 75, 100])
    expect(view.progress.notices).toEqual([expect.stringContaining('2 runs of 2 x 1 restart (1 of at most 2)')])
    expect(fake.log).toEqual(['terminate 0', 'terminate 1'])
  })

  it('starts a fresh trainer after a lost device and gives up on a group after two retries, the others unharmed', async () => {
    const view = await start({
      outcome: (run) => run.spec.shape.width === 3
        ? { kind: 'failed', failure: { kind: 'device-lost', message: 'the device was lost' }, step: 60 } : finished(run),
    }).done
    expect(kinds(view)).toEqual(['finished', 'finished', 'finished', 'failed', 'failed', 'finished'])
    expect(fake.trained.filter(({ group }) => group.runs[0].spec.shape.width === 3)).toHaveLength(3)
    expect(fake.spawned()).toBe(3) // the last loss leaves nothing to spawn for
    expect(view.runs[3].status).toMatchObject({ failure: { kind: 'device-lost' } })
    expect(view.progress.phase).toBe('done')
  })

  it('gives a device up that is lost three times in a row: what is left is not tried again, and what was finished is kept', async () => {
    const view = await start({
      outcome: (run) => run.spec.shape.width === 3 ? finished(run)
        : { kind: 'failed', failure: { kind: 'device-lost', message: 'the device was lost' }, step: 60 },
    }).done
    expect(kinds(view)).toEqual(['failed', 'failed', 'failed', 'finished', 'finished', 'failed'])
    expect(fake.trained.map(({ group }) => group.runs[0].spec.shape.width)).toEqual([3, 4, 2, 4]) // 5 tries were left
    expect(view.progress.notices.at(-1)).toBe('the device was lost: 3 times in a row, so nothing more is tried on it')
    expect(view.runs[0].status).toMatchObject({ failure: { kind: 'device-lost' } })
  })

  it('halves a group that did not fit in memory', async () => {
    const view = await start({
      outcome: (run) => fake.trained.at(-1)!.group.runs.length > 2
        ? { kind: 'failed', failure: { kind: 'out-of-memory', message: 'out of memory' }, step: 0 } : finished(run),
    }).done
    expect(kinds(view)).toEqual(allFinished)
    expect(fake.trained.map(({ group }) => group.runs.length)).toEqual([2, 1, 3, 2, 1])
    expect(fake.spawned()).toBe(1)
  })

  it('lets the siblings of a diverged run go on, keeps its curve, and does not retry it', async () => {
    const view = await start({ outcome: (run) => (run.id === 'run-2-0' ? { kind: 'diverged', step: 50 } : finished(run)) }).done
    expect(kinds(view)).toEqual(['diverged', ...allFinished.slice(1)])
    expect(view.runs[0].metrics).toBeNull()
    expect(view.runs[0].curve.loss).toHaveLength(4)
    expect(fake.trained).toHaveLength(3)
    expect(view.progress.runsEnded).toBe(6)
  })

  it('reports a bug in a trainer as a failure of its runs, not of the sweep', async () => {
    const view = await start({ outcome: (run) => (run.spec.shape.width === 3 ? 'throw' : finished(run)) }).done
    expect(kinds(view)).toEqual(['finished', 'finished', 'finished', 'failed', 'failed', 'finished'])
    expect(view.runs[3].status).toMatchObject({ failure: { kind: 'internal', message: 'a bug in the engine' } })
  })

  it('says why nothing could be trained when no trainer opens', async () => {
    const failure = { kind: 'no-adapter', message: 'no WebGPU adapter was found' } as const
    const view = await start({ open: () => ({ ok: false, failure }) }).done
    expect(view.runs.every(({ status }) => status.kind === 'failed' && status.failure.kind === 'no-adapter')).toBe(true)
    expect(view.progress.notices).toEqual([failure.message])
  })

  it('opens a trainer again when the first one dies while it opens, or finds no adapter for a moment', async () => {
    const failure = { kind: 'no-adapter', message: 'no WebGPU adapter was found' } as const
    const view = await start({ open: (trainer) => trainer < 2 ? { ok: false, failure } : null }).done
    expect(kinds(view)).toEqual(allFinished)
    fake.close()
    fake = fakePool()
    let dead = 0
    const spawn = () => {
      const trainer = fake.spawn()
      return dead++ > 0 ? trainer
        : { ...trainer, gone: Promise.resolve('the worker ended'), service: { ...trainer.service, open: () => new Promise<never>(() => {}) } }
    }
    const again = await conduct(plan, spawn, { engine: 'webgpu', trainers: 1, now: () => performance.now() }).done
    expect(kinds(again)).toEqual(allFinished)
    expect(again.progress.notices).toEqual(['the worker ended: an engine is opened again (1 of at most 2)'])
  })

  it('shows what a trainer said on opening: asked for one engine, got another', async () => {
    const words = 'asked for webgpu, running on cpu: no adapter'
    const view = await start({ open: () => ({ ok: true, environment, notices: [words] }) }).done
    expect(view.progress.notices).toEqual([words])
  })

  it('fails with a message, not by an exception, when a thread cannot be started', async () => {
    fake = fakePool()
    const view = await conduct(plan, () => { throw new Error('no threads left') }, {
      engine: 'auto', trainers: 1, now: () => 0,
    }).done
    expect(view.progress.notices[0]).toContain('no threads left')
    expect(kinds(view)).toEqual(plan.runs.map(() => 'failed'))
  })
})

describe('pause, resume and stop', () => {
  const until = async (sweep: { view(): SweepView }, holds: (view: SweepView) => boolean): Promise<void> => {
    while (!holds(sweep.view())) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const started = (view: SweepView): boolean => view.runs.some(({ curve }) => curve.step.length > 0)

  it('pauses the trainers and its own clock, and resumes to the same end', async () => {
    let now = 0
    let isHeld = true
    const sweep = start({ holds: (_, probe) => probe === 2 && isHeld }, { now: () => now })
    await until(sweep, started)
    now += 1000
    sweep.pause()
    expect(sweep.view().progress.phase).toBe('paused')
    await until(sweep, () => fake.log.includes('pause 0'))
    isHeld = false
    const frozen = sweep.view()
    now += 50_000
    expect(sweep.view()).toBe(frozen)
    sweep.resume()
    const view = await sweep.done
    expect(kinds(view)).toEqual(allFinished)
    expect(view.progress.secondsElapsed).toBe(1)
    expect(fake.log).toEqual(['pause 0', 'resume 0', 'terminate 0'])
  })

  it('keeps finished runs on stop, ends running ones as stopped, and starts no further group', async () => {
    const sweep = start({ holds: ({ runs: [{ spec }] }, probe) => spec.shape.width === 4 && probe === 2 })
    await until(sweep, (view) => view.runs[3].status.kind === 'finished' && view.runs[5].curve.step.length > 0)
    sweep.stop()
    const view = await sweep.done
    expect(kinds(view)).toEqual(['waiting', 'waiting', 'waiting', 'finished', 'finished', 'stopped'])
    expect(view.progress.phase).toBe('done')
    expect(view.progress.fraction).toBeLessThan(1)
  })

  it('stops a paused sweep', async () => {
    const sweep = start({ holds: (_, probe) => probe === 2 })
    await until(sweep, started)
    sweep.pause()
    sweep.stop()
    expect(kinds(await sweep.done)).toContain('stopped')
  })

  it('stops while a trainer is still opening', async () => {
    fake = fakePool()
    const sweep = conduct(plan, () => {
      const trainer = fake.spawn()
      return { ...trainer, service: { ...trainer.service, open: () => new Promise(() => {}) } }
    }, { engine: 'webgpu', trainers: 1, now: () => 0 })
    sweep.stop()
    expect(kinds(await sweep.done)).toEqual(plan.runs.map(() => 'waiting'))
  })
})

describe('the view of a sweep', () => {
  it('shows progress that never falls, even when a trainer dies half-way, and ends at 1', async () => {
    const sweep = start({ outcome: (run, trainer) => (trainer === 0 && run.id === 'run-3-0' ? 'die' : finished(run)) })
    const seen: number[] = []
    sweep.subscribe(() => seen.push(sweep.view().progress.fraction))
    await sweep.done
    expect(seen.length).toBeGreaterThan(0)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1)).toBe(1)
  })

  it('is the same object until something changes, and leaves unchanged runs the same objects', async () => {
    let isHeld = true
    const sweep = start({ holds: (_, probe) => isHeld && probe === 2 })
    expect(sweep.view()).toBe(sweep.view())
    const before = sweep.view()
    while (sweep.view().runs[3].curve.step.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    const after = sweep.view()
    isHeld = false
    expect(after).not.toBe(before)
    expect(after.runs[0]).toBe(before.runs[0])
    expect(before.runs[3].curve.step).toEqual([])
    await sweep.done
  })

  it('is announced to those who subscribe, and not after they unsubscribe', async () => {
    const sweep = start()
    let calls = 0, silent = 0
    sweep.subscribe(() => calls++)
    sweep.subscribe(() => silent++)()
    await sweep.done
    expect(calls).toBeGreaterThan(0)
    expect(silent).toBe(0)
  })
})
