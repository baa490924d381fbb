/** Trainers in Node's worker threads: what web workers are to the page. */
import { Worker } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter'
import { trainerOver } from '../runner/conduct/comlink-trainer'
import type { PooledTrainer } from '../runner/conduct/sweep'

/** The built thread lies beside the built command line: scripts/cli.mjs. */
export function spawnInThread(): PooledTrainer {
  const worker = new Worker(new URL('./training-thread.js', import.meta.url))
  const gone = new Promise<string>((resolve) => {
    worker.on('error', (error) => resolve(`a training thread died: ${String(error)}`))
    worker.on('messageerror', () => resolve('a message from a training thread could not be read'))
    worker.on('exit', (code) => resolve(`a training thread ended with code ${code}`))
  })
  return trainerOver(nodeEndpoint(worker), { gone, terminate: () => void worker.terminate() })
}
