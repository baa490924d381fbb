/** Trainers in web workers. The runner knows a worker only as something the page can start. */
import { lifelineCut } from '../../protocol/lifeline'
import { trainerOver } from './comlink-trainer'
import type { PooledTrainer } from './sweep'

/**
 * @param start called once per trainer; the worker exposes a `TrainerService` through comlink
 * @param name the worker's, and no other's: it holds a lock by it  @param locks null where the browser has none
 */
export function spawnInWorker(start: (name: string) => Worker, name: string, locks: LockManager | null): PooledTrainer {
  const worker = start(name)
  const gone = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => resolve(event.message === '' ? 'the worker could not be started' : event.message))
    worker.addEventListener('messageerror', () => resolve('a message from the worker could not be read'))
    void lifelineCut(worker, name, locks).then(() => resolve('the worker ended'))
  })
  return trainerOver(worker, { gone, terminate: () => worker.terminate() })
}
