/**
 * Saved results come back by themselves when their experiment is on the desk, unless the reader has reset it: then it
 * stays at step 0, wherever the reader goes meanwhile, until it is run or its results are asked for. Decision 0048.
 */
import { effect } from '@preact/signals'
import type { Experiment } from '../../experiment/experiment'
import { experimentId } from '../../experiment/identity'
import type { BrowserSweeps } from '../../runner/conduct/browser-sweeps'
import type { Desk, OnDesk } from './desk'
import type { Sweeps } from './sweeps'

export interface Recall {
  /** Takes the results off the page; what is saved stays. */
  reset(experimentId: string): void
  isReset(experimentId: string): boolean
  /** Its results are shown again, or new ones are on their way. */
  endReset(experimentId: string): void
  /** Puts an experiment on the desk with what is saved of it. */
  show(experiment: Experiment): void
}

export interface RecallOptions {
  readonly desk: Pick<Desk, 'onDesk' | 'place'>
  readonly sweeps: Pick<Sweeps, 'restore' | 'putAway'>
  readonly saved: Pick<BrowserSweeps, 'recall'>
  /** Called when what is saved, if anything, is shown. */
  readonly onRecalled: (onDesk: OnDesk) => void
}

export function createRecall({ desk, sweeps, saved, onRecalled }: RecallOptions): Recall {
  const pending = new Set<string>()
  const bring = (onDesk: OnDesk): void => {
    void saved.recall(onDesk.plan).then((recalled) => {
      if (pending.has(onDesk.id)) return // reset while it was read
      sweeps.restore(onDesk, recalled.records, recalled)
      onRecalled(onDesk)
    })
  }
  effect(() => {
    const onDesk = desk.onDesk.value
    if (onDesk !== null && !pending.has(onDesk.id)) bring(onDesk)
  })
  return {
    reset(id) {
      sweeps.putAway(id)
      pending.add(id)
    },
    isReset: (id) => pending.has(id),
    endReset(id) { pending.delete(id) },
    show(experiment) {
      const id = experimentId(experiment), onDesk = desk.onDesk.peek()
      pending.delete(id)
      if (onDesk?.id === id) bring(onDesk)
      else desk.place(experiment)
    },
  }
}
