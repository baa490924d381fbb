/** Composition root of the page: the one place that knows the catalogue, the worker and the dashboard. */
import { catalogue } from '../experiments'
import judgeAddress from '../workers/judge.worker.ts?worker&url'
import readingAddress from '../workers/reading.worker.ts?worker&url'
import trainingAddress from '../workers/training.worker.ts?worker&url'
import { mount } from './dashboard/application'
import { browserPage } from './dashboard/browser-page'
import { permitted } from './dashboard/permitted'
import { browserAddress } from './dashboard/state/desk'
import { createLaboratory } from './dashboard/state/laboratory'
import { createTabClaim } from './dashboard/state/tab-claim'
import { tabMemory } from './dashboard/state/tab-memory'
import { judgeInWorker } from './runner/conduct/judge-in-worker'
import { readInWorker } from './runner/conduct/read-in-worker'
import { spawnInWorker } from './runner/conduct/worker-pool'

/**
 * A worker that is fetched obeys only the policy of its own response, and a static host sends none; one made from a blob
 * inherits the page's. So the blob is one line that imports the worker.
 */
function workerOf(address: string): (name: string) => Worker {
  const script = URL.createObjectURL(new Blob([`import ${JSON.stringify(new URL(address, document.baseURI).href)}`], { type: 'text/javascript' }))
  return (name) => new Worker(script, { type: 'module', name })
}
const startTrainer = workerOf(trainingAddress), startJudge = workerOf(judgeAddress), startReader = workerOf(readingAddress)
const locks = permitted(() => navigator.locks)
const uniqueName = (of: string): string => `superposition-lab ${of} ${crypto.getRandomValues(new Uint32Array(4)).join('-')}`

async function fetchRecorded(name: string): Promise<Uint8Array | null> {
  const response = await fetch(`${import.meta.env.BASE_URL}recorded/${name}`).catch(() => null)
  return response?.ok === true ? new Uint8Array(await response.arrayBuffer()) : null
}

mount(
  createLaboratory({
    catalogue,
    address: browserAddress(),
    page: browserPage,
    spawn: () => spawnInWorker(startTrainer, uniqueName('trainer'), locks),
    judge: judgeInWorker(() => startJudge('superposition-lab judge')),
    readFile: readInWorker(() => startReader('superposition-lab reader')),
    // One core is left to the page.
    trainers: Math.max(1, (navigator.hardwareConcurrency || 2) - 1),
    now: () => performance.now(),
    today: () => Date.now(),
    locks,
    serviceWorkers: import.meta.env.MODE === 'production' ? permitted(() => navigator.serviceWorker) : null,
    queueMemory: tabMemory('superposition-lab queue'),
    tabClaim: createTabClaim({
      memory: tabMemory('superposition-lab tab'), locks, name: uniqueName('tab'), onLeave: (listener) => window.addEventListener('pagehide', listener),
    }),
    storage: permitted(() => navigator.storage),
    fetchRecorded,
    version: '0.1.0',
  }),
  document.getElementById('lab')!,
)
