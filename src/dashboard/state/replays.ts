/** Replays of the runs that are looked at, one after another on a trainer of their own; kept as long as the results are shown. */
import { signal, type ReadonlySignal } from '@preact/signals'
import { momentSteps, replayRun, secondsOfReplay, type Moment, type Replay, type ReplayEnd } from '../../runner/replay'
import type { RunRecord } from '../../runner/run-record'
import type { PooledTrainer } from '../../runner/sweep'

export interface Replayed {
  readonly moments: readonly Moment[] // ascending
  /** Null while it trains or waits. */
  readonly end: ReplayEnd | null
}

export interface Replays {
  readonly known: ReadonlySignal<ReadonlyMap<string, Replayed>> // by run id
  readonly running: ReadonlySignal<boolean>
  /** Trains again those of these runs that are not known yet. */
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

export const replaySeconds = (run: RunRecord): number => secondsOfReplay(run, momentsOf(run).length)

export function createReplays(spawn: () => PooledTrainer): Replays {
  const known = signal<ReadonlyMap<string, Replayed>>(new Map())
  const running = signal(false)
  let current: Replay | null = null
  let stopped = false
  const put = (id: string, replayed: Replayed): void => { known.value = new Map([...known.peek(), [id, replayed]]) }
  return {
    known, running,
    async start(runs) {
      if (running.peek()) return
      running.value = true
      stopped = false
      for (const run of runs) {
        const before = known.peek().get(run.id)?.end?.kind
        if (stopped || (before !== undefined && before !== 'stopped' && before !== 'failed')) continue
        put(run.id, { moments: [], end: null })
        current = replayRun(run, {
          spawn, moments: momentsOf(run),
          onMoment: (moment) => put(run.id, { moments: [...known.peek().get(run.id)!.moments, moment], end: null }),
        })
        const end = await current.end
        put(run.id, { moments: known.peek().get(run.id)!.moments, end })
      }
      current = null
      running.value = false
    },
    stop() {
      stopped = true
      current?.stop()
    },
  }
}
