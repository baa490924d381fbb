/** A checkpoint of a tiny plan whose numbers tell its runs apart: run k has parameters 10k, 10k + 1. */
import type { EngineEnvironment } from '../../../src/protocol/environment'
import type { PlannedRun } from '../../../src/experiment/sweep-plan'
import type { SavedCheckpoint } from '../../../src/runner/keeping/saved-checkpoint'
import type { RunRecord } from '../../../src/runner/keeping/run-record'

const here: EngineEnvironment = { engine: 'cpu', engineVersion: '1', adapter: 'none', software: true, details: {} }

/** @param curveOf the loss curve that leads up to it */
export function tinyCheckpoint(
  step: number, runs: readonly PlannedRun[], environment = here,
  curveOf: (run: PlannedRun) => RunRecord['curve'] = () => ({ step: [step], loss: [1] }),
): SavedCheckpoint {
  const k = runs.map(({ index }) => index)
  return {
    runs: runs.map((run) => ({ id: run.id, curve: curveOf(run) })),
    checkpoint: {
      environment,
      state: {
        step, parameters: Float32Array.from(k.flatMap((index) => [10 * index, 10 * index + 1])),
        firstMoment: Float32Array.from(k), secondMoment: Float32Array.from(k, (index) => -index),
      },
      lossSum: Float64Array.from(k, (index) => index / 3), lossSteps: 5, divergedAt: Int32Array.from(k), secondsTraining: 1,
    },
  }
}
