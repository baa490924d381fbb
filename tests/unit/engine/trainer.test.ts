import { afterEach, describe, expect, it, vi } from 'vitest'
import type { GroupCheckpoint } from '../../../src/protocol/group-checkpoint'
import type { OutcomeMessage, TrainerMessage } from '../../../src/protocol/trainer'
import { EnvironmentFault } from '../../../src/engine/environment-fault'
import { trainGroup } from '../../../src/engine/trainer'
import { trainingControl } from '../../../src/engine/training-control'
import { initialParameters } from '../../../src/science/training/initial-parameters'
import type { RunGroup } from '../../../src/experiment/sweep-plan'
import { groupOf, scriptedEngine, scriptTime, smallRun, type Script } from './scripted-engine'

async function trained(group: RunGroup, script: Script, control = trainingControl(), from?: GroupCheckpoint) {
  const engine = scriptedEngine(script)
  const messages: TrainerMessage[] = []
  await trainGroup({
    group, engine, environment: engine.environment, takeFailure: () => null, control,
    send: (message) => messages.push(message), from,
  })
  const chunks = messages.filter((message) => message.kind === 'chunk')
  const outcomes = messages.filter((message): message is OutcomeMessage => message.kind === 'outcome')
  return { engine, chunks, outcomes, outcome: Object.fromEntries(outcomes.map(({ runId, outcome }) => [runId, outcome])) }
}

const two = groupOf(smallRun, { ...smallRun, seeds: { init: 3, data: 4 } })

afterEach(() => { vi.useRealTimers(); vi.restoreAllMocks() })

