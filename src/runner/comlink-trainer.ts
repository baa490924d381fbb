/**
 * A `TrainerService` on the other side of a comlink endpoint (worker, worker thread, message channel) as a
 * `PooledTrainer`. The one place that knows how the callback crosses: as a proxied root argument.
 */
import { proxy, wrap, type Endpoint } from 'comlink'
import type { TrainerService } from '../protocol/trainer'
import type { PooledTrainer } from './sweep'

/** @param life.gone resolves with words when the other side dies by itself  @param life.terminate kills it */
export function trainerOver(endpoint: Endpoint, life: { readonly gone: Promise<string>; terminate(): void }): PooledTrainer {
  const remote = wrap<TrainerService>(endpoint)
  return {
    service: {
      open: (choice) => remote.open(choice),
      timeStep: (group) => remote.timeStep(group),
      train: (group, send, terms) => remote.train(group, proxy(send), terms),
      // These answer nothing, and a dead trainer says so through `gone`.
      pause: () => void remote.pause(),
      resume: () => void remote.resume(),
      stop: () => void remote.stop(),
      checkpoint: () => void remote.checkpoint(),
    },
    gone: life.gone,
    terminate: () => life.terminate(),
  }
}
