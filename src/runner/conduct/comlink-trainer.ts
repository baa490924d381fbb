/**
 * A `TrainerService` on the other side of a comlink endpoint (worker, worker thread, message channel) as a
 * `PooledTrainer`. The one place that knows how the callback crosses: as a proxied root argument.
 */
import { proxy, wrap, type Endpoint } from 'comlink'
import type { TrainerService } from '../../protocol/trainer'
import { defer } from './deferred'
import type { PooledTrainer } from './sweep'
import { readTrainerMessage } from './trainer-message-reader'

/**
 * A trainer whose message is not of the protocol counts as gone, and what it said is not passed on.
 * @param life.gone resolves with words when the other side dies by itself  @param life.terminate kills it
 */
export function trainerOver(endpoint: Endpoint, life: { readonly gone: Promise<string>; terminate(): void }): PooledTrainer {
  const remote = wrap<TrainerService>(endpoint)
  const broken = defer<string>()
  return {
    service: {
      open: (choice) => remote.open(choice),
      timeStep: (group) => remote.timeStep(group),
      train(group, send, terms) {
        const receive = (message: unknown): void => {
          const read = readTrainerMessage(message, group)
          if (read.ok) send(read.value)
          else broken.resolve(`a trainer sent what is no message of the protocol (${read.error})`)
        }
        return remote.train(group, proxy(receive), terms)
      },
      // These answer nothing, and a dead trainer says so through `gone`.
      pause: () => void remote.pause(),
      resume: () => void remote.resume(),
      stop: () => void remote.stop(),
      checkpoint: () => void remote.checkpoint(),
    },
    gone: Promise.race([life.gone, broken.promise]),
    terminate: () => life.terminate(),
  }
}
