/**
 * A sweep without a page: conducted and saved as the page's are, shown as lines, stopped by the first signal. `sweep`,
 * `claims`, `record` and `verify` conduct theirs here.
 */
import { quoted, type Problem } from '../experiment/problem'
import { success, type Result } from '../experiment/result'
import type { SweepPlan } from '../experiment/sweep-plan'
import { conductDurably, type DurableOptions, type DurableSweep } from '../runner/conduct/durable-sweep'
import type { Settled } from '../runner/conduct/saver'
import type { SweepView } from '../runner/conduct/sweep'
import { isConcluded } from '../runner/keeping/results-store'
import type { RunRecord } from '../runner/keeping/run-record'
import type { LockFailure, SweepStore } from '../runner/keeping/sweep-store'
import type { Machine, Signal } from './machine'
import { createReporter, endedLine, progressLine } from './progress-text'

export type HeadlessOptions = Pick<DurableOptions, 'engine' | 'from' | 'accepts'> & {
  /** Most CPU trainers at once; null: one per core. */
  readonly threads: number | null
  /** The file that results are saved in; null where nothing is left of them. */
  readonly place: string | null
  /** Says of each run how it ended. */
  readonly saysEnds?: boolean
}

export interface HeadlessEnd extends Settled {
  readonly runs: readonly RunRecord[] // in plan order
  readonly signal: Signal | null // that stopped it
}

/** Closes the store only where the sweep could not be begun. */
export async function conductHeadless(
  plan: SweepPlan, store: SweepStore, { threads, place, saysEnds = false, ...options }: HeadlessOptions, machine: Machine,
): Promise<Result<HeadlessEnd, LockFailure>> {
  const { say, rewrite, finish } = createReporter(machine.progress)
  let signal: Signal | null = null, sweep: DurableSweep | null = null
  machine.onSignal((received) => {
    if (signal === null) say(`${received}: stopping${place === null ? '' : `; finished runs are in ${place}`}`)
    signal ??= received
    sweep?.stop()
  })
  const sayEnd = (record: RunRecord): void => {
    if (saysEnds && record.environment !== null) say(endedLine(record)) // a run that never started is in the notice that says why
  }
  const begun = await conductDurably(plan, machine.spawn, store, {
    ...options, trainers: threads ?? machine.cores, now: machine.now, whenUnsaved: 'stop',
    onRecord: (record) => { if (!isConcluded(record.status)) sayEnd(record) },
    onSaved: sayEnd, // not before: whoever reads it may end the process
    onUnsaved: ({ message }) => say(describeUnsaved(place ?? 'memory', message)),
  })
  if (!begun.ok) return begun
  sweep = begun.value
  if (signal !== null) sweep.stop()
  const said = new Set<string>()
  const show = (view: SweepView): void => {
    for (const line of newsOf(view)) {
      if (!said.has(line)) say(line)
      said.add(line)
    }
  }
  sweep.subscribe(() => {
    const view = begun.value.view()
    show(view)
    rewrite(progressLine(view.progress))
  })
  const { runs } = await sweep.done
  const settled = await sweep.settled
  finish()
  show(sweep.view())
  return success({ ...settled, runs, signal })
}

export const describeUnsaved = (place: string, message: string): string =>
  `${place} cannot be written (${message}): stopping, for what is trained from here on would be lost`

/** Why results cannot go where the user wanted them. */
export function placeProblem(path: string, place: string, failure: LockFailure): Problem {
  switch (failure.kind) {
    case 'held': {
      const holder = failure.by.kind === 'process' ? `process ${failure.by.id}` : 'another sweep'
      return { path, allowed: 'a file that no other sweep writes', received: `${quoted(place)}, which ${holder} writes: wait for it or end it` }
    }
    case 'foreign': return { path, allowed: 'a new file, or with --resume a results file of this lab', received: quoted(place), reason: failure.message }
    case 'unavailable': case 'blocked': case 'full': case 'failed':
      return { path, allowed: 'a file that can be written', received: quoted(place), reason: failure.message }
  }
  failure satisfies never
}

function newsOf({ progress, runs }: SweepView): readonly string[] {
  const environment = runs.find((run) => run.status.kind === 'running')?.environment
  return [
    ...(environment == null ? [] : [`engine ${environment.engine} on ${environment.adapter}${environment.software ? ' (software)' : ''}`]),
    ...progress.notices.map((notice) => `note: ${notice}`),
  ]
}
