/** Results and checkpoints of a small plan, as if they had been trained: two groups of two runs. */
import { parseExperiment } from '../../../../src/experiment/parse'
import { planSweep } from '../../../../src/experiment/plan'
import type { SweepPlan } from '../../../../src/experiment/sweep-plan'
import type { Locks } from '../../../../src/runner/keeping/indexed-db-store'
import type { SavedCheckpoint } from '../../../../src/runner/keeping/saved-checkpoint'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'
import { parameterLayout } from '../../../../src/science/models/model'

/** Plans of more seeds share the runs of fewer. */
export function savedPlan(title: string, seeds: number, steps = 1000): SweepPlan {
  const parsed = parseExperiment({
    title, task: { kind: 'reconstruction', featureCount: 5 }, model: { kind: 'autoencoder' },
    shapes: { kind: 'list', shapes: [{ width: 2, depth: 1, neurons: 2 }, { width: 3, depth: 1, neurons: 3 }] },
    training: { steps, batchSize: 16 }, seeds: { count: seeds }, measurement: { probes: 4, evaluationSamples: 64 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return planSweep(parsed.value)
}
export const plan = savedPlan('saved', 2)
export const [first, second] = plan.groups
const environment = { engine: 'cpu', engineVersion: '2', adapter: 'none', software: true, details: {} } as const

/** @param loss tells trainings of one run apart  @param of whose plan the run is looked up in */
export function finished(at: number, loss = 0.5, of = plan): RunRecord {
  const { id, index, replicate, spec } = of.runs[at]
  return {
    id, experimentId: of.experimentId, index, replicate, spec, status: { kind: 'finished' }, curve: { step: [500, 1000], loss: [1, loss] },
    metrics: { scalars: { features: at }, arrays: { norm: { axes: 'f', shape: [2], values: Float32Array.of(1, loss) } } },
    parameters: Float32Array.from({ length: parameterLayout(spec).total }, (_, k) => (k + loss) / 3), environment, stepsPerSecond: 10,
  }
}

export const diverged = (at: number): RunRecord =>
  ({ ...finished(at), status: { kind: 'diverged', step: 7 }, curve: { step: [7], loss: [NaN] }, metrics: null, parameters: null })

export function checkpointAt(step: number, group = first): SavedCheckpoint {
  const { total, trainable } = parameterLayout(group.runs[0].spec)
  const count = group.runs.length
  const numbers = (length: number) => Float32Array.from({ length }, (_, at) => (at + step) / 3)
  return {
    runs: group.runs.map(({ id }) => ({ id, curve: { step: [250], loss: [NaN] } })),
    checkpoint: {
      environment,
      state: { step, parameters: numbers(count * total), firstMoment: numbers(count * trainable), secondMoment: numbers(count * trainable) },
      lossSum: Float64Array.from({ length: count }, () => 1 / 3), lossSteps: 3, divergedAt: new Int32Array(count), secondsTraining: 1,
    },
  }
}

/** Web Locks of one browser, for all its tabs. */
export function browserLocks(): Locks {
  const held = new Set<string>()
  return {
    async request(name, _, callback) {
      if (held.has(name)) return callback(null)
      held.add(name)
      await callback({ name })
      held.delete(name)
    },
  }
}
