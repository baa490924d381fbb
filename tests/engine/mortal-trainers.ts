/** A small sweep on real engines, and trainers over message channels that can be killed like workers. */
import { nodeHost } from '../../src/engine/node-host'
import { exposeTrainer } from '../../src/engine/expose-trainer'
import { createTrainerService } from '../../src/engine/trainer-service'
import { trainerOver } from '../../src/runner/conduct/comlink-trainer'
import { defer } from '../../src/runner/conduct/deferred'
import type { RunRecord } from '../../src/runner/keeping/run-record'
import type { PooledTrainer } from '../../src/runner/conduct/sweep'
import { parseExperiment } from '../../src/experiment/parse'
import { planSweep } from '../../src/experiment/plan'
import type { SweepPlan } from '../../src/experiment/sweep-plan'

const parsed = parseExperiment({
  title: 'resumed', question: '',
  task: { kind: 'reconstruction', featureCount: 20, sparsity: [0.5, 0.9] },
  model: { kind: 'autoencoder', tied: true, hidden: 'linear', output: 'relu' },
  shapes: { kind: 'list', shapes: [{ width: 5, depth: 1, neurons: 5 }] },
  training: { learningRate: [0.003, 10], steps: 4000, batchSize: 64 },
  seeds: { count: 1 },
  measurement: { probes: 7, evaluationSamples: 64 },
})
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
export const experiment = parsed.value
export const plan = planSweep(experiment)
/** The same with two runs that diverge. */
export const divergentPlan = divergent(plan)

/** The rate of 10 made one that no float survives; links allow none, and a run that diverges is wanted. */
function divergent(planned: SweepPlan): SweepPlan {
  const runs = planned.runs.map((run) => run.spec.training.learningRate < 10 ? run
    : { ...run, spec: { ...run.spec, training: { ...run.spec.training, learningRate: 1e30 } } })
  return { ...planned, runs, groups: planned.groups.map((group) => ({ ...group, runs: group.runs.map(({ index }) => runs[index]) })) }
}

export interface Mortal { readonly spawn: () => PooledTrainer; kill(): void; spawned(): number }

/** Trainers over message channels; killing one closes its channel for good, as the end of a worker would. */
export function mortals(): Mortal {
  let kill = (): void => {}
  let count = 0
  return {
    kill: () => kill(),
    spawned: () => count,
    spawn() {
      count += 1
      const { port1, port2 } = new MessageChannel()
      const gone = defer<string>()
      const service = createTrainerService(nodeHost)
      exposeTrainer(service, port1)
      const close = (): void => {
        service.stop()
        port1.close()
        port2.close()
      }
      kill = () => {
        close()
        gone.resolve('the worker died')
      }
      return trainerOver(port2, { gone: gone.promise, terminate: close })
    },
  }
}

/** What a result is; how fast it came is not part of it. */
export const results = (runs: readonly RunRecord[]) => runs.map((record) => ({ ...record, stepsPerSecond: null }))