describe('training a group', () => {
  it('sends one chunk per probe with the mean loss since the last one, then one outcome per run', async () => {
    const { chunks, outcomes, engine } = await trained(two, { loss: (t, i) => t + 100 * i })
    expect(chunks.map(({ step }) => step)).toEqual([10, 20, 30, 40])
    expect(chunks.map(({ loss }) => [...loss])).toEqual([[4.5, 104.5], [14.5, 114.5], [24.5, 124.5], [34.5, 134.5]])
    expect(outcomes.map(({ runId, outcome }) => [runId, outcome.kind])).toEqual([['run-0', 'finished'], ['run-1', 'finished']])
    expect(engine.disposed()).toBe(1)
  })

  it('gives each run its own parameters, in a buffer of its own, and its metrics', async () => {
    const { outcome } = await trained(two, {})
    two.runs.forEach(({ id, spec }) => {
      const ended = outcome[id]
      if (ended.kind !== 'finished') throw new Error(ended.kind)
      expect(ended.parameters).toEqual(initialParameters(spec))
      expect(ended.parameters.byteOffset).toBe(0)
      expect(ended.parameters.buffer.byteLength).toBe(ended.parameters.byteLength)
      expect(ended.metrics.scalars).toHaveProperty('totalParameters', 15)
    })
  })

  it('ends a diverged run at its first loss that is not finite and lets its siblings go on', async () => {
    const { chunks, outcome } = await trained(two, { loss: (t, i) => (i === 1 && t >= 16 ? NaN : 1) })
    expect(outcome['run-1']).toEqual({ kind: 'diverged', step: 17 }) // counted from 1
    expect(outcome['run-0'].kind).toBe('finished')
    expect(chunks).toHaveLength(4)
    expect([...chunks[1].loss]).toEqual([1, NaN])
  })

  it('stops early when every run has diverged', async () => {
    const { chunks, outcome } = await trained(two, { loss: (t) => (t >= 3 ? Infinity : 1) })
    expect(chunks).toHaveLength(1)
    expect(outcome).toEqual({ 'run-0': { kind: 'diverged', step: 4 }, 'run-1': { kind: 'diverged', step: 4 } })
  })

  it('calls a run diverged whose last update broke its parameters', async () => {
    const { outcome } = await trained(two, {
      parameters: (runs) => Float32Array.from(runs.flatMap((run, i) => [...initialParameters(run)].map((value) => (i === 0 ? NaN : value)))),
    })
    expect(outcome['run-0']).toEqual({ kind: 'diverged', step: 40 })
    expect(outcome['run-1'].kind).toBe('finished')
  })

  it('resumes from a checkpoint: probes that are past are not repeated', async () => {
    const { chunks, outcome } = await trained(two, {}, trainingControl(), {
      environment: scriptedEngine().environment,
      state: { step: 20, parameters: new Float32Array(30), firstMoment: new Float32Array(30), secondMoment: new Float32Array(30) },
      lossSum: new Float64Array(2), lossSteps: 0, divergedAt: new Int32Array(2), secondsTraining: 0,
    })
    expect(chunks.map(({ step }) => step)).toEqual([30, 40])
    expect(outcome['run-0'].kind).toBe('finished')
  })

  it('cuts the work into advances of about 30 ms, from one step upwards', async () => {
    const { engine } = await trained(groupOf({ ...smallRun, training: { ...smallRun.training, steps: 120 } }), { clock: scriptTime(), perStep: 4 })
    const untilProbe = [1, 2, 4, 7, 7, 7, 2] // 7 steps are 28 ms; what is left before a probe at 30 is short
    expect(engine.advances.slice(0, untilProbe.length)).toEqual(untilProbe)
    expect(Math.max(...engine.advances)).toBe(7)
  })

  it('stops within an advance and says at which step', async () => {
    const control = trainingControl()
    const { outcome, chunks } = await trained(two, { onAdvance: (_, step) => { if (step >= 15) control.stop() } }, control)
    const stopped = outcome['run-0']
    if (stopped.kind !== 'stopped') throw new Error(stopped.kind)
    expect(stopped.step).toBeGreaterThanOrEqual(16)
    expect(stopped.step).toBeLessThan(40)
    expect(outcome['run-1']).toEqual(stopped)
    expect(chunks.length).toBeLessThan(4)
  })

  it('takes no step while paused and does not count the pause as training', async () => {
    const control = trainingControl()
    control.pause()
    const clock = scriptTime()
    let turns = 0
    const running = trained(two, { clock, perStep: 1, onAdvance: () => { expect(control.paused).toBe(false) } }, control)
    for (; turns < 50; turns++) await new Promise((resolve) => setImmediate(resolve)) // a trainer at work takes a step or more in each
    clock.pass(60_000)
    control.resume()
    const { chunks, engine } = await running
    expect(engine.advances.reduce((sum, count) => sum + count, 0)).toBe(40)
    expect(chunks.at(-1)!.secondsTraining).toBeCloseTo(0.04, 12)
  })

  it('can be stopped while paused', async () => {
    const control = trainingControl()
    control.pause()
    const running = trained(two, {}, control)
    control.stop()
    expect((await running).outcome['run-0']).toEqual({ kind: 'stopped', step: 0 })
  })

  it('lets waiting messages in between the advances of an engine that never waits', async () => {
    const control = trainingControl()
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => control.stop()
    const { outcome, engine } = await trained(two, { onAdvance: (_, step) => { if (step === 0) port2.postMessage('stop') } }, control)
    port1.close()
    expect(outcome['run-0'].kind).toBe('stopped')
    expect(engine.advances.length).toBeGreaterThanOrEqual(1)
  })

  it('fails the unfinished runs with device-lost when the device goes', async () => {
    let lose: (words: string) => void
    const lost = new Promise<string>((resolve) => { lose = resolve })
    const { outcome, chunks } = await trained(two, {
      lost, onAdvance: (_, step) => { if (step >= 10) { lose('unplugged'); return new Promise(() => {}) } },
    })
    expect(chunks).toHaveLength(1)
    expect(outcome['run-0']).toMatchObject({ kind: 'failed', failure: { kind: 'device-lost', message: 'unplugged' } })
    expect(outcome['run-1'].kind).toBe('failed')
  })

  it('says device-lost, not what the loss broke, when the loss is reported a moment later', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const lost = new Promise<string>((resolve) => { setTimeout(() => resolve('driver reset'), 150) })
    const running = trained(two, { lost, onAdvance: () => { throw new Error('buffer is not mapped') } })
    await vi.advanceTimersByTimeAsync(150)
    const { outcome } = await running
    expect(outcome['run-0']).toMatchObject({ failure: { kind: 'device-lost', message: 'driver reset' } })
  })

  it.each<readonly [string, (step: number) => boolean, number, number]>([
    ['never answers, not even after the longest compilation', () => true, 600_000, 0],
    ['answered once and then no more', (step) => step >= 10, 120_000, 10],
  ])('fails with device-lost when the device %s, and no sooner', async (_, hangs, milliseconds, step) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let ended = false, hung = (): void => undefined
    const hanging = new Promise<void>((resolve) => { hung = resolve })
    const running = trained(two, { onAdvance: (_count, at) => (hangs(at) ? new Promise(() => hung()) : undefined) })
    void running.then(() => { ended = true })
    await hanging
    await vi.advanceTimersByTimeAsync(milliseconds - 1000)
    expect(ended).toBe(false)
    await vi.advanceTimersByTimeAsync(2000)
    expect((await running).outcome['run-0']).toMatchObject({ kind: 'failed', failure: { kind: 'device-lost' }, step })
  })

  it('reports what the device complained of instead of the numbers it left', async () => {
    const engine = scriptedEngine()
    const messages: TrainerMessage[] = []
    await trainGroup({
      group: two, engine, environment: engine.environment, control: trainingControl(), send: (message) => messages.push(message),
      takeFailure: () => ({ kind: 'out-of-memory', message: 'too large' }),
    })
    expect(messages.map((message) => message.kind === 'outcome' && message.outcome)).toEqual(
      [0, 1].map(() => ({ kind: 'failed', failure: { kind: 'out-of-memory', message: 'too large' }, step: 10 })))
  })

  it('says why an engine refuses a run', async () => {
    const { outcome, engine } = await trained(two, { refuses: 'too wide' })
    expect(outcome['run-0']).toEqual({ kind: 'failed', failure: { kind: 'unsupported', message: 'too wide' }, step: 0 })
    expect(engine.advances).toEqual([])
  })

  it('turns an engine bug into the outcome internal, and an environment fault into its own failure', async () => {
    const silenced = vi.spyOn(console, 'error').mockImplementation(() => {})
    const bug = await trained(two, { onAdvance: () => { throw new Error('index out of range') } })
    expect(bug.outcome['run-1']).toMatchObject({ failure: { kind: 'internal', message: 'index out of range' } })
    expect(silenced).toHaveBeenCalledTimes(1)
    const memory = await trained(two, { onAdvance: () => { throw new EnvironmentFault({ kind: 'out-of-memory', message: 'full' }) } })
    expect(memory.outcome['run-1']).toMatchObject({ failure: { kind: 'out-of-memory', message: 'full' } })
    expect(silenced).toHaveBeenCalledTimes(1)
    silenced.mockRestore()
  })
})

