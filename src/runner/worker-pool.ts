/** Trainers in web workers. The runner knows a worker only as something the page can start. */
import { trainerOver } from './comlink-trainer'
import type { PooledTrainer } from './sweep'

/** The worker exposes a `TrainerService` through comlink; `start` is called once per trainer. */
export function spawnInWorker(start: () => Worker): PooledTrainer {
  const worker = start()
  const gone = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => resolve(event.message === '' ? 'the worker could not be started' : event.message))
    worker.addEventListener('messageerror', () => resolve('a message from the worker could not be read'))
  })
  return trainerOver(worker, { gone, terminate: () => worker.terminate() })
}
