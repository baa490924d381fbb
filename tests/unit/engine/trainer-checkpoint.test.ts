import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { GroupCheckpoint } from '../../../src/protocol/group-checkpoint'
import type { TrainerMessage } from '../../../src/protocol/trainer'
import { trainGroup } from '../../../src/engine/trainer'
import { trainingControl, type TrainingControl } from '../../../src/engine/training-control'
import { groupOf, scriptedEngine, scriptTime, smallRun, type Script } from './scripted-engine'

const two = groupOf(smallRun, { ...smallRun, seeds: { init: 3, data: 4 } })

let clock: ReturnType<typeof scriptTime>
beforeEach(() => { clock = scriptTime() })
afterEach(() => { vi.restoreAllMocks() })

interface Session { control?: TrainingControl; from?: GroupCheckpoint; checkpointSeconds?: number; onCheckpoint?: () => void }

async function messagesOf(script: Script, { control = trainingControl(), from, checkpointSeconds, onCheckpoint }: Session = {}, group = two): Promise<TrainerMessage[]> {
  const engine = scriptedEngine({ clock, ...script })
  const messages: TrainerMessage[] = []
  await trainGroup({
    group, engine, environment: engine.environment, takeFailure: () => null, control, from, checkpointSeconds,
    send(message) {
      messages.push(message)
      if (message.kind === 'checkpoint') onCheckpoint?.()
    },
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
  const script: Script = { loss: (t, i) => (i === 1 && t >= 13 ? NaN : (t + 1) / 3), perStep: 8 }

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
    const one = groupOf(smallRun), allDiverge: Script = { loss: (t) => (t >= 13 ? NaN : 1), perStep: 8 }
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
    const [only, ...more] = checkpoints(await messagesOf({ perStep: 8, onAdvance }, { control }))
    expect(only.state.step).toBeGreaterThan(15)
    expect(more).toEqual([])
  })

  it('come when training is paused, for a paused tab is often closed, and only one', async () => {
    const control = trainingControl()
    const messages = await messagesOf(
      { onAdvance: (_, step) => { if (step === 1) control.pause() } },
      { control, onCheckpoint: () => { setImmediate(() => control.resume()) } }) // when the trainer has come to rest
    expect(checkpoints(messages).map(({ state }) => state.step)).toEqual([3]) // the advance under way took two steps
  })

  it('are spaced so that they cost less than a hundredth of training', async () => {
    const long = groupOf({ ...smallRun, training: { ...smallRun.training, steps: 300 } })
    // Each takes 4 ms, so 0.4 s must lie between two; 300 steps of 4 ms are 1.2 s.
    const messages = await messagesOf({ perStep: 4, perCheckpoint: 4 }, { checkpointSeconds: 0.1 }, long)
    const times = checkpoints(messages).map(({ secondsTraining }) => secondsTraining)
    expect(times).toHaveLength(3)
    expect(times[0]).toBeGreaterThanOrEqual(0.1) // the first one's cost is not known yet
    expect(times[0]).toBeLessThan(0.1 + 0.032)
    for (let k = 1; k < times.length; k++) {
      expect(times[k] - times[k - 1]).toBeGreaterThanOrEqual(0.4)
      expect(times[k] - times[k - 1]).toBeLessThan(0.4 + 0.032) // an advance later
    }
  })

  it('come by themselves after a second of training, then when half as much again has been trained', async () => {
    const long = groupOf({ ...smallRun, training: { ...smallRun.training, steps: 500 } })
    const times = checkpoints(await messagesOf({ perStep: 10 }, {}, long)).map(({ secondsTraining }) => secondsTraining) // 5 s
    expect(times).toHaveLength(4)
    times.forEach((seconds, k) => {
      const before = times[k - 1] ?? 0, wanted = Math.max(1, before / 2)
      expect(seconds - before).toBeGreaterThanOrEqual(wanted)
      expect(seconds - before).toBeLessThan(wanted + 0.03) // an advance later
    })
  })
})
