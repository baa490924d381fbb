/** The sweeps that are interrupted: six runs each, a few seconds long, with checkpoints on the way. */
import { encodeLink } from '../../src/experiment/link'
import { parseExperiment } from '../../src/experiment/parse'
import { planSweep } from '../../src/experiment/plan'
import type { SweepPlan } from '../../src/experiment/sweep-plan'

export type CampaignEngine = 'cpu' | 'webgpu'

export interface Interrupted {
  readonly engine: CampaignEngine
  readonly plan: SweepPlan
  readonly link: string // '#1.…'
  /** Probes that a trainer sends that has the whole sweep. */
  readonly probes: number
}

/** @param widths one group each  @param seeds runs of a group  @param steps so many that a group trains for one to two seconds */
function interrupted(engine: CampaignEngine, widths: readonly number[], seeds: number, steps: number): Interrupted {
  const parsed = parseExperiment({
    title: `Interrupted on ${engine}`, task: { kind: 'reconstruction', featureCount: 20, sparsity: [0.9] },
    model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
    shapes: { kind: 'list', shapes: widths.map((width) => ({ width, depth: 1, neurons: width })) },
    training: { learningRate: [0.003], steps, batchSize: 256 },
    seeds: { count: seeds }, measurement: { probes: 25, evaluationSamples: 256 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  const plan = planSweep(parsed.value)
  return { engine, plan, link: encodeLink(parsed.value), probes: plan.groups.length * parsed.value.measurement.probes }
}

/** Software adapters compile each shape for seconds: one group on WebGPU. */
export const sweeps: Readonly<Record<CampaignEngine, Interrupted>> = {
  cpu: interrupted('cpu', [5, 4], 3, 15_000),
  webgpu: interrupted('webgpu', [5], 6, 1500),
}
