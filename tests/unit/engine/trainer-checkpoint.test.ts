import { describe, expect, it } from 'vitest'
import type { GroupCheckpoint } from '../../../src/protocol/group-checkpoint'
import type { TrainerMessage } from '../../../src/protocol/trainer'
import { trainGroup } from '../../../src/engine/trainer'
import { trainingControl, type TrainingControl } from '../../../src/engine/training-control'
import { groupOf, scriptedEngine, smallRun, type Script } from './scripted-engine'

const two = groupOf(smallRun, { ...smallRun, seeds: { init: 3, data: 4 } })

interface Sitting { control?: TrainingControl; from?: GroupCheckpoint; checkpointSeconds?: number }

async function messagesOf(script: Script, { control = trainingControl(), from, checkpointSeconds }: Sitting = {}, group = two): Promise<TrainerMessage[]> {
  const engine = scriptedEngine(script)
  const messages: TrainerMessage[] = []
  await trainGroup({
    group, engine, environment: engine.environment, takeFailure: () => null, control, from, checkpointSeconds,
    send: (message) => messages.push(message),
  })
  return messages
}

const curve = (messages: readonly TrainerMessage[]) => messages.flatMap((message) => message.kind === 'chunk' ? [[message.step, ...message.loss]] : [])
const outcomes = (messages: readonly TrainerMessage[]) => messages.flatMap((message) =>
  message.kind === 'outcome' ? [[message.outcome.kind, 'step' in message.outcome ? message.outcome.step : null]] : [])
const checkpoints = (messages: readonly TrainerMessage[]) => messages.flatMap((message) => message.kind === 'checkpoint' ? [message.checkpoint] : [])

/** Ends the group at or soon after a step, with the checkpoint that a stop leaves. */
async function stoppedNear(step: number, script: Script): Promise<TrainerMessage[]> {
  const control = trainingControl()
  return messagesOf({ ...script, onAdvance: (count, at) => { if (at + count >= step) control.stop() } }, { control })
}

describe('checkpoints of a training group', () => {
  // Thirds have no exact sum: another order or precision of the sum would show.
  const script: Script = { loss: (t, i) => (i === 1 && t >= 13 ? NaN : (t + 1) / 3), secondsPerStep: 0.008 }

  it.each([2, 7, 11, 16, 25, 32])('cut near step %i, give on resuming the curve and the divergence step of an uninterrupted training', async (step) => {
    const whole = await messagesOf(script)
    const before = await stoppedNear(step, script)
    const checkpoint = checkpoints(before).at(-1)!
    expect(checkpoint.state.step).toBeGreaterThanOrEqual(step)
    const after = await messagesOf(script, { from: structuredClone(checkpoint) })
    expect([...curve(before), ...curve(after)]).toEqual(curve(whole))
    expect(outcomes(after)).toEqual([['diverged', 14], ['finished', null]])
    expect(outcomes(whole)).toEqual(outcomes(after))
  })

  it('do not hide the divergence of a whole group that no chunk had shown yet: resumed, it ends as diverged and not as stopped', async () => {
    const one = groupOf(smallRun), allDiverge: Script = { loss: (t) => (t >= 13 ? NaN : 1), secondsPerStep: 0.008 }
    const control = trainingControl()
    const before = await messagesOf({ ...allDiverge, onAdvance: (count, at) => { if (at + count >= 15) control.stop() } }, { control }, one)
    const checkpoint = checkpoints(before).at(-1)!
    expect([...checkpoint.divergedAt]).toEqual([14])
    const after = await messagesOf(allDiverge, { from: structuredClone(checkpoint) }, one)
    expect(outcomes(after)).toEqual([['diverged', 14]])
    expect([...curve(before), ...curve(after)]).toEqual(curve(await messagesOf(allDiverge, {}, one)))
  })

  it('come when asked for, though none is due', async () => {
    const control = trainingControl()
    let asked = false
    const onAdvance = (_: number, step: number) => {
      if (step >= 15 && !asked) control.askCheckpoint()
      asked ||= step >= 15
    }
    const [only, ...more] = checkpoints(await messagesOf({ secondsPerStep: 0.008, onAdvance }, { control }))
    expect(only.state.step).toBeGreaterThan(15)
    expect(more).toEqual([])
  })

  it('come when training is paused, for a paused tab is often closed, and only one', async () => {
    const control = trainingControl()
    const running = messagesOf({ onAdvance: (_, step) => { if (step === 1) control.pause() } }, { control })
    await new Promise((resolve) => setTimeout(resolve, 60))
    control.resume()
    expect(checkpoints(await running)).toHaveLength(1)
  })

  it('are spaced so that they cost less than a hundredth of training', async () => {
    const long = groupOf({ ...smallRun, training: { ...smallRun.training, steps: 300 } })
    // each takes 4 ms here, so 0.4 s must lie between two; 300 steps of 4 ms are 1.2 s
    const messages = await messagesOf({ secondsPerStep: 0.004, secondsPerCheckpoint: 0.004 }, { checkpointSeconds: 0.1 }, long)
    const times = checkpoints(messages).map(({ secondsTraining }) => secondsTraining)
    expect(times.length).toBeGreaterThanOrEqual(2)
    expect(times[0]).toBeLessThan(0.3) // the first one's cost is not known yet
    for (let k = 1; k < times.length; k++) expect(times[k] - times[k - 1]).toBeGreaterThanOrEqual(0.39)
  })

  it('come by themselves after a second of training, then when half as much again has been trained', async () => {
    const long = groupOf({ ...smallRun, training: { ...smallRun.training, steps: 350 } })
    const times = checkpoints(await messagesOf({ secondsPerStep: 0.01 }, {}, long)).map(({ secondsTraining }) => secondsTraining) // 3.5 s
    // due at 1 s, 2 s (half of one is less than one) and 3 s; how late they are depends on what else the machine does
    expect(times.length).toBeGreaterThanOrEqual(2)
    times.forEach((seconds, k) => expect(seconds - (times[k - 1] ?? 0)).toBeGreaterThanOrEqual(1))
  })
})
