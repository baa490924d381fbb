/** A small sweep on real engines, and trainers over message channels that can be killed like workers. */
import { nodeHost } from '../../src/engine/node-host'
import { exposeTrainer } from '../../src/engine/expose-trainer'
import { createTrainerService } from '../../src/engine/trainer-service'
import type { TrainerService } from '../../src/protocol/trainer'
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

/** `kill` and `resume` are done to the trainer spawned last. */
export interface Mortal { readonly spawn: () => PooledTrainer; kill(): void; resume(): void; spawned(): number }

/**
 * Trainers over message channels; killing one closes its channel for good, as the end of a worker would.
 * @param restsAt steps in the middle of a run, ascending, at each of which a trainer sends a checkpoint and rests until it is
 * resumed or ended: a sweep that is cut there is cut in its middle on any machine, however fast its engine
 */
export function mortals(...restsAt: readonly number[]): Mortal {
  let kill = (): void => {}
  let resume = (): void => {}
  let count = 0
  return {
    kill: () => kill(),
    resume: () => resume(),
    spawned: () => count,
    spawn() {
      count += 1
      const { port1, port2 } = new MessageChannel()
      const gone = defer<string>()
      const service = createTrainerService(nodeHost)
      resume = () => service.resume()
      exposeTrainer(resting(service, restsAt), port1)
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

/** Moments bound a trainer's advances: at one before a step it is asked for the checkpoint, which it takes an advance of one step later. */
const resting = (service: TrainerService, steps: readonly number[]): TrainerService => ({
  ...service,
  train: (group, send, terms) => service.train(group, (message) => {
    if (message.kind === 'moment') return steps.includes(message.step + 1) ? service.checkpoint() : undefined
    if (message.kind === 'checkpoint' && steps.includes(message.checkpoint.state.step)) service.pause()
    send(message)
  }, { ...terms, moments: steps.flatMap((step) => [step - 1, step]) }),
})

/** What a result is; how fast it came is not part of it. */
export const results = (runs: readonly RunRecord[]) => runs.map((record) => ({ ...record, stepsPerSecond: null }))
