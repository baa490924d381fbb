/** Sweeps of the page: saved in the browser's database, or in this tab's memory where the browser has none to give. */
import { failure, type Result } from '../../experiment/result'
import type { SweepPlan } from '../../experiment/sweep-plan'
import type { SweepDatabase } from '../keeping/indexed-db-store'
import { createSweepMemory } from '../keeping/memory-store'
import type { LockFailure, Saved, StoreFailure, SweepStore } from '../keeping/sweep-store'
import { describeSaved } from './describe-saved'
import { conductDurably, type DurableOptions, type DurableSweep } from './durable-sweep'
import type { PooledTrainer } from './sweep'

export interface Recalled extends Pick<Saved, 'records' | 'checkpoints'> {
  /** What was found, or why nothing could be, a sentence each. */
  readonly notices: readonly string[]
}

export type BrowserSweepOptions = Omit<DurableOptions, 'whenUnsaved' | 'onSaved' | 'onUnsaved'>

export interface BrowserSweeps {
  /** What earlier sessions left of this plan; nothing is locked or changed. */
  recall(plan: SweepPlan): Promise<Recalled>
  /** Conducts a sweep and saves it. @returns who conducts it already, where somebody does */
  begin(plan: SweepPlan, spawn: () => Promise<PooledTrainer> | PooledTrainer, options: BrowserSweepOptions): Promise<Result<DurableSweep, LockFailure>>
}

/** A browser that does not answer is taken for one that refuses. */
const openingMilliseconds = 5000

/** @param open called once  @param onSaved called when a run of this experiment has been saved in the database */
export function createBrowserSweeps(open: () => Promise<Result<SweepDatabase, StoreFailure>>, onSaved?: (experimentId: string) => void): BrowserSweeps {
  let opened: Promise<Result<SweepDatabase, StoreFailure>> | null = null, silent: Promise<Result<never, StoreFailure>> | null = null
  // Waited for once; an answer that comes late is still taken, by the next sweep.
  const database = (): Promise<Result<SweepDatabase, StoreFailure>> => Promise.race([opened ??= open(), silent ??= silence()])

  return {
    async recall(plan) {
      const found = await database()
      const saved = found.ok ? await found.value.store(plan).load() : found
      return saved.ok ? { ...saved.value, notices: describeSaved(saved.value, plan) } : { records: [], checkpoints: [], notices: [saved.error.message] }
    },
    async begin(plan, spawn, options) {
      const found = await database()
      const begun = found.ok ? await inStore(found.value.store(plan), { ...options, onSaved: () => onSaved?.(plan.experimentId) }) : found
      if (begun.ok || begun.error.kind === 'held') return begun
      return inStore(createSweepMemory().store(plan), { ...options, notices: [...options.notices ?? [], begun.error.message] })

      async function inStore(store: SweepStore, more: Omit<DurableOptions, 'whenUnsaved'>): ReturnType<typeof conductDurably> {
        const conducted = await conductDurably(plan, spawn, store, { ...more, whenUnsaved: 'offer-again' })
        if (conducted.ok) void conducted.value.settled.finally(() => store.close())
        return conducted
      }
    },
  }
}

function silence(): Promise<Result<never, StoreFailure>> {
  return new Promise((resolve) => setTimeout(() => resolve(failure({
    kind: 'unavailable', message: 'this browser\'s storage does not answer: results stay in this tab only',
  })), openingMilliseconds))
}
