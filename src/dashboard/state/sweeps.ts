/**
 * The sweeps of this session, one per experiment: an edit, an undo or another preset leaves
 * results where they are. One trains at a time, for all would share the device.
 */
import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { EngineChoice } from '../../protocol/engines'
import type { BrowserSweeps, Recalled } from '../../runner/conduct/browser-sweeps'
import { createResultsStore, isEnded } from '../../runner/keeping/results-store'
import type { RunRecord } from '../../runner/keeping/run-record'
import type { PooledTrainer, Sweep, SweepView } from '../../runner/conduct/sweep'
import type { OnDesk } from './desk'

export interface SweepSession {
  readonly experimentId: string
  readonly title: string
  readonly onDesk: OnDesk
  readonly sweep: Sweep
  readonly view: ReadonlySignal<SweepView>
  /** Results of an earlier session or a file: nothing was trained in this one. */
  readonly isRestored: boolean
  /** Runs that had begun in an earlier session and resume from their checkpoints. */
  readonly partWay: number
}

export interface SweepsOptions {
  readonly spawn: () => PooledTrainer
  readonly trainers: number
  readonly now: () => number
  /** Runs the callback before the next paint; coalesces views so that the page draws at most once a frame. */
  readonly beforePaint: (callback: () => void) => void
  readonly browserSweeps: BrowserSweeps
  /** Whether results of this experiment may leave the tab's memory: they are stored, and nobody looks at them. */
  readonly canEvict: (experimentId: string) => boolean
}

export interface Sweeps {
  readonly sessions: ReadonlySignal<ReadonlyMap<string, SweepSession>>
  /** The one that trains, or null. */
  readonly active: ReadonlySignal<SweepSession | null>
  readonly engine: ReadonlySignal<EngineChoice>
  choose(engine: EngineChoice): void
  /**
   * Trains what has no result yet, unfinished runs from their checkpoints; `restart` trains all again, `only` these runs.
   * @returns why it may not; null once it has begun
   */
  start(onDesk: OnDesk, restart: boolean, only?: ReadonlySet<string>): Promise<string | null>
  /** Shows results that were trained elsewhere or earlier, unless there are some already. */
  restore(onDesk: OnDesk, records: readonly RunRecord[], recalled?: Recalled): void
  /** Shows a sweep's results no longer; what is stored stays. Not while it trains. */
  putAway(experimentId: string): void
}

/** Why a sweep may not begin while another does. */
export const busy = 'another sweep is training'
const heldElsewhere = 'this sweep is training in another tab of this browser: what it finishes can be seen here after a reload'

/** Sweeps that have ended and stay in memory; older ones that are stored come back from there when they are looked at. */
const mostInMemory = 6

export function createSweeps(options: SweepsOptions): Sweeps {
  const sessions = signal<ReadonlyMap<string, SweepSession>>(new Map())
  const engine = signal<EngineChoice>('auto')
  const active = computed(() =>
    [...sessions.value.values()].find(({ view }) => view.value.progress.phase !== 'done') ?? null)

  let beginning = false
  const remember = (session: SweepSession): void => {
    const others = [...sessions.peek()].filter(([id]) => id !== session.experimentId)
    const stored = others.filter(([id]) => id !== active.peek()?.experimentId && options.canEvict(id)).map(([id]) => id)
    const surplus = stored.slice(0, Math.max(0, others.length + 1 - mostInMemory)) // the earliest first
    sessions.value = new Map([...others.filter(([id]) => !surplus.includes(id)), [session.experimentId, session]])
  }

  return {
    sessions, active, engine,
    choose(choice) { engine.value = choice },
    restore(onDesk, records, recalled) {
      if (sessions.peek().has(onDesk.id)) return
      const session = endedSession(onDesk, records, recalled?.notices ?? [], recalled?.checkpoints)
      if (session.view.peek().progress.runsEnded === 0 && (recalled?.checkpoints.length ?? 0) === 0) return
      remember(session)
    },
    putAway(experimentId) {
      if (active.peek()?.experimentId !== experimentId) sessions.value = new Map([...sessions.peek()].filter(([id]) => id !== experimentId))
    },
    async start(onDesk, restart, only) {
      if (active.peek() !== null || beginning) return busy
      beginning = true
      const earlier = sessions.peek().get(onDesk.id)
      const begun = await options.browserSweeps.begin(onDesk.plan, options.spawn, {
        engine: engine.peek(), trainers: options.trainers, now: options.now, restart, only,
        from: restart ? [] : earlier?.view.peek().runs ?? [],
      }).finally(() => { beginning = false })
      if (!begun.ok) return begun.error.kind === 'held' ? heldElsewhere : begun.error.message
      const sweep = begun.value
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
      remember({ ...sessionOf(onDesk, sweep, view), isRestored: false, partWay: 0 })
      return null
    },
  }
}

/** Results as they would stand after a sweep that was not conducted here. */
export function endedSession(onDesk: OnDesk, records: readonly RunRecord[], notices: readonly string[], checkpoints: Recalled['checkpoints'] = []): SweepSession {
  const runs = createResultsStore(onDesk.plan, records, () => undefined).records()
  const runsEnded = runs.filter(({ status }) => isEnded(status)).length
  const view: SweepView = {
    runs, progress: { phase: 'done', runsEnded, runsTotal: runs.length, fraction: runsEnded / runs.length, secondsElapsed: 0, secondsRemaining: 0, notices },
  }
  const open = new Set(runs.filter(({ status }) => !isEnded(status)).map(({ id }) => id))
  const begun = new Set(checkpoints.flatMap(({ runs: saved }) => saved.map(({ id }) => id)).filter((id) => open.has(id)))
  return { ...sessionOf(onDesk, endedSweep(view), signal(view)), isRestored: true, partWay: begun.size }
}

const sessionOf = (onDesk: OnDesk, sweep: Sweep, view: ReadonlySignal<SweepView>) =>
  ({ experimentId: onDesk.id, title: onDesk.experiment.title, onDesk, sweep, view })

/** Brought back from an earlier session that ended before the sweep did: there are runs to resume. */
export function isInterrupted({ isRestored, view }: Pick<SweepSession, 'isRestored' | 'view'>): boolean {
  const { runsEnded, runsTotal } = view.value.progress
  return isRestored && runsEnded < runsTotal
}

/** A sweep with nothing left to conduct. */
function endedSweep(view: SweepView): Sweep {
  const nothing = (): void => undefined
  return { view: () => view, subscribe: () => nothing, pause: nothing, resume: nothing, stop: nothing, stopRun: nothing, resumeRun: nothing, checkpoint: nothing, done: Promise.resolve(view) }
}
