/** Entry of a worker thread: one trainer, as in workers/training.worker.ts. */
import { parentPort } from 'node:worker_threads'
import nodeEndpoint from 'comlink/dist/esm/node-adapter'
import { exposeTrainer } from '../engine/expose-trainer'
import { nodeHost } from '../engine/node-host'
import { createTrainerService } from '../engine/trainer-service'
import { invariant } from '../science/invariant'

invariant(parentPort !== null, () => 'training-thread is started as a worker thread')
exposeTrainer(createTrainerService(nodeHost), nodeEndpoint(parentPort))
