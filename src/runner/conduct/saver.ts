/**
 * Saves what a sweep makes, one thing after the other. A run counts as saved when the store says so, and not before: until
 * then its checkpoint is all there is of it. A checkpoint that was overtaken while it waited is never written.
 */
import type { SweepPlan } from '../../experiment/sweep-plan'
import type { SavedCheckpoint } from '../keeping/saved-checkpoint'
import { isConcluded } from '../keeping/results-store'
import type { RunRecord } from '../keeping/run-record'
import type { StoreFailure, SweepStore } from '../keeping/sweep-store'

export interface SaverOptions {
  /**
   * What a run that could not be saved means. `offer-again`: where the store is full it is offered again until there is
   * room, for as long as the process lives; the sweep goes on. `stop`: nothing more is saved and the sweep is stopped, for
   * what is trained from then on would be lost.
   */
  readonly whenUnsaved: 'offer-again' | 'stop'
  /** Called when a run is saved. */
  readonly onSaved?: (record: RunRecord) => void
  /** Called when a run could not be. */
  readonly onUnsaved?: (failure: StoreFailure) => void
}

export interface Settled {
  /** Runs that were saved since the sweep began. */
  readonly saved: number
  /** Why the sweep was stopped for want of a place to save to. */
  readonly failure: StoreFailure | null
}

/** Results that found no room are offered again this often: the user may have deleted something. */
const againMilliseconds = 3000

/** @param alreadySaved runs of the plan that the store has */
export function createSaver(store: SweepStore, plan: SweepPlan, alreadySaved: readonly RunRecord[], { whenUnsaved, onSaved, onUnsaved }: SaverOptions) {
  let last: Promise<unknown> = Promise.resolve()
  let savedNow = 0
  let stopped: StoreFailure | null = null // nothing is saved after it
  const saved = new Set(alreadySaved.map(({ id }) => id))
  const waiting = new Map<string, SavedCheckpoint>() // by first run
  const stored = new Map<string, readonly string[]>() // first run -> runs
  const unsaved = new Map<string, RunRecord>()
  let again: ReturnType<typeof setTimeout> | undefined
  let speak: (message: string) => void = () => {}
  let stop = (): void => {}

  const inTurn = (work: () => Promise<StoreFailure | null>): Promise<string | null> => {
    const message = last.then(work).then(
      (failed) => failed?.message ?? null,
      (error: unknown) => `a result could not be saved (${String(error)}): it stays in memory only`, // and the next has its turn
    )
    last = message
    return message
  }
  const areSaved = (runs: readonly string[]): boolean => runs.every((id) => saved.has(id))
  const dropEnded = async (): Promise<StoreFailure | null> => {
    const ended = [...stored].filter(([, runs]) => areSaved(runs)).map(([first]) => first)
    ended.forEach((first) => stored.delete(first))
    return ended.length > 0 ? store.dropCheckpoints(ended) : null
  }
  async function append(record: RunRecord): Promise<StoreFailure | null> {
    if (stopped !== null) return null // said once
    const failed = await store.append(record)
    if (failed !== null) return refused(record, failed)
    unsaved.delete(record.id)
    saved.add(record.id)
    savedNow += 1
    onSaved?.(record)
    return dropEnded()
  }
  function refused(record: RunRecord, failed: StoreFailure): StoreFailure | null {
    onUnsaved?.(failed)
    if (whenUnsaved === 'stop') {
      stopped = failed
      stop()
      return null
    }
    if (failed.kind === 'full') {
      unsaved.set(record.id, record)
      again ??= setTimeout(() => void inTurn(offerAgain), againMilliseconds)
    }
    return failed
  }
  async function offerAgain(): Promise<StoreFailure | null> {
    again = undefined
    const offered = unsaved.size
    for (const record of [...unsaved.values()]) if (await append(record) !== null) return null
    if (offered > 0) speak(`there is room again: ${offered === 1 ? 'the result' : `the ${offered} results`} that had found none ${offered === 1 ? 'is' : 'are'} saved now`)
    return finish()
  }
  /** Checkpoints of earlier sessions go too once every run is saved. */
  async function finish(): Promise<StoreFailure | null> {
    const all = plan.runs.map(({ id }) => id)
    return await store.flush() ?? (areSaved(all) ? store.dropCheckpoints(all) : null)
  }
  const save = (record: RunRecord): Promise<string | null> => inTurn(() => append(record))

  return {
    speakBy(addNotice: (message: string) => void): void { speak = addNotice },
    stopBy(stopSweep: () => void): void { stop = stopSweep },
    /** @returns what the sweep should say of it, null where nothing */
    save,
    /** Results that the sweep began with and the store has not. */
    saveMissing(records: readonly RunRecord[]): void {
      const planned = new Set(plan.runs.map(({ id }) => id))
      for (const record of records) if (isConcluded(record.status) && planned.has(record.id) && !saved.has(record.id)) void save(record)
    },
    async saveCheckpoint(checkpoint: SavedCheckpoint): Promise<string | null> {
      const first = checkpoint.runs[0].id
      const runs = checkpoint.runs.map(({ id }) => id)
      const isWaiting = waiting.has(first)
      waiting.set(first, checkpoint)
      if (isWaiting) return null
      return inTurn(async () => {
        const latest = waiting.get(first)!
        waiting.delete(first)
        if (areSaved(runs)) return null
        stored.set(first, runs)
        return store.saveCheckpoint(latest)
      })
    },
    /** After the last write. */
    async settle(): Promise<Settled> {
      const message = await inTurn(finish)
      if (message !== null) speak(message)
      return { saved: savedNow, failure: stopped }
    },
  }
}