describe('measuring a trained group', () => {
  // 2^18 held-out samples are measured in thousands of pieces.
  const long = groupOf({ ...smallRun, measurement: { probes: 4, evaluationSamples: 2 ** 18 } })

  it('answers a stop within 30 ms of pieces, and leaves a checkpoint of the last step from which the run is only measured', async () => {
    const control = trainingControl()
    let now = 0, asked = 0, isMeasuring = false
    vi.spyOn(performance, 'now').mockImplementation(() => (now += isMeasuring ? 1 : 0)) // a millisecond per piece, after each of which the time is looked at
    const engine = scriptedEngine({
      parameters(runs) {
        isMeasuring = true
        setImmediate(() => { asked = now; control.stop() })
        return initialParameters(runs[0])
      },
    })
    const messages: TrainerMessage[] = []
    await trainGroup({ group: long, engine, environment: engine.environment, takeFailure: () => null, control, send: (message) => messages.push(message) })
    expect(asked).toBeGreaterThan(0)
    expect(now - asked).toBeLessThanOrEqual(35) // the piece's turn and the checkpoint's own looks at the time
    expect(messages.at(-1)).toMatchObject({ kind: 'outcome', outcome: { kind: 'stopped', step: 40 } })
    const left = messages.filter((message) => message.kind === 'checkpoint').at(-1)!
    expect(left.checkpoint.state.step).toBe(40)
    const short = groupOf(smallRun)
    const resumed = await trained(short, {}, trainingControl(), structuredClone(left.checkpoint))
    expect(resumed.engine.advances).toEqual([])
    expect(resumed.outcome['run-0'].kind).toBe('finished')
  })

  it('finishes on what it has read when the device goes meanwhile', async () => {
    let lose: (words: string) => void = () => {}
    const lost = new Promise<string>((resolve) => { lose = resolve })
    const engine = { ...scriptedEngine({ lost }) }
    const outcomes: TrainerMessage[] = []
    const slow = groupOf({ ...smallRun, measurement: { probes: 4, evaluationSamples: 2 ** 16 } })
    const start: typeof engine.start = async (...of) => {
      const training = await engine.start(...of)
      return new Proxy(training, {
        get(target, name) {
          if (name !== 'parameters') return Reflect.get(target, name) as unknown
          return async () => {
            const parameters = await target.parameters()
            setImmediate(() => lose('unplugged')) // at the first turn that measuring gives up
            return parameters
          }
        },
      })
    }
    await trainGroup({
      group: slow, engine: { ...engine, start }, environment: engine.environment, takeFailure: () => null,
      control: trainingControl(), checkpointSeconds: 0, send: (message) => outcomes.push(message),
    })
    expect(outcomes.at(-1)).toMatchObject({ kind: 'outcome', outcome: { kind: 'finished' } })
  })

  it('keeps the step at which a run diverged when only the measuring was left', async () => {
    const from: GroupCheckpoint = {
      environment: scriptedEngine().environment,
      state: { step: 40, parameters: new Float32Array(30), firstMoment: new Float32Array(30), secondMoment: new Float32Array(30) },
      lossSum: new Float64Array(2), lossSteps: 0, divergedAt: Int32Array.of(0, 17), secondsTraining: 0,
    }
    const { outcome } = await trained(two, {}, trainingControl(), from)
    expect(outcome['run-1']).toEqual({ kind: 'diverged', step: 17 })
    expect(outcome['run-0'].kind).toBe('finished')
  })
})
