/** Records of a plan's runs as an engine would leave them, with planted numbers: nothing is trained. */
import type { EngineName } from '../../../../src/protocol/engines'
import type { SweepPlan } from '../../../../src/experiment/sweep-plan'
import type { RunRecord } from '../../../../src/runner/keeping/run-record'

export interface PlantedResults {
  readonly loss?: number
  readonly count?: number // features by norm: autoencoders are counted so
  readonly engine?: EngineName
  readonly adapter?: string
  readonly engineVersion?: string
  readonly platform?: string
  readonly parameter?: number // of all parameters
}

export function finishedRecords(
  plan: SweepPlan, { loss = 1, count = 5, engine = 'cpu', adapter = 'one', engineVersion = '1', platform = 'Node', parameter = 1 }: PlantedResults = {},
): RunRecord[] {
  return plan.runs.map((run): RunRecord => ({
    id: run.id, experimentId: plan.experimentId, index: run.index, replicate: run.replicate, spec: run.spec, status: { kind: 'finished' },
    curve: { step: [50, 100], loss: [2, loss] }, metrics: { scalars: { featuresByNorm: count }, arrays: {} }, parameters: Float32Array.from([parameter, parameter]),
    environment: { engine, engineVersion, adapter, software: true, details: { platform } }, stepsPerSecond: 1,
  }))
}
