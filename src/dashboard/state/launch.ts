/** Running, pausing, stopping and resetting the experiment on the desk. One sweep trains at a time; others go to the queue. */
import type { ReadonlySignal } from '@preact/signals'
import { isConcluded } from '../../runner/keeping/results-store'
import type { Experiment } from '../../experiment/experiment'
import type { Desk } from './desk'
import type { Estimator } from './estimate'
import type { Page } from './page'
import type { Recall } from './recall'
import type { Storage } from './storage'
import type { SweepQueue } from './sweep-queue'
import type { Sweeps, SweepSession } from './sweeps'

export interface Launch {
  /** Trains what has no result yet; `restart` trains all again. While another sweep trains it is put in the queue. */
  run(restart?: boolean): void
  /** Puts an experiment that shares runs with these results on the desk, with those runs, and trains the others. */
  runFurther(experiment: Experiment, from: SweepSession): void
  /** Trains one run of the sweep on the desk that was stopped or failed. */
  retryRun(runId: string): void
  pauseOrResume(): void
  stop(): void
  /** Back to step 0 with the same seeds: its results leave the page, and Run trains all again. What is saved stays until then. */
  reset(): void
}

export interface LaunchOptions {
  readonly desk: Pick<Desk, 'onDesk' | 'place'>
  /** Of the experiment on the desk. */
  readonly session: ReadonlySignal<SweepSession | null>
  readonly sweeps: Pick<Sweeps, 'active' | 'start' | 'restore'>
  readonly queue: Pick<SweepQueue, 'add' | 'hold'>
  readonly recall: Pick<Recall, 'reset' | 'isReset' | 'endReset'>
  readonly estimator: Pick<Estimator, 'abandon'>
  readonly storage: Pick<Storage, 'requestPersistence'>
  readonly announce: (text: string) => void
  readonly reveal: Page['reveal']
}

export function createLaunch({ desk, session, sweeps, queue, recall, estimator, storage, announce, reveal }: LaunchOptions): Launch {
  const launch: Launch = {
    run(again = false) {
      const onDesk = desk.onDesk.peek(), training = sweeps.active.peek()
      if (onDesk === null || training?.experimentId === onDesk.id) return
      const restart = again || recall.isReset(onDesk.id)
      if (!restart && session.peek()?.view.peek().runs.every(({ status }) => isConcluded(status)) === true) return
      if (training !== null) {
        const added = queue.add(onDesk, restart)
        recall.endReset(onDesk.id)
        return announce(added ? `Added to the queue: it begins by itself when “${training.title}” has ended.` : 'It is in the queue already.')
      }
      estimator.abandon()
      storage.requestPersistence()
      void sweeps.start(onDesk, restart).then((refusal) => {
        if (refusal !== null) return announce(refusal)
        recall.endReset(onDesk.id)
        reveal('sweep', { smooth: true })
      })
    },
    runFurther(experiment, from) {
      desk.place(experiment)
      const onDesk = desk.onDesk.peek()
      if (onDesk === null) return
      sweeps.restore(onDesk, from.view.peek().runs)
      launch.run()
    },
    retryRun(runId) {
      const onDesk = desk.onDesk.peek(), training = sweeps.active.peek()
      if (onDesk === null) return
      if (training !== null) return announce(`“${training.title}” is training: a run can be tried again when it has ended.`)
      estimator.abandon()
      void sweeps.start(onDesk, false, new Set([runId])).then((refusal) => { if (refusal !== null) announce(refusal) })
    },
    pauseOrResume() {
      const sweep = sweeps.active.peek()?.sweep
      if (sweep?.view().progress.phase === 'paused') sweep.resume()
      else sweep?.pause()
    },
    stop() {
      queue.hold()
      sweeps.active.peek()?.sweep.stop()
    },
    reset() {
      const shown = session.peek()
      if (shown === null || shown === sweeps.active.peek()) return
      recall.reset(shown.experimentId)
      announce('Back at step 0, with the same seeds. Run trains all again; until then “Show” under “Your results” brings back what is saved.')
    },
  }
  return launch
}
