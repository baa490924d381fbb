/** Trainers in web workers. The runner knows a worker only as something the page can start. */
import type { EnvironmentFailure } from '../../protocol/failures'
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
    worker.addEventListener('error', ({ message }) => { if (message) resolve(message) })
    worker.addEventListener('messageerror', () => resolve('a message from the worker could not be read'))
    void lifelineCut(worker, name, locks).then(() => resolve('the worker ended'))
  })
  // A script that throws has a message; one that cannot be fetched has none: no trainer was ever there to be lost.
  const unfetched = new Promise<{ readonly ok: false; readonly failure: EnvironmentFailure }>((resolve) => {
    worker.addEventListener('error', ({ message }) => { if (!message) resolve({ ok: false, failure: notFetched }) })
  })
  const trainer = trainerOver(worker, { gone, terminate: () => worker.terminate() })
  return { ...trainer, service: { ...trainer.service, open: (choice) => Promise.race([trainer.service.open(choice), unfetched]) } }
}

const notFetched: EnvironmentFailure = {
  kind: 'not-fetched', message: 'the code that trains could not be fetched (no network, a newer version of the lab, or a frame that forbids it): reload the page, or open it in a tab of its own',
}
