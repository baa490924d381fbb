/** What planning makes of an experiment: runs in a fixed order, groups that train together, and the cost. */
import type { RunSpec } from '../science/training/run-spec'
import type { Experiment } from './experiment'

export interface PlannedRun {
  readonly id: string // digest of spec: experiment/identity.ts
  readonly index: number // place in SweepPlan.runs
  readonly replicate: number // r, 0-based
  readonly spec: RunSpec
}

/** Runs of equal shape, batch, steps and schedule: one message to a worker. */
export interface RunGroup {
  readonly id: string
  readonly runs: readonly PlannedRun[]
  readonly flops: number // estimated, whole group
}

export interface SweepPlan {
  readonly experiment: Experiment // what was planned: its link is encoded where one is shown or written
  readonly experimentId: string
  readonly runs: readonly PlannedRun[]
  readonly groups: readonly RunGroup[]
  readonly flops: number
}
