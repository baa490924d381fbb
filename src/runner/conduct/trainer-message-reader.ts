/**
 * A message from a trainer's port, before it is believed: of the group that was asked for, every array as long as its
 * runs say, every number within the training's bounds. So nothing that another script, or a broken worker, posts
 * there can reach results or storage.
 */
import * as v from 'valibot'
import { engineNames } from '../../protocol/engines'
import { failureKinds } from '../../protocol/failures'
import type { TrainerMessage } from '../../protocol/trainer'
import { parameterLayout } from '../../science/models/model'
import { failure, success, type Result } from '../../experiment/result'
import type { RunGroup } from '../../experiment/sweep-plan'

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const seconds = v.pipe(v.number(), v.finite(), v.minValue(0))
const text = v.pipe(v.string(), v.maxLength(100_000)) // a driver's; cut short where they are saved
const name = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_.@-]{0,63}$/))
const floats = v.instance(Float32Array)

const environment = v.strictObject({
  engine: v.picklist(engineNames), engineVersion: text, adapter: text, software: v.boolean(),
  details: v.record(v.pipe(v.string(), v.maxLength(64)), text),
})
const array = v.pipe(
  v.strictObject({ axes: v.pipe(v.string(), v.regex(/^[a-z]{0,4}$/)), shape: v.pipe(v.array(whole), v.maxLength(4)), values: floats }),
  v.check(({ axes, shape, values }) => axes.length === shape.length && shape.reduce((product, length) => product * length, 1) === values.length, 'values that fill their shape'),
)
const metrics = v.strictObject({ scalars: v.record(name, v.union([v.number(), v.nan()])), arrays: v.record(name, array) })
const outcome = v.variant('kind', [
  v.strictObject({ kind: v.literal('finished'), metrics, parameters: floats }),
  v.strictObject({ kind: v.literal('diverged'), step: whole }),
  v.strictObject({ kind: v.literal('stopped'), step: whole }),
  v.strictObject({ kind: v.literal('failed'), step: whole, failure: v.strictObject({ kind: v.picklist(failureKinds), message: text }) }),
])
const message = v.variant('kind', [
  v.strictObject({ kind: v.literal('chunk'), groupId: v.string(), step: whole, loss: floats, secondsTraining: seconds }),
  v.strictObject({ kind: v.literal('outcome'), groupId: v.string(), runId: v.string(), outcome, environment, stepsPerSecond: seconds }),
  v.strictObject({ kind: v.literal('moment'), groupId: v.string(), runId: v.string(), step: whole, metrics, parameters: floats }),
  v.strictObject({
    kind: v.literal('checkpoint'), groupId: v.string(),
    checkpoint: v.strictObject({
      environment,
      state: v.strictObject({ step: whole, parameters: floats, firstMoment: floats, secondMoment: floats }),
      lossSum: v.instance(Float64Array), lossSteps: whole, divergedAt: v.instance(Int32Array), secondsTraining: seconds,
    }),
  }),
])

/** @returns the message, or what is wrong with it */
export function readTrainerMessage(value: unknown, group: RunGroup): Result<TrainerMessage, string> {
  const parsed = v.safeParse(message, value)
  if (!parsed.success) return failure(`${v.getDotPath(parsed.issues[0]) ?? 'the whole'} is not of the protocol`)
  const read = parsed.output
  const { total, trainable } = parameterLayout(group.runs[0].spec)
  const { steps } = group.runs[0].spec.training
  const wrong = ((): string | null => {
    if (read.groupId !== group.id) return 'it is of another group'
    if ('runId' in read && !group.runs.some(({ id }) => id === read.runId)) return 'its run is not of the group'
    if ('step' in read && read.step > steps) return `step ${read.step} is beyond the last, ${steps}`
    switch (read.kind) {
      case 'chunk': return read.loss.length === group.runs.length ? null : 'it has not one loss for each run'
      case 'moment': return read.parameters.length === total ? null : 'its parameters are not the run\'s'
      case 'outcome':
        if ('step' in read.outcome && read.outcome.step > steps) return `step ${read.outcome.step} is beyond the last, ${steps}`
        return read.outcome.kind !== 'finished' || read.outcome.parameters.length === total ? null : 'its parameters are not the run\'s'
      case 'checkpoint': {
        const { state, lossSum, divergedAt, lossSteps } = read.checkpoint
        const many = group.runs.length
        const fits = state.parameters.length === many * total && [state.firstMoment, state.secondMoment].every(({ length }) => length === many * trainable)
          && lossSum.length === many && divergedAt.length === many && state.step <= steps && lossSteps <= state.step
        return fits ? null : 'its arrays have not the length of its runs'
      }
    }
  })()
  return wrong === null ? success(read) : failure(wrong)
}
