/** A trainer where its engine may do no harm: one that needs no GPU in a thread, whatever may open one in a process of its own. */
import { choiceTraits } from '../protocol/engines'
import { defer } from '../runner/conduct/deferred'
import type { PooledTrainer } from '../runner/conduct/sweep'
import { invariant } from '../science/invariant'
import { spawnInProcess } from './process-trainers'
import { spawnInThread } from './thread-trainers'

/** Starts nothing before it is opened: only then is it known what for. */
export function spawnTrainer(): PooledTrainer {
  const gone = defer<string>()
  let started: PooledTrainer | null = null
  const trainer = (): PooledTrainer => {
    invariant(started !== null, () => 'a trainer is opened before it is asked for anything')
    return started
  }
  return {
    service: {
      open(choice) {
        if (started === null) {
          started = choiceTraits[choice].opensGpu ? spawnInProcess() : spawnInThread()
          void started.gone.then(gone.resolve)
        }
        return started.service.open(choice)
      },
      timeStep: (group) => trainer().service.timeStep(group),
      train: (group, send, terms) => trainer().service.train(group, send, terms),
      pause: () => trainer().service.pause(),
      resume: () => trainer().service.resume(),
      stop: () => trainer().service.stop(),
      checkpoint: () => trainer().service.checkpoint(),
    },
    gone: gone.promise,
    terminate: () => started?.terminate(),
  }
}
