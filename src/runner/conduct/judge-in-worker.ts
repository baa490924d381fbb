/** Claims judged beside the page's thread: losses without evaluation noise take seconds. */
import type { TrainedRun } from '../../science/claims/claim'
import type { Judgement } from '../../science/claims/registry'
import { askWorker } from './ask-worker'

export type Judge = (preset: string, runs: readonly TrainedRun[]) => Promise<readonly Judgement[]>

/** @param start a worker that exposes `judge` of science/claims through comlink */
export const judgeInWorker = (start: () => Worker): Judge => (preset, runs) =>
  askWorker<Judge, readonly Judgement[]>(start, (judge) => judge(preset, runs))
