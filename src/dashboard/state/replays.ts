/** Replays of the runs that are looked at; kept as long as the results are shown. */
import { signal, type ReadonlySignal } from '@preact/signals'
import { momentSteps, replayRuns, secondsOfReplay, type Moment, type Replay, type ReplayEnd } from '../../runner/reproduction/replay'
import type { RunRecord } from '../../runner/keeping/run-record'
import type { PooledTrainer } from '../../runner/conduct/sweep'

export interface Replayed {
  readonly moments: readonly Moment[] // ascending
  /** Null while it trains or waits. */
  readonly end: ReplayEnd | null
}

export interface Replays {
  readonly known: ReadonlySignal<ReadonlyMap<string, Replayed>> // by run id
  readonly running: ReadonlySignal<boolean>
  /** Trains these runs again; nothing while others are trained again. */
  start(runs: readonly RunRecord[]): Promise<void>
  stop(): void
}

const mostMoments = 24
/** What the moments of one run may take in memory. */
const mostBytes = 64 * 2 ** 20

/** The steps after which a run is looked at. */
export function momentsOf({ spec, parameters }: RunRecord): number[] {
  const bytes = 4 * (parameters?.length ?? 0)
  return momentSteps(spec.training.steps, Math.max(6, Math.min(mostMoments, Math.floor(mostBytes / Math.max(1, bytes)))))
}

export const replaySeconds = (runs: readonly RunRecord[]): number => secondsOfReplay(runs, momentsOf)

export function createReplays(spawn: () => PooledTrainer): Replays {
  const known = signal<ReadonlyMap<string, Replayed>>(new Map())
  const running = signal(false)
  let current: Replay | null = null
  const put = (id: string, change: Partial<Replayed>): void => {
    known.value = new Map([...known.peek(), [id, { ...known.peek().get(id) ?? { moments: [], end: null }, ...change }]])
  }
  return {
    known, running,
    async start(runs) {
      if (running.peek()) return
      running.value = true
      for (const { id } of runs) put(id, { moments: [], end: null })
      current = replayRuns(runs, {
        spawn, momentsOf,
        onMoment: (id, moment) => put(id, { moments: [...known.peek().get(id)!.moments, moment] }),
        onEnd: (id, end) => put(id, { end }),
      })
      await current.done
      current = null
      running.value = false
    },
    stop() {
      current?.stop()
    },
  }
}
