/** The sweeps that are interrupted: two groups each, a few seconds long, with checkpoints on the way. */
import { encodeLink } from '../../src/spec/link'
import { parseExperiment } from '../../src/spec/parse'
import { planSweep } from '../../src/spec/plan'
import type { SweepPlan } from '../../src/spec/sweep-plan'

export type CampaignEngine = 'cpu' | 'webgpu'

export interface Interrupted {
  readonly engine: CampaignEngine
  readonly plan: SweepPlan
  readonly link: string // '#1.…'
}

/** @param steps so many that a group trains for one to two seconds */
function interrupted(engine: CampaignEngine, steps: number): Interrupted {
  const parsed = parseExperiment({
    title: `Interrupted on ${engine}`, task: { kind: 'reconstruction', featureCount: 20, sparsity: [0.9] },
    model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
    shapes: { kind: 'list', shapes: [{ width: 5, depth: 1, neurons: 5 }, { width: 4, depth: 1, neurons: 4 }] },
    training: { learningRate: [0.003], steps, batchSize: 256 },
    seeds: { count: 3 }, measurement: { probes: 25, evaluationSamples: 256 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return { engine, plan: planSweep(parsed.value), link: encodeLink(parsed.value) }
}

export const sweeps: Readonly<Record<CampaignEngine, Interrupted>> = { cpu: interrupted('cpu', 15_000), webgpu: interrupted('webgpu', 2500) }
