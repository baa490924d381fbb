/** Claims judged beside the page's thread: losses without evaluation noise take seconds. */
import { wrap } from 'comlink'
import type { TrainedRun } from '../../science/claims/claim'
import type { Judgement } from '../../science/claims/registry'

export type Judge = (preset: string, runs: readonly TrainedRun[]) => Promise<readonly Judgement[]>

/** @param start a worker that exposes `judge` of science/claims through comlink; one per call, ended after it */
export const judgeInWorker = (start: () => Worker): Judge => async (preset, runs) => {
  const worker = start()
  const gone = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'its code could not be fetched')))
  })
  try {
    return await Promise.race([wrap<Judge>(worker)(preset, runs), gone])
  } finally {
    worker.terminate()
  }
}
