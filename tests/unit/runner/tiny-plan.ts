/** A plan small enough to reason about: groups of autoencoders that nobody will train in earnest. */
import { parseExperiment } from '../../../src/experiment/parse'
import type { RunSpec } from '../../../src/science/training/run-spec'
import type { PlannedRun, SweepPlan } from '../../../src/experiment/sweep-plan'

export function tinySpec(width: number, seed: number, steps = 100): RunSpec {
  return {
    task: { kind: 'reconstruction', featureCount: 5, sparsity: 0.9, importance: { kind: 'uniform' } },
    model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
    shape: { width, depth: 1, neurons: width },
    training: {
      learningRate: 0.001, weightDecay: 0, beta1: 0.9, beta2: 0.999, epsilon: 1e-8,
      schedule: 'constant', warmup: 0, steps, batchSize: 16,
    },
    seeds: { init: seed, data: seed },
    measurement: { probes: 4, evaluationSamples: 32 },
  }
}

const parsed = parseExperiment({ title: 'tiny', task: { kind: 'reconstruction' }, model: { kind: 'autoencoder' } })
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const experiment = parsed.value

/** @param groups [width, runs, flops of the group] */
export function tinyPlan(groups: readonly (readonly [width: number, runs: number, flops: number])[]): SweepPlan {
  const runs: PlannedRun[] = []
  const planned = groups.map(([width, count, flops], g) => {
    const members = Array.from({ length: count }, (_, replicate): PlannedRun => ({
      id: `run-${width}-${replicate}`, index: runs.length + replicate, replicate, spec: tinySpec(width, replicate),
    }))
    runs.push(...members)
    return { id: `group-${g}`, runs: members, flops }
  })
  return { experiment, experimentId: 'tiny', runs, groups: planned, flops: groups.reduce((sum, [, , flops]) => sum + flops, 0) }
}
