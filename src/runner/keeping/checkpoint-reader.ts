/**
 * A checkpoint that comes back from storage, before it is believed: every array must have the length that the plan's
 * runs ask for, so that what an older version or a damaged disk left cannot reach an engine.
 */
import * as v from 'valibot'
import { parameterLayout } from '../../science/models/model'
import { failure, success, type Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'
import type { SavedCheckpoint } from './saved-checkpoint'
import { environmentSchema, runIdSchema } from './record-schema'

export const checkpointFormat = 1

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const curve = v.pipe(
  v.strictObject({ step: v.pipe(v.array(whole), v.maxLength(1000)), loss: v.pipe(v.array(v.union([v.number(), v.nan()])), v.maxLength(1000)) }),
  v.check(({ step, loss }) => step.length === loss.length, 'as many losses as steps'),
)
const stored = v.strictObject({
  format: v.literal(checkpointFormat),
  runs: v.pipe(v.array(v.strictObject({ id: runIdSchema, curve })), v.minLength(1), v.maxLength(5000)),
  checkpoint: v.strictObject({
    environment: environmentSchema,
    state: v.strictObject({
      step: whole, parameters: v.instance(Float32Array), firstMoment: v.instance(Float32Array), secondMoment: v.instance(Float32Array),
    }),
    lossSum: v.instance(Float64Array), lossSteps: whole, divergedAt: v.instance(Int32Array),
    secondsTraining: v.pipe(v.number(), v.finite(), v.minValue(0)),
  }),
})

/** @returns the checkpoint, or what is wrong with it */
export function readCheckpoint(value: unknown, plan: SweepPlan): Result<SavedCheckpoint, string> {
  const parsed = v.safeParse(stored, value)
  if (!parsed.success) return failure(`not a checkpoint of this version: ${v.getDotPath(parsed.issues[0]) ?? 'the whole'}`)
  const { runs, checkpoint } = parsed.output
  const group = plan.groups.find((candidate) => candidate.runs.some(({ id }) => id === runs[0].id))
  if (group === undefined || !runs.every(({ id }) => group.runs.some((run) => run.id === id))) return failure('its runs are not one group of this plan')
  if (new Set(runs.map(({ id }) => id)).size < runs.length) return failure('it holds a run twice')
  const { total, trainable } = parameterLayout(group.runs[0].spec)
  const { state, lossSum, lossSteps, divergedAt } = checkpoint
  const { steps } = group.runs[0].spec.training
  if (state.step < 1 || state.step > steps || lossSteps > state.step) return failure(`step ${state.step} is not one of ${steps}`)
  if (state.parameters.length !== runs.length * total || lossSum.length !== runs.length || divergedAt.length !== runs.length
    || [state.firstMoment, state.secondMoment].some(({ length }) => length !== runs.length * trainable)) {
    return failure('its arrays have not the length of its runs')
  }
  if (runs.some((run) => run.curve.step.some((step, at) => step > state.step || step <= (run.curve.step[at - 1] ?? 0)))) {
    return failure('its curves do not lead up to it')
  }
  return success({ runs, checkpoint })
}
