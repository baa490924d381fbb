/** Shows what is known of the cost of the experiment on the desk, and measures it when nothing trains and the page is idle. */
import { effect, type ReadonlySignal } from '@preact/signals'
import type { OnDesk } from './desk'
import type { Estimator } from './estimate'
import type { Page } from './page'
import type { Sweeps, SweepSession } from './sweeps'

export interface IdleEstimateOptions {
  readonly onDesk: ReadonlySignal<OnDesk | null>
  /** Of the experiment on the desk. */
  readonly session: ReadonlySignal<SweepSession | null>
  readonly sweeps: Pick<Sweeps, 'active' | 'engine'>
  readonly estimator: Pick<Estimator, 'turnTo' | 'measure'>
  readonly whenIdle: Page['whenIdle']
}

export function estimateWhenIdle({ onDesk, session, sweeps, estimator, whenIdle }: IdleEstimateOptions): void {
  effect(() => {
    const shown = onDesk.value, engine = sweeps.engine.value
    if (shown === null || session.value !== null) return
    estimator.turnTo(shown.plan, engine) // also while another trains: its time is not this one's
    if (sweeps.active.value !== null) return
    return whenIdle(() => void estimator.measure(shown.plan, engine))
  })
}
