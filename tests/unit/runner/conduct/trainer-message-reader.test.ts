/** The message port is an entrance like any other: only what the protocol allows comes in. */
import { describe, expect, it } from 'vitest'
import type { TrainerMessage } from '../../../../src/protocol/trainer'
import { conduct } from '../../../../src/runner/conduct/conduct'
import { readTrainerMessage } from '../../../../src/runner/conduct/trainer-message-reader'
import { parameterLayout } from '../../../../src/science/models/model'
import { fakePool, finished } from '../fake-trainer'
import { tinyPlan } from '../tiny-plan'

const plan = tinyPlan([[2, 2, 10], [3, 1, 20]])
const [group] = plan.groups
const [run] = group.runs
const environment = { engine: 'cpu', engineVersion: '2', adapter: 'a', software: true, details: {} } as const
const { total, trainable } = parameterLayout(run.spec)
const many = group.runs.length
const chunk: TrainerMessage = { kind: 'chunk', groupId: group.id, step: 25, loss: new Float32Array(many), secondsTraining: 1 }
const outcome: TrainerMessage = { kind: 'outcome', groupId: group.id, runId: run.id, outcome: finished(run), environment, stepsPerSecond: 3 }
const checkpoint = {
  kind: 'checkpoint', groupId: group.id,
  checkpoint: {
    environment, state: { step: 5, parameters: new Float32Array(many * total), firstMoment: new Float32Array(many * trainable), secondMoment: new Float32Array(many * trainable) },
    lossSum: new Float64Array(many), lossSteps: 5, divergedAt: new Int32Array(many), secondsTraining: 1,
  },
} satisfies TrainerMessage
const moment: TrainerMessage = { kind: 'moment', groupId: group.id, runId: run.id, step: 3, metrics: { scalars: {}, arrays: {} }, parameters: new Float32Array(total) }

describe('a message from a trainer', () => {
  it.each([chunk, outcome, checkpoint, moment])('of kind $kind is read as it is', (message) => {
    const read = readTrainerMessage(message, group)
    expect(read.ok && read.value).toEqual(message)
  })

  const hostile: readonly (readonly [string, unknown])[] = [
    ['nothing', null], ['words', 'chunk'], ['a kind that is not there', { ...chunk, kind: 'eval' }],
    ['a field too many', { ...chunk, html: '<b>' }], ['another group', { ...chunk, groupId: 'other' }],
    ['a step beyond the last', { ...chunk, step: run.spec.training.steps + 1 }], ['half a step', { ...chunk, step: 1.5 }],
    ['too few losses', { ...chunk, loss: new Float32Array(many - 1) }], ['losses as a list', { ...chunk, loss: Array(many).fill(1) }],
    ['endless seconds', { ...chunk, secondsTraining: Infinity }],
    ['another run', { ...outcome, runId: 'x' }], ['an engine that is not there', { ...outcome, environment: { ...environment, engine: 'abacus' } }],
    ['parameters of another shape', { ...outcome, outcome: { ...finished(run), parameters: new Float32Array(total + 1) } }],
    ['a metric that does not fill its shape', { ...outcome, outcome: { ...finished(run), metrics: { scalars: {}, arrays: { a: { axes: 'f', shape: [3], values: new Float32Array(2) } } } } }],
    ['a metric whose name is markup', { ...outcome, outcome: { ...finished(run), metrics: { scalars: { '<b>': 1 }, arrays: {} } } }],
    ['a checkpoint with moments of another shape', { ...checkpoint, checkpoint: { ...checkpoint.checkpoint, state: { ...checkpoint.checkpoint.state, firstMoment: new Float32Array(1) } } }],
  ]
  it.each(hostile)('is refused: %s', (_, message) => {
    expect(readTrainerMessage(message, group).ok).toBe(false)
  })

  it('cannot name a metric as a prototype is named', () => {
    const scalars = JSON.parse('{"__proto__": {"polluted": 1}, "loss": 2}') as Record<string, number>
    const read = readTrainerMessage({ ...moment, metrics: { scalars, arrays: {} } }, group)
    expect(read.ok && read.value.kind === 'moment' && Object.keys(read.value.metrics.scalars)).toEqual(['loss'])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('that is none makes its trainer count as gone: its runs are trained by another, and nothing of it is kept', async () => {
    const fake = fakePool({
      outcome: (one, trainer) => (trainer === 0 ? { ...finished(one), parameters: new Float32Array(1) } as ReturnType<typeof finished> : finished(one)),
    })
    const { runs, progress } = await conduct(plan, fake.spawn, { engine: 'webgpu', trainers: 1, now: () => performance.now() }).done
    fake.close()
    expect(runs.map(({ status }) => status.kind)).toEqual(plan.runs.map(() => 'finished'))
    expect(runs.map(({ parameters }) => parameters?.length)).toEqual(plan.runs.map(({ spec }) => parameterLayout(spec).total))
    expect(progress.notices.join()).toContain('no message of the protocol')
    expect(fake.spawned()).toBeGreaterThan(1)
  })
})
