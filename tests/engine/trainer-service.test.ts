/** The service as a page sees it: over a bare MessageChannel, with real engines behind it. */
import { proxy, wrap, type Remote } from 'comlink'
import { afterEach, describe, expect, it } from 'vitest'
import { exposeTrainer } from '../../src/engine/expose-trainer'
import { nodeHost } from '../../src/engine/node-host'
import { createTrainerService } from '../../src/engine/trainer-service'
import type { OutcomeMessage, TrainerMessage, TrainerService } from '../../src/protocol/trainer'
import { trainReference } from '../../src/science/training/reference-training'
import { groupOf, smallRun } from '../unit/engine/scripted-engine'

const open: (() => void)[] = []
afterEach(() => open.splice(0).forEach((close) => close()))

function overChannel(): Remote<TrainerService> {
  const { port1, port2 } = new MessageChannel()
  exposeTrainer(createTrainerService(nodeHost), port1)
  open.push(() => { port1.close(); port2.close() })
  return wrap<TrainerService>(port2)
}

const group = groupOf(smallRun, { ...smallRun, seeds: { init: 5, data: 6 } })

describe('the trainer service over a message channel', () => {
  it.each(['cpu', 'tfjs', 'webgpu'] as const)('trains a group on %s to the losses of float64 science', async (choice) => {
    const service = overChannel()
    const opened = await service.open(choice)
    if (!opened.ok) throw new Error(opened.failure.message)
    console.log(`service ${choice}: ${opened.environment.engine} on ${opened.environment.adapter}`, opened.notices)
    expect(opened.environment.engine).toBe({ cpu: 'cpu', tfjs: 'tfjs-webgpu', webgpu: 'webgpu' }[choice])
    const messages: TrainerMessage[] = []
    await service.train(group, proxy((message: TrainerMessage) => {
      if (message.kind !== 'checkpoint') messages.push(message) // comes after a second, and a busy machine compiles for longer
    }))
    expect(messages.map(({ kind }) => kind)).toEqual(['chunk', 'chunk', 'chunk', 'chunk', 'outcome', 'outcome'])
    group.runs.forEach(({ id, spec }, i) => {
      const { losses } = trainReference(spec)
      messages.slice(0, 4).forEach((message, probe) => {
        if (message.kind !== 'chunk') throw new Error(message.kind)
        const mean = losses.slice(10 * probe, 10 * probe + 10).reduce((sum, loss) => sum + loss, 0) / 10
        expect(Math.abs(message.loss[i] - mean)).toBeLessThan(1e-4 * mean) // forty float32 steps of Adam
      })
      const { outcome, environment, stepsPerSecond } = messages.find((message): message is OutcomeMessage =>
        message.kind === 'outcome' && message.runId === id)!
      if (outcome.kind !== 'finished') throw new Error(JSON.stringify(outcome))
      expect(outcome.parameters).toHaveLength(15)
      expect(outcome.metrics.scalars.totalParameters).toBe(15)
      expect(environment).toEqual(opened.environment)
      expect(stepsPerSecond).toBeGreaterThan(0)
    })
  })

  it('answers pause, resume and stop while it trains', async () => {
    const service = overChannel()
    await service.open('cpu')
    const long = groupOf({ ...smallRun, training: { ...smallRun.training, steps: 5_000_000 }, measurement: { probes: 200_000, evaluationSamples: 4 } })
    const messages: TrainerMessage[] = []
    const send = proxy((message: TrainerMessage) => void messages.push(message))
    const done = service.train(long, send, { checkpointSeconds: Infinity }) // none but the one that a pause leaves
    const chunks = () => messages.filter(({ kind }) => kind === 'chunk').length
    const turn = () => new Promise((resolve) => setImmediate(resolve))
    const until = async (condition: () => boolean) => { while (!condition()) await turn() }
    await until(() => chunks() > 0)
    await service.pause()
    await until(() => messages.at(-1)?.kind === 'checkpoint') // its last words before it rests
    const paused = chunks()
    for (let turns = 0; turns < 200; turns++) await turn() // at work it would send a probe in a few of them
    expect(messages.at(-1)?.kind).toBe('checkpoint')
    expect(chunks()).toBe(paused)
    await service.resume()
    await until(() => chunks() > paused)
    await service.stop()
    await done
    const [last] = messages.slice(-1)
    expect(last).toMatchObject({ kind: 'outcome', outcome: { kind: 'stopped' } })
    // A stop ends one group, not the service.
    const again: TrainerMessage[] = []
    await service.train(group, proxy((message: TrainerMessage) => void again.push(message)))
    expect(again.at(-1)).toMatchObject({ kind: 'outcome', outcome: { kind: 'finished' } })
  })

  it('times a step', async () => {
    const service = overChannel()
    await service.open('cpu')
    const began = performance.now()
    const timed = await service.timeStep(group)
    if ('kind' in timed) throw new Error(timed.message)
    expect(timed.engine).toBe('cpu')
    expect(timed.secondsPerStep).toBeGreaterThan(0)
    expect(timed.secondsPerStep).toBeLessThan((performance.now() - began) / 1000) // it took more steps than one
  })

  it('fails every run as data when nothing was opened', async () => {
    const service = overChannel()
    const messages: TrainerMessage[] = []
    await service.train(group, proxy((message: TrainerMessage) => void messages.push(message)))
    expect(messages.map((message) => message.kind === 'outcome' && message.outcome)).toEqual(
      [0, 1].map(() => ({ kind: 'failed', step: 0, failure: { kind: 'internal', message: 'no engine is open: call open first' } })))
  })
})
