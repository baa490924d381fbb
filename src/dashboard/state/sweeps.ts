/**
 * The sweeps of this sitting, one per experiment, kept while the tab lives: an edit, an undo or another preset
 * leaves results where they are. One trains at a time, for all would share the device.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { EngineChoice } from '../../protocol/trainer'
import { conduct } from '../../runner/conduct'
import type { PooledTrainer, Sweep, SweepView } from '../../runner/sweep'
import type { OnDesk } from './desk'

export interface SweepSession {
  readonly experimentId: string
  readonly title: string
  readonly onDesk: OnDesk
  readonly sweep: Sweep
  readonly view: ReadonlySignal<SweepView>
}

export interface SweepsOptions {
  readonly spawn: () => PooledTrainer
  readonly trainers: number
  readonly now: () => number
  /** Runs the callback before the next paint; coalesces views so that the page draws at most once a frame. */
  readonly beforePaint: (callback: () => void) => void
}

export interface Sweeps {
  readonly sessions: ReadonlySignal<ReadonlyMap<string, SweepSession>>
  /** The one that trains, or null. */
  readonly active: ReadonlySignal<SweepSession | null>
  readonly engine: ReadonlySignal<EngineChoice>
  choose(engine: EngineChoice): void
  start(onDesk: OnDesk): void
}

export function createSweeps(options: SweepsOptions): Sweeps {
  const sessions = signal<ReadonlyMap<string, SweepSession>>(new Map())
  const engine = signal<EngineChoice>('auto')
  const active = computed(() =>
    [...sessions.value.values()].find(({ view }) => view.value.progress.phase !== 'done') ?? null)

  return {
    sessions, active, engine,
    choose(choice) { engine.value = choice },
    start(onDesk) {
      if (active.peek() !== null) return
      const earlier = sessions.peek().get(onDesk.id)
      const sweep = conduct(onDesk.plan, options.spawn, {
        engine: engine.peek(), trainers: options.trainers, now: options.now,
        from: earlier?.view.peek().runs ?? [],
      })
      const view = signal(sweep.view())
      let due = false
      sweep.subscribe(() => {
        if (due) return
        due = true
        options.beforePaint(() => {
          due = false
          view.value = sweep.view()
        })
      })
      void sweep.done.then((last) => { view.value = last })
      const session: SweepSession = { experimentId: onDesk.id, title: onDesk.experiment.title, onDesk, sweep, view }
      sessions.value = new Map([...sessions.peek(), [onDesk.id, session]])
    },
  }
}
