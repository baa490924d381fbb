/**
 * Planning: an experiment becomes runs in a fixed order and groups that train together. Pure; the same experiment
 * has the same plan on every machine. What a run computes never depends on its group.
 */
import { flopsOfRun } from '../science/metrics/measuring-cost'
import { activationBytes, parameterBytes } from '../science/training/cost'
import { samplingMethod } from '../science/data/feature-law'
import type { RunSpec } from '../science/training/run-spec'
import { featureLaw } from '../science/tasks/task'
import { canonicalJson } from './canonical'
import type { Experiment } from './experiment'
import { experimentId, runId } from './identity'
import { maxGroupActivationBytes, maxGroupParameterBytes, maxGroupRuns } from './limits'
import { runsOf } from './runs'
import { shapesOf } from './shapes'
import type { PlannedRun, RunGroup, SweepPlan } from './sweep-plan'

/** Runs in the order of `runsOf`; groups in the order of their first run, each with its runs in order. */
export function planSweep(experiment: Experiment): SweepPlan {
  const runs = runsOf(experiment, shapesOf(experiment)).map(({ replicate, spec }, index): PlannedRun =>
    ({ id: runId(spec), index, replicate, spec }))
  const groups = groupsOf(runs)
  return { experiment, experimentId: experimentId(experiment), runs, groups, flops: total(groups.map(({ flops }) => flops)) }
}

/**
 * Runs with equal keys may stack on the instance axis. They may differ in sparsity and frequency (within one sampling
 * method), importance, learning rate and seeds, and in nothing else.
 */
export function groupKey(spec: RunSpec): string {
  const { task, model, shape, training, measurement } = spec
  const law = featureLaw(task)
  const shared = { ...training, learningRate: null }
  return canonicalJson([task.kind, task.featureCount, law && samplingMethod(law), law?.sets ?? null, model, shape, shared, measurement])
}

function groupsOf(runs: readonly PlannedRun[]): RunGroup[] {
  const alike = new Map<string, PlannedRun[]>()
  let last: { readonly spec: RunSpec; readonly key: string } | null = null
  for (const run of runs) {
    // neighbours in the grid share their task and shape objects, and so their key
    const sameBlock: boolean = last !== null && last.spec.task === run.spec.task && last.spec.shape === run.spec.shape
      && last.spec.training.steps === run.spec.training.steps
    const key: string = sameBlock ? last!.key : groupKey(run.spec)
    last = { spec: run.spec, key }
    const members = alike.get(key)
    if (members) members.push(run)
    else alike.set(key, [run])
  }
  return [...alike.values()].flatMap((members) => parts(members, groupSize(members[0].spec)).map((part): RunGroup => ({
    id: part[0].id, // a run is in one group only, so its first run names it
    runs: part,
    flops: total(part.map(({ spec }) => flopsOfRun(spec))),
  })))
}

/** How many runs like this one train together: at least one. */
function groupSize(spec: RunSpec): number {
  return Math.max(1, Math.min(
    maxGroupRuns,
    Math.floor(maxGroupParameterBytes / parameterBytes(spec)),
    Math.floor(maxGroupActivationBytes / activationBytes(spec)),
  ))
}

/** The fewest parts of at most `size`, as equal as can be, in order. */
function parts<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size)
  const edge = (part: number) => Math.floor((part * items.length) / count)
  return Array.from({ length: count }, (_, part) => items.slice(edge(part), edge(part + 1)))
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
